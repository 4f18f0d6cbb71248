"""Examples as one file: out, in, and out again the same; a wrong one is refused as a whole, with where and why."""

import copy
import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations.example_file import build_document, import_examples
from conversations.models import AuditEvent, Example
from conversations.portable import BadFileError
from tests.examples.conftest import make_example, part

pytestmark = pytest.mark.django_db
LINES = {"why": "Het scheelt brieven.", "organisation": "Dienst Kust", "date": "2026-02-03"}
FILE = {
    "format": "driehoek/voorbeelden",
    "version": 1,
    "agreements": [
        LINES | {"title": "Eerst bellen", "text": "Wij bellen eerst.\n\nDan pas een brief.", "sign": "Rust."}
    ],
    "questions": [LINES | {"title": "Eén vraag", "questions": [{"code": "dilemma", "text": "Welk dilemma?"}]}],
    "run_sheets": [
        LINES
        | {
            "title": "Kort",
            "parts": [
                {"kind": "principe", "code": "vertrouwen", "name": "Vertrouwen", "minutes": 30, "chosen": True},
                {"kind": "pauze", "name": "Pauze", "minutes": 10},
            ],
        }
    ],
}


def run(command, *args):
    """Return (standard output, standard error) of a command."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a document to a file and gives its path."""

    def write(document):
        path = tmp_path / "voorbeelden.json"
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        return path

    return write


def test_in_and_out_is_the_same(written):
    assert run("import_examples", written(FILE)) == ("3\n", "")
    assert json.loads(run("export_examples")[0]) == FILE
    event = AuditEvent.objects.first()
    assert (event.action, event.details) == ("voorbeelden ingelezen", {"examples": 3})


def test_out_and_in_again_adds_nothing(written):
    for kind in Example.Kind.values:
        make_example(kind, title=kind)
    document = json.loads(run("export_examples")[0])
    assert run("import_examples", written(document)) == ("0\n", "3 stonden er al\n")
    assert Example.objects.count() == 3
    assert [event.action for event in AuditEvent.objects.all()] == ["voorbeelden geëxporteerd"]


def test_elsewhere_it_reads_the_same(written):
    for kind in Example.Kind.values:
        make_example(kind, title=kind, published_on=dt.date(2026, 1, 2))
    before = list(Example.objects.order_by("pk").values("kind", "title", "why", "organisation", "content", "digest"))
    document = build_document(Example.objects.all())
    Example.objects.all().delete()
    import_examples(document)
    after = Example.objects.order_by("pk").values("kind", "title", "why", "organisation", "content", "digest")
    assert list(after) == before
    assert set(Example.objects.values_list("published_by", "triangle", "published_on")) == {
        (None, None, dt.date(2026, 1, 2))
    }


def test_one_organisation_can_be_passed_on(written):
    make_example(title="Van ons", organisation="Dienst Kust")
    make_example(title="Van hen")
    document = json.loads(run("export_examples", "--organisation", "Dienst Kust")[0])
    assert [row["title"] for row in document["agreements"]] == ["Van ons"]
    with pytest.raises(CommandError, match="geen voorbeelden"):
        run("export_examples", "--organisation", "dienst duin")


def test_an_empty_shelf_is_a_file_too(written):
    document = json.loads(run("export_examples")[0])
    assert document == {"format": "driehoek/voorbeelden", "version": 1}
    assert run("import_examples", written(document)) == ("0\n", "")


NEXT_WEEK = (timezone.localdate() + dt.timedelta(days=7)).isoformat()  # also when midnight comes in between
WRONG = [
    (("format",), "driehoek/gesprek", "/format"),
    (("version",), 2, "/version"),
    (("agreements", 0, "text"), "", "/agreements/0/text"),
    (("agreements", 0, "title"), "  ", "/agreements/0/title"),
    (("agreements", 0, "title"), "twee\nregels", "/agreements/0/title"),
    (("agreements", 0, "why"), "x" * 2001, "/agreements/0/why"),
    (("agreements", 0, "owner"), "Renske", "/agreements/0/owner"),
    (("agreements", 0, "date"), NEXT_WEEK, "/agreements/0/date"),
    (("questions", 0, "date"), "3-2-2026", "/questions/0/date"),
    (("questions", 0, "questions"), [], "/questions/0/questions"),
    (("questions", 0, "questions", 0, "code"), "Een Code", "/questions/0/questions/0/code"),
    (("run_sheets", 0, "parts", 0, "kind"), "lunch", "/run_sheets/0/parts/0/kind"),
    (("run_sheets", 0, "parts", 0, "minutes"), 0, "/run_sheets/0/parts/0/minutes"),
    (("run_sheets", 0, "parts", 1, "kind"), "kaart", "/run_sheets/0/parts/1/code"),
    (("run_sheets", 0, "parts", 1, "name"), "half \ud800", "/run_sheets/0/parts/1/name"),
]


@pytest.mark.parametrize(("path", "value", "place"), WRONG, ids=[place for _, _, place in WRONG])
def test_a_wrong_file_is_refused_as_a_whole(written, path, value, place):
    document = copy.deepcopy(FILE)
    spot = document
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    with pytest.raises(CommandError) as refused:
        run("import_examples", written(document))
    assert f"\n{place}: " in str(refused.value)
    assert str(refused.value).count("\n") == 1
    assert not Example.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b"null"], ids=["empty", "half", "list", "bytes", "null"]
)
def test_what_is_no_such_file_is_refused_without_a_traceback(written, content):
    with pytest.raises(CommandError, match="Er is niets ingelezen"):
        run("import_examples", written(content))


def test_a_missing_field_is_named():
    document = copy.deepcopy(FILE)
    del document["agreements"][0]["organisation"]
    with pytest.raises(BadFileError, match="/agreements/0/organisation: dit veld ontbreekt"):
        import_examples(document)


def test_a_file_holds_no_number_of_a_person_or_triangle():
    found = make_example("draaiboek", content={"parts": [part("pauze")]})
    assert set(build_document(Example.objects.all())["run_sheets"][0]) == {
        *("title", "why", "organisation", "date", "parts")
    }
    assert found.triangle_id
