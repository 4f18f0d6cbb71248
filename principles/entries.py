"""From the words of the content files to the fields of the models: one Entry per subject."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.utils.text import slugify

from principles.models import Card, CardSource, ExampleAgreement, Principle, Question, QuestionKind, Tip
from principles.reading import CONTENT, ContentError, read_files

OWN_SOURCE = {"algemeen": "Van Driehoek zelf"}
PRINCIPLE_WORDS = {
    "naam": "name",
    "uitleg": "explanation",
    "kernvraag": "core_question",
    "doorvragen": "follow_ups",
}
SCALE_WORDS = {"1": "scale_low", "3": "scale_middle", "5": "scale_high"}
TIP_WORDS = {"naam": "name", "waarom": "reason", "velden": "fields", "signalen": "signs"}
QUESTION_WORDS = {
    "vraag": "text",
    "onderwerp": "topic",
    "antwoorden": "answers",
    "denk_aan": "consider",
    "vastleggen": "records",
}
CARD_WORDS = {
    "titel": "title",
    "kern": "core",
    "vraag": "question",
    "opdrachtgever": "question_opdrachtgever",
    "opdrachtnemer": "question_opdrachtnemer",
    "eigenaar": "question_eigenaar",
    "adviseur": "question_adviseur",
}


@dataclass(frozen=True)
class Entry:
    """One subject as its file has it. `words` are fields of its text; `links` the codes of what it belongs to."""

    code: str
    place: str
    words: dict
    links: dict = field(default_factory=dict)

    @property
    def digest(self):
        """Hex SHA-256 of what the file says, the same whatever the layout of the file."""
        said = json.dumps([self.words, self.links], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def read_entries(folder=CONTENT):
    """Return {model: its entries in order}, all models. Raises ContentError."""
    content = read_files(folder)
    entries = {
        CardSource: source_entries(content["kaarten"]["bronnen"]),
        Principle: [principle_entry(nr, raw) for nr, raw in enumerate(content["principes"])],
        Tip: [Entry(raw["code"], f"tips.yaml, /{nr}", pick(raw, TIP_WORDS)) for nr, raw in enumerate(content["tips"])],
        Question: question_entries(content["vragen"]),
        Card: card_entries(content["kaarten"]),
        ExampleAgreement: example_entries(content["voorbeeldafspraken"]),
    }
    if mistakes := [*find_doubles(entries), *find_loose_links(entries)]:
        raise ContentError(mistakes)
    return entries


def pick(raw, words):
    """Return the words that `raw` has, under the name of their field."""
    return {name: raw[key] for key, name in words.items() if key in raw}


def source_entries(sources):
    """Return the sources in the order of the file, and our own last unless the file has it."""
    texts = {**sources, **(OWN_SOURCE | sources)}
    return [Entry(code, f"kaarten.yaml, /bronnen/{code}", {"text": text}) for code, text in texts.items()]


def principle_entry(nr, raw):
    poles = dict(zip(("pole_low", "pole_high"), raw["kort"], strict=True))
    words = pick(raw, PRINCIPLE_WORDS) | pick(raw["schaal"], SCALE_WORDS) | poles
    return Entry(raw["code"], f"principes.yaml, /{nr}", words)


def question_entries(groups):
    return [
        Entry(raw["code"], f"vragen.yaml, /{kind}/{nr}", pick(raw, QUESTION_WORDS), {"kind": kind})
        for kind in QuestionKind.values
        for nr, raw in enumerate(groups[kind])
    ]


def card_entries(groups):
    """Return the cards of every group; a group is named after its source, with an underscore for each dash."""
    return [
        Entry(
            raw.get("code") or slugify(raw["titel"]),
            f"kaarten.yaml, /{group}/{nr}",
            pick(raw, CARD_WORDS),
            {"source": group.replace("_", "-"), "principles": raw["principes"]},
        )
        for group, cards in groups.items()
        if group != "bronnen"
        for nr, raw in enumerate(cards)
    ]


def example_entries(examples):
    """Return the example agreements; without a code of its own, one is known by its place within its principle."""
    seen, entries = Counter(), []
    for nr, raw in enumerate(examples):
        seen[raw["principe"]] += 1
        code = raw.get("code") or f"{raw['principe']}-{seen[raw['principe']]}"
        entries.append(
            Entry(code, f"voorbeeldafspraken.yaml, /{nr}", {"text": raw["tekst"]}, {"principle": raw["principe"]})
        )
    return entries


def find_doubles(entries):
    """Yield a mistake for every code that is empty, or that something of the same model has already."""
    for listed in entries.values():
        counts = Counter()
        for entry in listed:
            counts[entry.code] += 1
            if not entry.code:
                yield f"{entry.place}: deze titel geeft geen adres; geef ook een code."
            elif counts[entry.code] > 1:
                yield f"{entry.place}: '{entry.code}' staat er al; geef een eigen code."


def find_loose_links(entries):
    """Yield a mistake for every card or example that names a principle or source that is not there."""
    principles = [entry.code for entry in entries[Principle]]
    known = {"principle": principles, "principles": principles, "source": [entry.code for entry in entries[CardSource]]}
    for entry in [*entries[Card], *entries[ExampleAgreement]]:
        for link, value in entry.links.items():
            for code in [value] if isinstance(value, str) else value:
                if code not in known[link]:
                    yield f"{entry.place}: '{code}' bestaat niet; toegestaan zijn {', '.join(known[link])}."
