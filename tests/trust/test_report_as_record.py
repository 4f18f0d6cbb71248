"""PRIV-07: a vastgesteld verslag is kept as it was, and anybody can see that a file is the one that was vastgesteld."""

import base64
import datetime as dt
import hashlib
import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from conversations import guards
from conversations.links import Purpose, give_link, token_of
from conversations.models import AuditEvent, Report
from conversations.report import establish
from tests.factories import MembershipFactory, UserFactory
from tests.held import hold, read_case

FIRST = dt.datetime(2026, 3, 26, 9, tzinfo=dt.UTC)


@pytest.fixture
def kust(db):
    """A conversation of which two versions of the report are vastgesteld."""
    found = hold(read_case("kustregister"))
    adviser = UserFactory()
    with time_machine.travel(FIRST, tick=False):
        establish(found, adviser)
    with time_machine.travel(FIRST + dt.timedelta(days=1), tick=False):
        establish(found, adviser, reason="Een naam was fout.")
    return found


@pytest.fixture
def superuser(kust):
    connection.check_constraints()  # PostgreSQL changes no table that still waits for them
    guards.drop(connection)
    yield
    connection.check_constraints()
    guards.create(connection)


def told(*arguments):
    out = StringIO()
    call_command("verify_report", *map(str, arguments), stdout=out)
    return out.getvalue()


def trouble(*arguments):
    """Return what the command says is wrong, on standard error and as its end."""
    err = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("verify_report", *map(str, arguments), stdout=StringIO(), stderr=err)
    assert refused.value.returncode == 1
    return f"{err.getvalue()}{refused.value}"


def change(version, **values):
    Report.objects.filter(version=version).update(**values)


def test_priv_07_a_report_as_it_was_vastgesteld_is_right(kust):
    first, second = kust.reports.order_by("version")
    lines = [f"Gesprek {kust.pk}, versie {row.version}: klopt, SHA-256 {row.pdf_sha256}\n" for row in (first, second)]
    assert told(kust.pk) == told("--all") == "".join(lines)
    assert told(kust.pk, "--version", 2) == lines[1]


