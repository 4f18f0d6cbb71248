"""An adviser asks how an agreement stands, without waiting for its occasion."""

import datetime as dt

import pytest
from django.test import Client

from conversations.asking import ask_due, ask_now
from conversations.models import AuditEvent
from driehoek.mail import Outbox
from tests.at_once import at_once
from tests.factories import ParticipantFactory
from tests.mailed import sent
from tests.reading_pages import text_of

from .conftest import MARIJKE, SJOERD

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(conversation):
    """Return a function that presses the button at an agreement; it gives the words of the page that follows."""

    def do(agreement):
        client = Client()
        client.force_login(conversation.adviser)
        base = f"/driehoeken/{conversation.triangle_id}/afspraken/{agreement.pk}/"
        return text_of(client.post(f"{base}vragen/", follow=True))

    return do


def test_the_button_mails_at_once_and_the_silence_is_counted_anew(agree, at, press):
    bellen, mailen = agree("Bellen", "Marijke", asked_on=dt.date(2026, 3, 20)), agree("Mailen", "Sjoerd")
    at("2026-06-01 20:00")
    page = press(bellen)
    assert "Er gaat een mail naar Marijke." in page
    assert "Gevraagd Op 1 juni 2026, per mail" in page
    assert list(sent()) == [MARIJKE]
    mailen.refresh_from_db()
    assert mailen.asked_on is None
    assert AuditEvent.objects.filter(action="gevraagd hoe het staat", details__agreement=bellen.pk).count() == 1


def test_once_a_day_for_each_person(agree, at, press):
    bellen, mailen = agree("Bellen", "Marijke"), agree("Mailen", "Marijke")
    assert "Er gaat een mail naar Marijke." in press(bellen)
    assert "Er gaat geen mail weg" in press(mailen)
    at("2026-03-13 00:01")
    assert "Er gaat een mail naar Marijke." in press(mailen)


def test_it_counts_for_an_occasion_that_comes_soon(agree, at, press):
    bellen = agree("Bellen", "Marijke")
    at("2026-04-20 09:00")
    press(bellen)
    sent()
    at("2026-04-23 09:00")
    assert ask_due() == ""


def test_the_page_says_who_gets_the_mail_or_that_nobody_does(agree, conversation):
    fouad = ParticipantFactory(conversation=conversation, email="fouad@dienst.example", seat__person="Fouad")
    client, base = Client(), f"/driehoeken/{conversation.triangle_id}/afspraken/"
    client.force_login(conversation.adviser)
    assert "De mail gaat naar Marijke, Fouad." in text_of(client.get(f"{base}{agree().pk}/"))
    mine = agree("Zelf", fouad.name)
    assert "De mail gaat naar Fouad." in text_of(client.get(f"{base}{mine.pk}/"))
    nobody = agree("Zonder adres", "Renske")
    assert "Niemand krijgt mail over deze afspraak" in text_of(client.get(f"{base}{nobody.pk}/"))
    for closed in (agree("Besluit", kind="besluit"), agree("Klaar", status="gedaan")):
        page = text_of(client.get(f"{base}{closed.pk}/"))
        assert "Vraag per mail" not in page
        assert "Niemand krijgt mail" not in page


@pytest.mark.parametrize("values", [{"status": "gedaan"}, {"kind": "besluit"}, {"status": "geparkeerd"}])
def test_there_is_nothing_to_ask_about_what_is_closed(agree, press, values):
    assert "Er gaat geen mail weg" in press(agree("Bellen", "Marijke", **values))
    assert not Outbox.objects.filter(kind="voortgang").exists()


@pytest.mark.django_db(transaction=True)
def test_rounds_and_an_adviser_at_once_mail_each_person_once(agree, at, conversation, own_connections):
    bellen = agree("Bellen", "Marijke", due_on=dt.date(2026, 4, 25))
    agree("Meldpunt", "Sjoerd", of_opdrachtnemer=True)
    at("2026-04-23 09:00")
    own_connections()
    at_once(*[ask_due, lambda: ask_now(bellen, conversation.adviser)] * 2)
    (sent,) = at_once(lambda: sorted(Outbox.objects.values_list("kind", "to")))
    assert sent == [("voortgang", MARIJKE), ("voortgang", SJOERD)]
