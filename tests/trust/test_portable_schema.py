"""A file beside the published schema: each misfit has its place, and a Dutch sentence that says what may stand there.

A sentence is tested as a whole: whoever made the file must be able to mend it with that sentence alone.
"""

import datetime as dt
import json

import pytest

from conversations.portable.schema import day, misfits
from tests.portable_files import NOTHING, case, put, small

LINE = "dit heeft niet de goede vorm; wat mag: één regel, zonder regeleinde of stuurtekens"
TEXT = "dit heeft niet de goede vorm; wat mag: tekst zonder het teken nul"
ID = "dit heeft niet de goede vorm; wat mag: 1 tot 40 tekens uit a-z, 0-9, _ en -"
CODE = "dit heeft niet de goede vorm; wat mag: 1 tot 60 tekens uit a-z, 0-9 en -"
TIME = "dit heeft niet de goede vorm; wat mag: een tijd, zoals 09:30"
DATE = "dit is geen bestaande datum in de vorm jjjj-mm-dd, zoals 2026-03-12"
MAIL = "dit is geen e-mailadres, zoals naam@voorbeeld.example, van hoogstens 254 tekens"
MISSING = "dit veld ontbreekt en is verplicht"
KINDS = "mag hier niet; kies uit rijk, verbonden_partij of anders"
TIPS = "tijd, gesprekspartners, vervolg, begeleiding, voorbereiding, setting"
PRINCIPLES = "heldere-afspraken, vertrouwen, gelijkwaardigheid, rolbewustzijn of opgavegericht"
SEAT = "/triangle/seats/0"
TALK = "/conversation"
LONG_MAIL = f"naam@{'x' * 60}.{'x' * 60}.{'x' * 60}.{'x' * 58}.example"  # 254 characters


def said(document):
    return [str(finding) for finding in misfits(document)]


def test_a_small_file_and_every_case_fit():
    names = ("kustregister", "jeugdhulpregio", "warmtenet-in-voorbereiding")
    assert [said(document) for document in (small(), *map(case, names))] == [[]] * 4


WRONG = [  # (what is changed, to what, the one thing that is said of that place)
    ("/format", "iets", 'hier mag alleen "driehoek/gesprek" staan'),
    ("/version", 2, "hier mag alleen 1 staan"),
    ("/version", True, "hier mag alleen 1 staan"),
    ("/version", "1", "hier mag alleen 1 staan"),
    ("/version", NOTHING, MISSING),
    ("/triangle", [], "dit is een lijst; hier hoort een object"),
    ("/triangle", "x", "dit is een tekst; hier hoort een object"),
    ("/triangle/name", 12, "dit is een geheel getal; hier hoort een tekst"),
    ("/triangle/name", 1.5, "dit is een getal met een breuk; hier hoort een tekst"),
    ("/triangle/name", True, "dit is true; hier hoort een tekst"),
    ("/triangle/name", False, "dit is false; hier hoort een tekst"),
    ("/triangle/name", None, "dit is null; hier hoort een tekst"),
    ("/triangle/name", {}, "dit is een object; hier hoort een tekst"),
    ("/triangle/name", "", "deze tekst is leeg; minstens 1 teken hoort"),
    ("/triangle/name", "x" * 301, "deze tekst is te lang; hoogstens 300 tekens mag"),
    ("/triangle/name", "a\nb", LINE),
    ("/triangle/name", "a\n", LINE),
    ("/triangle/purpose", "a\x00", TEXT),
    ("/triangle/kind", "ge-heim", f"‘ge-heim’ {KINDS}"),
    ("/triangle/kind", "Ons geheim", f"deze waarde {KINDS}"),
    ("/triangle/recurring_topics", "x", "dit is een tekst; hier hoort een lijst"),
    ("/triangle/recurring_topics", [1] * 51, "deze lijst is te lang; hoogstens 50 mogen erin"),
    ("/triangle/seats", [], "deze lijst is leeg; minstens 1 hoort erin"),
    (f"{SEAT}/id", "OG 1", ID),
    (f"{SEAT}/id", "a" * 41, ID),
    (f"{SEAT}/email", "noor", MAIL),
    (f"{SEAT}/email", f"x{LONG_MAIL}", MAIL),
    (f"{SEAT}/email", 3, "dit is een geheel getal; hier hoort een tekst"),
    (f"{SEAT}/function_level", 6, "dit getal is te hoog; hier hoort een getal van 1 tot en met 5"),
    (f"{SEAT}/function_level", 0, "dit getal is te laag; hier hoort een getal van 1 tot en met 5"),
    (f"{SEAT}/function_level", "x", "dit is een tekst; hier hoort een geheel getal van 1 tot en met 5"),
    (f"{SEAT}/from", "2026-02-30", DATE),
    (f"{SEAT}/from", None, "dit is null; hier hoort een tekst"),
    (f"{SEAT}/until", "morgen", f"{DATE}, of null"),
    (f"{SEAT}/until", 3, "dit is een geheel getal; hier hoort een tekst, of null"),
    (f"{SEAT}/coordinating", 1, "dit is een geheel getal; hier hoort true of false"),
    (f"{TALK}/start", "24:00", TIME),
    (f"{TALK}/duration_minutes", 961, "dit getal is te hoog; hier hoort een getal van 15 tot en met 960"),
    (f"{TALK}/outcomes", "x", "dit is een tekst; hier hoort een lijst"),
    (f"{TALK}/participants", [], "deze lijst is leeg; minstens 1 hoort erin"),
    (f"{TALK}/tips", [], "dit is een lijst; hier hoort een object"),
    (f"{TALK}/tips", ["tijd"], "dit is een lijst; hier hoort een object"),
    (f"{TALK}/facilitator", "x", "dit is een tekst; hier hoort een object"),
]