@pytest.mark.parametrize(
    "change",
    ["content = '{}'", "pdf = NULL", "pdf_sha256 = 'x'", "version = 9", "reason = 'x'", "established_at = NULL"],
)
def test_priv_07_the_database_refuses_any_change_by_sql(kust, change):
    for statement in (f"UPDATE conversations_report SET {change}", "DELETE FROM conversations_report"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_priv_07_other_bytes_are_named(kust, superuser):
    change(1, pdf=b"%PDF-1.7 iets anders")
    assert f"Gesprek {kust.pk}, versie 1: de bewaarde PDF hoort niet bij de SHA-256" in trouble(kust.pk)
    assert "1 versie klopt niet." in trouble("--all")


def test_priv_07_other_bytes_with_their_own_hash_are_seen_by_the_audit_log(kust, superuser):
    body = b"%PDF-1.7 iets anders"
    change(1, pdf=body, pdf_sha256=hashlib.sha256(body).hexdigest())
    assert "versie 1: heeft een andere SHA-256 van de PDF dan het auditlog zegt" in trouble(kust.pk)


def test_priv_07_other_content_is_seen_by_the_audit_log(kust, superuser):
    content = kust.reports.get(version=2).content
    content["conversation"]["title"] = "Een ander gesprek"
    change(2, content=content)
    assert "versie 2: heeft een andere inhoud dan het auditlog zegt" in trouble(kust.pk)


def test_priv_07_a_version_that_is_gone_is_named(kust, superuser):
    Report.objects.filter(version=2)._raw_delete("default")
    assert "versie 2: is er niet, en is volgens het auditlog wel vastgesteld" in trouble("--all")


def test_priv_07_a_version_that_was_put_in_is_named(kust, superuser):
    found = kust.reports.get(version=2)
    found.pk, found.version, found.established_at = None, 3, FIRST
    found.save(force_insert=True)
    said = trouble(kust.pk)
    assert "is eerder vastgesteld dan de versie ervoor" in said
    assert "heeft een inhoud die zegt dat het een andere versie is" in said
    assert "is volgens het auditlog nooit vastgesteld" in said


def test_priv_07_versions_in_another_order_are_named(kust, superuser):
    Report.objects.filter(version=1)._raw_delete("default")
    assert "versie 2: staat waar versie 1 hoort" in trouble(kust.pk)


def test_of_before_the_log_kept_hashes_only_the_bytes_are_checked(kust, superuser):
    AuditEvent.objects.filter(action="vastgesteld").update(details={})
    assert "versie 1: klopt" in told(kust.pk)
    assert "de inhoud is niet nagegaan" in told(kust.pk)


def test_priv_07_the_audit_log_keeps_hashes_and_no_word_of_the_report(kust):
    details = AuditEvent.objects.get(conversation_id=kust.pk, action="vastgesteld").details
    assert details == kust.reports.get(version=1).proof()
    assert kust.title not in json.dumps(list(AuditEvent.objects.values_list("details", flat=True)))


def test_priv_07_a_downloaded_file_is_recognised(kust, tmp_path):
    path = tmp_path / "verslag.pdf"
    for row in kust.reports.all():
        path.write_bytes(bytes(row.pdf))
        said = told(kust.pk, "--file", path)
        assert f"is versie {row.version} van het vastgestelde verslag" in said
        assert ("Nu geldt versie 2." in said) == (row.version == 1)
    assert "is versie 2, en niet versie 1" in trouble(kust.pk, "--file", path, "--version", 1)
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    assert "het is een ander bestand" in trouble(kust.pk, "--file", path)
    assert "dat bestand bestaat niet" in trouble(kust.pk, "--file", tmp_path / "weg.pdf")


@pytest.mark.parametrize("arguments", [(), ("1", "--all"), ("--all", "--version", "1"), ("--all", "--file", "x.pdf")])
def test_what_is_asked_must_be_clear(db, arguments):
    assert "Geef het nummer van een gesprek, of --all." in trouble(*arguments)


def test_a_conversation_or_version_that_is_not_there_is_told(kust):
    assert "Er is geen gesprek met nummer 999." in trouble(999)
    assert "deze versie is niet vastgesteld" in trouble(kust.pk, "--version", 7)


def digest_of(answer):
    """Return the SHA-256 (hex) that an answer says of itself, once it is that of its bytes."""
    said = answer["Repr-Digest"].removeprefix("sha-256=:").removesuffix(":")
    assert base64.b64decode(said) == hashlib.sha256(answer.content).digest()
    return base64.b64decode(said).hex()


@pytest.mark.parametrize("version", [1, 2])
def test_priv_07_a_download_has_the_hash_that_was_stored_and_the_page_tells_it(kust, client, version):
    client.force_login(MembershipFactory(triangle=kust.triangle).user)
    stored = kust.reports.get(version=version)
    answer = client.get(reverse("conversations:report_version_pdf", args=[kust.pk, version]))
    assert digest_of(answer) == stored.pdf_sha256
    page = client.get(reverse("conversations:report_version", args=[kust.pk, version])).content.decode()
    assert stored.pdf_sha256 in page
    assert "shasum -a 256 verslag.pdf" in page


def test_priv_07_the_download_of_a_participant_has_the_same_hash(kust, client):
    link = give_link(kust.participants.first(), Purpose.LEZEN)
    with time_machine.travel(FIRST + dt.timedelta(days=2)):
        client.post(f"/deelnemen/link/{token_of(link)}/")
        answer = client.get(reverse("conversations:read_pdf", args=[link.participant_id]))
    assert digest_of(answer) == kust.reports.get(version=2).pdf_sha256


def test_a_concept_has_no_stored_hash(db, client):
    found = hold(read_case("kustregister"))
    client.force_login(MembershipFactory(triangle=found.triangle).user)
    answer = client.get(reverse("conversations:report_pdf", args=[found.pk]))
    assert "Repr-Digest" not in answer
    assert "sha256sum" not in client.get(reverse("conversations:report", args=[found.pk])).content.decode()
