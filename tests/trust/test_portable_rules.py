"""The rules that a file must keep beyond its schema: who is named, which place, and the whole sentence."""

import datetime as dt

import pytest

from conversations.models import MOST_OPDRACHTGEVERS as MOST
from conversations.portable import check
from conversations.portable.rules import overlap
from tests.portable_files import small
from tests.trust.ruled import SEATS, SUBJECTS, TALK, agreement, answer, said, seat, seated


def test_a_file_that_keeps_the_rules_is_taken_with_all_that_may_stand_in_it():
    document = seated(
        seat("a", coordinating=True),
        seat("b", corner="eigenaar", coordinating=False),
        date="2026-03-12",
        participants=["a", "b"],
        scores=[answer("scores"), answer("scores", about="rolbewustzijn"), answer("scores", "b")],
        reflections=[answer("reflections", about="dilemma", visibility="naamloos", in_report=True)],
        agreements=[agreement(owner="b", most_important=True, principle="vertrouwen"), agreement()],
        insights=[{"principle": "vertrouwen", "text": ""}] * 2,
        tips={"tijd": {}},
        focus=["rolbewustzijn"],
    )
    assert check(document, SUBJECTS) is None


def test_an_id_stands_for_one_seat():
    double = seated(seat("a", "Noor"), seat("b", "Bo"), seat("a", "Adam"), seat("a", "Zoë"))
    words = f"‘a’ is al de id van {SEATS}/0; elke plaats heeft een eigen id"
    assert said(double) == [f"{SEATS}/2/id: {words}", f"{SEATS}/3/id: {words}"]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({"from": "2026-01-02", "until": "2026-01-02"}, []),
        ({"from": "2026-01-02"}, []),
        ({"until": "2026-01-02"}, []),
        (
            {"from": "2026-01-02", "until": "2026-01-01"},
            ["dit ligt voor from; hier mag 2026-01-02 of later staan, of null"],
        ),
    ],
)
def test_a_seat_does_not_end_before_it_begins(days, found):
    assert said(seated(seat("a", **days))) == [f"{SEATS}/0/until: {words}" for words in found]


HELD = "deze persoon zit in dezelfde tijd al in deze hoek, zie {}; laat de perioden niet overlappen"


@pytest.mark.parametrize(
    ("other", "beside"),
    [
        ({}, True),
        ({"organisation": "MINISTERIE"}, True),
        ({"organisation": "Gemeente"}, False),
        ({"person": "noor"}, False),
        ({"corner": "eigenaar"}, False),
        ({"from": "2026-06-30"}, True),
        ({"from": "2026-07-01"}, False),
    ],
)
def test_a_person_holds_one_seat_at_a_time_in_a_corner(other, beside):
    document = seated(seat("a", "Noor", until="2026-06-30"), seat("b", **{"person": "Noor", **other}))
    assert said(document) == ([f"{SEATS}/1: {HELD.format(f'{SEATS}/0')}"] if beside else [])


def test_a_third_seat_beside_the_second_names_that_second_one():
    years = [{"until": "2024-12-31"}, {"from": "2025-01-01", "until": "2025-12-31"}, {"from": "2025-12-31"}]
    document = seated(*(seat(f"s{n}", "Noor", **days) for n, days in enumerate(years)))
    assert said(document) == [f"{SEATS}/2: {HELD.format(f'{SEATS}/1')}"]
    document = seated(*(seat(f"s{n}", "Noor") for n in range(3)))
    assert said(document) == [f"{SEATS}/{n}: {HELD.format(f'{SEATS}/0')}" for n in (1, 2)]


