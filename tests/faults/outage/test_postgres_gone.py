"""Faults of PostgreSQL itself: it is killed, it is not there, it says nothing. Its server is for these tests alone."""

import http.client
import json
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from driehoek.postgres.patience import WEB
from tests.faults.apart import ROOT, Site, ask, environment, until
from tests.faults.outage.own_postgres import Postgres
from tests.served import collect
from tests.test_metrics import BEARER

SOON = 3  # s until a visitor hears that it does not work; what the product waits stays below, whatever the machine
PARKED = "SELECT text, version FROM conversations_parkedtopic WHERE text ~ '^[ab]: '"
VISITORS = 12  # more than there are workers


@pytest.fixture(scope="module")
def filled():
    """A server with one meeting that runs, and what `bench.meetings` tells of it."""
    postgres = Postgres()
    command = [sys.executable, "-m", "bench.meetings", "1"]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment() | {"DATABASE_URL": postgres.url}, stdout=subprocess.PIPE, check=True
        )
        yield postgres, json.loads(done.stdout)
    finally:
        postgres.stop()


@pytest.fixture(scope="module")
def served(filled, tmp_path_factory):
    folder = tmp_path_factory.mktemp("statisch")
    collect(folder)
    site = Site(DATABASE_URL=filled[0].url, STATIC_ROOT=str(folder), DJANGO_SETTINGS_MODULE="tests.served_settings")
    site.start()
    yield site
    site.stop()


@pytest.fixture
def line(filled, served):
    return Line(served.port, filled[1]["savers"][0])


class Line:
    """The browser of who leads the meeting; it waits half a minute for an answer at most."""

    def __init__(self, port, saver):
        self.port, self.saver = port, saver
        self.headers = {"Cookie": f"{saver['cookie']}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}

    def see(self, path, method="GET", body=None, **headers):
        """Return (status, how long to wait or None, page)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, self.headers | headers)
        answer = connection.getresponse()
        found = answer.status, answer.headers["Retry-After"], answer.read().decode()
        connection.close()
        return found

    def save(self, name, version):
        """Save one text; return the status."""
        sent = {"part": f"geparkeerd:nieuw-{name}", "base_version": version, "op_id": str(uuid.uuid4())}
        body = json.dumps(sent | {"value": {"text": f"{name}: {version + 1}"}})
        return self.see(self.saver["address"], "POST", body, **{"Content-Type": "application/json"})[:2]

    def is_well(self):
        return self.see("/")[0] == 200 and self.see("/readyz")[0] == 200

    def is_well_everywhere(self):
        """Every worker finds out by itself that the server is back; so many questions reach them all."""
        return all(self.is_well() for _ in range(8))


def stored(postgres):
    """Return {text: version} of what these tests parked."""
    with postgres.connect() as connection:
        return dict(connection.execute(PARKED).fetchall())


def test_f09_what_the_product_waits_for_a_server_is_less_than_three_seconds():
    assert max(WEB.connect, WEB.check, WEB.first, WEB.lock) < SOON
    assert WEB.lock < WEB.first  # a lock that takes too long is told as such, and not taken for silence


def test_f08_postgresql_killed_keeps_what_was_acknowledged_and_works_again_without_a_restart(filled, served, line):
    postgres, before, acknowledged, refused = filled[0], served.workers(), {}, set()
    until(line.is_well_everywhere)
    for version in range(8):
        if version == 4:
            postgres.kill()
        for name in "ab":
            status, wait = line.save(name, acknowledged.get(name, 0))
            if status == 200:
                acknowledged[name] = acknowledged.get(name, 0) + 1
            else:
                refused.add((status, wait))
    assert (acknowledged, refused) == ({"a": 4, "b": 4}, {(503, "5")})
    postgres.start()
    until(line.is_well_everywhere)
    assert stored(postgres) == {"a: 4": 4, "b: 4": 4}
    assert (line.save("a", 4)[0], served.workers()) == (200, before)


def test_f09_a_database_that_says_nothing_is_told_to_all_and_costs_no_worker(filled, served, line):
    postgres, before = filled[0], served.workers()
    until(line.is_well_everywhere)
    postgres.freeze()
    try:
        with ThreadPoolExecutor(VISITORS) as pool:
            found = list(pool.map(line.see, ["/", "/gesprekken/1/"] * (VISITORS // 2)))
            statuses = [ask(served.port, "GET", path)[0] for path in ("/livez", "/readyz")]
            told = ask(served.port, "GET", "/metrics", **BEARER)
    finally:
        postgres.thaw()
    assert {(status, wait) for status, wait, _ in found} == {(503, "5")}
    assert all("Nu even niet" in page for _, _, page in found)
    assert statuses == [200, 503]
    assert (told[0], b"driehoek_database_up 0.0" in told[1]) == (200, True)
    until(line.is_well_everywhere)
    assert served.workers() == before


def test_f09_workers_that_start_without_a_database_say_so_and_do_not_need_another_start(filled, served, line):
    postgres = filled[0]
    postgres.kill()
    try:
        served.renew()
        alive = {ask(served.port, "GET", "/livez")[0] for _ in range(8)}  # and every worker has read its code now
        status, wait, page = line.see("/")
        ready = ask(served.port, "GET", "/readyz")[0]
    finally:
        postgres.start()
    assert (alive, ready) == ({200}, 503)
    assert (status, wait, "Nu even niet" in page) == (503, "5", True)
    until(line.is_well_everywhere)


def test_f09_a_lock_that_is_held_too_long_is_told_and_the_rest_goes_on(filled, line):
    until(line.is_well_everywhere)
    with filled[0].connect() as held:
        held.execute("LOCK TABLE conversations_parkedtopic IN ACCESS EXCLUSIVE MODE")
        assert line.save("c", 0) == (503, "5")
        assert line.is_well()
    assert line.save("c", 0)[0] == 200


def test_f09_a_form_that_was_sent_meanwhile_is_sent_again_with_one_click(filled, line):
    until(line.is_well_everywhere)
    with filled[0].connect() as held:
        held.execute("LOCK TABLE triangles_user, django_session IN ACCESS EXCLUSIVE MODE")
        form = "text=Een+%3Cb%3Ezin%3C%2Fb%3E&csrfmiddlewaretoken=" + "a" * 32
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, page = line.see("/gesprekken/1/", "POST", form, **kind)
        secret = line.see("/account/inloggen/", "POST", "login=iemand&password=geheim", **kind)[2]
    assert (status, "Niet opgeslagen" in page) == (503, True)
    assert '<input type="hidden" name="text" value="Een &lt;b&gt;zin&lt;/b&gt;">' in page
    assert "geheim" not in secret
