"""The strip on a phone says and shows what the strip of the report does, with parts that stand on the page once."""

import re
from itertools import pairwise

import pytest

from conversations.strip import describe
from conversations.strip_light import SIZE, draw, draw_parts, small_mark

PER_CORNER = (
    ("opdrachtgever", 4),
    ("opdrachtgever", 4),
    ("opdrachtnemer", 1),
    ("opdrachtnemer", None),
    ("eigenaar", 3),
)


def marks(drawn):
    """Return (name of the mark, place in %, distance to the top in px) of each mark."""
    found = re.findall(r'<use href="#(m[GNE]?)" x="(\d+)%" y="(\d+)"/>', drawn)
    return [(name, int(x), int(y)) for name, x, y in found]


def test_every_score_is_a_mark_at_its_place_and_who_has_no_view_has_none():
    found = marks(draw(PER_CORNER, "Vertrouwen"))
    assert sorted((name, x) for name, x, _ in found) == [("mE", 50), ("mG", 70), ("mG", 70), ("mN", 10)]


def test_marks_at_one_place_do_not_cover_each_other_and_stay_inside():
    drawn = draw((("eigenaar", 5),) * 6, "Vertrouwen")
    heights = sorted(y for _, _, y in marks(drawn))
    assert min(b - a for a, b in pairwise(heights)) > SIZE
    assert heights[0] > SIZE / 2
    assert heights[-1] < int(re.search(r'height="(\d+)"', drawn)[1])


@pytest.mark.parametrize("scores", [PER_CORNER, ((None, 2), (None, 5)), (("eigenaar", 3),), ()])
def test_it_says_what_the_strip_of_the_report_says(scores):
    assert f"<title>Rol &amp; recht. {describe(scores)}</title>" in draw(scores, "Rol & recht")


def test_a_band_joins_the_lowest_and_the_highest_score_and_equal_scores_have_none():
    assert '<line x1="10%" x2="70%"' in draw(PER_CORNER, "Vertrouwen")
    assert "<line" not in draw(((None, 3), (None, 3)), "Vertrouwen")


@pytest.mark.parametrize("corners", [["opdrachtgever", "opdrachtnemer", "eigenaar"], [None]])
def test_what_is_used_is_on_the_page_once(corners):
    page = draw_parts(corners) + draw([(corner, 2) for corner in corners], "Rollen")
    page += "".join(small_mark(corner) for corner in corners)
    there = re.findall(r'id="(\w+)"', page)
    assert len(there) == len(set(there))
    assert set(re.findall(r'href="#(\w+)"', page)) == set(there)


def test_at_a_large_table_equal_scores_of_a_corner_are_one_mark_with_their_count():
    crowd = [("opdrachtgever", 4)] * 7 + [("opdrachtgever", 2), ("eigenaar", 4)]
    drawn = draw(crowd, "Vertrouwen")
    assert [(name, x) for name, x, _ in marks(drawn)] == [("mG", 30), ("mG", 70), ("mE", 70)]
    assert re.findall(r">(\d+×)</text>", drawn) == ["7×"]
    assert f"<title>Vertrouwen. {describe(crowd)}</title>" in drawn
