"""From a path or bytes to JSON, strictly: UTF-8, no NaN; and what is wrong with it whatever its format."""

import json
import re
from collections import Counter
from itertools import chain

from .findings import BadFileError, Finding, pointer

MOST_BYTES = 50_000_000
DEEPEST = 20  # levels; the format itself has six
LONGEST_NUMBER = 30  # characters
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
EXPECTED = {
    "Expecting ',' delimiter": "hier hoort een komma, of het eind van de lijst of het object",
    "Expecting ':' delimiter": "hier hoort een dubbele punt",
    "Expecting value": "hier hoort een waarde",
    "Expecting property name enclosed in double quotes": "hier hoort een veldnaam tussen dubbele aanhalingstekens",
    "Unterminated string starting at": "de tekst die hier begint, heeft geen aanhalingsteken aan het eind",
    "Extra data": "na het eind van het bestand staat nog iets",
    "Invalid control character at": "een tekst mag geen echt regeleinde of stuurteken bevatten: schrijf \\n",
    "Invalid \\escape": "na de schuine streep naar achteren staat een onbekend teken",
    "Invalid \\uXXXX escape": "na \\u horen vier hexadecimale cijfers",
    "Illegal trailing comma before end of object": "hier staat een komma te veel",
    "Illegal trailing comma before end of array": "hier staat een komma te veel",
}


class Fields(dict):
    """A JSON object that remembers which fields stood in the file more than once."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self.repeated = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


class NumberError(ValueError):
    """A number that JSON does not have, or that is far beyond what the format asks for."""


def read(path):
    """Return the JSON in the file at `path`; raises BadFileError, also when it cannot be opened or is no JSON."""
    try:
        with open(path, "rb") as file:
            return parse(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        raise refusal("dit bestand is er niet") from None
    except IsADirectoryError:
        raise refusal("dit is een map; geef een bestand op") from None
    except PermissionError:
        raise refusal("dit bestand mag niet worden gelezen: het ontbreekt aan rechten") from None
    except (OSError, ValueError):
        raise refusal("dit bestand kan niet worden gelezen") from None


def parse(content):
    """Return the JSON in `content` (bytes); raises BadFileError. A byte order mark is passed over."""
    if len(content) > MOST_BYTES:
        raise refusal(f"het bestand is te groot; hoogstens {MOST_BYTES // 1_000_000} MB mag")
    try:
        return load(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refusal(f"het bestand is geen UTF-8 (byte {error.start + 1}); sla het op als UTF-8") from None
    except json.JSONDecodeError as error:
        reason = EXPECTED.get(error.msg, "dit is geen geldige JSON")
        raise refusal(f"het bestand is geen JSON: {reason}", f"regel {error.lineno}, kolom {error.colno}") from None
    except NumberError as error:
        raise refusal(str(error)) from None
    except RecursionError:
        raise refusal("lijsten en objecten zijn te diep in elkaar gezet") from None


def refusal(reason, place="/"):
    return BadFileError([Finding(place, reason)])


def load(text):
    """Return the JSON in `text`. A whole number written as 3.0 is the number 3, as JSON Schema has it."""
    if not text.strip():
        raise NumberError("het bestand is leeg")
    return json.loads(text, object_pairs_hook=Fields, parse_int=whole, parse_float=fraction, parse_constant=no_number)


def whole(digits):
    if len(digits) > LONGEST_NUMBER:
        raise NumberError("er staat een getal in dat te lang is")
    return int(digits)


def fraction(digits):
    number = float(digits)
    if abs(number) > 10**LONGEST_NUMBER:
        raise NumberError("er staat een getal in dat te groot is")
    return int(number) if number.is_integer() else number


def no_number(name):
    raise NumberError(f"{name} is in JSON geen getal; gebruik null voor ‘geen beeld’")


def malformed(document):
    """Yield a Finding for each field that stands twice and each half character.

    Raises BadFileError at the first value nested too deep to look at any further.
    """
    waiting = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if len(path) > DEEPEST:
            raise refusal("dit is te diep in elkaar gezet; zo diep gaat het formaat nergens", pointer(path[:DEEPEST]))
        yield from misspelt(path, value)
        waiting.extend(((*path, key), inner) for key, inner in children(value))


def misspelt(path, value):
    texts = chain([value] if isinstance(value, str) else [], value if isinstance(value, dict) else [])
    if any(HALF_CHARACTER.search(text) for text in texts):
        yield Finding(pointer(path), "hier staat een half teken (losse surrogaat); alleen hele tekens mogen")
    for key in getattr(value, "repeated", []):
        yield Finding(pointer((*path, key)), "dit veld staat er meer dan één keer; elk veld mag één keer")


def children(value):
    """Return the (key, value) pairs inside a list or object, the last one first."""
    if isinstance(value, list):
        return reversed(list(enumerate(value)))
    return reversed(value.items()) if isinstance(value, dict) else ()
