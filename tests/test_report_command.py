"""`manage.py render_report N --output FILE [--version K]` as an administrator uses it."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conversations import guards
from conversations.models import Report
from conversations.report import build_content, establish, render_pdf
from tests.factories import UserFactory
from tests.held import hold, read_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def kust():
    return hold(read_case("kustregister"))


def run(*words):
    out = io.StringIO()
    call_command("render_report", *map(str, words), stdout=out)
    return out.getvalue()


def test_a_concept_is_made_on_the_spot(kust, tmp_path):
    path = tmp_path / "verslag.pdf"
    assert run(kust.pk, "--output", path) == f"Geschreven: {path}\n"
    assert path.read_bytes() == render_pdf(build_content(kust))


def test_of_a_vastgesteld_report_the_stored_bytes_come(kust, tmp_path):
    first = establish(kust, UserFactory())
    second = establish(kust, UserFactory(), reason="Typefout", corrected=first.content)
    run(kust.pk, "--output", tmp_path / "nieuwste.pdf")
    run(kust.pk, "--output", tmp_path / "eerste.pdf", "--version", "1")
    for report, name in ((second, "nieuwste.pdf"), (first, "eerste.pdf")):
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == report.pdf_sha256


@pytest.mark.parametrize("number", ["999999", "0", "-1", "kust", "1.5", "٣", "9" * 40, ""])
def test_an_unknown_conversation_is_refused_in_dutch(number, tmp_path):
    with pytest.raises(CommandError, match=r"^Er is geen gesprek met nummer"):
        run(f"--output={tmp_path / 'x.pdf'}", "--", number)
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("version", ["2", "0", "drie", "-1"])
def test_an_unknown_version_is_refused_and_says_what_there_is(kust, version, tmp_path):
    with pytest.raises(CommandError, match="Er is nog niets vastgesteld"):
        run(kust.pk, "--output", tmp_path / "x.pdf", f"--version={version}")
    establish(kust, UserFactory())
    with pytest.raises(CommandError, match="Vastgesteld is: 1"):
        run(kust.pk, "--output", tmp_path / "x.pdf", f"--version={version}")
    assert not (tmp_path / "x.pdf").exists()


def test_a_concept_of_a_correction_is_no_version(kust, tmp_path):
    first = establish(kust, UserFactory())
    Report.objects.create(conversation=kust, version=2, content=first.content, reason="Typefout")
    with pytest.raises(CommandError, match="Versie 2"):
        run(kust.pk, "--output", tmp_path / "x.pdf", "--version", "2")


def test_a_place_that_cannot_be_written_is_refused_in_dutch(kust, tmp_path):
    for path in (tmp_path, tmp_path / "geen map" / "verslag.pdf", tmp_path / ("lang" * 200)):
        with pytest.raises(CommandError, match="is niet te schrijven"):
            run(kust.pk, "--output", path)
    assert list(tmp_path.iterdir()) == []


def test_bytes_that_were_tampered_with_are_not_handed_out(kust, tmp_path):
    """As somebody could who owns the database, and takes its guards away first."""
    establish(kust, UserFactory())
    connection.check_constraints()  # PostgreSQL changes no trigger while a check is still pending
    guards.drop(connection)
    Report.objects.update(pdf=b"een ander verslag")
    connection.check_constraints()
    guards.create(connection)
    with pytest.raises(CommandError, match="SHA-256"):
        run(kust.pk, "--output", tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()
