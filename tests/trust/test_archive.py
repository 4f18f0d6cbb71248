"""A vastgesteld conversation as a zip for the archive: whole, the same every time, and without private text."""

import hashlib
import io
import json
import subprocess
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from conversations import guards
from conversations.archive import build_archive
from conversations.models import AuditEvent, Conversation, Report
from conversations.portable import check
from conversations.report import establish
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.held import hold, read_case
from tests.portable_files import run_import
from tests.test_canaries import VISIBILITIES, with_canaries


@pytest.fixture
def kust(db):
    """A conversation of which two versions of the report are vastgesteld."""
    found = hold(read_case("kustregister"))
    found.facilitator = FacilitatorFactory()
    found.save()
    establish(found, UserFactory(name="Noor Bakhuis"))
    establish(found, UserFactory(name="Noor Bakhuis"), reason="Een naam was fout.")
    return found


def opened(body):
    """Return {name: bytes} of a zip."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_every_version_and_what_it_says_it_holds(kust):
    files = opened(build_archive(kust))
    pdfs = [body for name, body in files.items() if name.endswith(".pdf")]
    assert pdfs == [bytes(row.pdf) for row in kust.reports.order_by("version")]
    others = {name for name in files if not name.endswith(".pdf")}
    assert others == {"gesprek.json", "metagegevens.json", "SHA256SUMS", "LEESMIJ.txt"}
    for name in files:
        assert name in files["LEESMIJ.txt"].decode() or name == "LEESMIJ.txt"
    check(json.loads(files["gesprek.json"]))


def test_priv_07_sha256sum_accepts_the_checksums_and_refuses_a_changed_file(kust, tmp_path):
    with zipfile.ZipFile(io.BytesIO(build_archive(kust))) as archive:
        archive.extractall(tmp_path)
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "gesprek.json").write_text("{}")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_the_same_reports_give_the_same_bytes(kust):
    once = build_archive(kust)
    assert build_archive(Conversation.objects.get(pk=kust.pk)) == once


def test_the_metadata_has_the_fields_of_mdto_and_the_right_checksums(kust):
    files = opened(build_archive(kust))
    told = json.loads(files["metagegevens.json"])
    subject = told["informatieobject"]
    assert subject["naam"] == kust.title
    assert subject["dekkingInTijd"]["dekkingInTijdBegindatum"] == kust.held_on.isoformat()
    assert [event["eventResultaat"] for event in subject["event"]] == ["Verslag, versie 1", "Verslag, versie 2"]
    assert "waardering" not in subject  # only the organisation can say
    for row in told["bestand"]:
        body = files[row["naam"]]
        assert (row["omvang"], row["checksum"]["checksumWaarde"]) == (len(body), hashlib.sha256(body).hexdigest())


def test_sec_08_no_private_text_is_in_the_archive(db, tmp_path):
    document, sung = with_canaries()
    document["conversation"]["reflections"][3]["in_report"] = True  # by name, and also in the report
    found = Conversation.objects.get(pk=run_import(tmp_path, document)[0])
    establish(found, UserFactory())
    written = b"".join(
        body for name, body in opened(build_archive(found)).items() if not name.endswith(".pdf")
    ).decode()
    heard = [words for visibility in VISIBILITIES for words in sung[visibility] if words in written]
    assert heard == [document["conversation"]["reflections"][3]["text"]]


def test_no_mail_address_or_briefing_is_in_the_archive(kust):
    kust.triangle.seats.update(email="iemand@voorbeeld.example", mandate="Mandaat Geheim")
    kust.triangle.contact_frequency = "Contact Geheim"
    kust.triangle.save()
    written = b"".join(opened(build_archive(Conversation.objects.get(pk=kust.pk))).values())
    assert b"@voorbeeld" not in written
    assert b"Geheim" not in written


def test_where_scores_are_naamloos_the_file_names_nobody(db):
    case = read_case("kustregister")
    case["conversation"]["display"] = "naamloos"
    found = hold(case)
    establish(found, UserFactory())
    files = opened(build_archive(found))
    assert "scores" not in json.loads(files["gesprek.json"])["conversation"]
    assert "De scores zijn naamloos" in files["LEESMIJ.txt"].decode()


def test_an_adviser_downloads_it_and_nobody_else_does(kust, client):
    path = reverse("conversations:archive", args=[kust.pk])
    for user, status in ((MembershipFactory(triangle=kust.triangle).user, 200), (kust.facilitator, 404)):
        client.force_login(user)
        assert client.get(path).status_code == status
        page = client.get(reverse("conversations:report", args=[kust.pk])).content.decode()
        assert (path in page) == (status == 200)
    client.force_login(MembershipFactory(triangle=kust.triangle).user)
    answer = client.get(path)
    assert answer["Content-Disposition"] == f'attachment; filename="gesprek-{kust.pk}.zip"'
    assert answer.content == build_archive(kust)


def test_the_command_writes_it_and_says_so_in_the_log(kust, tmp_path):
    path = tmp_path / "gesprek.zip"
    call_command("archive_conversation", str(kust.pk), output=str(path))
    assert path.read_bytes() == build_archive(kust)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.details) == ("archief gemaakt", {"versions": 2})


def test_priv_07_a_report_that_was_tampered_with_is_not_archived(kust, tmp_path):
    connection.check_constraints()  # PostgreSQL changes no table that still waits for them
    guards.drop(connection)
    Report.objects.filter(version=1).update(pdf=b"%PDF-1.7 anders")
    connection.check_constraints()
    guards.create(connection)
    with pytest.raises(CommandError, match="versie 1 klopt niet"):
        call_command("archive_conversation", str(kust.pk), output=str(tmp_path / "gesprek.zip"))
    assert not (tmp_path / "gesprek.zip").exists()


def test_of_a_concept_there_is_no_archive(db, client, tmp_path):
    found = hold(read_case("kustregister"))
    client.force_login(MembershipFactory(triangle=found.triangle).user)
    assert client.get(reverse("conversations:archive", args=[found.pk])).status_code == 404
    with pytest.raises(CommandError, match="nog geen verslag vastgesteld"):
        call_command("archive_conversation", str(found.pk), output=str(tmp_path / "gesprek.zip"))
