"""Vaststellen: what is frozen, what is refused, and how a correction is made."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError

from conversations.models import AuditEvent, Phase, PhaseError, Report
from conversations.report import (
    StaleContentError,
    build_content,
    establish,
    fingerprint,
    newest_report,
    render_pdf,
)
from tests.factories import ConversationFactory, UserFactory
from tests.held import hold, read_case
from tests.pdf_reading import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def kust():
    return hold(read_case("kustregister"))


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.drawn
def test_priv_07_vaststellen_freezes_content_bytes_and_moment(kust):
    adviser = UserFactory(name="Noor Bakhuis")
    with time_machine.travel(dt.datetime(2026, 3, 26, 9, tzinfo=dt.UTC), tick=False):
        report = establish(kust, adviser)
    stored = Report.objects.get(pk=report.pk)
    assert (stored.version, stored.state, stored.established_by) == (1, "vastgesteld", adviser)
    assert stored.is_intact()
    assert bytes(stored.pdf) == render_pdf(stored.content)
    assert stored.established_at == dt.datetime(2026, 3, 26, 9, tzinfo=dt.UTC)
    assert kust.phase == Phase.OPVOLGING
    assert AuditEvent.objects.filter(conversation_id=kust.pk, action="vastgesteld").count() == 1
    pages = texts(bytes(stored.pdf))
    assert "Vastgesteld door Noor Bakhuis." in pages[0]
    assert pages[0].count("uit elkaar") >= 5  # who reads one page has the five strips
    assert all("Vastgesteld op 26 maart 2026, versie 1" in squeezed(page) for page in pages[1:])
    assert not any("CONCEPT" in page for page in pages)


def test_priv_07_what_changes_afterwards_leaves_the_frozen_report_alone(kust):
    report = establish(kust, UserFactory())
    kust.insights.update(text="Anders.")
    kust.participants.update(name="Ander")
    assert newest_report(kust).content == report.content


def test_vaststellen_refuses_when_the_conversation_changed_while_the_pdf_was_made(kust, monkeypatch):
    drawn = render_pdf(build_content(kust))

    def change_meanwhile(content):
        kust.insights.update(text="Toch anders.")
        return drawn

    monkeypatch.setattr("conversations.report.render_pdf", change_meanwhile)
    with pytest.raises(StaleContentError):
        establish(kust, UserFactory())
    kust.refresh_from_db()
    assert not kust.reports.exists()
    assert kust.phase == Phase.VERSLAG


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.VOORBEREIDING, Phase.GESPREK, Phase.GEANNULEERD])
def test_only_a_conversation_that_is_over_can_be_vastgesteld(phase):
    conversation = ConversationFactory(phase=phase)
    with pytest.raises(PhaseError):
        establish(conversation, UserFactory())
    assert not conversation.reports.exists()


@pytest.mark.drawn
def test_priv_07_a_correction_is_a_next_version_with_a_reason_and_the_old_one_stays(kust):
    first = establish(kust, UserFactory())
    corrected = json.loads(json.dumps(first.content))
    corrected["insights"][0]["text"] = "De naam van de dienst klopt nu."
    corrected["given"].pop(0)
    second = establish(kust, UserFactory(), reason="De naam van de dienst was fout", corrected=corrected)
    assert (second.version, second.reason) == (2, "De naam van de dienst was fout")
    assert Report.objects.get(pk=first.pk).content == first.content
    pages = squeezed(" ".join(texts(bytes(second.pdf))))
    assert "De naam van de dienst klopt nu." in pages
    assert "Dit is versie 2" in pages
    assert "Reden: De naam van de dienst was fout." in pages
    assert "Ik wil verrast worden" not in pages


def test_a_correction_takes_the_place_of_its_concept(kust):
    first = establish(kust, UserFactory())
    Report.objects.create(conversation=kust, version=2, content=first.content, reason="Typefout")
    second = establish(kust, UserFactory(), reason="Typefout", corrected=first.content)
    assert list(kust.reports.values_list("version", "state")) == [(1, "vastgesteld"), (2, "vastgesteld")]
    assert newest_report(kust) == second


def test_a_correction_without_a_reason_is_refused(kust):
    establish(kust, UserFactory())
    with pytest.raises(ValidationError, match="waarom"):
        establish(kust, UserFactory(), reason="  ")
    assert kust.reports.count() == 1


@pytest.mark.parametrize("change", [{"text": "Iets anders"}, {"name": "Marijke Verwoerd", "corner": "opdrachtgever"}])
def test_in_a_correction_no_quote_is_added_or_changed(kust, change):
    first = establish(kust, UserFactory())
    corrected = json.loads(json.dumps(first.content))
    corrected["given"][-1] |= change
    with pytest.raises(ValidationError, match="geen tekst bij"):
        establish(kust, UserFactory(), reason="Beter zo", corrected=corrected)
    assert kust.reports.count() == 1


def test_fingerprint_follows_the_content_and_not_the_order_of_its_keys():
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1}) != fingerprint({"a": 1, "b": [3]})
