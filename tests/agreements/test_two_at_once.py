"""Advisers outside a meeting and the table in one decide on the same agreement at the same moment."""

import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.db import connections
from django.test import Client

from conversations.models import Agreement, AgreementStep
from conversations.recording.looking_back import DecisionKind
from conversations.saving import Save, save_part
from tests.factories import ConversationFactory, MembershipFactory
from tests.meetings import open_meeting

THREADS = 8
import_module("driehoek.urls")  # makes the kinds known, as the first request does


@pytest.fixture(autouse=True)
def on_24_june():
    """Leave the clock alone: it is shared by threads that wait for one another."""


def last_time(meeting):
    earlier = ConversationFactory(triangle=meeting.triangle, phase="opvolging", held_on=dt.date(2026, 3, 12))
    return Agreement.objects.create(conversation=earlier, kind="actie", text="Bellen", of_eigenaar=True)


def done(agreement):
    """Return the Save by which the table says that it is done."""
    return Save(f"besluit:{agreement.pk}", 1, {"what": "gedaan", "until": "", "note": ""}, uuid.uuid4())


@pytest.mark.django_db
def test_the_table_does_not_decide_over_what_changed_while_it_was_checked(monkeypatch):
    meeting = open_meeting(held_on=dt.date(2026, 6, 24))
    made, check = last_time(meeting), DecisionKind.form

    def slow(kind, row, *sent):
        Agreement.objects.filter(pk=row.pk).update(text="Mailen", version=2)
        return check(kind, row, *sent)

    monkeypatch.setattr(DecisionKind, "form", slow)
    status, told = save_part(meeting.facilitator, meeting, done(made))
    assert (status, told["errors"]) == (422, ["Iemand wijzigde deze afspraak net. Kijk eerst wat er nu staat."])
    assert (AgreementStep.objects.count(), Agreement.objects.get().status) == (0, "open")


def test_one_of_them_wins(own_connections):
    meeting = open_meeting(held_on=dt.date(2026, 6, 24))
    made = last_time(meeting)
    adviser = MembershipFactory(triangle=meeting.triangle).user
    address = f"/driehoeken/{meeting.triangle_id}/afspraken/{made.pk}/besluit/"
    tabs = [Client() for _ in range(THREADS)]
    for tab in tabs:
        tab.force_login(adviser)
    own_connections()
    barrier = threading.Barrier(THREADS)

    def decide(number):
        barrier.wait()
        try:
            if number % 2:
                return save_part(meeting.facilitator, meeting, done(made))[0] == 200
            return tabs[number].post(address, {"what": "behouden", "version": 1}).status_code == 302
        finally:
            connections.close_all()

    def read():
        try:
            return AgreementStep.objects.count(), Agreement.objects.get().version
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        won = list(pool.map(decide, range(THREADS)))
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(read).result() == (1, 2)
    assert sum(won) == 1