def test_one_opdrachtgever_coordinates():
    seats = [
        seat("a", corner="opdrachtnemer", coordinating=True),
        seat("b", coordinating=True),
        seat("c", corner="eigenaar", coordinating=True),
        seat("d", coordinating=False),
        seat("e", coordinating=True),
        seat("f", coordinating=True),
    ]
    only, taken = "alleen een opdrachtgever kan coördineren; hier hoort false", f"zie {SEATS}/1; hoogstens één plaats"
    assert said(seated(*seats)) == [
        f"{SEATS}/0/coordinating: {only}",
        f"{SEATS}/2/coordinating: {only}",
        f"{SEATS}/4/coordinating: er coördineert al iemand, {taken} mag dat",
        f"{SEATS}/5/coordinating: er coördineert al iemand, {taken} mag dat",
    ]


def test_a_participant_has_a_seat_and_a_message_gives_the_choice_of_those_there_are():
    document = seated(seat("a"), seat("b"), seat("c"), participants=["x", "a", "Niet ik"])
    assert said(document) == [
        f"{TALK}/participants/2: dit heeft niet de goede vorm; wat mag: 1 tot 40 tekens uit a-z, 0-9, _ en -",
        f"{TALK}/participants/0: ‘x’ is hier geen plaats; kies uit a, b of c",
    ]


def test_a_message_never_offers_an_id_that_is_no_code():
    document = seated(seat("Iemand anders"), participants=["x"])
    assert said(document)[1:] == [f"{TALK}/participants/0: ‘x’ is hier geen plaats; er is er geen"]


@pytest.mark.parametrize(
    ("days", "date", "fits"),
    [
        ({"from": "2026-03-12"}, "2026-03-12", True),
        ({"until": "2026-03-12"}, "2026-03-12", True),
        ({"from": "2026-03-13"}, "2026-03-12", False),
        ({"until": "2026-03-11"}, "2026-03-12", False),
        ({"until": "2020-01-01"}, None, True),
    ],
)
def test_a_participant_holds_the_seat_on_the_day(days, date, fits):
    document = seated(seat("a", **days), **({"date": date} if date else {}))
    words = f"deze plaats is op {date} niet van deze persoon; kijk naar from en until"
    assert said(document) == ([] if fits else [f"{TALK}/participants/0: {words}"])


def test_no_more_opdrachtgevers_than_fit_and_one_for_a_single_day_is_not_counted():
    many = [seat(f"s{n}") for n in range(MOST + 2)]
    others = [seat("n", corner="opdrachtnemer"), seat("d", **{"from": "2026-03-12", "until": "2026-03-12"})]
    everybody = [*(row["id"] for row in others), *(row["id"] for row in many)]
    document = seated(*many, *others, date="2026-03-12", participants=everybody)
    words = f"aan tafel kunnen hoogstens {MOST} opdrachtgevers zitten"
    assert said(document) == [f"{TALK}/participants/{n}: {words}" for n in (MOST + 2, MOST + 3)]


def test_a_seat_that_only_begins_or_only_ends_is_no_stand_in():
    open_ended = [seat(f"s{n}", **{"from": "2026-03-12"}) for n in range(MOST + 1)]
    found = said(seated(*open_ended, date="2026-03-12", participants=[row["id"] for row in open_ended]))
    assert len(found) == 1
    for row in open_ended:
        row |= {"from": "2026-03-01", "until": "2026-03-12"}
    assert said(seated(*open_ended, participants=[row["id"] for row in open_ended])) == found


def test_an_agreement_has_a_known_owner_and_one_is_the_most_important():
    rows = [
        agreement(owner="b", most_important=False),
        agreement(owner="x", most_important=True),
        agreement(most_important=True),
        agreement(most_important=True),
    ]
    first = f"er is al een belangrijkste afspraak, zie {TALK}/agreements/1; hoogstens één mag dat zijn"
    assert said(seated(seat("a"), seat("b"), agreements=rows)) == [
        f"{TALK}/agreements/1/owner: ‘x’ is hier geen plaats; kies uit a of b",
        f"{TALK}/agreements/2/most_important: {first}",
        f"{TALK}/agreements/3/most_important: {first}",
    ]


