"""PRIV-06: the audit log shows by itself that a row was changed, removed or swapped, or that its end was cut off."""

import json
import logging
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from conversations import guards
from conversations.models import AuditEvent, AuditHead, record
from conversations.models.audit_heads import keep_head, verify

TODAY = "2026-11-22T10:00+01:00"


@pytest.fixture
def events(db):
    """Five rows of the log, and the head of that day."""
    made = [record("herinnerd", count=number) for number in range(5)]
    with time_machine.travel(TODAY, tick=False):
        keep_head()
    return made


@pytest.fixture
def superuser(events):
    """Whoever owns the database: the triggers are gone while they are at work."""
    guards.drop(connection)
    yield
    guards.create(connection)


def told(*arguments):
    """Return what `verify_audit` writes."""
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue().strip()


def trouble(*arguments):
    """Return what `verify_audit` says is wrong."""
    with pytest.raises(CommandError) as refused:
        told(*arguments)
    assert refused.value.returncode == 1
    return str(refused.value)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forget_heads():
    sql("DELETE FROM conversations_audithead")


def test_priv_06_a_whole_log_is_told_with_its_head(events):
    assert told() == f"5 regels, keten heel, kop {events[-1].pk}:{events[-1].hash}"


def test_priv_06_an_empty_log_is_whole(db):
    assert told() == f"0 regels, keten heel, kop 0:{'0' * 64}"


@pytest.mark.parametrize("column", ["action", "actor_id", "conversation_id", "triangle_id", "details", "at"])
def test_priv_06_a_superuser_who_changes_a_row_is_seen(events, superuser, column):
    other = {"details": {"count": 9}, "action": "begonnen", "at": events[0].at}.get(column, 77)
    AuditEvent.objects.filter(pk=events[2].pk).update(**{column: other})
    assert f"Regel {events[2].pk} is gewijzigd." in trouble()


def test_priv_06_a_superuser_who_also_makes_a_new_hash_is_seen_at_the_next_row(events, superuser):
    row = events[2]
    row.action = "begonnen"
    AuditEvent.objects.filter(pk=row.pk).update(action=row.action, hash=row.fingerprint())
    assert f"Vóór regel {events[3].pk} is een regel verwijderd of vervangen." in trouble()


@pytest.mark.parametrize("place", [0, 1, 3])
def test_priv_06_a_superuser_who_removes_a_row_is_seen(events, superuser, place):
    sql("DELETE FROM conversations_auditevent WHERE id = %s", events[place].pk)
    assert f"Vóór regel {events[place + 1].pk} is een regel verwijderd" in trouble()


def test_priv_06_a_superuser_who_swaps_two_rows_is_seen(events, superuser):
    second, third = events[1].pk, events[2].pk
    for old, new in ((second, -1), (third, second), (-1, third)):
        sql("UPDATE conversations_auditevent SET id = %s WHERE id = %s", new, old)
    assert f"Regel {second} is verwisseld" in trouble()


def test_priv_06_a_superuser_who_cuts_off_the_end_is_seen_by_the_kept_head(events, superuser):
    sql("DELETE FROM conversations_auditevent WHERE id = %s", events[-1].pk)
    cut = f"Het einde is afgeknipt: volgens de kop van 22 november 2026 was er een regel {events[-1].pk}."
    assert trouble() == f"Het auditlog klopt niet. {cut}"


def test_priv_06_a_superuser_who_empties_the_log_is_seen_by_the_kept_head(events, superuser):
    sql("DELETE FROM conversations_auditevent")
    assert "Het einde is afgeknipt" in trouble()


@pytest.mark.parametrize("statement", ["DELETE FROM conversations_auditevent", "none"])
def test_priv_06_a_superuser_who_takes_the_heads_too_is_seen_by_one_kept_elsewhere(events, superuser, statement):
    head = f"{events[-1].pk}:{events[-1].hash}"
    last = f"DELETE FROM conversations_auditevent WHERE id = {events[-1].pk}"
    sql(last if statement == "none" else statement)
    forget_heads()
    assert "keten heel" in told()  # of itself it cannot know
    assert "volgens de kop die is meegegeven" in trouble("--head", head)


def test_priv_06_a_chain_that_was_written_anew_is_seen_by_a_head(events, superuser):
    """Somebody who knows the code can make all hashes fit again, but not those that were kept."""
    previous = events[0].hash
    for event in events[1:]:
        event.details, event.prev_hash = {"count": 9}, previous
        previous = event.fingerprint()
        values = {"details": event.details, "prev_hash": event.prev_hash, "hash": previous}
        AuditEvent.objects.filter(pk=event.pk).update(**values)
    assert AuditEvent.objects.first_broken() is None
    assert "is een andere dan volgens de kop van 22 november 2026" in trouble()


def test_priv_06_a_break_in_the_middle_and_a_cut_end_are_both_told(events, superuser):
    sql("DELETE FROM conversations_auditevent WHERE id IN (%s, %s)", events[1].pk, events[-1].pk)
    assert f"Vóór regel {events[2].pk}" in trouble()
    assert "Het einde is afgeknipt" in trouble()


@pytest.mark.parametrize("head", ["5", "5:abc", "a:b", f"5:{'G' * 64}"])
def test_a_head_that_is_none_is_told_in_dutch(events, head):
    assert "is geen kop" in trouble("--head", head)


def test_a_right_head_from_elsewhere_is_right(events):
    assert "keten heel" in told("--head", f"{events[3].pk}:{events[3].hash}")


def test_priv_06_the_head_is_kept_once_a_day_and_told_to_the_log_of_the_server(db, caplog):
    event = record("begonnen")
    with caplog.at_level(logging.INFO, "driehoek.audit"), time_machine.travel(TODAY, tick=False):
        assert keep_head() == f"Auditlog: kop van vandaag bewaard, regel {event.pk}."
        record("beëindigd")
        assert keep_head() == ""
    line = json.loads(caplog.messages[0])
    assert line == {"auditkop": f"{event.pk}:{event.hash}", "dag": "2026-11-22"}
    assert len(caplog.messages) == AuditHead.objects.count() == 1
    assert "keten heel" in told("--head", line["auditkop"])


def test_priv_06_the_head_is_kept_again_after_days_without_work(db):
    for day in ("2026-11-22", "2026-11-26", "2026-11-27"):
        with time_machine.travel(f"{day}T00:30+01:00", tick=False):
            keep_head()
    assert AuditHead.objects.count() == 3
    assert verify().trouble == ""


def test_priv_06_kept_heads_are_append_only(events):
    table = "conversations_audithead"
    if connection.vendor == "sqlite":
        door = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    else:
        door = f"TRUNCATE {table}"
    for statement in (f"UPDATE {table} SET number = 1", f"DELETE FROM {table}", door):
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(statement)


def test_the_log_is_walked_in_one_query_however_long_it_is(events, django_assert_num_queries):
    with django_assert_num_queries(3):  # the heads, the rows, the last row
        verify()
