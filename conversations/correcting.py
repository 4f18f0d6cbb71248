"""Which sentences of a vastgesteld report a correction may change, and what the content is then: pure."""

import copy
from collections import Counter
from dataclasses import dataclass

SPOKEN, AGREED, TABLE = "Wat er is gezegd", "Afspraken", "Aan tafel"
FIELDS = {"text": "wat we afspreken", "sign": "waaraan we merken dat het werkt"}


@dataclass(frozen=True)
class Part:
    """One text in the content: `section` and `place` say where; a part that `is_needed` may not become empty."""

    group: str
    label: str
    section: str
    place: int
    name: str
    text: str
    is_needed: bool = True

    @property
    def key(self):
        """'agreements-0-text': unique in one content, fit for the name of a field."""
        return f"{self.section}-{self.place}-{self.name}"


def parts_of(content):
    """Return the Parts that may be corrected, in the order of the report; what is empty stays empty."""
    return [*at_the_table(content), *spoken(content), *agreed(content)]


def at_the_table(content):
    for place, row in enumerate(content["table"]):
        yield Part(TABLE, f"Naam, {row['corner']}", "table", place, "name", row["name"])


def spoken(content):
    names = {row["code"]: row["name"] for row in content["principles"]}
    for place, row in enumerate(content["insights"]):
        if row["text"].strip():
            label = names.get(row["principle__code"], row["principle__code"])
            yield Part(SPOKEN, label, "insights", place, "text", row["text"], is_needed=False)


def agreed(content):
    for place, row in enumerate(content["agreements"]):
        for name, words in FIELDS.items():
            if row[name].strip():
                label = f"Afspraak {place + 1}: {words}"
                yield Part(AGREED, label, "agreements", place, name, row[name], is_needed=name == "text")


def corrected(content, texts, dropped):
    """Return a copy of `content` with `texts` ({key of a part: text}) put in and the quotes at `dropped` left out.

    A name at the table changes where that person answers for an agreement or reacted as well, unless two people
    carry it. Quotes keep the name that they were given with.
    """
    found = copy.deepcopy(content)
    for part in parts_of(content):
        new = texts.get(part.key, part.text)
        found[part.section][part.place][part.name] = new
        if part.section == "table" and new != part.text:
            rename(found, content, part.text, new)
    found["given"] = [quote for place, quote in enumerate(content["given"]) if place not in dropped]
    return found


def rename(found, content, old, new):
    if Counter(row["name"] for row in content["table"])[old] > 1:
        return
    for section, name in (("agreements", "owner"), ("responses", "name")):
        for before, row in zip(content[section] or [], found[section] or [], strict=True):
            if before[name] == old:
                row[name] = new


def differences(content, texts, dropped):
    """Return [(label, what it was, what it becomes)] of a correction; '' is a text that goes."""
    parts = [part for part in parts_of(content) if texts.get(part.key, part.text) != part.text]
    changed = [(f"{part.group} · {part.label}", part.text, texts[part.key]) for part in parts]
    return changed + [("Meegegeven", content["given"][place]["text"], "") for place in sorted(dropped)]
