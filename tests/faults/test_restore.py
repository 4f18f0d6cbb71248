"""F17: a backup goes back in an empty database, whole, and what was erased since is erased again."""

import datetime as dt
import json
import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from conversations.backups import all_in, differences, find
from conversations.models import AuditEvent, Conversation, HeldError, LegalHold, Phase, Report
from conversations.planning import delete_concept
from conversations.report import establish
from conversations.retention.holds import place_hold
from conversations.retention.nightly import clear_due
from driehoek.dumping import elsewhere
from tests.factories import MembershipFactory, ReflectionFactory, UserFactory
from tests.meetings import open_meeting
from tests.trust.somebody import models_with, table_of_two
from tests.trust.test_erasure import erased

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "kanarie"


@pytest.fixture
def journal(settings, tmp_path):
    settings.ERASURE_JOURNAL = str(tmp_path / "journaal.jsonl")
    return Path(settings.ERASURE_JOURNAL)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "reserve"


@contextmanager
def empty_database(folder):
    """Let the product stand on an empty database of its own meanwhile."""
    folder.mkdir(exist_ok=True)
    with elsewhere(folder):
        yield


def scene():
    """Return meetings: one with two people, one that is vastgesteld, one that lies held, one long over, a concept."""
    two = table_of_two(WORD, held_on=timezone.localdate())
    recorded = open_meeting(Phase.VERSLAG, held_on=timezone.localdate())
    establish(recorded, MembershipFactory(triangle=recorded.triangle).user)
    held, over = (open_meeting(Phase.VERSLAG, held_on=timezone.localdate() - dt.timedelta(80)) for _ in range(2))
    for meeting, word in ((held, "bewaard"), (over, "voorbij")):
        Conversation.objects.filter(pk=meeting.pk).update(created_at=timezone.now() - dt.timedelta(81))
        ReflectionFactory(participant=meeting.people[0], text=f"{word} antwoord")
    return two, recorded, held, over, open_meeting(Phase.CONCEPT)


def test_f17_a_backup_comes_back_whole_and_what_was_erased_since_goes_again(journal, folder, capsys, settings):
    two, _, held, _, concept = scene()
    call_command("backup", folder)
    told = find(folder).told
    frozen = Report.objects.established().get().pdf_sha256
    assert len(models_with(WORD)) > 10
    erased(two.people[0])
    delete_concept(concept, UserFactory())
    place_hold(held, "J. Jurist", "Onderzoek")
    assert WORD not in journal.read_text()
    assert "Jurist" not in journal.read_text()
    settings.KEEP = settings.KEEP.__class__(meeting=60)  # what is long over goes by its term
    clear_due()
    with empty_database(folder):
        call_command("restore", folder)
        said = capsys.readouterr().out
        assert f"Aantallen gelijk: {sum(told['counts'].values())} rijen" in said
        assert "Vastgestelde verslagen heel: 1." in said
        assert "Opnieuw gedaan: persoon 1 keer." in said
        assert models_with(WORD) == []
        assert models_with("voorbij antwoord") == []
        assert models_with("bewaard antwoord") == ["conversations.Reflection"]
        assert LegalHold.objects.open().get().conversation_id == held.pk
        assert not Conversation.objects.filter(pk=concept.pk).exists()
        assert Report.objects.established().get().pdf_sha256 == frozen
        assert AuditEvent.objects.first_broken() is None
        call_command("replay_erasures", journal, since=told["made_at"])  # twice is once
        assert AuditEvent.objects.first_broken() is None
    assert len(journal.read_text().splitlines()) == 3  # what is done again is not noted again


def test_f17_a_backup_never_goes_over_anything_nor_comes_back_damaged(folder, capsys):
    open_meeting()
    call_command("backup", folder)
    with pytest.raises(CommandError, match="niet leeg"):
        call_command("restore", folder)
    with empty_database(folder):
        with pytest.raises(CommandError, match="geen-journaal"):
            call_command("restore", folder, journal=[str(folder / "geen-journaal")])
        assert connection.introspection.table_names() == []
    backup = find(folder)
    with backup.file.open("r+b") as file:
        file.seek(backup.told["bytes"] // 2)
        file.write(b"anders")
    with empty_database(folder):
        with pytest.raises(CommandError, match="de hash klopt niet"):
            call_command("restore", folder)
        assert connection.introspection.table_names() == []


def test_f17_a_backup_that_fails_leaves_nothing_half(folder, monkeypatch):
    open_meeting()
    monkeypatch.setattr("conversations.backups.digest", lambda path: path.parent / "nergens" / os.urandom(1).hex())
    with pytest.raises(TypeError):
        call_command("backup", folder)
    assert list(folder.iterdir()) == []


def test_f17_without_a_row_the_restored_database_is_refused(folder):
    open_meeting()
    call_command("backup", folder)
    manifest = find(folder).folder / "manifest.json"
    told = json.loads(manifest.read_text())
    told["counts"]["conversations_participant"] += 1
    manifest.write_text(json.dumps(told))
    with empty_database(folder), pytest.raises(CommandError, match="4 rijen verwacht, 3 gevonden"):
        call_command("restore", folder)


def test_f17_an_act_that_cannot_be_noted_is_not_done(journal, folder):
    two = table_of_two(WORD)
    journal.mkdir()
    with pytest.raises(HeldError, match="journaal"):
        erased(two.people[0])
    assert len(models_with(WORD)) > 10
    with pytest.raises(CommandError, match="journaal"):
        call_command("backup", folder)


def test_f17_the_drill_leaves_the_database_alone_and_only_the_newest_are_kept(journal, folder, capsys, settings):
    meeting = open_meeting()
    ReflectionFactory(participant=meeting.people[0], text="geheim")
    for _ in range(3):
        call_command("backup", folder, keep=2)
    backups = all_in(folder)
    assert len(backups) == 2
    assert {path.stat().st_mode & 0o777 for path in backups[0].iterdir()} == {0o600}
    call_command("restore", folder, drill=True)
    assert "De sleutels passen" in capsys.readouterr().out
    assert differences(find(folder).told) == []
    assert sorted(folder.iterdir()) == sorted(backups)
    settings.TEXT_KEYS = ["een-heel-andere-sleutel-dan-die-van-toen"]
    with pytest.raises(CommandError, match="TEXT_KEYS"):
        call_command("restore", folder, drill=True)
