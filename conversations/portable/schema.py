"""The published schema, checked by jsonschema (Draft 2020-12) with Dutch sentences of our own.

Two readings are stricter than a plain validator: a pattern holds for the whole text, so that no closing newline slips
through, and a list longer than its maximum is not looked into.
"""

import datetime as dt
import json
import re
from functools import cache, partial
from itertools import islice
from operator import ge, le
from pathlib import Path

from django.core.exceptions import ValidationError as NotAnAddress
from django.core.validators import validate_email
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from .findings import Finding, either, pointer, quoted

SCHEMA = Path(__file__).resolve().parent.parent / "gespreksbestand.schema.json"
MAIL_LENGTH = 254
TYPES = {
    "object": "een object",
    "array": "een lijst",
    "string": "een tekst",
    "integer": "een geheel getal",
    "number": "een getal",
    "boolean": "true of false",
    "null": "null",
}
RULES = json.loads(SCHEMA.read_bytes())
FORMS = {  # the patterns of the schema, in words
    RULES["$defs"]["line"]["pattern"]: "één regel, zonder regeleinde of stuurtekens",
    RULES["$defs"]["text"]["pattern"]: "tekst zonder het teken nul",
    RULES["$defs"]["id"]["pattern"]: "1 tot 40 tekens uit a-z, 0-9, _ en -",
    RULES["$defs"]["code"]["pattern"]: "1 tot 60 tekens uit a-z, 0-9 en -",
    RULES["properties"]["conversation"]["properties"]["start"]["pattern"]: "een tijd, zoals 09:30",
}
BOUNDS = {  # keyword: (type it speaks of, what of a value is measured, how it is compared, the sentence)
    "minLength": ("string", len, ge, "deze tekst is leeg; minstens {bound} teken hoort"),
    "maxLength": ("string", len, le, "deze tekst is te lang; hoogstens {bound} tekens mag"),
    "minItems": ("array", len, ge, "deze lijst is leeg; minstens {bound} hoort erin"),
    "maxItems": ("array", len, le, "deze lijst is te lang; hoogstens {bound} mogen erin"),
    "minimum": ("number", float, ge, "dit getal is te laag; hier hoort een getal{span}"),
    "maximum": ("number", float, le, "dit getal is te hoog; hier hoort een getal{span}"),
}
formats = FormatChecker(formats=())


@formats.checks("date")
def is_date(value):
    """Whether `value` is a day as 2026-03-12; other spellings of ISO 8601 are not in the format."""
    return not isinstance(value, str) or day(value) is not None


@formats.checks("email")
def is_address(value):
    if not isinstance(value, str):
        return True
    try:
        validate_email(value)
    except NotAnAddress:
        return False
    return len(value) <= MAIL_LENGTH


FORMATS = {
    "date": "dit is geen bestaande datum in de vorm jjjj-mm-dd, zoals 2026-03-12",
    "email": f"dit is geen e-mailadres, zoals naam@voorbeeld.example, van hoogstens {MAIL_LENGTH} tekens",
}


def day(value):
    """Return the date that the text `value` spells as jjjj-mm-dd, else None."""
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def misfits(document, schema=SCHEMA):
    """Return a Finding for each place where `document` does not fit a schema (a path), in the order of the file."""
    found = validator(schema).iter_errors(document)
    return [Finding(pointer(error.absolute_path), error.message) for error in found]


@cache
def validator(schema):
    sentences = {
        "type": check_type,
        "const": check_const,
        "enum": check_enum,
        "required": check_required,
        "additionalProperties": check_unknown,
        "patternProperties": check_known_by_pattern,
        "pattern": check_pattern,
        "format": check_format,
        "items": check_items,
        "uniqueItems": check_unique,
        "anyOf": check_nullable,
        **{keyword: partial(check_bound, *BOUNDS[keyword]) for keyword in BOUNDS},
    }
    rules = json.loads(schema.read_bytes())
    return extend(Draft202012Validator, sentences)(rules, format_checker=formats)


def check_bound(kind, measure, compare, sentence, validator, bound, value, schema):
    if validator.is_type(value, kind) and not compare(measure(value), bound):
        yield ValidationError(sentence.format(bound=bound, span=span(schema)))


def check_type(validator, name, value, schema):
    if not validator.is_type(value, name):
        yield ValidationError(f"dit is {kind(value)}; hier hoort {TYPES[name]}{span(schema)}")


def kind(value):
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    names = {dict: "object", list: "array", str: "string", int: "integer"}
    found = [name for python, name in names.items() if isinstance(value, python)]
    return TYPES[found[0]] if found else "een getal met een breuk"


def span(schema):
    return f" van {schema['minimum']} tot en met {schema['maximum']}" if "minimum" in schema else ""


def check_const(validator, only, value, schema):
    if value != only or isinstance(value, bool):
        yield ValidationError(f"hier mag alleen {json.dumps(only)} staan")


def check_enum(validator, allowed, value, schema):
    if value not in allowed:
        yield ValidationError(f"{quoted(value)} mag hier niet; kies uit {either(allowed)}")


def check_required(validator, names, value, schema):
    for name in names if validator.is_type(value, "object") else ():
        if name not in value:
            yield ValidationError("dit veld ontbreekt en is verplicht", path=[name])


def check_unknown(validator, allowed, value, schema):
    """Name the fields that the schema does not know, and those it does; `allowed` is False throughout the schema."""
    if not validator.is_type(value, "object"):
        return
    patterns = schema.get("patternProperties", {})
    known = [*schema.get("properties", {}), *(name for pattern in patterns for name in re.findall(r"[a-z_]+", pattern))]
    for name in value:
        if name not in known:
            yield ValidationError(f"dit veld bestaat hier niet; wel: {', '.join(known)}", path=[name])


def check_known_by_pattern(validator, patterns, value, schema):
    for pattern, inner in patterns.items():
        for name in value if validator.is_type(value, "object") else ():
            if re.fullmatch(pattern, name):
                yield from validator.descend(value[name], inner, path=name)


def check_pattern(validator, pattern, value, schema):
    if validator.is_type(value, "string") and not re.fullmatch(pattern, value):
        yield ValidationError(f"dit heeft niet de goede vorm; wat mag: {FORMS[pattern]}")


def check_format(validator, name, value, schema):
    if not validator.format_checker.conforms(value, name):
        yield ValidationError(FORMATS[name])


def check_items(validator, rule, value, schema):
    if not validator.is_type(value, "array") or len(value) > schema.get("maxItems", len(value)):
        return
    for index, item in enumerate(value):
        yield from validator.descend(item, rule, path=index)


def check_unique(validator, wanted, value, schema):
    if not validator.is_type(value, "array"):
        return
    seen = set()
    for index, item in enumerate(islice(value, schema.get("maxItems"))):
        spelt = json.dumps(item, sort_keys=True)
        if spelt in seen:
            yield ValidationError(f"{quoted(item)} staat al in deze lijst; alles mag één keer", path=[index])
        seen.add(spelt)


def check_nullable(validator, choices, value, schema):
    """The schema uses anyOf for one thing: a value of some kind, or null."""
    if value is not None:
        (rule,) = (choice for choice in choices if choice.get("type") != "null")
        for error in validator.descend(value, rule):
            error.message += ", of null"
            yield error
