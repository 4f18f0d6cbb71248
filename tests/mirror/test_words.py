"""What is said of guesses beside scores, and how it is drawn."""

import re

import pytest

from conversations.board import Row
from conversations.mirror import Mirror, Side, gave, reflect, thought
from conversations.strip import mirror_strip
from tests.mirror.guesses import E, G, N

THOUGHTS = [
    ([4], "Opdrachtgever dacht dat eigenaar 4 gaf"),
    ([None], "Opdrachtgever wist niet wat eigenaar gaf"),
    ([2, 4], "Opdrachtgevers dachten dat eigenaar 2 of 4 gaf"),
    ([4, 4], "Opdrachtgevers dachten dat eigenaar 4 (2 keer) gaf"),
    ([1, 2, 2, 5], "Opdrachtgevers dachten dat eigenaar 1, 2 (2 keer) of 5 gaf"),
    ([3, None], "Opdrachtgevers dachten dat eigenaar 3 gaf (één wist het niet)"),
    ([3, None, None], "Opdrachtgevers dachten dat eigenaar 3 gaf (2 wisten het niet)"),
    ([None, None], "Opdrachtgevers wisten niet wat eigenaar gaf"),
]
GIVEN = [
    ([2], "eigenaar gaf 2"),
    ([], "eigenaar gaf geen score"),
    ([None], "eigenaar had geen beeld"),
    ([2, 3], "eigenaren gaven 2 en 3"),
    ([2, 2, 5], "eigenaren gaven 2 (2 keer) en 5"),
    ([2, None], "eigenaren gaven 2 (één had geen beeld)"),
    ([None, None], "eigenaren hadden geen beeld"),
]


@pytest.mark.parametrize(("values", "words"), THOUGHTS)
def test_what_a_corner_thought_names_every_value_and_no_mean(values, words):
    assert thought(G, E, values) == words


@pytest.mark.parametrize(("values", "words"), GIVEN)
def test_what_a_corner_gave(values, words):
    assert gave(E, values) == words


def row(*scores, shown=True):
    return Row("vertrouwen", "Vertrouwen", "?", ("", ""), ("", "", ""), shown=shown, scores=scores)


def test_the_sentence_of_the_wish():
    mirror = reflect(row((G, 4), (N, 3), (E, 2)), [(G, E, 4)])
    assert mirror.sentences == ["Opdrachtgever dacht dat eigenaar 4 gaf; eigenaar gaf 2."]


def test_sides_and_values_stand_in_an_order_that_says_nothing():
    guesses = [(E, G, 2), (G, N, 5), (G, N, None), (G, N, 1), (N, G, 3)]
    mirror = reflect(row((G, 4), (N, 3)), guesses)
    assert mirror == reflect(row((G, 4), (N, 3)), guesses[::-1])
    assert [(side.about, side.guesses) for side in mirror.sides] == [
        (G, ((N, 3), (E, 2))),
        (N, ((G, 1), (G, 5), (G, None))),
    ]
    assert isinstance(mirror, Mirror)


@pytest.mark.parametrize(("shown", "guesses"), [(False, [(G, E, 4)]), (True, []), (True, None)])
def test_of_a_hidden_row_or_without_guesses_there_is_no_mirror(shown, guesses):
    assert reflect(row((E, 2), shown=shown), guesses) is None


def test_the_strip_has_a_filled_mark_for_what_was_given_and_open_ones_for_what_was_thought():
    side = Side(E, ((E, 2),), ((G, 4), (N, 2), (N, None)))
    drawn = mirror_strip(side.given, side.guesses, "Vertrouwen, over eigenaar & meer")
    marks = re.findall(r'<svg x="(\d+)%"[^>]*><g class="dh-mark dh-mark--(\w+)( dh-mark--hollow)?"', drawn)
    assert marks == [
        ("30", E, ""),
        ("30", N, " dh-mark--hollow"),
        ("70", G, " dh-mark--hollow"),
    ]
    assert "<title>Vertrouwen, over eigenaar &amp; meer</title>" in drawn
