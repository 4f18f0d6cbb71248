"""What every page is for, from help.yaml: pages show it at their foot, and the handleiding is printed from it."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

SOURCE = Path(__file__).with_name("help.yaml")
SHAPE = Path(__file__).with_name("help.schema.json")
REASONS = {
    "type": lambda error: (
        "hier hoort iets anders: " + {"string": "tekst", "array": "een lijst"}.get(error.validator_value, "namen")
    ),
    "required": lambda error: "hier ontbreekt " + ", ".join(sorted(set(error.validator_value) - set(error.instance))),
    "additionalProperties": lambda error: "onbekende naam; toegestaan zijn " + ", ".join(error.schema["properties"]),
    "pattern": lambda error: "deze tekst is leeg, of geen hele zin",
    "minItems": lambda error: f"deze lijst is te kort: minstens {error.validator_value}",
    "maxItems": lambda error: f"deze lijst is te lang: hooguit {error.validator_value}",
}


class HelpError(ValueError):
    """The help is wrong; the message is Dutch and names every place in the file with its reason."""


@dataclass(frozen=True)
class Page:
    """The help of one page, or of a few that do one thing. `names` are full names of routes; 2 to 5 sentences."""

    title: str
    names: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A part of the handleiding. `text` is Markdown, and may be empty."""

    title: str
    text: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Step:
    """One step of the rehearsal: what to do, and the route `address` where that is done."""

    code: str
    title: str
    todo: str
    label: str
    address: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Rehearsing:
    title: str
    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Help:
    title: str
    text: str
    rehearsing: Rehearsing
    chapters: tuple[Chapter, ...]

    def pages(self):
        """Return {full name of a route: its Page}."""
        return {name: page for chapter in self.chapters for page in chapter.pages for name in page.names}


@cache
def the_help():
    """Return the Help of this installation, read once. Raises HelpError."""
    return read_help(SOURCE)


def read_help(path):
    """Return the Help in the file at `path`. Raises HelpError with all that is wrong in it."""
    raw = parse(path)
    shape = json.loads(SHAPE.read_text(encoding="utf-8"))
    mistakes = [
        f"{place(error.absolute_path)}: {REASONS[error.validator](error)}."
        for error in Draft202012Validator(shape).iter_errors(raw)
    ]
    mistakes = mistakes or said_twice(raw)
    if mistakes:
        raise HelpError("\n".join(f"{path.name}, {mistake}" for mistake in mistakes))
    return build(raw)


def parse(path):
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", regel {mark.line + 1}" if mark else ""
        raise HelpError(f"{path.name}{where}: dit is geen geldige YAML.") from error


def place(path):
    """Return a place in the file as a JSON pointer: /hoofdstukken/0/titel."""
    return "/" + "/".join(map(str, path))


def said_twice(raw):
    """Return what is wrong when a page has more than one text, as texts."""
    seen, mistakes = set(), []
    for number, chapter in enumerate(raw["hoofdstukken"]):
        for nr, page in enumerate(chapter.get("paginas", [])):
            where = place(["hoofdstukken", number, "paginas", nr, "namen"])
            mistakes += [f"{where}: {name} heeft al een uitleg." for name in page["namen"] if name in seen]
            seen |= set(page["namen"])
    return mistakes


def build(raw):
    practice = raw["oefening"]
    steps = tuple(
        Step(one["code"], one["titel"], one["doe"], one["knop"], one["adres"], tuple(one["namen"]))
        for one in practice["stappen"]
    )
    rehearsing = Rehearsing(practice["titel"], practice["tekst"], steps)
    return Help(raw["titel"], raw["tekst"], rehearsing, tuple(map(build_chapter, raw["hoofdstukken"])))


def build_chapter(raw):
    pages = (Page(one["titel"], tuple(one["namen"]), tuple(one["zinnen"])) for one in raw.get("paginas", []))
    return Chapter(raw["titel"], raw.get("tekst", ""), tuple(pages))
