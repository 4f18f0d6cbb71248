"""F14: the last moment for participants, by the Dutch clock: both its changes, a leap day and the turn of a year."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.links import Purpose, give_link, last_moment
from conversations.models import Conversation, DateOption
from conversations.polling import ANSWERING_IS_OVER, choose, word
from tests.by_link import address, enter, preparing, shows
from tests.factories import FacilitatorFactory, UserFactory
from tests.held import hold, read_case
from tests.personal_links import path_of
from tests.polling.moments import given, sent
from tests.reading_round.readers import page_of, reader_of, seen_of

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
# The last day in the Netherlands, how it is spoken of, and the first moment after it.
DAYS = {
    "forward": ("2026-03-29", "29 maart", "2026-03-30T00:00+02:00"),
    "back": ("2026-10-25", "25 oktober", "2026-10-26T00:00+01:00"),
    "leap day": ("2028-02-29", "29 februari", "2028-03-01T00:00+01:00"),
    "new year": ("2026-12-31", "31 december", "2027-01-01T00:00+01:00"),
}
# A moment of the poll, and how its day and time are said.
MOMENTS = {
    "just after forward": ("2026-03-29T03:00+02:00", "zondag 29 maart 2026, 3.00 – 4.00 uur"),
    "the second half past two": ("2026-10-25T02:30+01:00", "zondag 25 oktober 2026, 2.30 – 3.30 uur"),
    "leap day, already March in no place": ("2028-02-29T23:00+01:00", "dinsdag 29 februari 2028, 23.00 – 0.00 uur"),
    "a new year, still the old one in UTC": ("2027-01-01T00:30+01:00", "vrijdag 1 januari 2027, 0.30 – 1.30 uur"),
}


@pytest.fixture
def at(time_machine):
    def go(moment):
        time_machine.move_to(moment, tick=False)

    cache.clear()
    return go


def moment_of(text):
    return dt.datetime.fromisoformat(text)


@pytest.fixture(params=DAYS.values(), ids=DAYS)
def last_day(request, at):
    """Return (the day, its words, the first moment after it); the clock stands a week earlier."""
    day, words, after = request.param
    at(moment_of(after) - dt.timedelta(days=8))
    return dt.date.fromisoformat(day), words, moment_of(after)


@pytest.fixture(params=MOMENTS.values(), ids=MOMENTS)
def moment(request, at):
    """Return (a moment of the poll, its words); the clock stands a week earlier."""
    text, words = request.param
    at(moment_of(text) - dt.timedelta(days=7))
    return moment_of(text), words


def test_f14_a_moment_is_asked_until_it_begins_and_chosen_at_its_dutch_time(moment, at):
    starts_at, words = moment
    meeting = preparing(held_on=None, duration_minutes=60)
    option, person = meeting.date_options.create(starts_at=starts_at), meeting.people[0]
    tab = enter(person)
    at(starts_at - SECOND)
    assert words in shows(tab.get(address(person, "datum/")))
    tab.post(address(person, "datum/"), sent(option, "ja"))
    assert given(person) == {option.pk: "ja"}
    chosen = choose(Conversation.objects.get(pk=meeting.pk), option, UserFactory())
    assert word(option.starts_at, 60) == words
    assert chosen.held_on.isoformat() == timezone.localtime(starts_at).date().isoformat()
    assert chosen.start == timezone.localtime(starts_at).time()
    at(starts_at)
    answered = tab.post(address(person, "datum/"), sent(option, "nee"), follow=True)
    assert ANSWERING_IS_OVER in shows(answered)
    assert given(person) == {option.pk: "ja"}


def test_f14_the_questions_are_asked_until_the_end_of_the_last_dutch_day(last_day, at):
    day, words, after = last_day
    meeting = preparing(preparation_closes_on=day, held_on=day + dt.timedelta(days=7))
    person = meeting.people[0]
    tab = enter(person)
    at(after - SECOND)
    assert f"Tot en met {words}." in shows(tab.get(address(person)))
    at(after)
    assert f"De uiterste datum was {words}." in shows(tab.get(address(person)))


def test_f14_the_reading_round_is_open_until_the_end_of_the_last_dutch_day(last_day, at):
    day, words, after = last_day
    conversation = hold(read_case("kustregister"))
    conversation.facilitator = FacilitatorFactory()
    conversation.save()
    conversation.release_draft(conversation.facilitator, day)
    first, second = conversation.participants.order_by("pk")[:2]
    tabs = {person: reader_of(person) for person in (first, second)}
    at(after - SECOND)
    assert f"U kunt reageren tot en met {words}." in page_of(tabs[first], first)
    seen = {person: seen_of(tab, person) for person, tab in tabs.items()}
    tabs[first].post(f"/deelnemen/{first.pk}/verslag/antwoord/", {"seen": seen[first]})
    at(after)
    tabs[second].post(f"/deelnemen/{second.pk}/verslag/antwoord/", {"seen": seen[second]})
    assert f"Reageren kon tot en met {words}." in page_of(tabs[second], second)
    assert list(conversation.responses.values_list("participant", "answer")) == [(first.pk, "akkoord")]


@pytest.mark.parametrize(("purpose", "days"), [(Purpose.DEELNEMEN, 30), (Purpose.DATUM, 30), (Purpose.LEZEN, 90)])
def test_f14_a_link_works_until_the_end_of_its_last_dutch_day(last_day, at, purpose, days):
    """It counts from half past midnight, when it is still the day before in UTC."""
    day, _, after = last_day
    begins = timezone.make_aware(dt.datetime.combine(day - dt.timedelta(days=days), dt.time(0, 30)))
    at(begins - dt.timedelta(days=1))
    meeting = preparing(held_on=begins.date() if purpose == Purpose.DEELNEMEN else None)
    meeting.established_at = begins if purpose == Purpose.LEZEN else None
    DateOption.objects.create(conversation=meeting, starts_at=begins)
    assert last_moment(meeting, purpose) == after
    person = meeting.people[0]
    person.conversation = meeting
    link = give_link(person, purpose)
    at(after - SECOND)
    assert Client().get(path_of(link)).status_code == 200
    at(after)
    assert Client().get(path_of(link)).status_code == 404
