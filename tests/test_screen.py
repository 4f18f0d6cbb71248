"""The big screen: it follows the room, shows nothing that is hidden or private, and asks no more than it needs to."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from conversations.leading import go_to, move
from conversations.models import Agreement, Phase, Score, Verdict
from conversations.screen import draw_qr
from tests.factories import ConversationFactory, ExplanationFactory, ReflectionFactory, at_visibility
from tests.meetings import CODES, give, open_meeting, principle, show

pytestmark = pytest.mark.django_db
STEPS = ["welkom", "terugblik", *CODES, "pauze", "vervolg", "afsluiting"]
ASKS = {"X-Poll": "1"}


@pytest.fixture
def meeting():
    meeting = open_meeting(start=dt.time(9, 30), duration_minutes=150, held_on=timezone.localdate())
    earlier = ConversationFactory(triangle=meeting.triangle, phase=Phase.AFGEROND, held_on=dt.date(2025, 9, 1))
    meeting.earlier = add_agreement(earlier, "Wie iets ziet, belt.")
    move(meeting, "welkom", meeting.facilitator)
    return meeting


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def add_agreement(conversation, text, **fields):
    return Agreement.objects.create(
        conversation=conversation, text=text, kind="werkafspraak", of_eigenaar=True, **fields
    )


def address(meeting, query=""):
    return f"/gesprekken/{meeting.pk}/scherm/{query}"


def look(client, meeting, step=None):
    """Return the text of the screen, after the room went to `step`."""
    if step:
        move(meeting, step, meeting.facilitator)
    return client.get(address(meeting)).text


def next_question(page):
    """Return the address that a screen asks for next, or None when it has stopped."""
    found = re.search(r'data-refresh="([^"]+)"', page)
    return found and found[1].replace("&amp;", "&")


def ask(client, page):
    return client.get(next_question(page), headers=ASKS)


def test_the_welcome_shows_how_to_come_in_and_counts_who_is(lead, meeting):
    code = meeting.meeting.code
    page = look(lead, meeting)
    assert f"{code[:3]} {code[3:]}" in page
    assert "localhost:8000/mee" in page
    assert draw_qr(f"http://localhost:8000/mee/{code}/", "QR-code om mee te doen") in page
    assert "<strong>0 van 3</strong> doen mee" in page
    first, second, third = meeting.people
    for person, seen in ((first, "aanwezig"), (third, "afwezig")):
        type(person).objects.filter(pk=person.pk).update(attendance=seen)
    meeting.arrivals.create(key_digest="a", participant=first, state="binnen")
    meeting.arrivals.create(key_digest="b", participant=second, state="wacht")
    assert "<strong>1 van 2</strong> doet mee" in look(lead, meeting)


def test_it_follows_the_room(lead, meeting):
    page = look(lead, meeting)
    headings = []
    for step in STEPS:
        go_to(meeting, step, meeting.facilitator) if step != "welkom" else None
        answer = ask(lead, page)
        page = answer.text if answer.status_code == 200 else page
        headings.append(re.search(r"<h1>(.*?)</h1>", page)[1])
    assert headings == [
        "Doe mee",
        "Afspraken van vorige keer",
        "Heldere afspraken",
        "Vertrouwen",
        "Gelijkwaardigheid",
        "Rolbewustzijn",
        "Gezamenlijk opgavegericht werken",
        "Pauze",
        "Afspraken en vervolg",
        meeting.title,
    ]


def test_a_principle_counts_until_it_is_shown(lead, meeting):
    give(meeting, 4, 1)
    page = look(lead, meeting, "vertrouwen")
    assert "<strong>2 van 3</strong> gescoord" in page
    assert "uit elkaar" not in page
    show(lead, meeting, "vertrouwen", "vertrouwen")
    answer = ask(lead, page)
    assert "<html" not in answer.text
    for words in (
        "3 punten uit elkaar",
        "2 van 3 gescoord",
        '<th class="utrecht-table__cell" scope="row">Opdrachtgever',
    ):
        assert words in answer.text


def test_priv_02_the_screen_is_the_same_whatever_was_scored_and_not_shown(lead, meeting):
    give(meeting, 1, 2, 3)
    waiting = Verdict.objects.create(
        conversation=meeting, agreement=meeting.earlier, corner="eigenaar", value="nagekomen"
    )
    seen = []
    with time_machine.travel(timezone.now(), tick=False):
        look(lead, meeting, STEPS[-1])
        for value, verdict in ((1, "nagekomen"), (5, "niet"), (None, "deels")):
            Score.objects.update(value=value)
            Verdict.objects.filter(pk=waiting.pk).update(value=verdict)
            seen.append([look(lead, meeting, step) for step in STEPS])  # the version they hold included
    assert seen[0] == seen[1] == seen[2]


def test_verdicts_come_once_they_are_shown(lead, meeting):
    row = Verdict.objects.create(conversation=meeting, agreement=meeting.earlier, corner="eigenaar", value="niet")
    assert "niet nagekomen" not in look(lead, meeting, "terugblik")
    Verdict.objects.filter(pk=row.pk).update(shown_at=timezone.now())
    page = look(lead, meeting)
    assert "eigenaar: <strong>niet nagekomen</strong>" in page
    Verdict.objects.filter(pk=row.pk).update(value="deels", version=2)
    assert "eigenaar: <strong>deels</strong>" in ask(lead, page).text


def test_agreements_stand_there_as_they_are_made(lead, meeting):
    page = look(lead, meeting, "vervolg")
    assert "Er staan nog geen afspraken." in page
    add_agreement(meeting, "We bellen eerst.", most_important=True)
    assert "We bellen eerst." in ask(lead, page).text
    page = look(lead, meeting)
    kept = add_agreement(meeting, "We mailen.")
    page = ask(lead, page).text
    meeting.agreements.exclude(pk=kept.pk).delete()
    Agreement.objects.filter(pk=kept.pk).update(text="We bellen altijd.", version=2)
    assert "We bellen altijd." in ask(lead, page).text
    assert "We bellen altijd." not in look(lead, meeting, "vertrouwen")  # while people still score
    show(lead, meeting, "vertrouwen", "vertrouwen")
    assert "We bellen altijd." in look(lead, meeting)


@pytest.mark.parametrize("visibility", ["zelf", "begeleider", "naamloos", "met_naam"])
def test_no_private_text_and_no_name_beside_a_score_is_ever_on_it(lead, meeting, visibility):
    give(meeting, 4, 1, 4)
    person = meeting.people[0]
    for made in (
        ExplanationFactory(participant=person, principle=principle(), text="KANARIE bij de score"),
        ReflectionFactory(participant=person, text="KANARIE vooraf"),
    ):
        at_visibility(made, visibility)
    show(lead, meeting, "alle")
    pages = [look(lead, meeting, step) for step in STEPS]
    meeting.end(meeting.facilitator)
    pages.append(look(lead, meeting))
    assert [page for page in pages if "KANARIE" in page or person.name in page] == []


def test_a_naamloos_conversation_names_no_corner_beside_a_score(client):
    meeting = open_meeting(display="naamloos")
    client.force_login(meeting.facilitator)
    give(meeting, 4, 1, 4)
    move(meeting, "vertrouwen", meeting.facilitator)
    show(client, meeting, "vertrouwen", "vertrouwen")
    page = look(client, meeting)
    assert "3 punten uit elkaar" in page
    assert not any(corner in page.lower() for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar"))


def test_it_says_nothing_while_nothing_changes_and_slows_down_after_five_minutes(lead, meeting):
    with time_machine.travel(dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC), tick=False) as clock:
        page = look(lead, meeting)
        assert 'data-every="2"' in page
        assert ask(lead, page).status_code == 204
        clock.shift(299)
        assert ask(lead, page).status_code == 204
        clock.shift(1)
        slower = ask(lead, page)
        assert (slower.status_code, 'data-every="10"' in slower.text) == (200, True)
        assert ask(lead, slower.text).status_code == 204
        meeting.meeting.refresh_from_db()
        move(meeting, "pauze", meeting.facilitator)
        assert 'data-every="2"' in ask(lead, slower.text).text


def test_it_begins_by_itself_and_stops_asking_after_the_end(client):
    ConversationFactory(phase=Phase.GESPREK)  # another one, that stays as it is
    meeting = open_meeting(phase=Phase.VOORBEREIDING, start=dt.time(9, 30))
    client.force_login(meeting.facilitator)
    page = look(client, meeting)
    assert "Het gesprek is nog niet begonnen. We beginnen om 9.30 uur." in page
    client.post(f"/gesprekken/{meeting.pk}/leiden/openen/")
    page = ask(client, page).text
    assert "Doe mee" in page
    meeting.refresh_from_db()
    meeting.end(meeting.facilitator)
    page = ask(client, page).text
    assert "Het gesprek is afgelopen." in page
    assert next_question(page) is None


@pytest.mark.parametrize("step", ["welkom", "vertrouwen", "afsluiting"])
def test_an_unchanged_question_takes_three_queries_with_the_session(lead, meeting, django_assert_num_queries, step):
    page = look(lead, meeting, step)
    with django_assert_num_queries(3):
        assert ask(lead, page).status_code == 204


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_as_much_for_three_agreements_as_for_one(client, django_assert_num_queries, size):
    meeting = open_meeting(per_corner=size)
    for number in range(size):
        add_agreement(meeting, f"Afspraak {number}")
    move(meeting, "vervolg", meeting.facilitator)
    client.force_login(meeting.facilitator)
    with django_assert_num_queries(13):
        assert client.get(address(meeting)).status_code == 200


def test_dark_stays_dark_while_it_follows(lead, meeting):
    page = lead.get(address(meeting, "?licht=donker")).text
    assert 'class="driehoek-theme is-dark"' in page
    move(meeting, "pauze", meeting.facilitator)
    again = ask(lead, page).text
    assert "licht=donker" in next_question(again)
    assert f'href="{address(meeting)}">Licht' in again
    assert "is-dark" not in lead.get(address(meeting, "?licht=paars")).text


def test_whoever_is_logged_out_is_told_so_and_gets_no_login_page_inside_the_screen(lead, meeting):
    page = look(lead, meeting)
    lead.logout()
    assert (ask(lead, page).status_code, ask(lead, page).text) == (401, "")
    assert lead.get(address(meeting))["Location"].startswith("/account/inloggen/")


def test_who_leads_elsewhere_finds_no_screen(meeting):
    other = Client()
    other.force_login(open_meeting().facilitator)
    assert other.get(address(meeting)).status_code == 404