@pytest.mark.parametrize(("place", "value", "reason"), WRONG, ids=[f"{row[0]}-{n}" for n, row in enumerate(WRONG)])
def test_a_misfit_is_named_once_with_its_place_and_what_may_stand_there(place, value, reason):
    document = small()
    put(document, place, value)
    assert said(document) == [f"{place}: {reason}"]


FIELDS_OF_A_NAME = "dit veld bestaat hier niet; wel: name, organisation, email"
INSIDE = [  # (what is changed, to what, [what is said of which place below it])
    ("/triangle/recurring_topics", ["x", 1], ["/1: dit is een geheel getal; hier hoort een tekst"]),
    (
        f"{TALK}/outcomes",
        ["verslag", "besluiten", "verslag"],
        ["/2: ‘verslag’ staat al in deze lijst; alles mag één keer"],
    ),
    (f"{TALK}/focus", ["moed"], [f"/0: ‘moed’ mag hier niet; kies uit {PRINCIPLES}"]),
    (f"{TALK}/tips", {"tijd": {"done": 1}}, ["/tijd/done: dit is een geheel getal; hier hoort true of false"]),
    (f"{TALK}/tips", {"koffie": {}, "tijd": {}}, [f"/koffie: dit veld bestaat hier niet; wel: {TIPS}"]),
    (
        f"{TALK}/facilitator",
        {"name": "x", "naam": "y", "e": 1},
        [f"/naam: {FIELDS_OF_A_NAME}", f"/e: {FIELDS_OF_A_NAME}"],
    ),
    (f"{TALK}/facilitator", {}, [f"/name: {MISSING}"]),
    ("/triangle/seats", [7, 8], [f"/{n}: dit is een geheel getal; hier hoort een object" for n in (0, 1)]),
]


@pytest.mark.parametrize(("place", "value", "found"), INSIDE, ids=[f"{row[0]}-{n}" for n, row in enumerate(INSIDE)])
def test_a_misfit_deeper_down_is_named_where_it_stands(place, value, found):
    document = small()
    put(document, place, value)
    assert said(document) == [place + line for line in found]


