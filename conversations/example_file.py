"""Examples as one file to pass on, the format of `voorbeelden.schema.json`: written, checked and read in."""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from .models import Example, record
from .portable import BadFileError, Finding
from .portable.findings import pointer
from .portable.parsing import malformed
from .portable.schema import day, misfits

SCHEMA = Path(__file__).resolve().parent / "voorbeelden.schema.json"
HEAD = {"format": "driehoek/voorbeelden", "version": 1}
LISTS = {
    "agreements": Example.Kind.WERKAFSPRAAK,
    "questions": Example.Kind.VRAGEN,
    "run_sheets": Example.Kind.DRAAIBOEK,
}
ABOUT = {"principe", "kaart"}  # parts that are about something with a code
SAID = ("title", "why", "organisation", "text", "name")
LINES = ("title", "why", "organisation")


def build_document(examples):
    """Return a queryset of Example as a document, the oldest first."""
    lists = {name: [] for name in LISTS}
    names = {kind: name for name, kind in LISTS.items()}
    for example in examples.order_by("published_on", "pk"):
        lists[names[example.kind]].append(told(example))
    return HEAD | {name: rows for name, rows in lists.items() if rows}


def told(example):
    """Return one example as it stands in a file; what is empty is left out."""
    content = {name: value for name, value in example.content.items() if value}
    if example.kind == Example.Kind.DRAAIBOEK:
        content["parts"] = [{name: value for name, value in part.items() if value} for part in content["parts"]]
    return {name: getattr(example, name) for name in LINES} | {"date": example.published_on.isoformat()} | content


def check(document):
    """Raise BadFileError with everything that is wrong in `document`; return None when nothing is."""
    found = [*malformed(document), *misfits(document, SCHEMA)]
    if not found:
        found = [finding for path, row in rows_of(document) for finding in broken(path, row)]
    if found:
        raise BadFileError(found)


def rows_of(document):
    """Yield (path, object) of every example, question and part of a document that fits the schema."""
    for name in LISTS:
        for place, row in enumerate(document.get(name, [])):
            yield (name, place), row
            for inner in ("questions", "parts"):
                yield from (((name, place, inner, nr), part) for nr, part in enumerate(row.get(inner, [])))


def broken(path, row):
    """Yield a Finding for each rule beyond the schema that a row breaks."""
    for name in SAID:
        if name in row and not row[name].strip():
            yield Finding(pointer((*path, name)), "hier staat alleen wit; er hoort tekst")
    if "date" in row and day(row["date"]) > timezone.localdate():
        yield Finding(pointer((*path, "date")), "deze dag moet nog komen")
    if row.get("kind") in ABOUT and "code" not in row:
        yield Finding(pointer((*path, "code")), "dit veld ontbreekt en is verplicht bij een principe en bij een kaart")


def import_examples(document):
    """Read the examples of a checked document in; return (how many are new, how many were there). All or nothing."""
    check(document)
    made = 0
    with transaction.atomic():
        examples = [read(kind, row) for name, kind in LISTS.items() for row in document.get(name, [])]
        for example in examples:
            there = Example.objects.filter(digest=example.digest).exists()
            if not there:
                example.save()
                made += 1
        if made:
            record("voorbeelden ingelezen", examples=made)
    return made, len(examples) - made


def read(kind, row):
    """Return one row of a file as an unsaved Example."""
    contents = {
        Example.Kind.WERKAFSPRAAK: lambda: {name: row.get(name, "") for name in ("text", "sign", "principle")},
        Example.Kind.VRAGEN: lambda: {"questions": row["questions"]},
        Example.Kind.DRAAIBOEK: lambda: {
            "parts": [{"code": "", "chosen": False} | dict(part) for part in row["parts"]],
        },
    }
    lines = {name: row[name] for name in LINES}
    example = Example(kind=kind, published_on=day(row["date"]), content=contents[kind](), **lines)
    example.digest = example.fingerprint()
    return example
