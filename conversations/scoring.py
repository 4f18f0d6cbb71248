"""Arithmetic on scores: how far apart, in which order, who lies where. Pure: no Django, no means, no decimals."""

from collections import Counter

CORNERS = ("opdrachtgever", "opdrachtnemer", "eigenaar")  # the order of every list, legend and stack
LOWEST, HIGHEST = 1, 5
MOST_MARKS = 8  # scores that are drawn and named one by one; with more, equal ones of a corner are counted


def distance(values):
    """Return how far apart the scores on one principle lie, in whole points from 0 (all agree) to 4.

    `values` are whole points 1-5, one per participant; None is 'geen beeld' and does not count.
    Fewer than two scores have no distance: the result is None, not 0. Raises ValueError outside 1-5.
    """
    given = [checked(value) for value in values if value is not None]
    return max(given) - min(given) if len(given) > 1 else None


def checked(value):
    """Return `value` when it is a whole point from 1 to 5; raise ValueError for anything else, True included."""
    if type(value) is not int or not LOWEST <= value <= HIGHEST:
        raise ValueError(f"Een score is een heel punt van {LOWEST} tot {HIGHEST}, niet {value!r}.")
    return value


def widest_first(rows, distance_of):
    """Return `rows` as a list, widest distance first; equal distances keep their order, rows without one come last."""

    def nearness(row):
        gap = distance_of(row)
        return 1 if gap is None else -gap

    return sorted(rows, key=nearness)


def lies_where(scores):
    """Return who lies where: per corner its values from low to high, None for 'geen beeld' last.

    `scores` are pairs (corner, value). The corners come in their fixed order, those without a score are left out;
    a naamloos score has the corner None.
    """
    places = {}
    for corner in (*CORNERS, None):
        if values := [value for who, value in scores if who == corner]:
            places[corner] = sorted(values, key=lambda value: HIGHEST + 1 if value is None else checked(value))
    return places


def stack(scores, value):
    """Return the corners of the scores that stand on `value`, in the order in which their marks are stacked."""
    return [corner for corner in (*CORNERS, None) for who, given in scores if who == corner and given == value]


def is_large(scores):
    """Whether these are the scores of a large table: too many to draw and name one by one."""
    return len(scores) > MOST_MARKS


def piles(scores, value):
    """Return the marks that stand on `value`, from below, as pairs (corner, how many scores the mark stands for).

    A score has a mark of its own; at a large table the scores of one corner on one value have one mark together.
    """
    corners = stack(scores, value)
    return list(Counter(corners).items()) if is_large(scores) else [(corner, 1) for corner in corners]


def tallest(scores):
    """Return how many marks the highest pile has, at least 1."""
    return max(1, *(len(piles(scores, value)) for value in range(LOWEST, HIGHEST + 1)))