def test_a_list_beyond_its_maximum_is_counted_and_not_looked_into():
    topics = [{"title": 1, "horizon": "jaar"}] * 51
    found = said(small(follow_up={"agenda": topics}))
    assert found == [f"{TALK}/follow_up/agenda: deze lijst is te lang; hoogstens 50 mogen erin"]
    found = said(small(follow_up={"agenda": topics[:50]}))
    assert found[-1] == f"{TALK}/follow_up/agenda/49/title: dit is een geheel getal; hier hoort een tekst"
    found = said(small(participants=[*(f"p{n}" for n in range(29)), "p0", "p1"]))
    assert [line.split(": ")[0] for line in found] == [f"{TALK}/participants", f"{TALK}/participants/29"]


def score(**fields):
    return {"participant": "a", "principle": "vertrouwen", "value": 3, **fields}


WRONG_ANSWERS = [
    ({"value": 6}, ["value: dit getal is te hoog; hier hoort een getal van 1 tot en met 5, of null"]),
    (
        {"value": 2.5},
        ["value: dit is een getal met een breuk; hier hoort een geheel getal van 1 tot en met 5, of null"],
    ),
    ({"value": True}, ["value: dit is true; hier hoort een geheel getal van 1 tot en met 5, of null"]),
    ({"value": None}, []),
    ({"participant": "A"}, [f"participant: {ID}"]),
    ({"visibility": "allen"}, ["visibility: ‘allen’ mag hier niet; kies uit zelf, begeleider, naamloos of met_naam"]),
]


@pytest.mark.parametrize(("fields", "found"), WRONG_ANSWERS, ids=[str(row[0]) for row in WRONG_ANSWERS])
def test_a_wrong_answer_is_named_in_its_own_field(fields, found):
    assert said(small(scores=[score(), score(**fields)])) == [f"{TALK}/scores/1/{line}" for line in found]


def test_a_question_has_a_code_of_its_own_form():
    reflection = {"participant": "a", "question": "Q?", "text": "", "visibility": "zelf"}
    assert said(small(reflections=[reflection])) == [f"{TALK}/reflections/0/question: {CODE}"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("/triangle/name", "x" * 300),
        ("/triangle/name", "a\tb"),
        ("/triangle/purpose", "a\nb\x07"),
        ("/triangle/recurring_topics", ["x"] * 50),
        (f"{SEAT}/email", LONG_MAIL),
        (f"{SEAT}/function_level", 1),
        (f"{SEAT}/function_level", 5),
        (f"{SEAT}/until", None),
        (f"{SEAT}/until", "2028-02-29"),
        (f"{TALK}/duration_minutes", 15),
        (f"{TALK}/duration_minutes", 960),
        (f"{TALK}/tips", {"setting": {"done": True, "note": ""}}),
    ],
)
def test_what_lies_just_within_the_bounds_fits(place, value):
    document = small()
    put(document, place, value)
    assert said(document) == []


def test_another_schema_is_held_to_in_the_same_words(tmp_path):
    path = tmp_path / "schema.json"
    numbers = {"type": "number", "minimum": 3, "maximum": 4}
    path.write_text(json.dumps({"type": "array", "uniqueItems": True, "maxItems": 3, "items": numbers}))
    assert [str(finding) for finding in misfits([3, 4, 2.9], path)] == [
        "/2: dit getal is te laag; hier hoort een getal van 3 tot en met 4"
    ]
    assert [str(finding) for finding in misfits([3, 3], path)] == ["/1: ‘3’ staat al in deze lijst; alles mag één keer"]
    spelt_otherwise = [{"a": 1, "b": 2}, {"b": 2, "a": 1}]
    assert "/1: deze waarde staat al in deze lijst; alles mag één keer" in map(str, misfits(spelt_otherwise, path))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("2026-03-12", dt.date(2026, 3, 12)),
        ("2028-02-29", dt.date(2028, 2, 29)),
        ("2026-02-29", None),
        ("0000-01-01", None),
        ("20260312", None),
        ("2026-W11-4", None),
        ("2026-03-12\n", None),
        (" 2026-03-12", None),
        ("２０２６-03-12", None),
        ("", None),
        (20260312, None),
        (None, None),
    ],
)
def test_a_day_has_one_spelling(value, found):
    assert day(value) == found
