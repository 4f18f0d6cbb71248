"""SEC-12: hostile words in the texts that people type, through every file that the site gives."""

import csv
import io
import re
import socket

import pytest
from pikepdf import Dictionary
from weasyprint.urls import URLFetcher

from conversations.models import Agreement, Conversation, Participant
from conversations.report import establish
from driehoek.pdf_drawing import BASE_URL, OWN_FILES, OwnFiles
from tests.access.routes import parameters, path_of
from tests.factories import MembershipFactory
from tests.held import hold, read_case
from tests.pdf_reading import opened, texts
from tests.word_reading import everything, parts
from triangles.models import AgendaTopic, Organisation, Overseer, Seat, Triangle

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
HOSTILE = "=cmd|' /C calc'!A0 \"><img src=http://127.0.0.1:9/x><script src=//kwaad.example></script>{{ settings }}"
CALCULATES = re.compile(r"\s*[=+\-@]")
FILES = re.compile(r"(_pdf|_docx|_file|:papers|:calendar)$")
ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/URI", "/Rendition"}
EXPECTED = {"report_pdf", "report_docx", "papers", "briefing_pdf", "introduction_pdf", "ledger_file", "oversight_file"}
EXPECTED |= {"report_version_pdf", "report_version_docx", "agenda_item_pdf"}


@pytest.fixture
def asked(monkeypatch):
    """The addresses that a PDF in the making asked for; anything that leaves this machine fails the test."""
    asked, fetch = set(), OwnFiles.fetch

    def record(fetcher, url, headers=None):
        asked.add(url)
        return fetch(fetcher, url, headers)

    monkeypatch.setattr(OwnFiles, "fetch", record)
    monkeypatch.setattr(URLFetcher, "open", lambda *args, **kwargs: pytest.fail("an opener of the library was used"))
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("a connection was made"))
    return asked


@pytest.fixture
def done(client):
    """A vastgesteld conversation in which people typed hostile words, with its adviser at the screen."""
    talk = hold(read_case("kustregister"))
    Triangle.objects.update(name=HOSTILE, purpose=HOSTILE)
    Conversation.objects.update(title=HOSTILE, purpose=HOSTILE, place=HOSTILE, shared_interest=HOSTILE)
    Conversation.objects.update(facilitator_name=HOSTILE, ground_rules=HOSTILE, embedded_in=HOSTILE)
    Participant.objects.update(name=HOSTILE, function=HOSTILE, organisation=HOSTILE)
    Seat.objects.update(person=HOSTILE, function=HOSTILE)
    for organisation in Organisation.objects.all():
        Organisation.objects.filter(pk=organisation.pk).update(name=f"{HOSTILE} {organisation.pk}")
    Agreement.objects.update(text=HOSTILE, owner_name=HOSTILE, sign=HOSTILE)
    AgendaTopic.objects.update(title=HOSTILE)
    talk.insights.update(text=HOSTILE)
    adviser = MembershipFactory(triangle=talk.triangle).user
    seat = talk.triangle.seats.filter(corner="opdrachtnemer").first()
    Overseer.objects.create(user=adviser, organisation=seat.organisation)
    client.force_login(adviser)
    talk.refresh_from_db()
    establish(talk, adviser)
    return talk


def actions(pdf):
    """Yield (kind, target) of every action in a PDF, wherever it hangs."""
    for found in pdf.objects:
        if isinstance(found, Dictionary) and str(found.get("/S")) in ACTIVE:
            yield str(found.S), str(found.get("/URI", ""))


def check_pdf(body):
    pdf = opened(body)
    assert len(pdf.attachments) == 0
    assert {kind for kind, _ in actions(pdf)} <= {"/URI"}
    assert [target for _, target in actions(pdf) if "kwaad" in target or "127.0.0.1" in target] == []
    said = "".join("".join(texts(body)).split())
    assert "<scriptsrc=//kwaad.example>" in said or "kwaad" not in said


def check_docx(body):
    held = parts(body)
    assert not [name for name, part in held.items() if b"External" in part or "vba" in name or "embed" in name]
    assert "<script" not in "".join(part.decode("utf-8", "replace") for part in held.values())
    assert "script src=//kwaad.example" in everything(body)


def check_csv(body):
    rows = [*csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")]
    assert [cell for row in rows for cell in row if CALCULATES.match(cell)] == []


CHECKS = {"application/pdf": check_pdf, "text/csv": check_csv}


def test_sec_12_every_file_keeps_hostile_words_words(client, done, asked):
    given = {}
    values = {"pk": done.pk, "triangle": done.triangle_id, "version": 1}
    for name in filter(FILES.search, parameters()):
        answer = client.get(path_of(name, **values))
        if answer.status_code != 200:
            continue
        given[name.partition(":")[2]] = kind = answer["Content-Type"].partition(";")[0]
        CHECKS.get(kind, check_docx)(b"".join(answer) if answer.streaming else answer.content)
    assert given.keys() >= EXPECTED
    assert asked <= {BASE_URL + name for name in OWN_FILES}
