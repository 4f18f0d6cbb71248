"""Files for the rules: short to write down, and what is said of them."""

from types import SimpleNamespace

from conversations.portable import BadFileError, check
from conversations.portable.rules import Subjects
from tests.portable_files import small

SUBJECTS = Subjects(
    {code: SimpleNamespace(code=code) for code in ("vertrouwen", "rolbewustzijn")},
    {"dilemma": SimpleNamespace(code="dilemma")},
    {"tijd": SimpleNamespace(code="tijd"), "setting": SimpleNamespace(code="setting")},
)
SEATS, TALK = "/triangle/seats", "/conversation"


def said(document):
    """Return every line with which `document` is refused, [] when it is taken."""
    try:
        check(document, SUBJECTS)
    except BadFileError as error:
        return str(error).splitlines()
    return []


def seat(code, person=None, corner="opdrachtgever", **fields):
    organisation = fields.pop("organisation", "Ministerie")
    person = person or f"Persoon {code}"
    return {"id": code, "corner": corner, "organisation": organisation, "person": person, "function": "x", **fields}


def seated(*seats, **conversation):
    """Return a file with these seats; its one participant is the first, unless `conversation` says otherwise."""
    document = small(**{"participants": [seats[0]["id"]], **conversation})
    document["triangle"]["seats"] = list(seats)
    return document


def answer(kind, who="a", about="vertrouwen", **fields):
    row = {"participant": who, "principle": about, "value": 3}
    if kind == "reflections":
        row = {"participant": who, "question": about, "text": "", "visibility": "zelf"}
    return row | fields


def agreement(**fields):
    return {"text": "x", "kind": "actie", "corners": ["eigenaar"], **fields}
