"""What is wrong in a file, and where. Nothing here ever repeats a text of the file: it may be private."""

import re
from dataclasses import dataclass

SHOWN_KEY = 60  # characters of an unknown field name that are repeated
SLUG = re.compile(r"[a-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: `place` is a JSON pointer ('/' is the whole file), `reason` a Dutch sentence."""

    place: str
    reason: str

    def __str__(self):
        return f"{self.place}: {self.reason}"


class BadFileError(Exception):
    """The file cannot be read in. `findings` is the whole list, never empty."""

    def __init__(self, findings):
        super().__init__("\n".join(map(str, findings)))
        self.findings = list(findings)


def pointer(path):
    """Return the JSON pointer of `path` (keys and numbers, from the root), on one line whatever the keys hold."""
    return "/" + "/".join(printable(str(part)).replace("~", "~0").replace("/", "~1") for part in path)


def printable(key):
    short = key if len(key) <= SHOWN_KEY else key[:SHOWN_KEY] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)


def quoted(value):
    """Return ‘value’ when it is a short code that cannot be somebody's words, else 'deze waarde'."""
    if isinstance(value, int) and abs(value) < 10**15:
        return f"‘{str(value).lower()}’"
    return f"‘{value}’" if isinstance(value, str) and SLUG.fullmatch(value) else "deze waarde"


def either(words):
    """Return 'a, b of c'."""
    *rest, last = map(str, words)
    return f"{', '.join(rest)} of {last}" if rest else last
