"""Workers count together: what one of them counted is told by any, and stays when that worker is gone."""

import os
import signal

import pytest
from django.conf import settings
from django.db import connections

from tests.faults.apart import Site, ask, until
from tests.test_metrics import BEARER

pytestmark = pytest.mark.django_db(transaction=True)
LIVES = 'driehoek_requests_total{method="GET",route="livez",status="2xx"}'


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "metingen" / "hier"  # made at the start


@pytest.fixture
def site(folder):
    site = Site(PROMETHEUS_MULTIPROC_DIR=str(folder), METRICS_TOKEN=settings.METRICS_TOKEN)
    site.start()
    yield site
    site.stop()
    connections.close_all()


def told(site):
    """Return {number with its labels: value} of what one of the workers tells."""
    status, body = ask(site.port, "GET", "/metrics", **BEARER)
    assert status == 200
    lines = [line.rpartition(" ") for line in body.decode().splitlines() if line[0] != "#"]
    return {name: float(value) for name, _, value in lines}


def lives(site):
    return told(site).get(LIVES, 0)


def files(folder):
    return {path.name for path in folder.iterdir()}


def both_serve(site, folder):
    """Ask until each worker has answered: the one that did has a file of its own."""
    ask(site.port, "GET", "/livez")
    return {f"counter_{number}.db" for number in (1, 2)} <= files(folder)


def kill(site, worker):
    """End one worker, and wait until gunicorn put another in its place."""
    os.kill(int(worker), signal.SIGKILL)
    until(lambda: worker not in site.workers() and len(site.workers()) == 2)


def test_two_workers_add_up_and_who_comes_after_goes_on_in_the_same_files(site, folder):
    until(lambda: both_serve(site, folder) and told(site)["driehoek_workers"] == 2)
    before, kept = lives(site), files(folder)
    for _ in range(20):
        ask(site.port, "GET", "/livez")
    assert {lives(site) for _ in range(10)} == {before + 20}  # whoever of the two tells it
    for worker in site.workers():
        kill(site, worker)
    until(lambda: told(site)["driehoek_workers"] == 2)
    assert lives(site) >= before + 20
    assert files(folder) == kept
    assert told(site)["gunicorn_process_start_time_seconds"] > 0


def test_a_start_begins_with_nothing_and_touches_nothing_else(site, folder):
    until(lambda: both_serve(site, folder))
    (folder / "van een ander").touch()
    counted = lives(site)
    assert counted >= 2
    site.stop()
    site.start()
    assert lives(site) < counted
    assert "van een ander" in files(folder)


def test_new_workers_beside_the_old_ones_have_numbers_of_their_own(site, folder):
    until(lambda: both_serve(site, folder))
    counted = lives(site)
    site.renew()
    until(lambda: told(site)["driehoek_workers"] == 2)
    assert lives(site) >= counted
    assert len([name for name in files(folder) if name.startswith("counter_")]) <= 4
