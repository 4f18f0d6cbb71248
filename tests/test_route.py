"""The run sheet by rules: order, breaks and minutes, and what is asked at which pattern of shown scores."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.route import PROMPTS, clock_times, divide, find_pattern, plan, prompt_for, put_widest_first
from conversations.scoring import CORNERS

CODES = ["heldere-afspraken", "vertrouwen", "gelijkwaardigheid", "rolbewustzijn", "opgavegericht"]
G, N, E = CORNERS


def kinds(parts):
    return [part.kind for part in parts]


def codes(parts):
    return [part.code for part in parts if part.code]


def test_without_focus_the_principles_keep_their_fixed_order():
    assert codes(plan(CODES)) == CODES


def test_the_focus_comes_first_in_its_own_order_and_an_unknown_code_is_left_out():
    parts = plan(CODES, focus=["rolbewustzijn", "bestaat-niet", "vertrouwen"])
    assert codes(parts) == ["rolbewustzijn", "vertrouwen", "heldere-afspraken", "gelijkwaardigheid", "opgavegericht"]


def test_looking_back_comes_after_the_welcome_only_when_there_is_something_to_look_back_on():
    assert kinds(plan(CODES, looks_back=True))[:3] == ["welkom", "terugblik", "principe"]
    assert kinds(plan(CODES))[:2] == ["welkom", "principe"]
    assert kinds(plan(CODES))[-2:] == ["vervolg", "afsluiting"]


@pytest.mark.parametrize(
    ("duration", "breaks"), [(15, 0), (90, 0), (91, 1), (120, 1), (180, 1), (181, 2), (270, 2), (271, 3), (960, 4)]
)
def test_there_is_a_break_for_every_full_stretch_but_never_two_in_a_row(duration, breaks):
    found = kinds(plan(CODES, duration=duration))
    assert found.count("pauze") == breaks
    places = [place for place, kind in enumerate(found) if kind == "pauze"]
    assert all(found[place - 1] == found[place + 1] == "principe" for place in places)


@given(st.integers(15, 960), st.booleans())
def test_the_minutes_add_up_and_every_principle_gets_the_same(duration, looks_back):
    parts = plan(CODES, duration=duration, looks_back=looks_back)
    assert sum(part.minutes for part in parts) == duration
    assert len({part.minutes for part in parts if part.kind == "principe"}) == 1
    assert min(part.minutes for part in parts) >= 1


def test_a_dropped_principle_leaves_its_minutes_to_the_others():
    with_two = divide(["welkom", "principe", "principe", "afsluiting"], 60)
    with_one = divide(["welkom", "principe", "afsluiting"], 60)
    assert with_one[1] > with_two[1]


def test_the_clock_runs_on_part_after_part():
    assert clock_times(dt.time(9, 30), [10, 15, 25]) == [dt.time(9, 30), dt.time(9, 40), dt.time(9, 55)]
    assert clock_times(None, [10, 15]) == [None, None]


def test_after_showing_the_widest_distance_comes_first_and_what_is_hidden_keeps_its_order():
    shown = {"rolbewustzijn": [(G, 5), (N, 1)], "vertrouwen": [(G, 4), (N, 3)], "opgavegericht": [(G, 4)]}
    assert put_widest_first(CODES, shown) == [
        "rolbewustzijn",
        "vertrouwen",
        "opgavegericht",
        "heldere-afspraken",
        "gelijkwaardigheid",
    ]


@pytest.mark.parametrize(
    ("values", "pattern", "corner"),
    [
        ([(G, 4), (N, 5), (E, 4)], "eens_hoog", None),
        ([(G, 2), (N, 1), (E, 2)], "eens_laag", None),
        ([(G, 3), (N, 3), (E, 3)], "anders", None),
        ([(G, 3), (N, 4), (E, 4)], "anders", None),
        ([(G, 2), (N, 3), (E, 3)], "anders", None),
        ([(G, 4), (G, 4), (N, 1), (N, 2), (E, 3)], "hoek_lager", N),
        ([(G, 5), (N, 3), (E, 3)], "twee_tegen_een", G),
        ([(G, 1), (N, 3), (E, 5)], "hoek_lager", G),
        ([(G, 5), (N, 2), (E, 1)], "twee_tegen_een", G),
        ([(G, 1), (G, 5), (N, 3), (E, 3)], "anders", None),
        ([(G, 1), (N, 4)], "anders", None),
        ([(G, None), (N, None), (E, 3)], "geen_beeld", None),
        ([(G, None), (N, 3)], "geen_beeld", None),
        ([(G, None), (N, 4), (E, 4)], "eens_hoog", None),
        ([(G, None)], "geen_beeld", None),
        ([], "geen_beeld", None),
    ],
)
def test_the_pattern_of_shown_scores(values, pattern, corner):
    assert find_pattern(values) == (pattern, corner)


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=9))
def test_no_corner_is_ever_named_when_the_scores_have_none(values):
    words = prompt_for([(None, value) for value in values])
    assert not any(corner in text for corner in CORNERS for text in (words.opening, *words.follow_on))


def test_the_corner_that_lies_apart_is_named_in_the_question():
    words = prompt_for([(G, 4), (N, 1), (E, 4)])
    assert words.opening.startswith("De opdrachtnemer scoort lager")
    assert not any("{" in text for text in (words.opening, *words.follow_on))


def test_every_pattern_has_an_opening_and_two_questions():
    assert all(words.opening and len(words.follow_on) == 2 for words in PROMPTS.values())
