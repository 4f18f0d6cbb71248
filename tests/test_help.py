"""The help in place: every page of staff has its own, in plain words, and the handleiding is printed from it."""

import io
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from driehoek import help as loading
from driehoek.help import SOURCE, HelpError, read_help, the_help
from tests.access.routes import parameters
from tests.e2e.test_every_page import of_participants, pages

HANDLEIDING = Path(__file__).resolve().parent.parent / "docs" / "handleiding.md"
AT_THE_FOOT = {"accessibility", "privacy", "support"}  # they explain themselves
# Opened by a link or a code, without an account.
BY_LINK = {f"conversations:{name}" for name in ("link", "leave", "join", "join_as", "waiting", "tablet")}
BY_LINK |= {f"conversations:{name}" for name in ("open_screen", "screen_by_link", "guide_by_link")}
ADDRESSED = re.compile(r"\b(u|uw)\b", re.I)


def of_staff():
    """Return the full names of the pages that staff open."""
    return {name for name in pages() if name not in of_participants()} - AT_THE_FOOT - BY_LINK


def sentences():
    told = [sentence for page in set(the_help().pages().values()) for sentence in page.sentences]
    told += [step.todo for step in the_help().rehearsing.steps]
    return [part for sentence in told for part in re.split(r"(?<=[.?!])\s", sentence)]


def test_every_page_of_staff_has_a_text():
    missing = sorted(of_staff() - the_help().pages().keys())
    assert not missing, f"Schrijf in driehoek/help.yaml wat er op deze pagina's gebeurt: {', '.join(missing)}"


def test_no_text_is_of_a_page_that_does_not_exist():
    steps = the_help().rehearsing.steps
    named = {*the_help().pages(), *(name for step in steps for name in (step.address, *step.names))}
    unknown = sorted(named - parameters().keys())
    assert not unknown, f"driehoek/help.yaml noemt pagina's die er niet zijn: {', '.join(unknown)}"


def test_the_handleiding_is_what_the_command_prints():
    printed = io.StringIO()
    call_command("print_handleiding", stdout=printed)
    is_same = HANDLEIDING.read_text(encoding="utf-8") == printed.getvalue()
    assert is_same, "Maak hem opnieuw: python manage.py print_handleiding > docs/handleiding.md"


def test_the_handleiding_goes_along_the_journey():
    chapters = re.findall(r"^## (.+)$", HANDLEIDING.read_text(encoding="utf-8"), re.M)
    assert chapters == [
        "Oefenen",
        "Beginnen",
        "Vooraf: de driehoek",
        "Vooraf: het gesprek",
        "Het gesprek zelf",
        "Daarna: het verslag",
        "Tussen twee gesprekken",
        "Over veel driehoeken",
        "Wat deelnemers zien",
        "Wie ziet wat",
        "Beheren",
    ]


def test_a11y_10_the_words_are_plain():
    lengths = [len(sentence.split()) for sentence in sentences()]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 25


def test_staff_are_addressed_with_je_and_promised_nothing():
    wrong = [sentence for sentence in sentences() if ADDRESSED.search(sentence) or "anoniem" in sentence.lower()]
    assert wrong == []


def changed(tmp_path, change):
    """Return the path of a help that went through `change`, a function on its plain values."""
    raw = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    change(raw)
    path = tmp_path / "help.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    return path


def first_page(raw):
    return raw["hoofdstukken"][0]["paginas"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: first_page(raw).pop("titel"), "help.yaml, /hoofdstukken/0/paginas/0: hier ontbreekt titel."),
        (
            lambda raw: first_page(raw).update(zinnen=["Eén zin."]),
            "/hoofdstukken/0/paginas/0/zinnen: deze lijst is te kort: minstens 2.",
        ),
        (
            lambda raw: first_page(raw)["zinnen"].append("zonder punt"),
            "/hoofdstukken/0/paginas/0/zinnen/3: deze tekst is leeg, of geen hele zin.",
        ),
        (lambda raw: first_page(raw).update(zinnen="Een zin."), "/hoofdstukken/0/paginas/0/zinnen: hier hoort iets"),
        (lambda raw: first_page(raw).update(tekst="Iets."), "toegestaan zijn titel, namen, zinnen."),
        (lambda raw: raw.pop("oefening"), "help.yaml, /: hier ontbreekt oefening."),
        (
            lambda raw: raw["hoofdstukken"][0]["paginas"][1].update(namen=["home"]),
            "/hoofdstukken/0/paginas/1/namen: home heeft al een uitleg.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, change, said):
    with pytest.raises(HelpError, match=re.escape(said)):
        read_help(changed(tmp_path, change))


def test_a_file_that_is_no_yaml_is_told_with_its_line(tmp_path, monkeypatch):
    path = tmp_path / "help.yaml"
    path.write_text("titel: 'Open\n", encoding="utf-8")
    monkeypatch.setattr(loading, "SOURCE", path)
    the_help.cache_clear()
    with pytest.raises(CommandError, match=r"help.yaml, regel 2: dit is geen geldige YAML\."):
        call_command("print_handleiding")
    the_help.cache_clear()
