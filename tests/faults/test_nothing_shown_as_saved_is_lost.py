"""Whatever happens between typing and the database: every text that the page called saved is there, or in its history.

Of one author who types on, one version a minute is kept: what they replaced themselves within that minute may be gone.
"""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.models import Conversation, EarlierText, Insight, Op, ParkedTopic
from conversations.recording import remove_part
from conversations.saving import find_kind
from tests.factories import FacilitatorFactory
from tests.faults.typist import FAULTS, Typist, Wire
from tests.meetings import open_meeting

INSIGHT, PARKED = "inzicht:vertrouwen", "geparkeerd:nieuw-{}"
MINUTE = dt.timedelta(minutes=1)
WHO = st.sampled_from([0, 1])
PART = st.sampled_from([INSIGHT, PARKED])
ACTS = st.one_of(
    st.tuples(st.just("type"), WHO, PART),
    st.tuples(st.just("type"), WHO, PART),
    st.tuples(st.just("save"), WHO, st.sampled_from(["", *FAULTS])),
    st.tuples(st.just("save"), WHO, st.just("")),
    st.tuples(st.sampled_from(["offline", "online", "reload", "expire", "sign_in", "remove"]), WHO, st.none()),
    st.tuples(st.just("choose"), WHO, st.booleans()),
    st.tuples(st.just("wait"), WHO, st.sampled_from([5, 20, 61])),
)


class World:
    """Two facilitators of one meeting, each with a tab, and one wire."""

    def __init__(self, meeting, wire, clock):
        self.meeting, self.wire, self.clock = meeting, wire, clock
        self.typed = self.removed = 0
        users = (meeting.facilitator, meeting.second_facilitator)
        self.typists = [Typist(user, meeting, wire, self.version_of) for user in users]

    def version_of(self, part):
        """Return the version that a page made now would hold."""
        kind, keys = find_kind(self.meeting.facilitator, self.meeting, part)
        try:
            return kind.find(self.meeting, *keys).version
        except Http404:
            return 0

    def act(self, what, who, extra):
        getattr(self, what)(self.typists[who], extra)

    def type(self, one, part):
        self.typed += 1
        value = {"text": f"Tekst {self.typed} van {one.user}", "applied": "", "shared_view": ""}
        one.change(part.format(self.removed), value)

    def save(self, one, fault):
        self.wire.fault = fault or self.wire.fault
        one.pump()

    def offline(self, one, _):
        one.is_online = False

    def online(self, one, _):
        one.is_online = True

    def reload(self, one, _):
        one.open_tab()

    def expire(self, one, _):
        one.client.logout()

    def sign_in(self, one, _):
        one.client.force_login(one.user)

    def choose(self, one, keeps_mine):
        one.resolve(keeps_mine)

    def wait(self, _, seconds):
        self.clock.shift(seconds)

    def remove(self, one, _):
        for row in ParkedTopic.objects.filter(conversation=self.meeting):
            remove_part(one.user, self.meeting, f"geparkeerd:{row.pk}")
            self.removed += 1

    def recover(self):
        """Let all be well again, and everybody send what waits and keep what they typed."""
        self.wire.fault = ""
        for one in self.typists:
            one.is_online = True
            one.client.force_login(one.user)
            one.csrf = None
            one.pump()
        for one in self.typists * 2:
            one.resolve(keeps_mine=True)
            one.pump()


def found_in_database(meeting):
    """Return every text of the meeting that stands there now or stood there before."""
    now = [*Insight.objects.filter(conversation=meeting), *ParkedTopic.objects.filter(conversation=meeting)]
    return {row.text for row in now} | {row.value["text"] for row in EarlierText.objects.filter(conversation=meeting)}


def typed_on(meeting, user, part, version):
    """Whether the author of a text replaced it within a minute, of which the beginning is kept."""
    after = Op.objects.filter(conversation=meeting, part=part, version=version + 1).order_by("created_at").last()
    if after is None or after.user_id != user.pk:
        return False
    kept = EarlierText.objects.filter(conversation=meeting, part__startswith=part.split(":")[0], replaced_by=user)
    return kept.filter(replaced_at__gt=after.created_at - MINUTE, replaced_at__lte=after.created_at).exists()


@pytest.fixture
def meeting(db):
    return open_meeting(second_facilitator=FacilitatorFactory())


def test_f01_to_f07_whatever_the_page_called_saved_is_in_the_database_or_its_history(meeting):
    wire, seen = Wire(), {"told": 0, "examples": 0}

    @settings(max_examples=500, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(ACTS, min_size=10, max_size=30))
    def nothing_is_lost(acts):
        wire.fault = ""
        with transaction.atomic(), time_machine.travel("2026-03-12 09:30Z", tick=False) as clock:
            world = World(Conversation.objects.get(pk=meeting.pk), wire, clock)
            for act in acts:
                clock.shift(1)
                world.act(*act)
            world.recover()
            check(world, seen)
            transaction.set_rollback(True)

    nothing_is_lost()
    assert set(FAULTS) <= set(wire.struck)
    assert seen["examples"] >= 500
    assert seen["told"] > 500


def check(world, seen):
    """Nothing waits but what is refused, and whatever somebody was told is saved can be found."""
    found = found_in_database(world.meeting)
    for one in world.typists:
        assert [entry for entry in one.queue if entry.stuck != "refused"] == []
        for part, version, text in one.told:
            seen["told"] += 1
            assert text in found or typed_on(world.meeting, one.user, part, version), f"{text!r} is weg"
    seen["examples"] += 1
