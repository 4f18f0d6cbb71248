"""SEC-07: every route x every visitor x every method has an expected answer; a route without a row fails."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.access.matrix import BY_LINK, GROUPED, HIDDEN, METHODS, READ_ONLY, STRANGERS, VISITORS, WRITTEN
from tests.access.routes import parameters, path_of, row_of, walk
from tests.every_row import every_row


def expected(row, visitor, method):
    status = row[visitor]
    if status == row["anonymous"] == 404:
        return 404  # the page of a participant asks for the personal link first
    is_safe = method in {"GET", "HEAD"}
    return status if is_safe or status == 302 else 405


def closed_to(visitor, row):
    """Return what a method answers that a page does not know, to `visitor`.

    Staff pages first ask to log in and participants' pages for a personal link; a script is told 401.
    """
    known = {answers["anonymous"] for answers in row.values()}
    mine = {answers[visitor] for answers in row.values()}
    if known == {404}:
        return 404 if mine == {404} else 405
    return 302 if visitor in STRANGERS and known == {302} else 405


def test_sec_07_every_route_has_a_row_and_every_row_a_route():
    assert {row_of(name) for name in parameters()} == READ_ONLY.keys() | WRITTEN.keys() | GROUPED


def test_sec_07_routes_without_a_name_lie_in_the_admin_alone(visit):
    """Such a route is in no table: those of Django's admin, and one that leads on to our page of passwords."""
    nameless = sorted(name for name, _ in walk(get_resolver()) if name.endswith("None"))
    assert set(nameless) == {"None", "admin:None"}
    assert nameless.count("None") == 1
    assert visit("adviser", "GET", "/beheer/password_change/")["Location"] == "/account/wachtwoord/"


def test_sec_07_pages(visit, subject):
    """One scene for all routes: whatever is asked here writes nothing, see below."""
    for name, row in READ_ONLY.items():
        path = path_of(name, **subject)
        asked = {(name, visitor, method): expected(row, visitor, method) for visitor in VISITORS for method in METHODS}
        assert {key: visit(*key[1:], path).status_code for key in asked} == asked


def test_sec_07_pages_that_are_written_to(visit, subject):
    for visitor in VISITORS:
        visit(visitor, "GET", "/livez")  # coming in is not taken back
        for name, row in WRITTEN.items():
            path, answers = path_of(name, **subject), {"HEAD": row["GET"], **row} if "GET" in row else row
            closed = closed_to(visitor, row)
            with undone():
                found = {(name, visitor, method): visit(visitor, method, path).status_code for method in METHODS}
            assert found == {key: answers[key[2]][visitor] if key[2] in answers else closed for key in found}


def test_sec_07_addresses_that_stand_in_no_list(visit):
    for path, row in HIDDEN.items():
        asked = {(visitor, method): row[visitor] for visitor in VISITORS for method in METHODS}
        assert {key: visit(*key, path).status_code for key in asked} == asked


@contextmanager
def undone():
    """Take back what one visitor wrote at one address, so that the next one finds all as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_sec_07_a_stranger_is_sent_to_the_login_page_and_back(visit, subject):
    closed = [name for name, row in READ_ONLY.items() if row["anonymous"] == 302]
    for name in closed:
        path = path_of(name, **subject)
        assert visit("anonymous", "GET", path)["Location"] == f"/account/inloggen/?next={path}"


@pytest.mark.parametrize("visitor", ["anonymous", "adviser", "facilitator", "beheerder", *BY_LINK])
def test_sec_13_reading_writes_nothing_but_the_session(visit, subject, visitor):
    visit(visitor, "GET", "/livez")  # coming in does write
    before = every_row()
    for name in parameters():
        visit(visitor, "GET", path_of(name, **subject))
    assert every_row() == before
