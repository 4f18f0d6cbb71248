"""Asking owners how it stands: six weeks after vaststellen and before a date, each occasion once, theirs alone."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations.asking import ask_due, is_quiet
from conversations.links import follow_dates
from conversations.models import Link, Phase
from conversations.reaching import change_address, withdraw_links
from driehoek.mail import Outbox
from tests.factories import ConversationFactory, ParticipantFactory, SeatFactory
from tests.mailed import move_to, sent

from .conftest import MARIJKE, SJOERD

pytestmark = pytest.mark.django_db
SIX_WEEKS = "2026-04-23 09:00"  # after 12 March


def asked():
    """Do the work of an hour; return {address: mail}."""
    ask_due()
    return sent()


def go_through(at, first, last):
    """Do the work of every day; return [(day, addresses)] of the days with mail."""
    found, day = [], dt.date.fromisoformat(first)
    while day <= dt.date.fromisoformat(last):
        at(f"{day} 09:00")
        if mails := asked():
            found.append((day.isoformat(), sorted(mails)))
        day += dt.timedelta(days=1)
    return found


def test_six_weeks_after_vaststellen_each_owner_gets_one_mail_with_only_their_own(agree, at):
    agree("Bellen", "Marijke", due_on=dt.date(2026, 9, 1))
    agree("Mailen", "Marijke")
    agree("Meldpunt openen", "Sjoerd", of_opdrachtnemer=True)
    at("2026-04-22 23:00")
    assert asked() == {}
    at(SIX_WEEKS)
    assert ask_due() == "Vragen naar afspraken klaargezet: 2."
    mails = sent()
    assert sorted(mails) == [MARIJKE, SJOERD]
    body = mails[MARIJKE].body
    assert mails[MARIJKE].subject == "Driehoek: hoe staat het met uw afspraken in Kustregister?"
    assert "U zorgt voor deze afspraken van de driehoek" in body
    assert "‘Bellen’ Uiterlijk 1 september" in body
    assert "‘Mailen’" in body
    assert "Meldpunt" not in body
    assert "U zorgt voor deze afspraak van de driehoek" in mails[SJOERD].body


def test_every_day_for_a_year_asks_each_occasion_once(agree, at):
    agree("Bellen", "Marijke", due_on=dt.date(2026, 9, 1))
    agree("Meldpunt openen", "Sjoerd", due_on=dt.date(2026, 4, 1))
    assert go_through(at, "2026-03-12", "2027-03-12") == [
        ("2026-03-25", [SJOERD]),
        ("2026-04-23", [MARIJKE, SJOERD]),
        ("2026-08-25", [MARIJKE]),
    ]


def test_missed_nights_are_caught_up_with_for_two_weeks(agree, at):
    bellen = agree("Bellen", "Marijke")
    at("2026-05-07 09:00")
    assert list(asked()) == [MARIJKE]
    bellen.asked_on = None
    bellen.save()
    at("2026-05-08 09:00")
    assert asked() == {}


def test_a_date_shortly_after_the_question_is_no_second_occasion(agree, at):
    agree("Bellen", "Marijke", due_on=dt.date(2026, 5, 4))
    agree("Later", "Marijke", due_on=dt.date(2026, 5, 20))
    assert [day for day, _ in go_through(at, "2026-04-20", "2026-05-30")] == ["2026-04-23", "2026-05-13"]


def test_a_date_that_moved_is_asked_after_again(agree, at):
    bellen = agree("Bellen", "Marijke", due_on=dt.date(2026, 8, 1))
    at("2026-07-26 09:00")
    assert list(asked()) == [MARIJKE]
    bellen.refresh_from_db()
    bellen.due_on = dt.date(2026, 12, 1)
    bellen.save()
    assert [day for day, _ in go_through(at, "2026-07-27", "2026-12-31")] == ["2026-11-24"]


@pytest.mark.parametrize("status", ["gedaan", "geparkeerd", "vervallen"])
def test_what_is_not_open_is_not_asked_after(agree, at, status):
    agree("Bellen", "Marijke", status=status)
    at(SIX_WEEKS)
    assert asked() == {}


def test_nobody_is_asked_about_a_besluit_or_what_is_done(agree, at):
    agree("Besloten", "Marijke", kind="besluit", due_on=dt.date(2026, 4, 25))
    agree("Bellen", "Marijke").steps.create(what="gedaan")
    at(SIX_WEEKS)
    assert asked() == {}


def test_what_was_said_shortly_before_counts(agree, at):
    bellen = agree("Bellen", "Marijke")
    at("2026-04-15 09:00")
    bellen.steps.create(what="loopt")
    at(SIX_WEEKS)
    assert asked() == {}


@pytest.mark.parametrize("change", [{"archived_at": "2026-04-01T00:00Z"}, {"rehearsal_until": "2026-12-01T00:00Z"}])
def test_nobody_is_asked_in_a_triangle_that_is_put_away_or_a_rehearsal(agree, at, conversation, change):
    agree("Bellen", "Marijke")
    type(conversation.triangle).objects.update(**change)
    at(SIX_WEEKS)
    assert asked() == {}


def test_a_draft_is_not_asked_after(agree, at, conversation):
    agree("Bellen", "Marijke", due_on=dt.date(2026, 4, 25))
    move_to(conversation, Phase.VERSLAG, established_at=None)
    at(SIX_WEEKS)
    assert asked() == {}


def test_without_a_name_the_corner_is_asked_and_in_it_who_coordinates(agree, at, conversation):
    fouad = ParticipantFactory(conversation=conversation, email="fouad@dienst.example", seat__person="Fouad")
    agree("Samen bellen", kind="werkafspraak", of_opdrachtnemer=True, of_eigenaar=True)
    at(SIX_WEEKS)
    assert sorted(asked()) == ["fouad@dienst.example", MARIJKE, SJOERD]  # and Renske has no address
    type(fouad.seat).objects.filter(pk=fouad.seat_id).update(coordinating=True)
    conversation.agreements.update(asked_on=None)
    at("2026-04-24 09:00")
    assert sorted(asked()) == ["fouad@dienst.example", SJOERD]


def test_who_left_hears_nothing_and_their_corner_is_asked(agree, at, conversation):
    ParticipantFactory(conversation=conversation, email="fouad@dienst.example", seat__person="Fouad")
    agree("Bellen", "Marijke")
    conversation.triangle.seats.filter(person="Marijke").update(ends_on=dt.date(2026, 4, 1))
    at(SIX_WEEKS)
    assert sorted(asked()) == ["fouad@dienst.example"]


def test_who_came_in_the_corner_of_the_owner_goes_before_the_other_corners(agree, at, conversation):
    fouad = ParticipantFactory(conversation=conversation, email="fouad@dienst.example", seat__person="Fouad")
    agree("Samen bellen", "Marijke", of_opdrachtnemer=True)
    conversation.triangle.seats.filter(person="Marijke").update(ends_on=dt.date(2026, 4, 1))
    at(SIX_WEEKS)
    assert sorted(asked()) == ["fouad@dienst.example"]
    fouad.delete()  # a newcomer without a link: then the other corner is asked, not nobody
    conversation.agreements.update(asked_on=None)
    at("2026-04-24 09:00")
    assert sorted(asked()) == [SJOERD]


def test_where_nobody_can_be_asked_nothing_was_asked(agree, at, conversation):
    bellen = agree("Bellen", "Renske")
    SeatFactory(triangle=conversation.triangle, person="Nieuw", email="nieuw@dienst.example")  # never at the table
    nieuw = agree("Mailen", "Nieuw")
    at(SIX_WEEKS)
    assert asked() == {}
    for one in (bellen, nieuw):
        one.refresh_from_db()
        assert one.asked_on is None


def test_of_two_conversations_the_newest_address_counts_and_a_later_report_waits(agree, at, conversation):
    person = conversation.participants.get(name="Marijke")
    later = ConversationFactory(triangle=conversation.triangle, held_on=dt.date(2026, 4, 10), phase=Phase.OPVOLGING)
    ParticipantFactory(conversation=later, seat=person.seat, email="nieuw@dienst.example")
    type(later).objects.filter(pk=later.pk).update(established_at=timezone.now() + dt.timedelta(35))  # 16 April
    agree("Bellen", "Marijke")
    mailen = agree("Mailen", "Sjoerd", talk=later)
    assert go_through(at, "2026-04-20", "2026-06-30") == [
        ("2026-04-23", ["nieuw@dienst.example"]),
        ("2026-05-28", ["nieuw@dienst.example", SJOERD]),
    ]
    mailen.refresh_from_db()
    assert mailen.asked_on == dt.date(2026, 5, 28)


def test_twice_in_one_hour_mails_once(agree, at):
    agree("Bellen", "Marijke")
    at(SIX_WEEKS)
    assert ask_due()
    assert ask_due() == ""
    assert Outbox.objects.filter(kind="voortgang").count() == 1


def test_in_the_night_it_waits_for_the_morning(agree, at):
    agree("Bellen", "Marijke")
    at("2026-04-23 02:00")
    assert asked() == {}
    at("2026-04-23 08:00")
    assert list(sent()) == [MARIJKE]


def close(agreement, person, by):
    agreement.steps.create(what="gedaan")


def leave(agreement, person, by):
    type(person.seat).objects.filter(pk=person.seat_id).update(ends_on=dt.date(2026, 4, 22))


def withdraw(agreement, person, by):
    withdraw_links(person, by)


def move_house(agreement, person, by):
    change_address(person, "elders@dienst.example", by)


def park(agreement, person, by):
    type(agreement).objects.update(status="geparkeerd")


@pytest.mark.parametrize("act", [close, leave, withdraw, move_house, park])
def test_what_changed_before_the_mail_left_is_heeded(agree, at, conversation, act):
    bellen = agree("Bellen", "Marijke")
    at("2026-04-23 02:00")
    ask_due()
    act(bellen, conversation.participants.get(name="Marijke"), conversation.adviser)
    at("2026-04-23 09:00")
    assert [one.subject for one in sent().values() if "uw afspraken" in one.subject] == []


def test_the_link_works_thirty_days_from_each_mail(agree, at, conversation):
    agree("Bellen", "Marijke", due_on=dt.date(2026, 9, 1))
    go_through(at, "2026-04-23", "2026-04-23")
    link = Link.objects.get(purpose="voortgang")
    assert timezone.localtime(link.until).isoformat() == "2026-05-24T00:00:00+02:00"
    go_through(at, "2026-08-25", "2026-08-25")
    follow_dates(conversation)  # as a correction of the report does
    nonce = link.nonce
    link.refresh_from_db()
    assert (timezone.localtime(link.until).date(), link.nonce) == (dt.date(2026, 9, 25), nonce)


def test_many_agreements_make_one_mail_that_is_cut(agree, at):
    for number in range(10):
        agree(f"Ding {number} " + "lang " * 60, "Marijke")
    at(SIX_WEEKS)
    body = asked()[MARIJKE].body
    assert body.count("‘Ding") == 8
    assert "En nog 2 meer." in body
    assert "lang…" in body


@pytest.mark.parametrize("size", [1, 3])
def test_a_round_costs_as_many_queries_however_many_agreements(agree, at, size):
    for number in range(size):
        agree(f"Ding {number}", "Marijke")
    at("2026-04-01 09:00")
    with CaptureQueriesContext(connection) as none_due:
        ask_due()
    at(SIX_WEEKS)
    with CaptureQueriesContext(connection) as due:
        ask_due()
    assert (len(none_due), len(due)) == (2, 20)


@pytest.mark.parametrize(
    ("kind", "asked_on", "last_at", "quiet"),
    [
        ("actie", "2026-04-23", None, True),
        ("actie", "2026-04-24", None, False),
        ("actie", None, None, False),
        ("actie", "2026-04-23", "2026-04-22T12:00+02:00", True),
        ("actie", "2026-04-23", "2026-04-23T12:00+02:00", False),
        ("werkafspraak", "2026-04-23", None, False),
    ],
)
def test_quiet_is_eight_weeks_without_a_step_since_the_question(kind, asked_on, last_at, quiet):
    asked_on = asked_on and dt.date.fromisoformat(asked_on)
    last_at = last_at and dt.datetime.fromisoformat(last_at)
    assert is_quiet(kind, asked_on, last_at, dt.date(2026, 6, 18)) is quiet
