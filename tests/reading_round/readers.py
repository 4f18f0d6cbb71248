"""Who reads the concept by personal link, and what they send."""

import re

from django.test import Client

from conversations.links import Purpose, give_link, token_of
from conversations.models import ReportRemark

WORDS = "De tweede afspraak is nog niet af."


def reader_of(person, purpose=Purpose.LEZEN):
    """Return a client in which the personal link was opened."""
    client = Client()
    assert client.post(f"/deelnemen/link/{token_of(give_link(person, purpose))}/").status_code == 302
    return client


def staff(user):
    client = Client()
    client.force_login(user)
    return client


def address(person, tail=""):
    return f"/deelnemen/{person.pk}/verslag/{tail}"


def html_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page_of(client, person, tail=""):
    return text_of(html_of(client, address(person, tail)))


def seen_of(client, person):
    return re.search(r'name="seen" value="([0-9a-f]{16})"', html_of(client, address(person)))[1]


def agree(client, person, **sent):
    sent = {"seen": seen_of(client, person)} | sent
    return text_of(client.post(address(person, "antwoord/"), sent, follow=True).content.decode())


def remark(client, person, section="afspraken", text=WORDS, **sent):
    sent = {"text": text, "version": 0, "seen": seen_of(client, person)} | sent
    return client.post(address(person, f"opmerking/{section}/"), sent, follow=True)


def change_the_draft(held):
    held.agreements.create(kind="actie", text="Net toegevoegd", of_eigenaar=True)


def answer(client, held, text, version=1, **sent):
    found = ReportRemark.objects.get()
    path = f"/gesprekken/{held.pk}/verslag/opmerking/{found.pk}/"
    return client.post(path, {"text": text, "version": version, **sent}, follow=True).content.decode()
