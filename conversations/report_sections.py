"""The sections of a report: what a reader remarks on, and which of them read otherwise than before. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from .report_page import compose, follow_up

FACTS = "title held_on start minutes place form facilitator facilitator_organisation classification"
LABELS = {
    "kop": "Titel en gegevens",
    "kort": "In het kort",
    "scores": "De scores",
    "tafel": "Aan tafel",
    "vooraf": "Waar het om ging",
    "meegegeven": "Meegegeven",
    "spiegel": "Hoe we dachten over elkaar",
    "afspraken": "Afspraken",
    "vervolg": "Vervolg",
    "geparkeerd": "Geparkeerd",
    "vergeleken": "Vergeleken met vorige keer",
    "geheel": "Het hele verslag",
}
ANCHORS = {"kop": "inhoud", "meegegeven": "mee", "afspraken": "afspr", "geparkeerd": "park", "geheel": "inhoud"}
PRINCIPLE = "principe-"


@dataclass(frozen=True)
class Section:
    """A part of the report. `words` is what it says, as plain JSON; None when all of it follows from other sections."""

    key: str
    label: str
    words: Any = None

    @property
    def anchor(self):
        """Return the id on the page at which the section begins."""
        return ANCHORS.get(self.key, self.key.replace(PRINCIPLE, "p-"))


def sections_of(content):
    """Return the Sections that a reader can remark on, in the order of the report; the report as a whole comes last."""
    page = compose({**content, "responses": None})
    words = {
        "kop": [content["triangle"]["name"], *(content["conversation"][name] for name in FACTS.split())],
        "scores": content["board"] if page["board"].shown else None,
        "tafel": content["table"],
        "vooraf": page["opening"],
        "meegegeven": content["given"],
    }
    ending = {
        "spiegel": content.get("mirror"),  # only where the mirror question was asked and shown
        "afspraken": content["agreements"],
        "vervolg": list(follow_up(content)),
        "geparkeerd": content["parked"],
        "vergeleken": content.get("compared"),  # a report of long ago does not have it
    }
    found = [plain(key, value) for key, value in words.items() if value]
    if page["findings"] or page["key"]:
        found.insert(1, Section("kort", LABELS["kort"]))
    found += [about_principle(row, content) for row in page["principles"]]
    return [*found, *(plain(key, value) for key, value in ending.items() if value), Section("geheel", LABELS["geheel"])]


def plain(key, words):
    return Section(key, LABELS[key], words)


def about_principle(row, content):
    said = [insight for insight in content["insights"] if insight["principle__code"] == row["code"]]
    return Section(f"{PRINCIPLE}{row['code']}", row["name"], [row["name"], row["question"], said])


def fingerprint(content):
    """Return the SHA-256 (hex) of plain JSON values, whatever the order of their keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def prints_of(sections):
    """Return {key: fingerprint} of the sections that have words of their own."""
    return {section.key: fingerprint(section.words) for section in sections if section.words is not None}


def changed_since(seen, content):
    """Return the Sections that read otherwise than in `seen` ({key: fingerprint}), those that are gone included.

    Without anything seen nothing counts as changed.
    """
    if not seen:
        return []
    sections = sections_of(content)
    now = prints_of(sections)
    changed = [section for section in sections if section.key in now and seen.get(section.key) != now[section.key]]
    return changed + [Section(key, label_of(key, content)) for key in seen if key not in now]


def label_of(key, content):
    """Return the name of a section, also when the report does not have it any more."""
    names = {f"{PRINCIPLE}{row['code']}": row["name"] for row in content["principles"]}
    return LABELS.get(key) or names.get(key, key)
