"""Faults of what is written and drawn: a disk that is full, a PDF that fails or never gets done."""

import errno
import resource
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from conversations.models import Insight, Op, Phase, Report
from conversations.report import establish
from driehoek import pdf, pdf_drawing
from tests.factories import MembershipFactory, UserFactory
from tests.held import hold, read_case
from tests.meetings import open_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
TEXT = "Wat we net bespraken."
FULL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON conversations_insight EXECUTE FUNCTION full_disk();
"""


@pytest.fixture
def full():
    """A database that has no room for one page more; PostgreSQL is made to say what it says then."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FULL)
            yield
            cursor.execute("DROP TRIGGER full_disk ON conversations_insight; DROP FUNCTION full_disk()")
            return
        before = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")  # SQLite makes of this: as many as there are
        yield
        cursor.execute(f"PRAGMA max_page_count = {before}")


@pytest.fixture
def kust(client):
    conversation = hold(read_case("kustregister"))
    adviser = UserFactory()
    MembershipFactory(triangle=conversation.triangle, user=adviser)
    client.force_login(adviser)
    client.raise_request_exception = False
    return conversation


def never_done(html):
    while True:
        pass


def fails(html):
    raise MemoryError


def without_room(html, draw=pdf_drawing.draw):
    """Draw while no file can grow, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        return draw(html)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_f10_a_full_disk_says_not_saved_and_the_same_text_is_taken_later(client, full):
    meeting = open_meeting()
    client.force_login(meeting.facilitator)
    client.raise_request_exception = False
    value = {"text": TEXT * 400, "applied": "", "shared_view": ""}
    sent = {"part": "inzicht:vertrouwen", "base_version": 0, "value": value, "op_id": str(uuid.uuid4())}
    answer = client.post(reverse("conversations:save", args=[meeting.pk]), sent, content_type="application/json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "niets opgeslagen" in answer.json()["errors"][0]
    assert "op_id" not in answer.json()  # so save.js keeps the text and sends it again
    assert not Insight.objects.filter(conversation=meeting).exists()
    assert not Op.objects.exists()


def test_f10_without_room_for_temporary_files_the_report_stays_a_draft(kust, client, monkeypatch):
    monkeypatch.setattr(pdf_drawing, "draw", without_room)
    with pytest.raises(pdf.NotDrawnError) as refused:
        establish(kust, UserFactory())
    assert refused.value.__cause__.errno in (errno.EFBIG, errno.ENOSPC)
    kust.refresh_from_db()
    assert (kust.phase, Report.objects.established().count()) == (Phase.VERSLAG, 0)


def test_f10_a_command_leaves_no_half_file(kust, tmp_path, monkeypatch):
    def half(path, body):
        with path.open("wb") as begun:
            begun.write(body[: len(body) // 2])
        raise OSError(errno.ENOSPC, "vol")

    monkeypatch.setattr(Path, "write_bytes", half)
    monkeypatch.setattr(pdf_drawing, "draw", lambda html: html.encode())
    with pytest.raises(CommandError, match="niet te schrijven"):
        call_command("render_report", str(kust.pk), output=str(tmp_path / "verslag.pdf"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("engine", [never_done, fails])
def test_f12_a_pdf_that_fails_or_never_gets_done_is_503_and_the_rest_goes_on(kust, client, monkeypatch, engine):
    monkeypatch.setattr(pdf_drawing, "draw", engine)
    monkeypatch.setattr(pdf, "DRAW_SECONDS", 1)
    answer = client.get(reverse("conversations:report_pdf", args=[kust.pk]))
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "De PDF kon niet worden gemaakt" in page
    assert "Probeer opnieuw" in page
    assert client.get(reverse("conversations:report", args=[kust.pk])).status_code == 200
    assert client.get(reverse("conversations:report_docx", args=[kust.pk])).status_code == 200


def test_f12_a_report_that_is_stored_is_served_without_the_engine(kust, client, monkeypatch):
    monkeypatch.setattr(pdf_drawing, "draw", lambda html: b"%PDF " + html.encode())
    report = establish(kust, UserFactory())
    monkeypatch.setattr(pdf_drawing, "draw", fails)
    answer = client.get(reverse("conversations:report_pdf", args=[kust.pk]))
    assert (answer.status_code, answer.content) == (200, bytes(report.pdf))
