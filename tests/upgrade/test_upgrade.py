"""Somebody who ran an earlier release upgrades: everything is still there, works, and opens for the same people."""

import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client

from conversations.models import Conversation, Report
from conversations.models.phases import ESTABLISHED
from tests.crawling import logged_in
from tests.upgrade.taking_over import RELEASES, fill, go_back, kept_of

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(params=RELEASES)
def kept(request):
    """What a release had, taken over by this one; the clock stands an hour after it was kept."""
    found = kept_of(request.param)
    with time_machine.travel(datetime.fromisoformat(found["moment"]) + timedelta(hours=1), tick=True):
        try:
            fill(go_back(found["migrations"]), found["rows"])
        finally:
            call_command("migrate", verbosity=0)
        yield found


def test_every_release_but_the_one_being_made_is_kept():
    told = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert told
    assert sorted(told) == RELEASES
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] not in told


def test_after_an_upgrade_everything_is_there_and_opens_for_the_same_people(kept):
    see_every_word_and_row(kept)
    see_pages_and_stored_reports()
    see_that_links_of_before_open(kept["links"])


def see_every_word_and_row(kept):
    words = {
        (label, key, name): text
        for label, rows in kept["words"].items()
        for key, row in rows.items()
        for name, text in row.items()
    }
    assert len(words) > 10
    assert words == {
        (label, key, name): str(getattr(apps.get_model(label)._base_manager.get(pk=key), name))
        for label, key, name in words
    }
    counts = {label: apps.get_model(label)._base_manager.count() for label in kept["rows"]}
    assert {label: number for label, number in counts.items() if number < len(kept["rows"][label])} == {}


def see_pages_and_stored_reports():
    noor = get_user_model().objects.get(username="noor")
    tab = logged_in(noor)
    assert "Kustregister" in tab.get("/").content.decode()
    meetings = {one.pk: one in Conversation.objects.visible_to(noor) for one in Conversation.objects.all()}
    assert set(meetings.values()) == {True, False}
    assert {key: tab.get(f"/gesprekken/{key}/").status_code == 200 for key in meetings} == meetings
    assert Report.objects.exclude(pdf=None).filter(conversation__phase__in=ESTABLISHED).exists()
    call_command("verify_report", "--all")
    call_command("verify_audit")


def see_that_links_of_before_open(links):
    assert len(links) > 2
    for link in links:
        tab = Client()
        before = tab.get(urlsplit(link).path)
        assert before.status_code == 200
        opened = tab.post(urlsplit(link).path, follow=True)
        assert opened.status_code == 200
        assert "Deze link werkt niet" not in opened.content.decode()
