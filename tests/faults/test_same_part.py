"""Two people, or fifty browsers, change the same part at the same moment."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from django.db import connections

from conversations.models import Insight
from conversations.saving import Save, save_part
from tests.meetings import open_meeting

INSIGHT = "inzicht:vertrouwen"
THREADS = 50
import_module("driehoek.urls")  # makes the kinds known, as the first request does


def test_f01_fifty_threads_on_one_version_have_one_winner(own_connections):
    meeting = open_meeting()
    own_connections()
    barrier = threading.Barrier(THREADS)

    def attempt(number):
        barrier.wait()
        try:
            value = {"text": f"tekst {number}", "applied": "", "shared_view": ""}
            return number, *save_part(meeting.facilitator, meeting, Save(INSIGHT, 0, value, uuid.uuid4()))
        finally:
            connections.close_all()

    def read():
        try:
            return list(Insight.objects.values_list("text", "version"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(attempt, range(THREADS)))
    with ThreadPoolExecutor(1) as pool:
        stored = pool.submit(read).result()
    winners = [number for number, status, _ in results if status == 200]
    assert len(winners) == 1
    assert stored == [(f"tekst {winners[0]}", 1)]
    assert all(told["value"]["text"] == f"tekst {winners[0]}" for _, _, told in results)
