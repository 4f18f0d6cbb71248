"""The rules beside parts that do not fit the schema: those are named once, and break no rule on the way."""

import pytest

from conversations.portable import parse
from tests.portable_files import small
from tests.trust.ruled import TALK, answer, said, seat, seated

BROKEN = [None, 7, "x", [], {}, [None], [7], ["x"], [[]], [{}], [{"id": []}], {"x": {}}]
PLACES = [("triangle",), ("conversation",), ("triangle", "seats")] + [
    ("conversation", name)
    for name in ("participants", "scores", "reflections", "agreements", "insights", "tips", "focus", "date")
]


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_parts_of_the_wrong_kind_are_refused_by_the_schema_and_break_no_rule(place):
    for value in BROKEN:
        document = small()
        *path, last = place
        inside = document[path[0]] if path else document
        inside[last] = value
        assert not [line for line in said(document) if line.startswith("/: ")]
    for value in (None, 7, "x", []):
        assert len(said(value)) == 1


def test_a_row_of_which_every_field_is_of_the_wrong_kind_is_refused_by_the_schema_alone():
    row = dict.fromkeys(("id", "corner", "organisation", "person", "function", "from", "until", "coordinating"), 7)
    document = seated(seat("a"), row, row)
    fields = dict.fromkeys(("participant", "principle", "question", "owner", "in_report", "most_important"), 7)
    for name in ("scores", "reflections", "agreements", "insights"):
        document["conversation"][name] = [fields, fields]
    assert not [line for line in said(document) if "zie " in line or "is hier geen" in line]


def test_a_list_of_a_thousand_is_looked_into_and_a_longer_one_is_not():
    rows = [answer("scores", f"p{n}") for n in range(1000)]
    assert len([line for line in said(small(scores=rows)) if "is hier geen deelnemer" in line]) == 1000
    assert said(small(scores=[*rows, rows[0]])) == [f"{TALK}/scores: deze lijst is te lang; hoogstens 1000 mogen erin"]


def test_what_is_wrong_whatever_the_format_comes_first():
    document = parse(b'{"version": 1, "version": 1}')
    assert (
        said(document)[0] == "/version: dit veld staat er meer dan \u00e9\u00e9n keer; elk veld mag \u00e9\u00e9n keer"
    )
    assert len(said(document)) == 4  # and the three fields that are missing
