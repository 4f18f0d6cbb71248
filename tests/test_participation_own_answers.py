"""What is kept of a participant, on a page of their own, and the overview around it."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Conversation, Visibility
from conversations.retention.ends import last_day
from conversations.retention.words import when_it_goes
from tests.by_link import address, answer_to, enter, preparing, score_on, shows
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    MembershipFactory,
    ReflectionFactory,
    ScoreFactory,
    at_visibility,
)
from tests.meetings import CODES, principle

pytestmark = pytest.mark.django_db
TEXT = "Eén loket voor vragen."
DAY = dt.date(2026, 3, 12)


def test_mine_shows_all_that_is_kept_of_me_and_nothing_of_another():
    person, other, _ = preparing().people
    at_visibility(ReflectionFactory(participant=other, text="Van een ander."), Visibility.MET_NAAM, released=True)
    tab = enter(person)
    answer_to(tab, person, text=TEXT, visibility="naamloos", in_report="on")
    score_on(tab, person, score="geen", text="Niet gezien.")
    page = shows(tab.get(address(person, "antwoorden/")))
    for words in (TEXT, "de tafel, zonder mijn naam, ook in het verslag.", "geen beeld", "Niet gezien.", person.name):
        assert words in page
    assert "Van een ander." not in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(size, django_assert_num_queries):
    person = preparing().people[0]
    tab = enter(person)
    for code in CODES[:size]:
        ScoreFactory(participant=person, principle=principle(code))
        ExplanationFactory(participant=person, principle=principle(code))
    person.links.get().visits.let_read(True)
    with django_assert_num_queries(14):
        tab.get(address(person, "antwoorden/"))


def test_the_overview_tells_who_reads_what_was_agreed_and_whom_to_ask():
    before = ConversationFactory(held_on=dt.date(2025, 9, 11), phase="opvolging")
    Agreement.objects.create(
        conversation=before, kind="actie", text="Bellen bij een incident.", of_eigenaar=True, due_on=DAY
    )
    gone = {"kind": "actie", "text": "Allang klaar.", "of_eigenaar": True, "status": "gedaan"}
    Agreement.objects.create(conversation=before, **gone)
    meeting = preparing(triangle=before.triangle, previous=before, place="De Loods", ground_rules="Niets naar buiten.")
    adviser = MembershipFactory(triangle=before.triangle).user
    person = meeting.people[0]
    page = shows(enter(person).get(address(person)))
    for words in (
        "Wie leest wat u invult?",
        "Adviseurs zien vooraf alleen dát u klaar bent.",
        "Op 11 september 2025. In het gesprek zegt elke hoek of het is gelukt.",
        "Bellen bij een incident.",
        "Eigenaar, uiterlijk 12 maart 2026.",
        f"{meeting.facilitator} begeleidt het gesprek",
        f'href="mailto:{adviser.email}"',
        "De Loods",
        "Niets naar buiten.",
    ):
        assert words in page
    assert "Allang klaar." not in page


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"held_on": DAY}, dt.date(2026, 6, 10)),
        ({"held_on": DAY, "established_at": "2026-03-20T23:30:00Z"}, dt.date(2026, 4, 4)),  # the 21st in Amsterdam
        ({"held_on": DAY, "established_at": "2026-09-20T12:00:00Z"}, dt.date(2026, 6, 10)),
        ({"held_on": DAY, "cancelled_at": "2026-03-01T12:00:00Z"}, dt.date(2026, 3, 15)),
        ({"held_on": None, "changed_at": "2027-11-30T12:00:00Z"}, dt.date(2028, 2, 28)),
        ({"held_on": None, "changed_at": "2027-12-01T12:00:00Z"}, dt.date(2028, 2, 29)),
    ],
)
def test_priv_04_the_last_day_of_private_text_is_that_of_the_rules(fields, day):
    meeting = ConversationFactory(created_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    Conversation.objects.filter(pk=meeting.pk).update(**fields)
    meeting.refresh_from_db()
    assert last_day(meeting) == day
    assert f"{day.day} " in when_it_goes(meeting)


def test_a_rehearsal_goes_with_its_triangle():
    meeting = ConversationFactory(triangle__rehearsal_until=timezone.now() + dt.timedelta(7))
    assert last_day(meeting) == timezone.localdate() + dt.timedelta(7)
    assert "oefening" in when_it_goes(meeting)
