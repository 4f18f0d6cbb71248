"""Conversation files for tests: the cases, a small one, and the two commands as somebody at a terminal runs them."""

import copy
import io
import json
from functools import cache
from pathlib import Path

from django.apps import apps
from django.core.management import call_command

CASES = Path(__file__).resolve().parent.parent / "conversations" / "cases"
NOTHING = object()


@cache
def _read(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def case(name="kustregister"):
    """Return a case as a dict of its own, free to change."""
    return copy.deepcopy(_read(name))


def small(**conversation):
    """Return the smallest file: one seat, one participant, nothing decided; `conversation` fields are added."""
    seat = {
        "id": "a",
        "corner": "opdrachtgever",
        "organisation": "Ministerie van Wonen",
        "person": "Noor Bakhuis",
        "function": "directeur",
    }
    return {
        "format": "driehoek/gesprek",
        "version": 1,
        "triangle": {"name": "Warmtenet", "purpose": "Warmte zonder gas.", "kind": "rijk", "seats": [seat]},
        "conversation": {
            "title": "Kennismaken",
            "purpose": "Elkaar leren kennen.",
            "display": "per_hoek",
            "participants": ["a"],
            **conversation,
        },
    }


def put(document, place, value):
    """Put `value` at the JSON pointer `place`; NOTHING takes away what is there, '-' adds to a list."""
    *path, last = [int(step) if step.isdigit() else step for step in place.strip("/").split("/")]
    for step in path:
        document = document[step]
    if value is NOTHING:
        del document[last]
    elif last == "-":
        document.append(value)
    else:
        document[last] = value


def run_import(folder, content, *options):
    """Read in `content` (a dict, or bytes as they are) from a file in `folder`; return (number, words on stderr).

    Raises CommandError when the command refuses.
    """
    path = folder / "gesprek.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    out, err = io.StringIO(), io.StringIO()
    call_command("import_conversation", str(path), *options, stdout=out, stderr=err)
    number = out.getvalue()
    assert number == f"{int(number)}\n"  # a number on standard output, and nothing else
    return int(number), err.getvalue()


def run_export(number, *options):
    """Return (the JSON on standard output as text, words on stderr)."""
    out, err = io.StringIO(), io.StringIO()
    call_command("export_conversation", str(number), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def row_counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}
