"""Personal links: SEC-01 to SEC-05 and F20, from the address in the mail to the code that reads back."""

import datetime as dt
import logging
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, address_of, find_link, follow_dates, give_link, token_of, withdraw
from conversations.models import AuditEvent, Link, Phase, Visit
from conversations.visits import COOKIE, claim_authorship
from tests.every_row import every_row
from tests.factories import ParticipantFactory, UserFactory
from tests.personal_links import opened, path_of

pytestmark = pytest.mark.django_db
SCANNERS = {
    "Outlook": "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "Safe Links": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 SafeLinks/1.0",
    "Proofpoint": "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
    "Barracuda": "BarracudaCentral Link Protection",
    "Mimecast": "Mozilla/5.0 (compatible; Mimecast URL Protect)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Skype": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "WhatsApp": "WhatsApp/2.23",
    "curl": "curl/8.5.0",
    "nothing": "",
}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_sec_01_looking_at_a_link_changes_nothing(client, link, method):
    before = every_row()
    for turn in range(70):  # more than one may try
        agent = [*SCANNERS.values()][turn % len(SCANNERS)]
        answer = client.generic(method, path_of(link), headers={"user-agent": agent})
        assert answer.status_code == (405 if method == "OPTIONS" else 200)
        assert answer.cookies.get(COOKIE) is None
    assert every_row() == before
    assert cached_rows() == 0
    opened(link)


def cached_rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM driehoek_cache")
        return cursor.fetchone()[0]


def test_sec_01_one_button_opens_the_page(link, person):
    client, visit = opened(link)
    answer = client.post(path_of(link))
    assert answer["Location"] == f"/deelnemen/{person.pk}/"
    assert token_of(link) not in answer["Location"]
    assert "Dag Sjoerd Vlietstra" in client.get(answer["Location"]).content.decode()
    assert Visit.objects.get() == visit
    assert answer.cookies[COOKIE]["httponly"]
    assert answer.cookies[COOKIE]["samesite"] == "Lax"
    assert client.get("/").status_code == 302  # it is no login


def test_sec_02_a_token_is_random_signed_and_bound_to_its_purpose(link, person):
    other = give_link(person, Purpose.DATUM)
    assert len(link.nonce) >= 22  # 132 bits in base64
    assert find_link(token_of(link)) == link
    _, _, rest = token_of(link).partition("-")
    assert find_link(f"{other.pk}-{rest}") is None
    Link.objects.filter(pk=link.pk).update(purpose=Purpose.VOORTGANG)
    assert find_link(token_of(link)) is None


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (1, 404)])
def test_sec_02_it_works_until_its_date(client, link, time_machine, seconds, status):
    time_machine.move_to(link.until + dt.timedelta(seconds=seconds), tick=False)
    assert client.get(path_of(link)).status_code == status
    assert client.post(path_of(link)).status_code == {200: 302}.get(status, status)


@pytest.mark.parametrize(
    ("held_on", "until"),
    [
        ("2026-02-27", "2026-03-30T00:00+02:00"),  # over the clock change of 29 March
        ("2026-09-25", "2026-10-26T00:00+01:00"),  # over that of 25 October
        ("2028-01-30", "2028-03-01T00:00+01:00"),  # over a leap day
        ("2026-12-10", "2027-01-10T00:00+01:00"),  # over the year
    ],
)
def test_sec_02_thirty_days_after_the_meeting_is_the_end_of_a_dutch_day(person, held_on, until):
    person.conversation.held_on = dt.date.fromisoformat(held_on)
    assert give_link(person, Purpose.DEELNEMEN).until == dt.datetime.fromisoformat(until)


def test_sec_02_no_log_holds_a_token(link, caplog):
    from driehoek.logs import WithoutTokens

    caplog.handler.addFilter(WithoutTokens())
    caplog.set_level(logging.DEBUG)
    client, _ = opened(link)
    client.get(path_of(link))
    token = token_of(link)
    withdraw(link, UserFactory())
    client.get(f"/deelnemen/link/{token}/")
    logging.getLogger("anything").warning("GET %s 404", f"/deelnemen/link/{token}/")
    assert token not in caplog.text
    assert "/deelnemen/link/…" in caplog.text