@pytest.mark.parametrize("kind", ["reflections", "scores"])
@pytest.mark.parametrize(
    ("visibility", "may"),
    [("zelf", False), ("begeleider", False), ("naamloos", True), ("met_naam", True), (None, False)],
)
def test_priv_03_only_what_the_table_reads_may_be_printed(kind, visibility, may):
    """A file in which a text is for its author or the facilitator and yet for the report is refused."""
    about = "dilemma" if kind == "reflections" else "vertrouwen"
    row = answer(kind, about=about, in_report=True, visibility=visibility)
    if visibility is None:
        del row["visibility"]
    words = "dit mag alleen true zijn als visibility naamloos of met_naam is"
    missing = f"{TALK}/reflections/0/visibility: dit veld ontbreekt en is verplicht"
    found = [] if may else [f"{TALK}/{kind}/0/in_report: {words}"]
    assert said(small(**{kind: [row]})) == [missing] * (visibility is None and kind == "reflections") + found
    assert said(small(**{kind: [row | {"in_report": False, "visibility": "zelf"}]})) == []


@pytest.mark.parametrize(("kind", "about"), [("reflections", "dilemma"), ("scores", "vertrouwen")])
def test_a_participant_answers_a_thing_once(kind, about):
    rows = [answer(kind, who, about) for who in ("a", "b", "c", "a", "a")]
    document = seated(seat("a"), seat("b"), seat("c"), participants=["a", "b"], **{kind: rows})
    once = f"deze deelnemer gaf hierop al antwoord, zie {TALK}/{kind}/0; één keer mag"
    assert said(document) == [
        f"{TALK}/{kind}/2/participant: ‘c’ is hier geen deelnemer; kies uit a of b",
        f"{TALK}/{kind}/3: {once}",
        f"{TALK}/{kind}/4: {once}",
    ]


def test_what_is_referred_to_is_known_here():
    document = small(
        scores=[answer("scores"), answer("scores", about="opgavegericht")],
        insights=[{"principle": "opgavegericht", "text": ""}],
        agreements=[agreement(principle="opgavegericht")],
        focus=["vertrouwen", "opgavegericht"],
        reflections=[answer("reflections", about="leeg-vel")],
        tips={"tijd": {}, "begeleiding": {}},
    )
    choice = "‘opgavegericht’ is hier geen principe; kies uit vertrouwen of rolbewustzijn"
    places = ["scores/1/principle", "insights/0/principle", "agreements/0/principle", "focus/1"]
    assert said(document) == [
        *(f"{TALK}/{place}: {choice}" for place in places),
        f"{TALK}/reflections/0/question: ‘leeg-vel’ is hier geen vraag vooraf; kies uit dilemma",
        f"{TALK}/tips/begeleiding: ‘begeleiding’ is hier geen tip; kies uit tijd of setting",
    ]


def test_one_mistake_is_named_once_by_the_schema_and_all_others_stand_beside_it():
    document = seated(seat("a"), seat("a"), participants=["a", "a"], focus=["moed"])
    document["version"] = 2
    assert said(document) == [
        "/version: hier mag alleen 1 staan",
        f"{TALK}/participants/1: ‘a’ staat al in deze lijst; alles mag één keer",
        f"{TALK}/focus/0: ‘moed’ mag hier niet; kies uit heldere-afspraken, vertrouwen, gelijkwaardigheid, "
        "rolbewustzijn of opgavegericht",
        f"{SEATS}/1/id: ‘a’ is al de id van {SEATS}/0; elke plaats heeft een eigen id",
        f"{SEATS}/1: {HELD.format(f'{SEATS}/0')}",
    ]


DAYS = [None, *(dt.date(2026, 1, day) for day in (1, 2, 3))]


def test_two_periods_overlap_when_they_share_a_day():
    def days(period):
        first, last = period[0] or dt.date(2025, 12, 31), period[1] or dt.date(2026, 1, 4)
        return {first + dt.timedelta(days=n) for n in range((last - first).days + 1)}

    periods = [(first, last) for first in DAYS for last in DAYS if not (first and last and last < first)]
    for one in periods:
        for other in periods:
            assert overlap(one, other) == bool(days(one) & days(other)), (one, other)
