"""SEC-07 and SEC-08 for what leaves the product: each file, mail and command has a row, and keeps to it."""

import io
import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command, get_commands
from django.urls import URLPattern, get_resolver

from conversations.models import Conversation
from conversations.report import establish
from driehoek.mail import RENDERERS
from driehoek.sending import send_due
from tests.access.attempts import CODE, TRACE, hears, hold, mails_to, scene
from tests.access.routes import path_of
from tests.access.rows import COMMANDS, FILES, FRAMES, MAILS, NONE, OWN
from tests.by_link import address
from tests.crawling import Purpose, by_link, logged_in, text_of
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parents[2]
OURS = {"driehoek", "triangles", "principles", "conversations"}
pytestmark = pytest.mark.drawn
A_FILE = re.compile(r"\.(pdf|docx|csv|ics|json|zip|txt|xml|xlsx|odt)\b")
SAID = re.compile(r"{{\s*([\w.]+)")
PRIVATE = [f"Kanarie {kind} {level}." for kind in ("antwoord", "uitleg") for level in ("zelf", "begeleider")]
PRIVATE += ["Kanarie getypt."]


def walk(resolver, namespace="", before=""):
    """Yield (full name, whole pattern) of each route."""
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", pattern
        else:
            yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, pattern)


def attached_by():
    """Return the modules in which an answer is given as a file."""
    paths = [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    return {path.stem for path in paths if "Content-Disposition" in path.read_text()}


def test_sec_07_every_address_of_a_file_has_a_row():
    named = {name for name, pattern in walk(get_resolver()) if A_FILE.search(pattern)}
    assert named == FILES.keys()


def test_sec_07_every_view_that_gives_a_file_is_behind_such_an_address():
    known = {"absence", "access_list", "agenda_item", "agreements", "briefing", "calendar_feed", "introduction"}
    known |= {"oversight", "own_access", "papers", "personal", "report"}
    assert attached_by() == known


def test_sec_07_every_mail_has_a_row_and_a_template():
    assert RENDERERS.keys() == MAILS.keys()
    assert {path.name for path in (ROOT / "templates/emails").iterdir()} == {f"{kind}.txt" for kind in MAILS} | FRAMES


@pytest.mark.parametrize("kind", MAILS)
def test_sec_08_a_mail_says_only_what_its_row_allows(kind):
    said = set(SAID.findall((ROOT / f"templates/emails/{kind}.txt").read_text()))
    assert said == set(MAILS[kind][1].split())


def test_sec_07_every_command_has_a_row():
    assert {name for name, app in get_commands().items() if app in OURS} == COMMANDS.keys()


@pytest.fixture
def held(transactional_db):
    """A conversation that was held and vastgesteld, in which one participant wrote for each reader."""
    found = scene()
    hold(found.meeting)
    establish(Conversation.objects.get(pk=found.meeting.pk), found.adviser)
    send_due()
    return found


def visitors(held):
    """Return {who: browser} of everybody who gets some file."""
    return {
        "adviser": logged_in(held.adviser),
        "facilitator": logged_in(held.meeting.facilitator),
        "reader": by_link(held.other, Purpose.LEZEN),
        "another participant": by_link(held.other),
        "the author elsewhere": by_link(held.victim, Purpose.LEZEN),
    }


def test_sec_08_no_file_holds_what_stays_private(held):
    values = {"pk": held.meeting.pk, "triangle": held.meeting.triangle_id, "version": 1, "calendar_token": "x"}
    heard, given = [], set()
    for who, tab in visitors(held).items():
        tab.raise_request_exception = False
        for name in [one for one in FILES if ":" in one]:
            for person in (held.victim, held.other):
                answer = tab.get(path_of(name, **values, participant=person.pk))
                words = text_of(answer)
                given |= {name} if answer.status_code == 200 else set()
                heard += [(who, name, one) for one in PRIVATE if one in words]
    assert heard == []
    assert len(given) > 10
    assert {name for name, (_, holds) in FILES.items() if holds == OWN} == {
        "conversations:personal_json",
        "conversations:personal_pdf",
    }


def test_sec_08_no_mail_that_was_sent_holds_a_private_word(held):
    assert len(mail.outbox) > 0
    assert [one.subject for one in mail.outbox if TRACE in str(one.message()) + one.body] == []


def asked_of_each(held, tmp_path):
    """Return {command: how it is asked}, in an order in which each has something to do."""
    number = str(held.meeting.pk)
    approved, confirmed = (UserFactory(is_staff=True, is_superuser=True).username for _ in range(2))
    two = ["--requested-by", "Iemand", "--approved-by", approved, "--confirmed-by", confirmed]
    return {
        "backup": [str(tmp_path / "reserve")],
        "restore": [str(tmp_path / "reserve"), "--drill"],
        "archive_conversation": [number, "--output", str(tmp_path / "archief.zip")],
        "export_conversation": [number],
        "export_examples": [],
        "export_person": [held.victim.email, "--output", str(tmp_path / "van iemand")],
        "render_report": [number, "--output", str(tmp_path / "verslag.pdf")],
        "rotate_text_keys": [],
        "verify_audit": [],
        "verify_report": ["--all"],
        "participant_link": [number, held.victim.seat.code, "--purpose", "lezen"],
        "erase_person": [held.victim.email, *two, "--dry-run"],
        "replay_erasures": [str(tmp_path / "journaal.jsonl"), "--since", "2026-01-01T00:00"],
        "legal_hold": [number, "--name", "Iemand", "--reason", "Een verzoek"],
        "load_demo": [],
        "migrate": [],
        "print_handleiding": [],
        "send_due": [],
    }


def test_sec_08_no_command_prints_more_than_its_row_allows(held, tmp_path, settings, monkeypatch):
    settings.DEMO, settings.ERASURE_JOURNAL = True, str(tmp_path / "journaal.jsonl")
    monkeypatch.setattr("conversations.demo.is_loaded", lambda: True)  # it takes long, and is proven elsewhere
    told = {name: printed(name, *options) for name, options in asked_of_each(held, tmp_path).items()}
    for name in ("conversation", "examples"):
        (tmp_path / f"{name}.json").write_text(told[f"export_{name}"])
        told[f"import_{name}"] = printed(f"import_{name}", str(tmp_path / f"{name}.json"))
    assert told.keys() == COMMANDS.keys()
    assert {name for name, text in told.items() if any(words in text for words in PRIVATE)} == set()
    assert {name for name, text in told.items() if TRACE in text and COMMANDS[name] == NONE} == set()
    assert TRACE not in "".join(read(tmp_path / name) for name in ("archief.zip", "verslag.pdf"))
    assert "Kanarie antwoord zelf." in read(tmp_path / "van iemand" / "persoonsgegevens.json")


def read(path):
    return path.read_bytes().decode("latin-1")


def test_sec_08_a_command_gives_all_only_where_its_row_says_so(held):
    whole = printed("export_conversation", str(held.meeting.pk), "--include-confidential")
    assert [words for words in PRIVATE if words in whole] != []


def printed(name, *options):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *options, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_the_author_gets_their_own_words_in_a_file_after_the_code(held):
    assert not hears(by_link(held.victim), [address(held.victim, "gegevens.json")])
    tab = by_link(held.victim)
    tab.post(address(held.victim, "gegevens/code/nieuw/"))
    code = next(CODE.search(one)[1] for one in mails_to(held.victim.email) if CODE.search(one))
    tab.post(address(held.victim, "gegevens/code/"), {"code": code})
    assert hears(tab, [address(held.victim, "gegevens.json")])
