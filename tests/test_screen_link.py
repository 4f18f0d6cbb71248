"""SEC-01 to SEC-03 for the link of the big screen: looking opens nothing, it ends in time, and wrong is wrong."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.leading import move
from conversations.links import Purpose, follow_dates, give_link, token_of
from conversations.models import AuditEvent, Conversation, Link, Phase, Visit
from conversations.screen_link import give_screen_link, link_of_screen
from tests.meetings import open_meeting

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2026, 3, 12, 9, tzinfo=dt.UTC)
END = dt.datetime(2026, 3, 13, 23, tzinfo=dt.UTC)  # midnight in the Netherlands, after the day after the meeting


@pytest.fixture(autouse=True)
def clock():
    cache.clear()  # the limits on trying count across tests
    with time_machine.travel(DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def meeting():
    meeting = open_meeting(held_on=dt.date(2026, 3, 12))
    move(meeting, "welkom", meeting.facilitator)
    return meeting


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


@pytest.fixture
def link(meeting):
    return give_screen_link(meeting, meeting.facilitator)


def way_in(link):
    return f"/scherm/link/{token_of(link)}/"


def screen(meeting):
    return f"/scherm/{meeting.pk}/"


@pytest.fixture
def opened(meeting, link):
    """A browser in the room in which the link was opened."""
    browser = Client()
    assert browser.post(way_in(link))["Location"] == screen(meeting)
    return browser


def test_one_button_opens_the_screen_and_nothing_else(opened, meeting):
    page = opened.get(screen(meeting))
    assert (page.status_code, "Doe mee" in page.text) == (200, True)
    assert page.headers["Cache-Control"] == "no-store, private"
    person = meeting.people[0]
    closed = [f"/deelnemen/{person.pk}/", f"/deelnemen/{person.pk}/scores/", screen(open_meeting())]
    assert {opened.get(path).status_code for path in closed} == {404}
    assert opened.get(f"/gesprekken/{meeting.pk}/scherm/").status_code == 302


def test_sec_01_looking_at_the_link_fifty_times_opens_nothing(meeting, link, client):
    for method in ("get", "head", "options") * 50:
        answer = getattr(client, method)(way_in(link))
        assert not answer.cookies.get("deelnemen")
    assert not Visit.objects.exists()
    assert client.get(screen(meeting)).status_code == 404
    assert client.post(way_in(link)).status_code == 302


def test_sec_02_it_works_until_the_end_of_the_day_after_the_meeting(opened, link, meeting, clock):
    clock.move_to(END - dt.timedelta(seconds=1))
    assert (opened.get(screen(meeting)).status_code, Client().get(way_in(link)).status_code) == (200, 200)
    clock.move_to(END)
    assert (opened.get(screen(meeting)).status_code, Client().get(way_in(link)).status_code) == (404, 404)


def test_it_moves_along_with_the_date(link, meeting):
    meeting.held_on = dt.date(2026, 4, 1)
    follow_dates(meeting)
    link.refresh_from_db()
    assert timezone.localtime(link.until).date() == dt.date(2026, 4, 3)  # at midnight


def test_sec_02_withdrawn_is_dead_at_once_and_a_new_one_is_another(lead, opened, link, meeting):
    lead.post(f"/gesprekken/{meeting.pk}/leiden/scherm/intrekken/")
    assert (opened.get(screen(meeting)).status_code, Client().get(way_in(link)).status_code) == (404, 404)
    assert link_of_screen(meeting) is None
    again = give_screen_link(meeting, meeting.facilitator)
    assert token_of(again) != token_of(link)
    assert opened.get(screen(meeting)).status_code == 404
    assert [(event.action, event.details) for event in AuditEvent.objects.order_by("pk")] == [
        ("link gemaakt", {"purpose": "scherm"}),
        ("link ingetrokken", {"purpose": "scherm"}),
        ("link gemaakt", {"purpose": "scherm"}),
    ]


def test_asking_for_the_link_again_leaves_open_screens_alone(lead, opened, meeting, link):
    answer = lead.post(f"/gesprekken/{meeting.pk}/leiden/scherm/")
    assert f"http://localhost:8000{way_in(link)}" in answer.text
    assert way_in(link) not in lead.get(f"/gesprekken/{meeting.pk}/leiden/scherm/").text
    assert opened.get(screen(meeting)).status_code == 200
    assert Link.objects.filter(purpose=Purpose.SCHERM).count() == 1


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.AFGEROND, Phase.GEANNULEERD])
def test_it_is_closed_with_its_conversation(opened, link, meeting, phase):
    Conversation.objects.filter(pk=meeting.pk).update(phase=phase)
    assert (opened.get(screen(meeting)).status_code, Client().get(way_in(link)).status_code) == (404, 404)


def without_token(answer):
    return answer.status_code, answer.content


def test_sec_03_whatever_is_wrong_the_answer_is_one(meeting, link):
    token = token_of(link)
    personal = token_of(give_link(meeting.people[0], Purpose.DEELNEMEN))
    wrong = ["x", "1-a.b", token[:-1], f"9{token}", personal, f"{link.pk}-{link.nonce}", "0" * 40]
    answers = {without_token(Client().get(f"/scherm/link/{each}/")) for each in wrong}
    Link.objects.filter(pk=link.pk).update(until=DAY)
    answers |= {without_token(Client().get(way_in(link)))}
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert Client().get(f"/deelnemen/link/{token}/").status_code == 404


def test_sec_03_a_screen_that_is_not_opened_here_is_as_unknown_as_one_that_is_not_there(opened, meeting):
    pages = [Client().get(screen(meeting)), opened.get("/scherm/999999/"), opened.get(screen(open_meeting()))]
    assert len({without_token(page) for page in pages}) == 1


def test_sec_05_trying_wrong_links_over_and_over_is_refused(client):
    answers = [client.post("/scherm/link/x/").status_code for _ in range(400)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_an_unchanged_question_by_link_takes_one_query(opened, meeting, django_assert_num_queries):
    page = opened.get(screen(meeting))
    with django_assert_num_queries(1):
        again = opened.get(f"{screen(meeting)}?{page.context['poll'].query}", headers={"X-Poll": "1"})
    assert again.status_code == 204
