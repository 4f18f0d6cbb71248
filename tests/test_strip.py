"""The strip as a reader meets it: where the marks stand, what the sentence says, what it keeps to itself."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.scoring import CORNERS, MOST_MARKS, tallest
from conversations.strip import abstention_words, describe, distance_words, mark, marks_of, small_mark, strip

SVG = "{http://www.w3.org/2000/svg}"
KUST = [
    ("opdrachtgever", 4),
    ("opdrachtgever", 4),
    ("opdrachtnemer", 2),
    ("opdrachtnemer", 1),
    ("eigenaar", 3),
]
DIGIT = 0.54  # of the font size: how wide a bold digit of the font is, and the ×
a_score = st.tuples(st.sampled_from(CORNERS), st.none() | st.integers(1, 5))
scores_of_a_table = st.lists(a_score, max_size=12)
large_tables = st.lists(a_score, min_size=MOST_MARKS + 1, max_size=12)


def drawn(scores, **options):
    return ET.fromstring(strip(scores, "Vertrouwen", **options))


def marks(root, hollow=False):
    """Return (x, y, class) of every mark."""
    found = []
    for place in root.findall(f"{SVG}svg"):
        group = place.find(f".//{SVG}g[@class]")
        if group is not None and ("--hollow" in group.get("class")) == hollow:
            found.append((place.get("x"), float(place.get("y")), group.get("class").split("--")[1].split()[0]))
    return found


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (None, "te weinig scores"),
        (0, "alle scores gelijk"),
        (1, "1 punt uit elkaar"),
        (2, "2 punten uit elkaar"),
        (4, "4 punten uit elkaar"),
    ],
)
def test_distance_in_words(gap, words):
    assert distance_words(gap) == words


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ([], "Er is geen score."),
        (KUST, "3 punten uit elkaar: opdrachtgever 4 en 4, opdrachtnemer 1 en 2, eigenaar 3."),
        ([("eigenaar", 3)], "Te weinig scores: eigenaar 3."),
        ([("eigenaar", 2), ("opdrachtgever", 2)], "Alle scores gelijk: opdrachtgever 2, eigenaar 2."),
        ([("eigenaar", None), ("eigenaar", None)], "Er is geen score. Geen beeld: 2 × eigenaar."),
        (
            [("opdrachtgever", None), ("opdrachtgever", 4), ("eigenaar", 3)],
            "1 punt uit elkaar: opdrachtgever 4, eigenaar 3. Geen beeld: 1 × opdrachtgever.",
        ),
        (
            [(None, 4), (None, 2), (None, 2), (None, None)],
            "2 punten uit elkaar: scores 2, 2 en 4. Geen beeld: 1 × iemand.",
        ),
    ],
)
def test_sentence(scores, sentence):
    assert describe(scores) == sentence


def test_strip_is_an_image_whose_name_is_the_whole_sentence():
    root = drawn(KUST)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == f"Vertrouwen. {describe(KUST)}"


def test_every_participant_has_one_mark_on_the_value_given_and_geen_beeld_has_none():
    root = drawn([*KUST, ("eigenaar", None)])
    assert sorted((x, corner) for x, _, corner in marks(root)) == [
        ("10%", "opdrachtnemer"),
        ("30%", "opdrachtnemer"),
        ("50%", "eigenaar"),
        ("70%", "opdrachtgever"),
        ("70%", "opdrachtgever"),
    ]


def test_marks_on_one_value_stack_from_below_without_touching():
    root = drawn([("eigenaar", 4), ("opdrachtnemer", 4), ("opdrachtgever", 4)], size=20)
    from_below = sorted(marks(root), key=lambda found: -found[1])
    assert [corner for _, _, corner in from_below] == list(CORNERS)
    heights = [y for _, y, _ in from_below]
    assert all(below - above >= 20 for below, above in pairwise(heights))
    assert min(heights) >= 20 / 2  # the highest mark stays inside the picture


@pytest.mark.parametrize(
    ("scores", "ends"),
    [
        (KUST, ("10%", "70%")),
        ([("eigenaar", 2), ("opdrachtgever", 3)], ("30%", "50%")),
        ([("eigenaar", 2), ("opdrachtgever", 2)], None),
        ([("eigenaar", 2)], None),
        ([("eigenaar", 5), ("opdrachtgever", None)], None),
    ],
)
def test_band_runs_from_the_lowest_to_the_highest_score(scores, ends):
    bands = [line for line in drawn(scores).iter(f"{SVG}line") if line.get("class") == "dh-band"]
    assert [(band.get("x1"), band.get("x2")) for band in bands] == ([ends] if ends else [])


def test_a_value_somebody_gave_is_bold_and_the_others_are_light():
    numbers = {
        place.find(f"{SVG}text").text: place.find(f"{SVG}text").get("font-weight")
        for place in drawn([("eigenaar", 2), ("opdrachtgever", 5)]).findall(f"{SVG}svg")
        if place.find(f"{SVG}text") is not None
    }
    assert numbers == {"1": "400", "2": "700", "3": "400", "4": "400", "5": "700"}


def test_corners_differ_in_shape_and_letter_and_not_in_colour_alone():
    shapes = {corner: ET.fromstring(mark(corner)) for corner in CORNERS}
    assert {corner: group[0].tag for corner, group in shapes.items()} == {
        "opdrachtgever": "rect",
        "opdrachtnemer": "circle",
        "eigenaar": "path",
    }
    assert [group.find("text").text for group in shapes.values()] == ["G", "N", "E"]


@given(scores_of_a_table)
def test_naamloos_shows_no_corner_in_any_way(scores):
    picture = strip([(None, value) for _, value in scores], "Vertrouwen")
    assert not any(word in picture for word in (*CORNERS, ">G<", ">N<", ">E<", "#5a2d91", "#0b7568", "#b04a06"))


@given(scores_of_a_table)
def test_the_order_of_entry_cannot_be_read_from_the_strip(scores):
    assert strip(scores, "Vertrouwen") == strip(list(reversed(scores)), "Vertrouwen")


@given(scores_of_a_table.filter(lambda scores: len(scores) <= MOST_MARKS))
def test_every_score_has_exactly_one_mark(scores):
    assert len(marks(drawn(scores))) == sum(value is not None for _, value in scores)


@given(large_tables)
def test_at_a_large_table_equal_scores_of_a_corner_are_one_mark_with_their_count(scores):
    given_to = Counter(pair for pair in scores if pair[1] is not None)
    found = list(marks_of(drawn(scores)))
    assert sorted(found) == sorted((corner, value, count) for (corner, value), count in given_to.items())
    beside = [text.text for text in drawn(scores).iter(f"{SVG}text") if text.get("class") == "dh-count"]
    assert sorted(beside) == sorted(f"{count}×" for _, _, count in found if count > 1)


@given(large_tables, st.sampled_from([16, 29, 84]))
@example([("opdrachtgever", 3)] * 12, 29)
@example([(None, 3)] * 12, 29)
def test_at_a_large_table_marks_and_counts_stay_apart_and_inside_the_picture(scores, size):
    root = drawn(scores, size=size)
    height, places = float(root.get("height")), {}
    for x, y, _ in marks(root):
        assert size * 0.6 <= y <= height - size * 0.6
        places.setdefault(x, []).append(y)
    for heights in places.values():
        assert all(above - below >= size for below, above in pairwise(sorted(heights)))
    for place in root.findall(f"{SVG}svg"):
        left, right = reach(place, size)
        assert max(-left, right) <= size * 1.11  # a fifth of a picture of 300 px is twice that of marks of 27 px


def reach(place, size):
    """Return how far what stands on one value reaches to the left and to the right of it, in px."""
    shifted = place.find(f"{SVG}g[@transform]")
    if shifted is None:
        return -size * 0.6, size * 0.6
    start = float(re.search(r"translate\((\S+) 0\)", shifted.get("transform"))[1])
    count = shifted.find(f"{SVG}text")
    if count is None:
        return start - size * 0.6, start + size * 0.6
    wide = float(count.get("font-size")) * DIGIT * len(count.text)
    return start - size * 0.6, start + float(count.get("x")) + wide


def test_a_large_table_is_never_higher_than_a_mark_per_corner():
    crowd = [("opdrachtgever", 4)] * 8 + [("opdrachtnemer", 4)] * 2 + [("eigenaar", 4)] * 2
    root = drawn(crowd)
    assert sorted(y for _, y, _ in marks(root)) == sorted({y for _, y, _ in marks(root)})
    assert len(marks(root)) == tallest(crowd) == len(CORNERS)
    assert root.get("height") == drawn(crowd[-5:], rows=3).get("height")


def test_a_large_table_in_words():
    crowd = [("opdrachtgever", value) for value in (4, 3, 4, 2, 4, 3, 4, 4)]
    crowd += [("opdrachtnemer", 1), ("opdrachtnemer", 2), ("eigenaar", 3), ("eigenaar", None)]
    assert describe(crowd) == (
        "3 punten uit elkaar. Opdrachtgevers: 2, 3 (2 keer), 4 (5 keer). Opdrachtnemers: 1, 2. Eigenaar: 3. "
        "Geen beeld: 1 × eigenaar."
    )
    assert describe([(None, value) for _, value in crowd]) == (
        "3 punten uit elkaar. Scores: 1, 2 (2 keer), 3 (3 keer), 4 (5 keer). Geen beeld: 1 × iemand."
    )


def test_last_time_hangs_open_below_the_scale_and_is_said():
    root = drawn(KUST, previous=[("opdrachtnemer", 2), ("eigenaar", 5)])
    lowest_now = max(y for _, y, _ in marks(root))
    assert [x for x, y, _ in marks(root, hollow=True) if y > lowest_now] == ["30%", "90%"]
    said = root.find(f"{SVG}title").text
    assert said.endswith("Vorige keer: 3 punten uit elkaar: opdrachtnemer 2, eigenaar 5.")
    assert float(root.get("height")) > float(drawn(KUST).get("height"))


def test_rows_lines_strips_up_under_one_another():
    one, three = [("eigenaar", 1)], [("eigenaar", 1)] * 3
    assert drawn(one, rows=3).get("height") == drawn(three).get("height") != drawn(one).get("height")


def test_hostile_name_stays_text():
    root = ET.fromstring(strip(KUST, '</title><script>alert("x")</script>&'))
    assert root.find(f"{SVG}title").text.startswith('</title><script>alert("x")</script>&.')
    assert not list(root.iter(f"{SVG}script"))


def test_abstentions_are_named_with_their_corner():
    assert abstention_words(
        [("eigenaar", None), ("opdrachtgever", None), ("opdrachtgever", None), ("eigenaar", 1)]
    ) == ("2 × opdrachtgever, 1 × eigenaar")
    assert abstention_words(KUST) == ""


def test_small_mark_beside_a_word_has_no_name_of_its_own():
    root = ET.fromstring(small_mark("eigenaar"))
    assert root.get("aria-hidden") == "true"
    assert root.find(f"{SVG}title") is None


@given(scores_of_a_table)
def test_the_marks_of_a_strip_can_be_read_back(scores):
    expected = sorted((corner, value) for corner, value in scores if value is not None)
    found = marks_of(drawn(scores, previous=KUST))  # those of last time are not among them
    assert sorted((corner, value) for corner, value, count in found for _ in range(count)) == expected


def test_a_naamloos_mark_is_read_back_without_a_corner():
    assert list(marks_of(drawn([(None, 2), (None, None), (None, 5)]))) == [(None, 2, 1), (None, 5, 1)]
