"""What makes a conversation better is said, in the words of the tip that it belongs to."""

import datetime as dt

import pytest

from conversations import advice
from conversations.advice import Person
from conversations.portable.planning import advise
from tests.portable_files import case

TODAY = dt.date(2026, 3, 1)
OG, ON, EI = "opdrachtgever", "opdrachtnemer", "eigenaar"
THREE = [Person(OG, 3), Person(ON, 4), Person(EI, 3)]


def said(found):
    return " ".join(one.text for one in found)


@pytest.mark.parametrize(
    ("held_on", "minutes", "words"),
    [
        (None, None, ""),
        (dt.date(2026, 4, 12), 90, ""),
        (dt.date(2026, 4, 11), 90, "minder dan zes weken"),
        (TODAY, None, "minder dan zes weken"),
        (dt.date(2026, 2, 28), 120, ""),
        (None, 89, "duurt 89 minuten"),
    ],
)
def test_time(held_on, minutes, words):
    found = advice.advise_on_time(held_on, minutes, TODAY)
    assert words in said(found)
    assert len(found) == bool(words)


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (THREE, []),
        (THREE[:2], ["geen eigenaar"]),
        ([], ["geen opdrachtgever", "geen opdrachtnemer", "geen eigenaar"]),
        (
            [*THREE, Person(OG), Person(OG)],
            ["3 mensen aan tafel als opdrachtgever", "Geen van de opdrachtgevers aan tafel coördineert"],
        ),
        ([*THREE, Person(OG), Person(OG, coordinates=True)], ["3 mensen aan tafel als opdrachtgever"]),
        ([*THREE, Person(OG)], []),  # two can settle it between them
        ([*THREE, Person(OG, 1)], []),  # the highest of the corner counts
        ([Person(OG, 2), Person(ON, 4), Person(EI, 4)], ["functieniveau"]),
        ([Person(OG, 2, "alles tot een miljoen"), Person(ON, 4), Person(EI, 4)], []),
        ([Person(OG, 2), Person(ON, 4, "alles"), Person(EI, 4)], ["functieniveau"]),
        ([Person(OG, 2), Person(ON), Person(EI)], []),
    ],
)
def test_table(people, words):
    found = advice.advise_on_table(people)
    assert [word for word in words if word in said(found)] == words
    assert len(found) == len(words)


@pytest.mark.parametrize(
    ("count", "coordinator", "words"),
    [(1, "", []), (2, "Noor", ["meer opdrachtgevers dan"]), (2, "", ["meer opdrachtgevers dan", "niemand leidt"])],
)
def test_several_opdrachtgevers(count, coordinator, words):
    found = advice.advise_on_table(THREE, count, coordinator)
    assert [word for word in words if word in said(found)] == words
    assert len(found) == len(words)


@pytest.mark.parametrize(
    ("found", "tip"),
    [
        (advice.advise_on_interest(" "), "tijd"),
        (advice.advise_on_outcome("", [], "", ""), "vervolg"),
        (advice.advise_on_outcome("doel", ["inbedding"], "kwartaaloverleg", ""), "vervolg"),
        (advice.advise_on_guidance("", False), "begeleiding"),
        (advice.advise_on_focus([]), "voorbereiding"),
        (advice.advise_on_setting("online"), "setting"),
        (advice.advise_on_setting("hybride"), "setting"),
    ],
)
def test_each_says_to_which_tip_it_belongs(found, tip):
    assert [one.tip for one in found] == [tip]


@pytest.mark.parametrize(
    "found",
    [
        advice.advise_on_interest("Samen."),
        advice.advise_on_outcome("doel", ["inbedding"], "kwartaaloverleg", "jaar"),
        advice.advise_on_guidance("Yara", False),
        advice.advise_on_guidance("", True),
        advice.advise_on_focus(["vertrouwen"]),
        advice.advise_on_setting("samen"),
        advise(case(), TODAY - dt.timedelta(days=200)),
    ],
)
def test_a_good_plan_gets_no_advice(found):
    assert found == []


def test_a_conversation_that_was_held_gets_no_advice_on_its_preparation():
    document = case("jeugdhulpregio")
    assert advise(document, TODAY) == []
    del document["conversation"]["scores"], document["conversation"]["insights"], document["conversation"]["agreements"]
    assert [one.tip for one in advise(document, TODAY)] == ["tijd", "voorbereiding"]


def test_an_opdrachtgever_who_is_not_at_the_table_counts_on_the_day_itself():
    document = case()
    document["conversation"]["participants"].remove("og2")
    assert "meer opdrachtgevers dan" in said(advise(document, TODAY - dt.timedelta(days=200)))
    document["triangle"]["seats"][1]["until"] = "2026-03-11"
    assert advise(document, TODAY - dt.timedelta(days=200)) == []
