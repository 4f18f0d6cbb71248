"""The rows of the signs: right after every refresh, once a day for all, whatever came before."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conversations.models import Agreement, Participant, Phase, Score, Signal, Verdict
from conversations.signalling import refresh, refresh_all, refresh_batch
from tests.factories import ConversationFactory, ParticipantFactory, SeatFactory
from triangles.models import Seat, Triangle

from .tables import HELD, agree, promise, table

pytestmark = pytest.mark.django_db


def signs(triangle):
    refresh(triangle.pk)
    return sorted(Signal.objects.filter(triangle=triangle).values_list("kind", "subject"))


def test_refreshing_again_changes_nothing(at):
    talk = table(rhythm="halfjaar")
    assert signs(talk.triangle) == [("geen-datum", "")]
    before = list(Signal.objects.values())
    at("2026-04-09")
    assert refresh_batch([talk.triangle_id], timezone.localdate()) == 0
    assert list(Signal.objects.values()) == before


def test_a_sign_that_is_over_leaves_no_row(at):
    talk = table(rhythm="halfjaar")
    assert signs(talk.triangle) == [("geen-datum", "")]
    agree(talk, dt.date(2026, 9, 10))
    assert signs(talk.triangle) == []


def test_what_is_hidden_stays_hidden_when_it_is_said_otherwise(at):
    talk = table(rhythm="halfjaar")
    late = promise(talk, due_on=dt.date(2026, 3, 20))
    agree(talk, dt.date(2026, 9, 10))
    assert signs(talk.triangle) == [("over-de-datum", str(late.pk))]
    Signal.objects.update(dismissed_until=dt.date(2026, 6, 1))
    Agreement.objects.update(due_on=dt.date(2026, 3, 25))
    refresh(talk.triangle_id)
    row = Signal.objects.get()
    assert row.why == "‘Elke maand bellen’ Dit zou uiterlijk 25 maart 2026 klaar zijn."
    assert row.dismissed_until == dt.date(2026, 6, 1)
    assert not Signal.objects.shown_on(dt.date(2026, 5, 31)).exists()
    assert Signal.objects.shown_on(dt.date(2026, 6, 1)).exists()


def test_a_triangle_out_of_use_has_no_signs(at):
    talk = table()
    assert signs(talk.triangle)
    Triangle.objects.update(archived_at=timezone.now())
    assert signs(talk.triangle) == []
    Triangle.objects.update(archived_at=None, rehearsal_until=timezone.now())
    assert signs(talk.triangle) == []


def test_a_new_person_until_they_are_invited_and_after_they_were_there(at):
    talk = table(rhythm="jaar")
    agree(talk, dt.date(2027, 3, 1))
    Seat.objects.filter(corner="opdrachtgever").update(ends_on=dt.date(2026, 3, 31))
    seat = SeatFactory(triangle=talk.triangle, begins_on=dt.date(2026, 4, 1))
    new = [("nieuwe-opdrachtgever", str(seat.pk))]
    assert signs(talk.triangle) == new
    coming = ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 5, 1))
    assert signs(talk.triangle) == new
    person = ParticipantFactory(conversation=coming, seat=seat)
    assert signs(talk.triangle) == []
    agree(coming, dt.date(2027, 3, 1))
    coming.phase = Phase.OPVOLGING
    coming.held_on = dt.date(2026, 3, 31)  # the day before they began, but they were there
    coming.save()
    assert signs(talk.triangle) == []
    Participant.objects.filter(pk=person.pk).update(attendance="afwezig")
    assert signs(talk.triangle) == new


def test_agreements_count_from_a_verslag_that_is_vastgesteld(at):
    talk = table(phase=Phase.VERSLAG)
    late = promise(talk, due_on=dt.date(2026, 3, 20))
    assert signs(talk.triangle) == []
    agree(talk, dt.date(2026, 9, 10))
    talk.phase = Phase.OPVOLGING
    talk.save()
    assert signs(talk.triangle) == [("over-de-datum", str(late.pk))]
    Agreement.objects.update(kind="besluit")  # it was taken on that day
    assert signs(talk.triangle) == []
    Agreement.objects.update(kind="actie", status="gedaan")
    assert signs(talk.triangle) == []


def judge(agreement, talk, value, shown=True, corner="eigenaar"):
    moment = timezone.now() if shown else None
    Verdict.objects.create(agreement=agreement, conversation=talk, corner=corner, value=value, shown_at=moment)


def test_a_verdict_counts_when_it_is_shown_and_the_last_time_counts(at):
    first = table(held_on=dt.date(2025, 9, 11))
    made = promise(first)
    talk = table(first.triangle)
    agree(talk, dt.date(2026, 9, 10))
    judge(made, talk, "niet", shown=False)
    assert signs(talk.triangle) == []
    Verdict.objects.update(shown_at=timezone.now())
    assert signs(talk.triangle) == [("niet-nagekomen", str(made.pk))]
    judge(made, talk, "niet", shown=False, corner="opdrachtnemer")
    refresh(talk.triangle_id)
    assert Signal.objects.get().why.startswith("De eigenaar vindt")
    later = table(first.triangle, held_on=dt.date(2026, 3, 26))
    agree(later, dt.date(2026, 9, 10))
    judge(made, later, "nagekomen")
    assert signs(talk.triangle) == []


def test_what_a_later_table_keeps_is_no_longer_held_against_it(at):
    first = table(held_on=dt.date(2025, 9, 11))
    made, talk = promise(first), table(first.triangle)
    judge(made, talk, "niet")
    made.steps.create(what="behouden", conversation=talk)
    agree(talk, dt.date(2026, 9, 10))
    assert signs(talk.triangle) == [("niet-nagekomen", str(made.pk))]
    later = table(first.triangle, held_on=dt.date(2026, 3, 26))
    made.steps.create(what="behouden", conversation=later)
    agree(later, dt.date(2026, 9, 10))
    assert signs(talk.triangle) == []


def test_distances_are_those_of_shown_scores(at):
    first = table(held_on=dt.date(2025, 9, 11), scores=(3, 3, 4))
    talk = table(first.triangle, scores=(2, 5, 3))
    agree(talk, dt.date(2026, 9, 10))
    assert signs(talk.triangle) == [("verder-uiteen", "vertrouwen")]
    assert "eerst 1 punt uit elkaar, de laatste keer 3 punten" in Signal.objects.get().why
    Score.objects.filter(conversation=talk, value=5).update(shown_at=None)
    assert signs(talk.triangle) == []


def test_the_year_goes_by(at):
    """Each day of a year, with the round once a day: the signs come on their day and go with what answers them."""
    talk = table(rhythm="halfjaar")
    agree(talk, dt.date(2026, 9, 10))
    promise(talk, due_on=dt.date(2026, 6, 1))
    seen, day = [], dt.date(2026, 4, 1)
    while day < dt.date(2027, 4, 1):
        at(day.isoformat())
        if day == dt.date(2026, 7, 1):
            Agreement.objects.update(status="gedaan")
        if day == dt.date(2026, 11, 2):
            ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 12, 1))
        refresh_all()
        now = list(Signal.objects.order_by("kind").values_list("kind", flat=True))
        if not seen or seen[-1][1] != now:
            seen.append((day.isoformat(), now))
        day += dt.timedelta(days=1)
    assert seen == [
        ("2026-04-01", []),
        ("2026-06-02", ["over-de-datum"]),
        ("2026-07-01", []),
        ("2026-09-11", ["geen-datum"]),
        ("2026-09-12", ["lang-geleden"]),
        ("2026-11-02", []),
        ("2026-12-02", ["lang-geleden"]),
    ]


def test_a_round_is_once_a_day_and_missed_days_are_no_loss(at):
    talk = table(rhythm="kwartaal")
    assert refresh_all() == "Signalen die veranderden: 1."
    Signal.objects.all().delete()
    assert refresh_all() == ""
    assert not Signal.objects.exists()
    at("2026-06-20")
    assert refresh_all() == "Signalen die veranderden: 1."
    assert Signal.objects.get().kind == "lang-geleden"
    agree(talk, dt.date(2026, 9, 1))
    at("2026-06-21")
    assert refresh_all() == "Signalen die veranderden: 1."
    assert not Signal.objects.exists()


def test_a_round_that_fails_is_done_again(at, monkeypatch):
    table()
    with monkeypatch.context() as broken:
        broken.setattr("conversations.signalling.read_facts", lambda keys, day: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refresh_all()
    assert refresh_all() == "Signalen die veranderden: 1."


def test_a_round_goes_past_every_batch(at, monkeypatch):
    monkeypatch.setattr("conversations.signalling.BATCH", 2)
    talks = [table() for _ in range(5)]
    assert refresh_all() == "Signalen die veranderden: 5."
    assert {*Signal.objects.values_list("triangle", flat=True)} == {talk.triangle_id for talk in talks}


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_as_for_three(at, number):
    for _ in range(number):
        first = table(held_on=dt.date(2025, 9, 11), scores=(3, 3, 4))
        judge(promise(first, due_on=HELD), table(first.triangle, scores=(2, 5, 3)), "niet")
    keys = list(Triangle.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert refresh_batch(keys, timezone.localdate()) == 3 * number
    told = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert len(told) == 17, "\n".join(told)
