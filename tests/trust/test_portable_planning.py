"""Advice on a file: the same as beside a plan, from what the file says of the seats, the day and the meeting."""

import datetime as dt

import pytest

from conversations.portable.planning import advise
from tests.portable_files import small

TODAY = dt.date(2026, 3, 1)
NO_DATE = "De datum ligt minder dan zes weken vooruit."
SHORT = "Het gesprek duurt 89 minuten."
NO_CORNER = "Er zit geen {} aan tafel."
LEVELS = "Het functieniveau verschilt twee treden of meer."
MORE = "Er zijn meer opdrachtgevers dan er aan tafel zitten."
NOBODY_LEADS = "Er zijn meer opdrachtgevers, en niemand leidt het proces tussen hen."
NOBODY_COORDINATES = "Geen van de opdrachtgevers aan tafel coördineert."
THREE_AT_TABLE = "Er zitten 3 mensen aan tafel als opdrachtgever."
NO_INTEREST = "Het gezamenlijk belang is niet ingevuld."
NO_PURPOSE = "Er is geen doel ingevuld."
NO_MEETING = "Je koos voor inbedding."
NO_GUIDE = "Er is nog niet gekozen wie het gesprek begeleidt."
NO_FOCUS = "Er is nog geen focus gekozen."
ONLINE = "Het gesprek is online."
BEFOREHAND = {
    "shared_interest": "Iedereen warm.",
    "outcomes": ["inbedding"],
    "embedded_in": "kwartaaloverleg",
    "rhythm": "jaar",
    "facilitator": {"name": "Yara"},
    "focus": ["vertrouwen"],
    "date": "2026-06-01",
    "duration_minutes": 90,
    "form": "samen",
}


def seat(code, corner="opdrachtgever", **fields):
    return {"id": code, "corner": corner, "organisation": "o", "person": code, "function": "f", **fields}


OTHERS = [seat("on", "opdrachtnemer"), seat("ei", "eigenaar")]


def file(*seats, at_table=None, **conversation):
    """Return a file with an opdrachtgever, the `seats` and the other corners; `at_table` are ids, else everybody."""
    rows = [seat("og"), *seats, *OTHERS]
    document = small(**{**BEFOREHAND, **conversation})
    document["triangle"]["seats"] = rows
    document["conversation"]["participants"] = at_table or [row["id"] for row in rows]
    return document


def said(document, today=TODAY):
    """Return the first sentence of each piece of advice."""
    return [f"{advice.text.split('. ')[0].rstrip('.')}." for advice in advise(document, today)]


def without(document, *names):
    for name in names:
        del document["conversation"][name]
    return document


def test_a_plan_that_is_complete_needs_no_advice():
    assert said(file()) == []


def test_a_plan_of_which_nothing_is_filled_in_is_advised_on_in_the_order_of_the_tips():
    document = small()
    document["conversation"]["purpose"] = ""
    none = [NO_CORNER.format("opdrachtnemer"), NO_CORNER.format("eigenaar")]
    assert said(document) == [*none, NO_INTEREST, NO_PURPOSE, NO_GUIDE, NO_FOCUS]


def test_all_tips_together_come_in_their_order():
    document = file(
        seat("og2"), at_table=["og", "on", "ei"], date="2026-03-20", duration_minutes=89, form="online", focus=[]
    )
    found = advise(document, TODAY)
    assert said(document) == [NO_DATE, SHORT, MORE, NOBODY_LEADS, NO_FOCUS, ONLINE]
    assert [one.tip for one in found] == ["tijd", "tijd", *["gesprekspartners"] * 2, "voorbereiding", "setting"]


@pytest.mark.parametrize(
    ("changes", "missing", "words"),
    [
        ({"date": "2026-04-11"}, [], [NO_DATE]),
        ({"date": "2026-04-12"}, [], []),
        ({"duration_minutes": 89}, [], [SHORT]),
        ({}, ["duration_minutes"], []),
        ({}, ["date"], []),
        ({}, ["shared_interest"], [NO_INTEREST]),
        ({}, ["embedded_in"], [NO_MEETING]),
        ({}, ["rhythm"], [NO_MEETING]),
        ({}, ["outcomes"], []),
        ({"purpose": " "}, [], [NO_PURPOSE]),
        ({}, ["facilitator"], [NO_GUIDE]),
        ({"self_facilitated": False}, ["facilitator"], [NO_GUIDE]),
        ({"self_facilitated": True}, ["facilitator"], []),
        ({}, ["focus"], [NO_FOCUS]),
        ({"form": "online"}, [], [ONLINE]),
        ({"form": "hybride"}, [], ["Een deel zit online."]),
        ({}, ["form"], []),
    ],
)
def test_each_field_has_its_own_advice(changes, missing, words):
    assert said(without(file(**changes), *missing)) == words


@pytest.mark.parametrize("part", ["scores", "insights", "agreements"])
def test_of_a_conversation_that_was_held_only_the_table_and_the_meeting_are_said(part):
    names = ("shared_interest", "embedded_in", "facilitator", "focus")
    document = without(file(form="online", duration_minutes=89, **{part: [{}]}), *names)
    document["conversation"]["participants"].remove("ei")
    assert said(document) == [SHORT, NO_CORNER.format("eigenaar"), ONLINE]
    document["conversation"][part] = []
    assert said(document) == [SHORT, NO_CORNER.format("eigenaar"), NO_INTEREST, NO_MEETING, NO_GUIDE, NO_FOCUS, ONLINE]


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ({"function_level": 1}, {"function_level": 3}, [LEVELS]),
        ({"function_level": 2}, {"function_level": 3}, []),
        ({"function_level": 1, "mandate": "alles"}, {"function_level": 3}, []),
        ({}, {"function_level": 3}, []),
    ],
)
def test_levels_and_mandates_are_those_of_the_seats(one, other, words):
    document = file()
    document["triangle"]["seats"][0] |= one
    document["triangle"]["seats"][1] = {**OTHERS[0], **other}
    assert said(document) == words


@pytest.mark.parametrize(
    ("coordinates", "words"),
    [
        ({}, [THREE_AT_TABLE, NOBODY_COORDINATES]),
        ({"coordinating": False}, [THREE_AT_TABLE, NOBODY_COORDINATES]),
        ({"coordinating": True}, [THREE_AT_TABLE]),
    ],
)
def test_who_coordinates_is_said_by_the_seat(coordinates, words):
    document = file(seat("b"), seat("c", **coordinates))
    document["triangle"]["process_coordinator"] = "Bo"
    assert said(document) == words


@pytest.mark.parametrize(
    ("days", "date", "there"),
    [
        ({}, "2026-06-01", True),
        ({"from": "2026-06-01", "until": "2026-06-01"}, "2026-06-01", True),
        ({"from": "2026-06-02"}, "2026-06-01", False),
        ({"until": "2026-05-31"}, "2026-06-01", False),
        ({"until": None}, None, True),
        ({"from": "2026-06-02"}, None, True),
        ({"until": "2099-01-01"}, None, False),
    ],
)
def test_an_opdrachtgever_counts_who_holds_the_seat_that_day_or_without_a_day_still(days, date, there):
    document = file(seat("og2", **days), at_table=["og", "on", "ei"], date=date)
    assert said(document) == ([MORE, NOBODY_LEADS] if there else [])
    document["triangle"]["process_coordinator"] = "Bo"
    assert said(document) == ([MORE] if there else [])


def test_only_opdrachtgevers_count_as_opdrachtgevers():
    document = file(seat("on2", "opdrachtnemer"), seat("ei2", "eigenaar"), at_table=["og", "on", "ei"])
    assert said(document) == []
