"""PRIV-04: the rules of retention as arithmetic on days, and the settings that they run by."""

import datetime as dt
from pathlib import Path

import pytest

from conversations.retention.rules import Moments, contact_end, is_due, report_end, text_end, text_ends
from driehoek.terms import VARIABLES, Terms
from tests.trust.starting import start

TERMS = Terms()
DAY = dt.date(2026, 3, 12)
NEXT, LATER = DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=40)
ROUND = 'from django.conf import settings; print(settings.KEEP, file=__import__("sys").stderr)'


def days(number, since=DAY):
    return since + dt.timedelta(days=number)


def test_priv_04_the_terms_are_those_that_were_promised():
    assert (TERMS.established, TERMS.meeting, TERMS.cancelled, TERMS.undated) == (14, 90, 14, 90)
    assert (TERMS.contact, TERMS.rehearsal, TERMS.traces, TERMS.reports) == (90, 7, 30, None)


@pytest.mark.parametrize(
    ("moments", "end"),
    [
        ({"held_on": DAY}, (days(90), "gesprek")),
        ({"established_on": DAY}, (days(14), "vastgesteld")),
        ({"cancelled_on": DAY}, (days(14), "geannuleerd")),
        ({"changed_on": DAY}, (days(90), "ongedateerd")),
        ({"held_on": DAY, "changed_on": days(-500)}, (days(90), "gesprek")),  # with a date that counts
        ({"held_on": DAY, "established_on": days(75)}, (days(89), "vastgesteld")),
        ({"held_on": DAY, "established_on": days(77)}, (days(90), "gesprek")),
        ({"held_on": DAY, "cancelled_on": days(-30)}, (days(-16), "geannuleerd")),
    ],
)
def test_priv_04_private_text_goes_at_the_end_of_the_first_term(moments, end):
    assert text_end(Moments(**moments), TERMS) == end


def test_priv_04_every_term_that_runs_is_told():
    told = text_ends(Moments(held_on=DAY, established_on=NEXT, cancelled_on=LATER, changed_on=DAY), TERMS)
    assert told == [(days(14, NEXT), "vastgesteld"), (days(90), "gesprek"), (days(14, LATER), "geannuleerd")]


def test_priv_04_the_installation_chooses_each_term():
    own = Terms(established=1, meeting=31, cancelled=2, undated=33)
    whole = Moments(held_on=DAY, established_on=DAY, cancelled_on=DAY)
    assert [day for day, _ in text_ends(whole, own)] == [days(1), days(31), days(2)]
    assert text_end(Moments(changed_on=DAY), own) == (days(33), "ongedateerd")


@pytest.mark.parametrize(
    ("moments", "day"),
    [
        ({"held_on": DAY, "established_on": LATER}, LATER),
        ({"held_on": LATER, "established_on": DAY}, LATER),
        ({"held_on": LATER, "cancelled_on": DAY}, DAY),
        ({"held_on": DAY, "changed_on": LATER}, DAY),
        ({"changed_on": DAY}, DAY),
    ],
)
def test_a_conversation_is_over_after_its_last_step(moments, day):
    assert Moments(**moments).over_on == day


@pytest.mark.parametrize(
    ("over", "closed", "has_open", "archived_on", "end"),
    [
        ([DAY], [], False, None, days(90)),
        ([DAY], [LATER], False, None, days(90, LATER)),
        ([DAY, LATER], [NEXT], False, None, days(90, LATER)),  # one that is still to come
        ([DAY], [LATER], True, None, None),
        ([DAY], [NEXT], True, LATER, days(90, LATER)),  # nobody follows it any more
        ([DAY], [LATER], False, NEXT, days(90, LATER)),
        ([], [], False, None, None),
        ([], [], False, DAY, days(90)),
    ],
)
def test_priv_04_addresses_go_ninety_days_after_the_last_agreement_was_closed(over, closed, has_open, archived_on, end):
    assert contact_end(over, closed, has_open, archived_on, TERMS) == end


def test_priv_04_addresses_go_after_the_days_that_the_installation_chose():
    assert contact_end([DAY], [], False, None, Terms(contact=30)) == days(30)


@pytest.mark.parametrize(
    ("years", "closed", "has_open", "end"),
    [
        (None, [], False, None),
        (7, [], False, dt.date(2033, 3, 12)),
        (7, [LATER], False, dt.date(2033, 4, 21)),
        (7, [days(-9)], False, dt.date(2033, 3, 12)),
        (7, [LATER], True, None),
    ],
)
def test_priv_04_reports_stay_unless_the_installation_chose_years(years, closed, has_open, end):
    assert report_end(DAY, closed, has_open, Terms(reports=years)) == end


def test_a_leap_day_ends_on_the_last_day_of_february():
    assert report_end(dt.date(2028, 2, 29), [], False, Terms(reports=1)) == dt.date(2029, 2, 28)


@pytest.mark.parametrize(("end", "due"), [(None, False), (NEXT, False), (DAY, True), (days(-400), True)])
def test_priv_04_what_was_missed_is_still_due(end, due):
    assert is_due(end, DAY) is due


def test_priv_04_the_terms_come_from_the_environment():
    chosen = {variable: str(least) for variable, least, _ in VARIABLES.values()}
    code, told = start(ROUND, **chosen)
    assert code == 0, told
    least = {name: least for name, (_, least, _) in VARIABLES.items()}
    assert str(Terms(**least)) in told


@pytest.mark.parametrize(
    ("variable", "typed"),
    [
        ("KEEP_AFTER_MEETING_DAYS", "367"),
        ("KEEP_AFTER_ESTABLISHED_DAYS", "0"),
        ("KEEP_REHEARSAL_DAYS", "8"),
        ("KEEP_REPORTS_YEARS", "-1"),
        ("KEEP_CONTACT_DAYS", "negentig"),
    ],
)
def test_priv_04_a_term_that_cannot_be_is_refused_at_the_start(variable, typed):
    code, told = start(**{variable: typed})
    assert code != 0
    assert f"{variable} moet een heel getal van" in told


@pytest.mark.parametrize("name", VARIABLES)
def test_the_readme_names_each_term(name):
    assert f"`{VARIABLES[name][0]}`" in Path("README.md").read_text(encoding="utf-8")
