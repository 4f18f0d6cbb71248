"""Files that are refused: each with the place and the reason in Dutch, exit code 1, nothing written, no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.portable_files import NOTHING, case, put, row_counts, run_import, small

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent


def refusal(folder, content, *options):
    """Return the lines with which `content` is refused, and see that nothing was written."""
    before = row_counts()
    with pytest.raises(CommandError) as refused:
        run_import(folder, content, *options)
    assert refused.value.returncode == 1
    assert row_counts() == before
    first, *lines = str(refused.value).splitlines()
    assert first.startswith("Er is niets ingelezen")
    return lines


SEAT = "/triangle/seats"
SCORE = "/conversation/scores"
REFLECTION = "/conversation/reflections"
AGREEMENT = "/conversation/agreements"
TWICE_BORN = {**case()["triangle"]["seats"][0], "id": "og9", "coordinating": False, "from": "2025-01-01"}
CHANGES = [  # (what is changed where, to what, the place that is named if another, words of the reason)
    ("/format", "driehoek/iets", None, 'alleen "driehoek/gesprek"'),
    ("/version", 2, None, "alleen 1"),
    ("/version", True, None, "alleen 1"),
    ("/triangle", NOTHING, None, "ontbreekt en is verplicht"),
    ("/triangle", [], None, "een lijst; hier hoort een object"),
    ("/triangle/name", "", None, "minstens 1 teken"),
    ("/triangle/name", "x" * 301, None, "hoogstens 300 tekens"),
    ("/triangle/name", "Kust\n", None, "zonder regeleinde"),
    ("/triangle/name", "Kust\x07", None, "stuurtekens"),
    ("/triangle/name", 12, None, "een geheel getal; hier hoort een tekst"),
    ("/triangle/purpose", "x" * 20_001, None, "hoogstens 20000 tekens"),
    ("/triangle/purpose", "stil\x00", None, "zonder het teken nul"),
    ("/triangle/purpose", "half \ud83d", None, "half teken"),
    ("/triangle/kind", "gemeente", None, "kies uit rijk, verbonden_partij of anders"),
    ("/triangle/kleur", "rood", None, "bestaat hier niet; wel: name, purpose"),
    ("/triangle/recurring_topics", ["x"] * 51, None, "hoogstens 50"),
    ("/triangle/seats", [], None, "minstens 1"),
    (f"{SEAT}/0/id", "OG 1", None, "a-z, 0-9"),
    (f"{SEAT}/1/id", "og1", None, "‘og1’ is al de id van /triangle/seats/0"),
    (f"{SEAT}/0/corner", "bestuur", None, "kies uit opdrachtgever, opdrachtnemer of eigenaar"),
    (f"{SEAT}/0/organisation", NOTHING, None, "ontbreekt"),
    (f"{SEAT}/0/email", "marijke apenstaart kust", None, "geen e-mailadres"),
    (f"{SEAT}/0/function_level", 6, None, "van 1 tot en met 5"),
    (f"{SEAT}/0/function_level", 0, None, "van 1 tot en met 5"),
    (f"{SEAT}/0/from", "20240201", None, "jjjj-mm-dd"),
    (f"{SEAT}/0/from", "2026-02-30", None, "geen bestaande datum"),
    (f"{SEAT}/0/until", "morgen", None, "of null"),
    (f"{SEAT}/5/until", "2017-12-31", None, "ligt voor from"),
    (f"{SEAT}/1/coordinating", True, None, "coördineert al iemand"),
    (f"{SEAT}/2/coordinating", True, None, "alleen een opdrachtgever"),
    (f"{SEAT}/-", TWICE_BORN, f"{SEAT}/6", "zie /triangle/seats/0; laat de perioden niet overlappen"),
    ("/triangle/agenda/0/horizon", "ooit", None, "kies uit kwartaal, jaar of lange_termijn"),
    ("/conversation/title", NOTHING, None, "ontbreekt"),
    ("/conversation/date", "12-03-2026", None, "jjjj-mm-dd"),
    ("/conversation/start", "25:00", None, "een tijd, zoals 09:30"),
    ("/conversation/start", "09:30\n", None, "een tijd, zoals 09:30"),
    ("/conversation/duration_minutes", 10, None, "van 15 tot en met 960"),
    ("/conversation/duration_minutes", "lang", None, "hier hoort een geheel getal van 15 tot en met 960"),
    ("/conversation/form", "zoom", None, "kies uit samen, hybride of online"),
    ("/conversation/outcomes/-", "verslag", "/conversation/outcomes/2", "staat al in deze lijst"),
    ("/conversation/self_facilitated", 1, None, "hier hoort true of false"),
    ("/conversation/facilitator/name", NOTHING, None, "ontbreekt"),
    ("/conversation/participants", [], None, "minstens 1"),
    ("/conversation/participants/-", "xx9", "/conversation/participants/5", "‘xx9’ is hier geen plaats; kies uit og1"),
    ("/conversation/participants/-", "ei0", "/conversation/participants/5", "op 2026-03-12 niet van deze persoon"),
    ("/conversation/focus/0", "liefde", None, "kies uit heldere-afspraken"),
    ("/conversation/tips/koffie", {}, None, "wel: tijd, gesprekspartners"),
    ("/conversation/tips/tijd\n", {}, "/conversation/tips/tijd\\u000a", "bestaat hier niet"),
    (f"{SCORE}/3/value", 6, None, "van 1 tot en met 5, of null"),
    (f"{SCORE}/3/value", 2.5, None, "hier hoort een geheel getal van 1 tot en met 5, of null"),
    (f"{SCORE}/3/value", True, None, "hier hoort een geheel getal"),
    (f"{SCORE}/3/value", "4", None, "een tekst; hier hoort een geheel getal"),
    (f"{SCORE}/3/value", NOTHING, None, "ontbreekt"),
    (f"{SCORE}/1/principle", "heldere-afspraken", f"{SCORE}/1", "gaf hierop al antwoord, zie /conversation/scores/0"),
    (f"{SCORE}/0/participant", "ei0", None, "‘ei0’ is hier geen deelnemer; kies uit og1"),
    (f"{SCORE}/11/in_report", True, None, "alleen true zijn als visibility naamloos of met_naam is"),
    (f"{SCORE}/0/in_report", True, None, "visibility naamloos of met_naam"),
    (f"{SCORE}/0/entry", "gegokt", None, "kies uit zelf, namens of samen"),
    (f"{REFLECTION}/0/question", "lievelingskleur", None, "is hier geen vraag vooraf; kies uit goed-voorbeeld"),
    (f"{REFLECTION}/0/question", "toegepast", None, "is hier geen vraag vooraf"),
    (f"{REFLECTION}/1/question", "moeizaam-voorbeeld", f"{REFLECTION}/1", "gaf hierop al antwoord"),
    (f"{REFLECTION}/0/visibility", "iedereen", None, "kies uit zelf, begeleider, naamloos of met_naam"),
    (f"{REFLECTION}/0/visibility", NOTHING, None, "ontbreekt"),
    (f"{REFLECTION}/4/in_report", True, None, "visibility naamloos of met_naam"),
    (f"{AGREEMENT}/0/corners", [], None, "minstens 1"),
    (f"{AGREEMENT}/1/corners", ["eigenaar"] * 2, f"{AGREEMENT}/1/corners/1", "staat al in deze lijst"),
    (f"{AGREEMENT}/1/owner", "baas", None, "‘baas’ is hier geen plaats"),
    (f"{AGREEMENT}/1/most_important", True, None, "er is al een belangrijkste afspraak"),
    (f"{AGREEMENT}/1/status", "geparkeerd", None, "kies uit open, gedaan of vervallen"),
    ("/conversation/follow_up/next_on", "najaar", None, "jjjj-mm-dd"),
]


@pytest.mark.parametrize(
    ("change", "value", "place", "reason"), CHANGES, ids=[f"{row[0]}-{n}" for n, row in enumerate(CHANGES)]
)
def test_one_mistake_is_named_once_with_its_place_and_what_is_allowed(tmp_path, change, value, place, reason):
    document = case()
    put(document, change, value)
    lines = refusal(tmp_path, document)
    named = [line for line in lines if line.startswith(f"{place or change}: ")]
    assert len(named) == 1, lines
    assert reason in named[0]


TEXTS = [  # (content of the file, the place, words of the reason)
    (b"", "/", "het bestand is leeg"),
    (b" \n ", "/", "het bestand is leeg"),
    (b"[]", "/", "een lijst; hier hoort een object"),
    (b"null", "/", "hier hoort een object"),
    (b'"tekst"', "/", "een tekst; hier hoort een object"),
    (b'{"format": "driehoek/gesprek",\n "version" 1}', "regel 2, kolom 12", "dubbele punt"),
    (b'{"format": "driehoek/gesprek"', "regel 1, kolom 30", "komma"),
    (b"{} {}", "regel 1, kolom 4", "staat nog iets"),
    (b'{"format": "a\nb"}', "regel 1, kolom 14", "geen echt regeleinde"),
    (b"geen json", "regel 1, kolom 1", "hier hoort een waarde"),
    (b'{"version": NaN}', "/", "NaN is in JSON geen getal"),
    (b'{"version": -Infinity}', "/", "-Infinity is in JSON geen getal"),
    (b'{"version": 1e999}', "/", "een getal in dat te groot is"),
    (b'{"version": ' + b"9" * 5000 + b"}", "/", "een getal in dat te lang is"),
    (b'{"format": "caf\xe9"}', "/", "geen UTF-8 (byte 16)"),
    (json.dumps(case()).encode("utf-16"), "/", "geen UTF-8"),
    (b"[" * 100_000, "/", "te diep in elkaar gezet"),
    (b'{"a":' * 30 + b"1" + b"}" * 30, "/" + "/".join("a" * 20), "te diep in elkaar gezet"),
    (b'{"version": 1, "version": 1}', "/version", "meer dan één keer"),
    (b'{"triangle": {"seats": [{"id": "a", "id": "b"}]}}', "/triangle/seats/0/id", "meer dan één keer"),
    (b'{"\\ud800": 1}', "/", "half teken"),
]


@pytest.mark.parametrize(("content", "place", "reason"), TEXTS, ids=range(len(TEXTS)))
def test_a_file_that_is_no_json_says_where_it_goes_wrong(tmp_path, content, place, reason):
    lines = refusal(tmp_path, content)
    assert [line for line in lines if line.startswith(f"{place}: ") and reason in line], lines


def test_a_very_large_file_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr("conversations.portable.parsing.MOST_BYTES", 2_000_000)
    assert refusal(tmp_path, b'{"x": "' + b"x" * 2_000_000 + b'"}') == [
        "/: het bestand is te groot; hoogstens 2 MB mag"
    ]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "dit bestand is er niet"),
        (lambda path: path.mkdir(), "dit is een map"),
        (lambda path: path.symlink_to(path), "kan niet worden gelezen"),
    ],
)
def test_a_path_that_holds_no_file_is_refused(tmp_path, make, reason):
    path = tmp_path / "gesprek.json"
    make(path)
    with pytest.raises(CommandError, match=reason):
        call_command("import_conversation", str(path))


def test_all_mistakes_are_named_at_once(tmp_path):
    document = case()
    for change, value in [("/version", 3), (f"{SCORE}/3/value", 9), (f"{AGREEMENT}/1/owner", "baas")]:
        put(document, change, value)
    put(document, "/conversation/wachtwoord", "x")
    places = [line.split(": ")[0] for line in refusal(tmp_path, document, "--adviser", "niemand@voorbeeld.example")]
    assert sorted(places) == [
        "--adviser",
        f"{AGREEMENT}/1/owner",
        f"{SCORE}/3/value",
        "/conversation/wachtwoord",
        "/version",
    ]


def test_an_unknown_adviser_is_refused(tmp_path):
    lines = refusal(tmp_path, case(), "--adviser", "niemand@voorbeeld.example")
    assert lines == ["--adviser: er is geen account met dit e-mailadres; maak het eerst, of laat --adviser weg"]


def test_a_list_far_too_long_is_refused_without_looking_into_it(tmp_path):
    document = small(participants=[{"diep": [n]} for n in range(50_000)])
    assert refusal(tmp_path, document) == ["/conversation/participants: deze lijst is te lang; hoogstens 30 mogen erin"]


def test_a_field_name_cannot_forge_a_line_of_its_own(tmp_path):
    document = small()
    document["conversation"]["x\n/version: goed"] = document["conversation"]["a/b~c"] = 1
    places = [line.split(": ")[0] for line in refusal(tmp_path, document)]
    assert places == ["/conversation/x\\u000a~1version", "/conversation/a~1b~0c"]


@pytest.mark.parametrize("content", [None, "{"])
def test_at_the_terminal_it_exits_with_1_and_shows_no_traceback(tmp_path, content):
    path = tmp_path / "gesprek.json"
    if content:
        path.write_text(content)
    command = [sys.executable, "manage.py", "import_conversation", str(path)]
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": f"sqlite:///{tmp_path / 'leeg.sqlite3'}"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stdout == ""
    assert "Er is niets ingelezen" in run.stderr
    assert "Traceback" not in run.stderr
