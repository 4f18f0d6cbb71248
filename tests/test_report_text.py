"""The Dutch sentences of the report, as tables of cases."""

import pytest

from conversations.board import Row
from conversations.report_page import contact, next_talk, topic
from conversations.report_text import distances, hours, long_day, lower_first, number, outcome_line, sentence, when, who
from conversations.scoring import CORNERS


def row(name, *values):
    scores = tuple(zip(CORNERS, values, strict=False))
    return Row(name.lower(), name, "?", ("", ""), ("", "", ""), shown=True, scores=scores)


@pytest.mark.parametrize(
    ("start", "minutes", "said"),
    [
        ("09:30", 150, "9.30 tot 12.00 uur"),
        ("09:05", None, "9.05 uur"),
        ("23:30", 45, "23.30 tot 0.15 uur"),
        ("13:00", 120, "13.00 tot 15.00 uur"),
    ],
)
def test_hours(start, minutes, said):
    assert hours(start, minutes) == said


@pytest.mark.parametrize(
    ("iso", "said"),
    [("2026-03-12", "Donderdag 12 maart 2026"), ("2024-02-29", "Donderdag 29 februari 2024")],
)
def test_a_date_is_dutch(iso, said):
    assert long_day(iso) == said


@pytest.mark.parametrize(
    ("kind", "due_on", "said"),
    [
        ("actie", "2026-06-15", "Uiterlijk 15 juni 2026"),
        ("actie", None, "Geen datum afgesproken"),
        ("werkafspraak", "2026-09-17", "Terugkijken op 17 september 2026"),
        ("werkafspraak", None, "Doorlopend"),
        ("besluit", "2026-03-10", "Genomen op 10 maart 2026"),
        ("besluit", None, "Genomen op 12 maart 2026"),
    ],
)
def test_when_of_an_agreement_follows_its_kind(kind, due_on, said):
    assert when({"kind": kind, "due_on": due_on}, "2026-03-12") == said


@pytest.mark.parametrize(
    ("owner", "corners", "said"),
    [
        ("Hilde Boersma", ["eigenaar"], "Hilde Boersma"),
        ("", list(CORNERS), "alle drie de hoeken"),
        ("", ["eigenaar"], "niemand in het bijzonder"),
    ],
)
def test_who_of_an_agreement(owner, corners, said):
    assert who({"owner": owner, "corners": corners}) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], []),
        ([row("Vertrouwen", 2, 2)], ["Alle scores zijn per principe gelijk. "]),
        ([row("Vertrouwen", 2, 3)], ["Vertrouwen: 1 punt uit elkaar. "]),
        (
            [row("Vertrouwen", 2, 3), row("Rollen", 3, 4)],
            ["Het verschil is overal even groot. Bij elk principe 1 punt."],
        ),
        (
            [row("Vertrouwen", 1, 5), row("Rollen", 2, 2)],
            ["Het verst uit elkaar ligt vertrouwen. Het verschil is 4 punten.",
             "Het dichtst bij elkaar ligt rollen. De scores zijn daar gelijk."],
        ),
        (
            [row("A b", 1, 5), row("Zien", 1, 5), row("Doen", 5, 1), row("Rollen", 2, 3)],
            ["Het verst uit elkaar liggen A b, zien en doen. Bij alle drie is het verschil 4 punten.",
             "Het dichtst bij elkaar ligt rollen. Het verschil is 1 punt."],
        ),
    ],
)  # fmt: skip
def test_what_lies_furthest_apart_and_what_closest(rows, said):
    assert [f"{bold} {rest}" for bold, rest in distances(rows, [])] == said


def test_a_long_insight_does_not_enter_the_summary():
    rows = [row("Vertrouwen", 1, 5), row("Rollen", 2, 3)]
    short, long = ({"principle__code": "rollen", "text": text} for text in ("Kort gezegd.", "Lang " * 60))
    assert list(distances(rows, [short]))[1][1] == "Kort gezegd."
    assert list(distances(rows, [long]))[1][1] == "Het verschil is 1 punt."


def insight(shared_view="", applied=""):
    return {"shared_view": shared_view, "applied": applied, "text": ""}


@pytest.mark.parametrize(
    ("scored", "insights", "said"),
    [
        (row("R", 2, 4), [], "Scores: 2 punten uit elkaar."),
        (row("R", 2), [], "Scores: te weinig om te vergelijken."),
        (None, [insight("gedeeld", "nee")], "Na het gesprek: een gedeeld beeld. Toegepast: nee."),
        (None, [insight()], ""),
        (
            row("R", 3, 3),
            [insight("gedeeld", "ja"), insight("niet_besproken", "")],
            "Scores: alle gelijk. Na het gesprek: niet besproken. Toegepast: ja.",
        ),
    ],
)
def test_scores_and_outcome_in_one_line(scored, insights, said):
    assert outcome_line(scored, insights) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("Elk kwartaal", "elk kwartaal"), ("OG en ON", "OG en ON"), ("A 12", "A 12"), ("", ""), ("x", "x")],
)
def test_a_text_after_a_colon_begins_small_but_an_abbreviation_does_not(text, said):
    assert lower_first(text) == said


@pytest.mark.parametrize(("text", "said"), [("Ja", "Ja."), ("Ja!", "Ja!"), ("Ja. ", "Ja."), ("Zo…", "Zo…")])
def test_a_sentence_ends_once(text, said):
    assert sentence(text) == said


@pytest.mark.parametrize(("count", "said"), [(0, "nul"), (1, "één"), (12, "twaalf"), (13, "13")])
def test_small_numbers_are_words(count, said):
    assert number(count) == said


@pytest.mark.parametrize(
    ("found", "talk", "said"),
    [
        ({}, {"rhythm": "", "embedded_in": ""}, ""),
        ({"next_on": "2026-09-17"}, {"rhythm": "eenmalig", "embedded_in": ""}, "Donderdag 17 september 2026."),
        ({}, {"rhythm": "kwartaal", "embedded_in": ""}, "Het gesprek komt elk kwartaal terug."),
        ({}, {"rhythm": "", "embedded_in": "MT kust"}, "Het gesprek krijgt een vaste plek: MT kust."),
    ],
)
def test_next_talk(found, talk, said):
    assert next_talk(found, talk) == said


def test_contact_and_topic():
    assert contact({"contact_now": "", "contact_wanted": "Elke maand"}) == "Voortaan: elke maand."
    assert contact({"contact_now": "Nooit", "contact_wanted": ""}) == "Nu: nooit."
    assert topic({"title": "Koers?", "horizon": "dit jaar", "lead": ""}) == "Koers? Termijn: dit jaar."
