"""SEC-14 for every route: the database goes away at the first question, halfway, and at each write.

What follows is a Dutch page with a reference that stands in the log as well, nothing of the error, and no row that was
changed. Each route is asked by whoever gets furthest in it, by the access matrix.
"""

import copy

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from conversations.visits import COOKIE, digest, join_key
from tests.access.conftest import way_in
from tests.access.matrix import ACCOUNTS, BY_LINK, READ_ONLY, WRITTEN
from tests.access.routes import parameters, path_of, row_of
from tests.every_row import every_row

CANARY = "kanarie in de fout van de database"
GROUPED = {"admin:": "beheerder"}
FURTHEST = [200, 302, 422, 409]
WRITES = ("INSERT", "UPDATE", "DELETE")
IN_STEPS = {"conversations:rehearsal"}  # what broke off is finished by the next click: see tests/test_rehearsal.py
COUNTED = ("django_session", "driehoek_cache")  # of sessions and tries; see `every_row`


class Failing:
    """Keeps the questions to the database, and lets each one fail from number `since` on."""

    def __init__(self, since=None):
        self.since, self.asked = since, []

    def __call__(self, execute, sql, params, many, context):
        if "SAVEPOINT" in sql:
            return execute(sql, params, many, context)  # taking back is what a database does by itself
        self.asked.append(sql)
        if self.since is not None and len(self.asked) >= self.since:
            raise DatabaseError(CANARY)
        return execute(sql, params, many, context)


def who_gets_furthest(name, method):
    """Return the visitor to whom a route says most."""
    answers = WRITTEN.get(name, {})
    row = READ_ONLY.get(name) or answers.get(method) or next(iter(answers.values()), None)
    if row is None:
        return GROUPED.get(row_of(name), "adviser")
    return min((*ACCOUNTS, *BY_LINK), key=lambda one: [*FURTHEST, row[one]].index(row[one]))


def moments(asked, method):
    """Return at which of the questions `asked` the database goes away: three of all, and of what writes three more."""
    written = [at for at, sql in enumerate(asked, 1) if sql.startswith(WRITES) and not any(t in sql for t in COUNTED)]
    return sorted({*edges(range(1, len(asked) + 1))[: 2 if method == "POST" else 3], *edges(written)})


def edges(found):
    """Return the first, the middle and the last of what was found."""
    return [found[0], found[len(found) // 2], found[-1]] if found else []


@pytest.fixture
def ask(transactional_db, people, links, subject):
    """Return a function that asks a route as who gets furthest, and gives (status, page, questions asked)."""
    clients = {}

    def come_in(visitor):
        client = Client(raise_request_exception=False)
        if visitor == "in the room":
            client.cookies[COOKIE] = "sleutel"
            join_key(digest("sleutel"), links[visitor])
        elif visitor in links:
            client.post(way_in(links[visitor]))
        else:
            client.force_login(people[visitor])
        return client

    for visitor in (*ACCOUNTS, *BY_LINK):
        clients[visitor] = come_in(visitor)

    def put(name, method, since=None):
        client = clients[who_gets_furthest(name, method)]
        kept, failing = copy.deepcopy(client.cookies), Failing(since)
        with connection.execute_wrapper(failing):
            answer = client.generic(method, path_of(name, **subject))
        page = b"".join(answer) if answer.streaming else answer.content
        client.cookies = kept
        return answer.status_code, page.decode("utf-8", "replace"), failing.asked

    return put


def questions_of(ask, name, method):
    """Return what a route asks of the database when nothing is wrong, and take back what it wrote."""
    with transaction.atomic():
        asked = ask(name, method)[2]
        transaction.set_rollback(True)
    return asked


def faults_of(status, page, references, is_whole=True):
    """Return what is wrong with an answer that was given without a database, as texts."""
    wrong = [word for word in (CANARY, "Traceback", "DatabaseError") if word in page]
    if status == 500 and not (len(references) == 1 and f"<strong>{references[0]}</strong>" in page):
        wrong.append("no reference that stands in the log")
    if status == 500 and "Er ging iets mis bij ons" not in page:
        wrong.append("no page of ours")
    if status > 500 and status != 503:
        wrong.append(f"status {status}")
    return wrong if is_whole else [*wrong, "half written"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sec_14_the_database_goes_away_in_the_middle_of_a_route(ask, caplog, method):
    wrong, statuses, before = [], set(), every_row()
    for name in parameters():
        for since in moments(questions_of(ask, name, method), method):
            caplog.clear()
            status, page, _ = ask(name, method, since)
            told = [one.getMessage().split()[1] for one in caplog.records if one.name == "driehoek.errors"]
            after = every_row() if method == "POST" else before
            is_whole = after == before or name in IN_STEPS
            wrong += [f"{name} at {since}: {what}" for what in faults_of(status, page, told, is_whole)]
            statuses.add(status)
            before = after
    assert wrong == []
    assert 500 in statuses


def test_sec_14_what_is_wrong_with_such_an_answer_is_seen():
    good = "<h1>Er ging iets mis bij ons</h1> <strong>abc</strong>"
    assert faults_of(500, good, ["abc"]) == []
    assert faults_of(500, good, ["def"]) == ["no reference that stands in the log"]
    assert faults_of(500, good, ["abc"], is_whole=False) == ["half written"]
    assert faults_of(500, "<strong>abc</strong> Traceback", ["abc"]) == ["Traceback", "no page of ours"]
    assert faults_of(502, "", []) == ["status 502"]
