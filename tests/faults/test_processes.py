"""Faults of processes: a worker that is killed, a new version during a meeting, twenty writers at once."""

import json
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from conversations.models import EarlierText, Insight, Op, ParkedTopic
from tests.faults.apart import ROOT, NoAnswerError, Site, Tab, environment, until
from tests.meetings import open_meeting

pytestmark = pytest.mark.django_db(transaction=True)
INSIGHT = "inzicht:vertrouwen"
WRITERS, SAVES = 20, 60


@pytest.fixture
def meeting():
    return open_meeting()


@pytest.fixture
def site(request):
    """The product under gunicorn; `indirect` names another module to serve."""
    site = Site(getattr(request, "param", "driehoek.wsgi"))
    site.start()
    yield site
    site.stop()
    connections.close_all()


def said(text):
    return {"text": text, "applied": "", "shared_view": ""}


@pytest.mark.parametrize("site", ["tests.faults.dying"], indirect=True)
@pytest.mark.parametrize(("moment", "stored"), [("voor", 0), ("na", 1)])
def test_f07_a_worker_killed_around_commit_leaves_nothing_half_and_a_retry_gives_one_row(site, meeting, moment, stored):
    tab, number, before = Tab(site.port, meeting.facilitator, meeting), str(uuid.uuid4()), site.workers()
    with pytest.raises(NoAnswerError):
        tab.save(INSIGHT, 0, said("Net voor de klap."), number, **{"X-Sterf": moment})
    assert [Model.objects.count() for Model in (Insight, Op)] == [stored, stored]
    until(lambda: len(site.workers() - before) == 1)  # gunicorn put another in its place
    for _ in range(2):
        status, answer = tab.save(INSIGHT, 0, said("Net voor de klap."), number)
        assert (status, answer["version"], answer["value"]["text"]) == (200, 1, "Net voor de klap.")
    assert (Insight.objects.get().text, Insight.objects.get().version) == ("Net voor de klap.", 1)
    assert Op.objects.count() == 1


@pytest.mark.parametrize("site", ["tests.faults.dying"], indirect=True)
@pytest.mark.parametrize(("moment", "kept"), [("voor", []), ("na", ["Een"])])
def test_f07_the_history_is_never_half_either(site, meeting, moment, kept):
    tab = Tab(site.port, meeting.facilitator, meeting)
    tab.save(INSIGHT, 0, said("Een"))
    with pytest.raises(NoAnswerError):
        tab.save(INSIGHT, 1, said("Twee"), **{"X-Sterf": moment})
    assert [text.value["text"] for text in EarlierText.objects.all()] == kept
    assert Insight.objects.get().text == ("Twee" if kept else "Een")


def test_f15_a_new_version_during_the_meeting_loses_nothing_and_is_over_in_five_seconds(site, meeting):
    tabs = [Tab(site.port, meeting.facilitator, meeting) for _ in range(4)]
    going_on, longest, tried = [True], [], set()

    def write(number):
        version = 0
        while going_on or version < 10:
            value = {"text": f"{number}: {version + 1}"}
            version, tries, seconds = tabs[number].save_at_last(f"geparkeerd:nieuw-{number}", version, value)
            longest.append(seconds)
            tried.add(tries)
        return version

    with ThreadPoolExecutor(len(tabs)) as pool:
        writers = [pool.submit(write, number) for number in range(len(tabs))]
        until(lambda: len(longest) > 20)
        site.renew()
        until(lambda: len(longest) > 40)
        site.renew()
        going_on.clear()
        versions = [writer.result() for writer in writers]
    rows = ParkedTopic.objects.order_by("text").values_list("text", "version")
    assert list(rows) == [(f"{number}: {version}", version) for number, version in enumerate(versions)]
    assert Op.objects.count() == sum(versions)
    assert tried == {1}  # the workers that go finish what they began, and no request is lost
    assert max(longest) <= max(5, 3 * site.start_took)  # a machine that is busy starts a worker more slowly


def test_f15_between_stop_and_start_nothing_that_waits_is_lost(site, meeting):
    tab = Tab(site.port, meeting.facilitator, meeting)
    version, _, _ = tab.save_at_last(INSIGHT, 0, said("Voor de nieuwe versie"))
    site.stop()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(tab.save_at_last, INSIGHT, version, said("Tijdens het wisselen"))
        site.start()
        version, tries, _ = waiting.result()
    assert (version, Insight.objects.get().text, Op.objects.count()) == (2, "Tijdens het wisselen", 2)
    assert tries > 1


def test_f18_twenty_writers_at_once_never_find_the_database_locked(meeting):
    command = [sys.executable, "-m", "tests.faults.writers", str(meeting.pk), str(WRITERS), str(SAVES)]
    said = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True).stdout
    assert json.loads(said) == {"saved": WRITERS * SAVES, "errors": []}
    assert list(ParkedTopic.objects.values_list("version", flat=True)) == [SAVES] * WRITERS
    assert Op.objects.count() == WRITERS * SAVES
