"""Reminders: only whom we wait for, at most once a day, by Dutch calendar days; and one notice when all is in."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from conversations.models import Availability, DateOption, Link, Phase
from conversations.planning import invite
from conversations.reminding import remind, remind_due, tell_complete
from driehoek.mail import Outbox
from driehoek.sending import clear_sent
from tests.factories import ReflectionFactory
from tests.mailed import asking, move_to, planned, sent

pytestmark = pytest.mark.django_db
MARIJKE, SJOERD = "marijke@dienst.example", "sjoerd@dienst.example"


@pytest.fixture
def at(time_machine):
    """Return a function that goes to a moment in the Netherlands: 'jjjj-mm-dd uu:mm'."""

    def go(moment):
        time_machine.move_to(timezone.make_aware(dt.datetime.fromisoformat(moment)), tick=False)

    go("2026-03-02 09:00")
    return go


@pytest.fixture
def conversation(at):
    return asking(held_on=dt.date(2026, 4, 9), preparation_closes_on=dt.date(2026, 4, 2))


def answer(conversation, name="Sjoerd"):
    ReflectionFactory(participant=conversation.participants.get(name=name), question=conversation.questions.get())


def test_only_whom_we_wait_for_and_at_most_once_a_day(conversation, at):
    answer(conversation)
    assert remind(conversation, conversation.adviser) == 1
    assert remind(conversation, conversation.adviser) == 0
    mails = sent()
    assert sorted(mails) == [MARIJKE]
    one = mails[MARIJKE]
    assert one.subject == "Driehoek: we wachten nog op u voor het gesprek over Kustregister"
    assert "Voor het gesprek ‘Hoe nu verder?’ staan er nog vragen voor u open." in one.body
    assert "Dat kan tot en met donderdag 2 april." in one.body
    at("2026-03-02 23:59")
    assert remind(conversation, conversation.adviser) == 0
    at("2026-03-03 00:01")
    assert remind(conversation, conversation.adviser) == 1


def test_who_answered_before_the_mail_left_is_not_reminded(conversation):
    assert remind(conversation, conversation.adviser) == 2
    answer(conversation)
    assert sorted(sent()) == [MARIJKE]


def test_an_answer_that_was_taken_back_is_none(conversation):
    answer(conversation)
    conversation.reflections.update(text="")
    assert remind(conversation, conversation.adviser) == 2


def test_the_poll_is_waited_for_until_there_is_a_date(at):
    conversation = asking(held_on=None)
    conversation.questions.clear()
    option = DateOption.objects.create(conversation=conversation, starts_at=timezone.now() + dt.timedelta(30))
    Availability.objects.create(option=option, participant=conversation.participants.get(name="Sjoerd"), answer="nee")
    assert remind(conversation, conversation.adviser) == 1
    assert "U hebt nog niet op alle momenten geantwoord." in sent()[MARIJKE].body
    move_to(conversation, Phase.VOORBEREIDING, held_on="2026-04-09")
    at("2026-03-03 09:00")
    assert remind(conversation, conversation.adviser) == 0


@pytest.mark.parametrize(
    ("closes", "days"),
    [
        ("2026-04-02", ["2026-03-26", "2026-03-31"]),  # the clock goes forward on 29 March
        ("2026-10-28", ["2026-10-21", "2026-10-26"]),  # and back on 25 October
        ("2028-03-02", ["2028-02-24", "2028-02-29"]),  # a leap day
        ("2027-01-03", ["2026-12-27", "2027-01-01"]),  # the end of a year
    ],
)
def test_f14_seven_and_two_dutch_days_before_closing_whatever_the_hour(at, closes, days):
    """Every hour of the day, from weeks before until after: two mails to each, on the right days, none at night."""
    last = dt.date.fromisoformat(closes)
    at(f"{last - dt.timedelta(30)} 09:00")
    asking(held_on=last + dt.timedelta(7), preparation_closes_on=last)
    seen = []
    for day in (last - dt.timedelta(number) for number in range(9, -2, -1)):
        for hour in ("00:30", "07:59", "08:00", "23:30"):
            at(f"{day} {hour}")
            remind_due()
            seen += [(str(day), hour)] * (SJOERD in sent())
    assert seen == [(day, "08:00") for day in days]


def test_without_a_closing_day_the_meeting_counts(conversation, at):
    move_to(conversation, Phase.VOORBEREIDING, preparation_closes_on=None)
    at("2026-04-07 09:00")
    assert remind_due() == "Herinneringen klaargezet: 2."
    assert "Dat kan tot en met donderdag 9 april. Dan is het gesprek." in sent()[SJOERD].body


def test_f13_run_twice_or_after_missed_days_it_is_done_once(conversation, at):
    at("2026-03-28 09:00")  # two days late
    assert remind_due() == "Herinneringen klaargezet: 2."
    assert remind_due() == ""
    assert sorted(sent()) == [MARIJKE, SJOERD]
    at("2026-03-29 09:00")
    assert remind_due() == ""
    at("2026-03-31 09:00")
    assert remind_due() == "Herinneringen klaargezet: 2."


def test_too_late_for_the_first_there_is_no_reminder_until_the_second(conversation, at):
    at("2026-03-30 09:00")
    assert remind_due() == ""


def test_one_reminder_by_hand_stands_in_for_that_of_the_day(conversation, at):
    at("2026-03-26 07:00")
    assert remind(conversation, conversation.adviser) == 2
    at("2026-03-26 09:00")
    assert remind_due() == ""


def test_whoever_was_invited_after_that_day_is_left_alone(at):
    at("2026-03-27 09:00")
    asking(held_on=dt.date(2026, 4, 9), preparation_closes_on=dt.date(2026, 4, 2))
    assert remind_due() == ""
    at("2026-03-31 09:00")
    assert remind_due() == "Herinneringen klaargezet: 2."


def test_a_withdrawn_link_is_not_reminded_of(conversation, at):
    Link.objects.filter(participant__name="Sjoerd").update(withdrawn_at=timezone.now())
    at("2026-03-26 09:00")
    assert remind_due() == "Herinneringen klaargezet: 1."


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != Phase.VOORBEREIDING])
def test_in_another_phase_nobody_is_reminded(conversation, at, phase):
    move_to(conversation, phase)
    at("2026-03-26 09:00")
    assert (remind_due(), remind(conversation, conversation.adviser)) == ("", 0)


def test_a_closed_preparation_waits_for_nobody(conversation, at):
    conversation.close_preparation(conversation.adviser)
    at("2026-03-26 09:00")
    assert remind_due() == ""


def test_the_advisers_hear_once_that_all_is_in_and_not_at_the_hour_it_was(conversation, at):
    for name in ("Marijke", "Sjoerd"):
        answer(conversation, name)
    assert tell_complete() == ""
    at("2026-03-10 14:00")
    answer(conversation, "Renske")
    assert tell_complete() == "Gesprekken waarvan alles binnen is: 1."
    assert tell_complete() == ""
    assert sent() == {}
    at("2026-03-11 08:00")
    mails = sent()
    assert sorted(mails) == [conversation.adviser.email]
    one = mails[conversation.adviser.email]
    assert "Iedereen heeft de vragen voor het gesprek ‘Hoe nu verder?’ ingevuld." in one.body
    assert f"http://localhost:8000/gesprekken/{conversation.pk}/deelnemers/" in one.body
    at("2026-04-12 09:00")
    clear_sent()
    assert not Outbox.objects.filter(kind="alles_binnen").exists()
    assert tell_complete() == ""


def test_where_nothing_is_asked_nothing_is_in(at):
    conversation = planned()
    invite(conversation, conversation.adviser)
    assert tell_complete() == ""


def test_the_command_does_it_all(conversation, at, capsys):
    at("2026-03-26 09:00")
    sent()
    call_command("send_due")
    said = capsys.readouterr().out.splitlines()
    assert {"Herinneringen klaargezet: 2.", "Mail: 2 verstuurd."} <= set(said)