def test_sec_03_whatever_is_wrong_the_answer_is_one(client, link, person, time_machine):
    def answer(token):
        found = client.get(f"/deelnemen/link/{token}/")
        return found.status_code, re.sub(rb'value="[^"]{64}"', b"", found.content)

    withdrawn = give_link(person, Purpose.LEZEN)
    token = token_of(withdrawn)
    withdraw(withdrawn, UserFactory())
    expired = give_link(ParticipantFactory(conversation__phase=Phase.VOORBEREIDING), Purpose.DATUM)
    Link.objects.filter(pk=expired.pk).update(until=timezone.now() - dt.timedelta(1))
    concept = give_link(ParticipantFactory(conversation__phase=Phase.CONCEPT), Purpose.DEELNEMEN)
    wrong = [
        token,
        token_of(expired),
        token_of(concept),
        token_of(link)[:-1] + "~",
        "x",
        "1-a.b",
        "999999-x.y",
        "é-1.2",
    ]
    assert len({answer(one) for one in wrong}) == 1
    assert answer("x")[0] == 404


def test_f20_a_withdrawn_link_ends_the_open_page_and_no_other(link, person):
    client, _ = opened(link)
    other = ParticipantFactory(conversation=person.conversation)
    colleague, _ = opened(give_link(other, Purpose.DEELNEMEN))
    withdraw(link, UserFactory())
    assert client.get(f"/deelnemen/{person.pk}/").status_code == 404
    assert colleague.get(f"/deelnemen/{other.pk}/").status_code == 200
    again = give_link(person, Purpose.DEELNEMEN)
    assert client.get(f"/deelnemen/{person.pk}/").status_code == 404  # not before the new one was opened
    client.post(path_of(again))
    assert client.get(f"/deelnemen/{person.pk}/").status_code == 200


def test_a_participant_sees_no_page_of_another(link, person):
    client, _ = opened(link)
    other = ParticipantFactory(conversation=person.conversation)
    unknown = client.get("/deelnemen/999999/")
    found = client.get(f"/deelnemen/{other.pk}/")
    assert (found.status_code, found.content) == (unknown.status_code, unknown.content)


def test_leaving_ends_the_visit_in_this_browser(link, person):
    client, visit = opened(link)
    claim_authorship(visit)
    client.post("/deelnemen/weg/")
    assert client.get(f"/deelnemen/{person.pk}/").status_code == 404
    client.post(path_of(link))
    visit.refresh_from_db()
    assert not visit.reads_back


def test_sec_05_the_sixty_first_time_on_one_token_waits(link):
    client = Client()
    for _ in range(60):
        assert client.post(path_of(link)).status_code == 302
    answer = client.post(path_of(link))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert "Wacht" in answer.content.decode()


def test_sec_05_a_link_that_is_tried_too_often_shuts_no_other_behind_the_same_address(link, person):
    other = give_link(ParticipantFactory(conversation=person.conversation), Purpose.DEELNEMEN)
    client = Client()
    statuses = [client.post(path_of(link)).status_code for _ in range(61)]
    assert statuses == [302] * 60 + [429]
    assert client.get(path_of(link)).status_code == 200  # looking is never counted
    assert client.post(path_of(other)).status_code == 302


def test_sec_05_thirty_participants_behind_one_address_are_never_limited(person):
    for _ in range(30):
        other = ParticipantFactory(conversation=person.conversation)
        client, _ = opened(give_link(other, Purpose.DEELNEMEN))
        assert client.get(f"/deelnemen/{other.pk}/").status_code == 200


def test_the_dates_of_a_link_follow_those_of_the_conversation(link, person):
    conversation = person.conversation
    conversation.held_on += dt.timedelta(7)
    conversation.save()
    follow_dates(conversation)
    assert Link.objects.get().until == link.until + dt.timedelta(7)


def test_a_command_gives_a_link_and_writes_that_down(person, capsys):
    call_command("participant_link", str(person.conversation_id), person.seat.code)
    address = capsys.readouterr().out.strip()
    assert address == address_of(Link.objects.get())
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.details) == ("link gegeven", {"participant": person.pk, "purpose": "deelnemen"})
    assert Client().get(address.partition("8000")[2]).status_code == 200


def test_the_command_says_what_is_wrong(person):
    with pytest.raises(CommandError, match="geen gesprek met nummer 999"):
        call_command("participant_link", "999", "opdrachtgever-1")
    with pytest.raises(CommandError, match=f"Wel: {person.seat.code}"):
        call_command("participant_link", str(person.conversation_id), "niemand")
    concept = ParticipantFactory(conversation__phase=Phase.CONCEPT)
    with pytest.raises(CommandError, match="werkt nu niet"):
        call_command("participant_link", str(concept.conversation_id), concept.seat.code)
    assert Link.objects.filter(participant=concept).count() == 0
