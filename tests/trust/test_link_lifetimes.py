"""SEC-02: until when a personal link works, per purpose and phase, to the second."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.links import (
    Purpose,
    address_of,
    end_of,
    find_link,
    follow_dates,
    give_link,
    is_alive,
    last_moment,
    purpose_now,
    token_of,
    withdraw,
)
from conversations.models import AuditEvent, DateOption, Link, Phase
from conversations.screen_link import give_screen_link
from tests.factories import ConversationFactory, FacilitatorFactory, ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime.fromisoformat("2026-05-04T23:30:00+02:00")  # half an hour before a Dutch midnight
MEETING = dt.date(2026, 6, 10)


def day(text):
    """Return the first moment of a Dutch day in summer."""
    return dt.datetime.fromisoformat(f"{text}T00:00:00+02:00")


@pytest.fixture(autouse=True)
def _on_the_fourth_of_may(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def meeting():
    return ConversationFactory(held_on=MEETING, phase=Phase.VOORBEREIDING)


LAST = {
    Purpose.DEELNEMEN: "2026-07-11",  # thirty days after the tenth of June, that day included
    Purpose.DATUM: "2026-06-04",
    Purpose.LEZEN: "2026-08-03",
    Purpose.ZAAL: "2026-05-06",
    Purpose.SCHERM: "2026-06-12",
    Purpose.VOORTGANG: "2026-06-04",
}


@pytest.mark.parametrize("purpose", LAST)
def test_sec_02_every_purpose_has_its_own_last_day(meeting, purpose):
    assert last_moment(meeting, purpose) == day(LAST[purpose])


SINCE = {  # the last day on which it works
    Purpose.DATUM: "2026-04-01",
    Purpose.LEZEN: "2026-05-31",
    Purpose.ZAAL: "2026-03-03",
    Purpose.VOORTGANG: "2026-04-01",
}


@pytest.mark.parametrize("purpose", SINCE)
def test_sec_02_it_is_counted_from_the_day_that_the_link_was_made(meeting, purpose):
    made = dt.datetime.fromisoformat("2026-03-02T12:00:00+01:00")
    assert last_moment(meeting, purpose, since=made) == end_of(dt.date.fromisoformat(SINCE[purpose]))


def test_sec_02_a_link_for_a_date_works_thirty_days_past_the_last_option(meeting):
    for text in ("2026-05-20T10:00+02:00", "2026-05-28T23:45+02:00", "2026-05-11T10:00+02:00"):
        DateOption.objects.create(conversation=meeting, starts_at=dt.datetime.fromisoformat(text))
    assert last_moment(meeting, Purpose.DATUM) == day("2026-06-28")


def test_sec_02_a_link_to_take_part_without_a_date_works_half_a_year(meeting):
    meeting.held_on = None
    assert last_moment(meeting, Purpose.DEELNEMEN) == end_of(dt.date(2026, 10, 31))


def test_sec_02_a_link_to_read_works_ninety_days_from_the_report(meeting):
    meeting.established_at = dt.datetime.fromisoformat("2026-05-01T22:30:00+00:00")  # the second of May here
    assert last_moment(meeting, Purpose.LEZEN) == day("2026-08-01")


@pytest.mark.parametrize(
    ("held_on", "until"), [(None, "2026-05-06"), (dt.date(2026, 5, 1), "2026-05-06"), (MEETING, "2026-06-12")]
)
def test_sec_02_the_big_screen_works_until_the_evening_after_the_meeting(meeting, held_on, until):
    meeting.held_on = held_on
    assert last_moment(meeting, Purpose.SCHERM) == day(until)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_sec_02_to_the_second(meeting, seconds):
    link = give_link(ParticipantFactory(conversation=meeting), Purpose.DEELNEMEN)
    moment = link.until + dt.timedelta(seconds=seconds)
    assert (find_link(token_of(link), moment) == link) is (seconds < 0)


OPEN_IN = {  # the phases in which a link of this purpose opens its page
    Purpose.DEELNEMEN: ["voorbereiding", "gesprek", "verslag", "opvolging"],
    Purpose.DATUM: ["voorbereiding", "gesprek", "verslag", "opvolging"],
    Purpose.LEZEN: ["voorbereiding", "gesprek", "verslag", "opvolging", "afgerond", "geannuleerd"],
    Purpose.VOORTGANG: ["voorbereiding", "gesprek", "verslag", "opvolging", "afgerond", "geannuleerd"],
    Purpose.ZAAL: ["gesprek"],
}


@pytest.mark.parametrize("purpose", OPEN_IN)
def test_sec_02_a_link_works_in_the_phases_of_its_purpose_alone(meeting, purpose):
    link = give_link(ParticipantFactory(conversation=meeting), purpose)
    alive = []
    for phase in Phase:
        link.participant.conversation.phase = phase
        alive += [str(phase)] if is_alive(link, NOW) else []
    assert alive == OPEN_IN[purpose]


def test_sec_02_withdrawn_is_dead_in_every_phase(meeting):
    by = UserFactory()
    link = give_link(ParticipantFactory(conversation=meeting), Purpose.DEELNEMEN)
    before, nonce = token_of(link), link.nonce
    withdraw(link, by)
    kept = Link.objects.get(pk=link.pk)
    assert kept.withdrawn_at == NOW
    assert kept.nonce != nonce
    assert find_link(before) is None
    assert find_link(token_of(kept)) is None
    line = AuditEvent.objects.latest("pk")
    assert (line.action, line.actor_id, line.conversation_id, line.details) == (
        "link ingetrokken",
        by.pk,
        meeting.pk,
        {"purpose": "deelnemen"},
    )


def test_sec_02_given_again_a_withdrawn_link_is_another_one(meeting):
    person = ParticipantFactory(conversation=meeting)
    link = give_link(person, Purpose.DEELNEMEN)
    before = token_of(link)
    assert token_of(give_link(person, Purpose.DEELNEMEN)) == before  # not withdrawn: the same address
    withdraw(link, UserFactory())
    again = give_link(person, Purpose.DEELNEMEN)
    assert Link.objects.get(pk=again.pk).withdrawn_at is None
    assert find_link(token_of(again)) == again
    assert find_link(before) is None


def test_sec_02_another_date_moves_the_links_that_hang_on_it_and_no_other(meeting):
    leads = FacilitatorFactory()
    person = ParticipantFactory(conversation=meeting)
    links = {purpose: give_link(person, purpose) for purpose in LAST if purpose != Purpose.SCHERM}
    links[Purpose.SCHERM] = give_screen_link(meeting, leads)
    withdraw(links[Purpose.DATUM], leads)
    strange = give_link(ParticipantFactory(), Purpose.DEELNEMEN)
    stale = dt.datetime.fromisoformat("2026-05-05T12:00:00+00:00")
    Link.objects.update(until=stale)
    meeting.held_on = dt.date(2026, 7, 1)
    follow_dates(meeting)
    until = {link.purpose: link.until for link in Link.objects.exclude(pk=strange.pk)}
    assert until == {
        Purpose.DEELNEMEN: day("2026-08-01"),
        Purpose.LEZEN: day("2026-08-03"),
        Purpose.SCHERM: day("2026-07-03"),
        Purpose.DATUM: stale,  # withdrawn
        Purpose.ZAAL: stale,
        Purpose.VOORTGANG: stale,
    }
    assert Link.objects.get(pk=strange.pk).until == stale


def test_sec_02_following_dates_counts_from_when_each_link_was_made(meeting):
    link = give_link(ParticipantFactory(conversation=meeting), Purpose.LEZEN)
    Link.objects.update(created_at=dt.datetime.fromisoformat("2026-04-20T10:00:00+00:00"))
    follow_dates(meeting)
    assert Link.objects.get(pk=link.pk).until == day("2026-07-20")


@pytest.mark.parametrize("phase", Phase)
def test_what_a_link_is_for_follows_the_phase(meeting, phase):
    meeting.phase = phase
    assert purpose_now(meeting) == (Purpose.LEZEN if phase in ("opvolging", "afgerond") else Purpose.DEELNEMEN)


@pytest.mark.parametrize("number", ["", "²", "-1", "1" * 16, "1e3", " 1", "٣"])
def test_sec_03_a_number_that_is_none_finds_nothing(number):
    assert find_link(f"{number}-x.y") is None


def test_sec_03_the_longest_number_that_may_be_is_looked_up(meeting):
    link = give_link(ParticipantFactory(conversation=meeting), Purpose.DEELNEMEN)
    Link.objects.filter(pk=link.pk).update(id=10**15 - 1)
    found = Link.objects.get()
    assert find_link(token_of(found)) == found


def test_sec_02_the_token_of_one_purpose_is_none_of_another(meeting):
    person = ParticipantFactory(conversation=meeting)
    one, other = give_link(person, Purpose.DEELNEMEN), give_link(person, Purpose.LEZEN)
    value, _, signature = token_of(one).rpartition(".")
    assert token_of(one) == f"{one.pk}-{one.nonce}.{signature}"
    other.nonce = one.nonce
    other.pk = one.pk
    assert token_of(other).rpartition(".")[2] != signature
    assert value == f"{one.pk}-{one.nonce}"


def test_sec_13_the_address_in_a_mail_starts_with_the_configured_one(meeting, settings):
    settings.SITE_URL = "https://driehoek.example"
    link = give_link(ParticipantFactory(conversation=meeting), Purpose.DEELNEMEN)
    assert address_of(link) == f"https://driehoek.example/deelnemen/link/{token_of(link)}/"


def test_sec_02_a_link_lives_on_time_when_nobody_says_what_time_it_is(meeting, time_machine):
    link = give_link(ParticipantFactory(conversation=meeting), Purpose.DEELNEMEN)
    time_machine.move_to(link.until - dt.timedelta(seconds=1), tick=False)
    assert find_link(token_of(link)) == link
    time_machine.move_to(link.until, tick=False)
    assert find_link(token_of(link)) is None
    assert timezone.now() == link.until
