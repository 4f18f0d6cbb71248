"""What nobody's own device may show: hidden values of others, and to a visit by the code what was saved earlier."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import Meeting
from conversations.visits import may_read_back
from principles.models import Card
from tests.access.routes import PREFIXES, parameters, path_of
from tests.by_link import answer_to, enter
from tests.factories import ExplanationFactory
from tests.in_the_room import (
    CODE,
    body,
    chosen,
    come_in,
    decide,
    earlier_agreement,
    move,
    page,
    room,
    say,
    show_all,
    tap,
)
from tests.meetings import principle

pytestmark = pytest.mark.django_db


def test_priv_02_no_device_gets_a_hidden_value_before_showing_and_all_get_it_after(meeting, person, phone):
    """Two worlds that differ in hidden values alone look the same to everybody else."""
    agreement = earlier_agreement(meeting)
    watcher, watching = meeting.people[1], come_in(meeting, meeting.people[1])
    other = come_in(meeting, meeting.people[2])
    seen = []
    for score, verdict in (("1", "niet"), ("5", "nagekomen")):
        tap(phone, person, score)
        tap(other, meeting.people[2], score)
        say(other, meeting.people[2], agreement, verdict)
        for step in ("vertrouwen", "terugblik", "welkom"):
            move(meeting, step)
            seen.append(body(watching, watcher))
        move(meeting, "vertrouwen")
    assert seen[:3] == seen[3:]
    show_all(meeting)
    assert "Alle scores gelijk" in page(watching, watcher)


def test_an_own_score_shows_in_the_visit_that_gave_it_alone(meeting, person, phone):
    tap(phone, person, "4")
    assert chosen(phone, person) == ["4"]
    decide(meeting, phone, act="weg")
    again = come_in(meeting, person)
    assert chosen(again, person) == []
    assert "U gaf hier al een score." in page(again, person)
    tap(again, person, "2")
    assert chosen(again, person) == ["2"]


def test_the_same_browser_let_in_again_reads_nothing_of_before(meeting, person, phone):
    tap(phone, person, "4")
    decide(meeting, phone, act="weg")
    answer = phone.post(f"/mee/{CODE}/", {"who": person.pk})
    assert answer.status_code == 302
    decide(meeting, phone)
    assert phone.get(room(person)).status_code == 200
    assert chosen(phone, person) == []


def test_what_a_personal_link_saves_later_does_not_show_in_the_visit_by_the_code(meeting, person, phone):
    tap(phone, person, "4")
    at_home = enter(person)
    tap(at_home, person, "1")
    assert chosen(phone, person) == []
    assert chosen(at_home, person) == ["1"]


def test_by_personal_link_an_own_score_shows_where_it_was_given_or_after_the_code(meeting, person):
    writing, other = enter(person), enter(person)
    tap(writing, person, "3")
    assert (chosen(writing, person), chosen(other, person)) == (["3"], [])
    person.links.get(purpose="deelnemen").visits.let_read(True)
    assert chosen(other, person) == ["3"]
    type(person).objects.filter(pk=person.pk).update(texts_closed_at=timezone.now() + dt.timedelta(seconds=1))
    assert chosen(other, person) == []


def test_a_visit_by_the_code_never_reads_back_and_never_becomes_the_author(meeting, person, phone):
    visit = person.links.get(purpose="zaal").visits.select_related("link").get()
    assert may_read_back(visit) is False
    tap(phone, person, "4")
    visit.refresh_from_db()
    assert (visit.reads_back, may_read_back(visit)) == (False, False)
    visit.reads_back = True
    assert may_read_back(visit) is False


def test_sec_08_a_visit_by_the_code_meets_nothing_that_was_saved_earlier(meeting, person):
    at_home = enter(person)
    meeting.questions.set([])
    tap(at_home, person, "5")
    ExplanationFactory(participant=person, principle=principle(), text="kanarie-toelichting")
    answer_to(at_home, person, text="kanarie-reflectie")
    Meeting.objects.filter(conversation=meeting).update(step="vertrouwen")
    phone = come_in(meeting, person)
    values = {"pk": meeting.pk, "participant": person.pk, "conversation": meeting.pk, "room_code": CODE}
    values |= {"triangle": meeting.triangle_id, "code": Card.objects.first().code, "token": "x"}
    found = {
        name: phone.get(path_of(name, **values))
        for name in parameters()
        if not name.startswith(PREFIXES) and name != "conversations:link"
    }
    texts = "".join(b"".join(one).decode("latin-1") if one.streaming else one.text for one in found.values())
    assert "kanarie" not in texts
    assert chosen(phone, person) == []
    open_to_it = {name for name, answer in found.items() if answer.status_code == 200} - OPEN_TO_ALL
    assert open_to_it == {f"conversations:{name}" for name in ("follow", "follow_stand", "waiting_stand")}


OPEN_TO_ALL = {"livez", "readyz", "accessibility", "privacy", "support", "security_txt"}
OPEN_TO_ALL |= {"conversations:leave", "conversations:join"}


def test_sec_10_no_answer_of_the_room_is_kept_by_the_browser(meeting, person, phone):
    for path in (room(person), room(person, "stand/")):
        assert "no-store" in phone.get(path).headers["Cache-Control"]


def test_sec_13_the_room_needs_the_token_of_the_form(meeting, person, phone):
    phone.handler.enforce_csrf_checks = True
    assert tap(phone, person, "4").status_code == 403
    assert Client().get(room(person)).status_code == 404
