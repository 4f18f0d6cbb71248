"""Another key for seals, and texts that an old worker wrote while a migration ran."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from conversations import guards
from conversations.models import Availability, Consent, Link, Visit
from driehoek.encryption import cipher
from tests.access.attempts import hears, own_pages, scene, sql
from tests.crawling import logged_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "nieuwe-sleutel-die-alleen-deze-test-gebruikt"


@pytest.fixture
def found():
    return scene()


@pytest.fixture
def written_by_old_worker(found):
    """An answer and a remark that stand there as they were kept before texts were bound to their row."""
    row = found.victim.reflections.get(visibility="zelf")
    option = found.meeting.date_options.create(starts_at="2026-03-01T10:00Z")
    remark = Availability.objects.create(option=option, participant=found.other, answer="nee", remark="Bezet.")
    bare = cipher().encrypt(b"Kanarie van een oude werker.").decode()
    guards.drop(connection)
    sql("UPDATE conversations_reflection SET text = %s WHERE id = %s", bare, row.pk)
    sql("UPDATE conversations_availability SET remark = 'rij.3: Kanarie die leesbaar bleef.' WHERE id = %s", remark.pk)
    guards.create(connection)
    return row, remark


def rotate(*options):
    out = io.StringIO()
    call_command("rotate_text_keys", *options, stdout=out)
    return out.getvalue()


def test_sec_08_links_and_visits_come_under_the_new_key_and_a_wrong_seal_stays_wrong(found, settings):
    old = settings.TEXT_KEYS
    sql("UPDATE conversations_link SET participant_id = %s WHERE participant_id = %s", found.other.pk, found.victim.pk)
    moved = {*Link.objects.filter(participant=found.other).values_list("pk", flat=True)}
    settings.TEXT_KEYS = [NEW, *old]
    rotate()
    settings.TEXT_KEYS = [NEW]
    assert {one.pk for one in Link.objects.all() if not one.is_genuine()} == moved
    assert all(one.is_genuine() == (one.link_id not in moved) for one in Visit.objects.all())


def test_sec_08_who_wrote_reads_on_by_the_same_link_and_browser_once_the_old_key_is_gone(found, settings):
    settings.TEXT_KEYS = [NEW, *settings.TEXT_KEYS]
    rotate()
    settings.TEXT_KEYS = [NEW]
    assert hears(found.tab, own_pages(found.victim))


def test_the_command_says_that_consents_still_need_the_old_key(found, settings):
    old, count = settings.TEXT_KEYS, Consent.objects.filter(level="begeleider").count()
    assert "Laat de oude sleutel staan" not in rotate()
    settings.TEXT_KEYS = [NEW, *old]
    assert f"Laat de oude sleutel staan: {count} toestemmingen" in rotate()
    shown = logged_in(found.meeting.facilitator).post(f"/gesprekken/{found.meeting.pk}/antwoorden/").content.decode()
    assert "Kanarie antwoord begeleider." in shown


def test_what_an_old_worker_wrote_is_told_of_and_bound_when_that_is_asked_for(found, written_by_old_worker):
    row, remark = written_by_old_worker
    with pytest.raises(CommandError, match="2 teksten zijn tijdens een migratie geschreven"):
        rotate()
    assert "vastgemaakt aan hun rij: 2" in rotate("--bind")
    row.refresh_from_db()
    remark.refresh_from_db()
    assert (row.text, remark.remark) == ("Kanarie van een oude werker.", "rij.3: Kanarie die leesbaar bleef.")
    assert "vastgemaakt aan hun rij: 0" in rotate("--bind")
