"""F13 and PRIV-04: the nightly work started twice, and a hold that comes while something is being erased."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from conversations.models import Destruction, HeldError, LegalHold
from conversations.retention.holds import place_hold
from conversations.retention.nightly import clear_due
from conversations.retention.texts import clear_texts
from tests.at_once import at_once
from tests.trust.kept_things import full_meeting, private_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_priv_04_started_twice_at_once_everything_goes_once(own_connections):
    meetings = [full_meeting(word=f"kanarie{number}", held_on=timezone.localdate()) for number in range(3)]
    own_connections()
    with time_machine.travel(timezone.now() + dt.timedelta(days=91)):
        at_once(*[clear_due] * 4)
    left, rows = at_once(
        lambda: [private_of(meeting) for meeting in meetings],
        lambda: list(Destruction.objects.values_list("conversation_id", "closed_at")),
    )
    assert left == [0, 0, 0]
    assert sorted(pk for pk, _ in rows) == sorted(meeting.pk for meeting in meetings)
    assert all(closed for _, closed in rows)


def test_priv_04_a_hold_that_comes_meanwhile_keeps_all_or_comes_too_late_for_all(own_connections):
    meeting = full_meeting(held_on=timezone.localdate())
    before = private_of(meeting)
    own_connections()

    def erase():
        try:
            return clear_texts(meeting, Destruction.Rule.GESPREK)
        except HeldError:
            return {}

    gone, _ = at_once(erase, lambda: place_hold(meeting, "Jurist", "Onderzoek"))
    held, left = at_once(LegalHold.objects.open().count, lambda: private_of(meeting))
    assert (held, left) == (1, 0 if gone else before)
