"""Distance, order and place of scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.scoring import CORNERS, distance, lies_where, stack, widest_first

values = st.lists(st.none() | st.integers(1, 5), max_size=30)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], None),
        ([None, None], None),
        ([4], None),
        ([4, None, None], None),
        ([3, 3], 0),
        ([1, 5], 4),
        ([5, 1], 4),
        ([2, 4, 3, 3], 2),
        ([None, 4, 3], 1),
        ([4, 4, 2, 1, 3], 3),
    ],
)
def test_distance(scores, expected):
    assert distance(scores) == expected


@pytest.mark.parametrize("wrong", [0, 6, -1, 3.0, 2.5, "3", True, float("nan")])
def test_distance_refuses_what_is_not_a_whole_point_from_1_to_5(wrong):
    with pytest.raises(ValueError, match="heel punt van 1 tot 5"):
        distance([3, wrong])


@given(values)
def test_distance_is_a_whole_number_of_points_and_ignores_order_and_geen_beeld(scores):
    gap = distance(scores)
    counted = [value for value in scores if value is not None]
    assert (gap is None) == (len(counted) < 2)
    assert gap is None or (type(gap) is int and 0 <= gap <= 4)
    assert gap == distance(list(reversed(scores))) == distance(counted)


@given(values.filter(lambda scores: distance(scores) is not None), st.integers(1, 5))
def test_one_more_score_never_makes_the_distance_smaller(scores, extra):
    assert distance([*scores, extra]) >= distance(scores)


def test_widest_first_keeps_the_order_of_equal_distances_and_puts_no_distance_last():
    rows = [("a", 1), ("b", None), ("c", 3), ("d", 1), ("e", 3), ("f", None), ("g", 0)]
    assert [name for name, _ in widest_first(rows, lambda row: row[1])] == list("ceadgbf")


@given(st.lists(st.tuples(st.integers(), st.none() | st.integers(0, 4))))
def test_widest_first_loses_nothing_and_never_climbs(rows):
    ordered = widest_first(rows, lambda row: row[1])
    gaps = [-1 if gap is None else gap for _, gap in ordered]
    assert sorted(ordered, key=str) == sorted(rows, key=str)
    assert gaps == sorted(gaps, reverse=True)


def test_lies_where_names_corners_in_their_fixed_order_with_geen_beeld_last():
    scores = [
        ("eigenaar", 3),
        ("opdrachtgever", None),
        ("opdrachtnemer", 5),
        ("opdrachtgever", 4),
        ("opdrachtnemer", 1),
    ]
    assert list(lies_where(scores).items()) == [
        ("opdrachtgever", [4, None]),
        ("opdrachtnemer", [1, 5]),
        ("eigenaar", [3]),
    ]


def test_lies_where_of_naamloos_scores_has_no_corner():
    assert lies_where([(None, 4), (None, 2)]) == {None: [2, 4]}


def test_stack_is_opdrachtgever_opdrachtnemer_eigenaar_from_below():
    scores = [(corner, 4) for corner in reversed(CORNERS)] + [("opdrachtgever", 4), ("eigenaar", 2)]
    assert stack(scores, 4) == ["opdrachtgever", "opdrachtgever", "opdrachtnemer", "eigenaar"]
