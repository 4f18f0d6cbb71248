"""A question is answered and taken back at the same moment, or put to two people: one of the two wins."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from conversations.guiding import answer, ask, withdraw
from conversations.models import Conversation, GuideRequest, PhaseError
from tests.factories import FacilitatorFactory

THREADS = 6


def race(act):
    """Do `act(number)` in all threads at once; return how many were not refused."""
    barrier = threading.Barrier(THREADS)

    def one(number):
        barrier.wait()
        try:
            act(number)
        except PhaseError:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(one, range(THREADS)))


def read(rows):
    """Read in a thread of its own: on SQLite this one still holds the database of before."""

    def listed():
        try:
            return list(rows())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(listed).result()


@pytest.fixture
def people(own_connections, planned, adviser, guide):
    others = [FacilitatorFactory() for _ in range(THREADS - 1)]
    return planned, adviser, [guide, *others], own_connections


def test_an_answer_and_taking_back(people):
    planned, adviser, (guide, *_), move = people
    asked = ask(planned, guide, adviser)
    move()
    yes = {"answer": "ja", "line": "", "is_involved": False}
    assert race(lambda number: answer(asked, yes) if number % 2 else withdraw(asked, adviser)) == 1
    [(said, withdrawn_at)] = read(lambda: GuideRequest.objects.values_list("answer", "withdrawn_at"))
    [leads] = read(lambda: Conversation.objects.values_list("facilitator", flat=True))
    assert (said == "ja", leads) == ((True, guide.pk) if withdrawn_at is None else (False, None))


def test_one_question_per_place(people):
    planned, adviser, guides, move = people
    move()
    assert race(lambda number: ask(planned, guides[number], adviser)) == 1
    assert len(read(lambda: GuideRequest.objects.values_list("pk"))) == 1
