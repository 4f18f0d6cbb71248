"""A hundred meetings at once: 300 browsers that ask and save as the pages do; prints one JSON object.

`python -m bench.crowd` runs for a minute; `python -m bench.crowd soak [minutes]` does a third of it for twenty minutes,
and looks at the memory of the workers. On PostgreSQL, gunicorn as gunicorn.conf.py says, with two workers.

A browser is an HTTP client here, that keeps its line as long as the server does: 300 of Chromium do not fit in a
machine with two cores. Per meeting a facilitator, who types, the big screen and one phone.
"""

import http.client
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import postgres
from bench.asking import Poller, Saver
from bench.ground import environment_for, run
from bench.room import cpu_below
from bench.web import serving

MEETINGS = 100
IN_A_MEETING = ("leiden", "scherm", "telefoon")  # one of each
EVERY = 2  # s between two questions of one browser
TYPES_EVERY = 10  # s between two saves of one facilitator; all of them type
SECONDS, WARM = 60, 20  # a worker reads the product in before it answers its first question
MINUTES, PART = 20, 1 / 3
THREADS = 48
FOR_GOOD = ("--max-requests", "0", "--max-requests-jitter", "0")  # a worker that is replaced hides how it grew


class Browser:
    """One browser: a line to the server, that it keeps, and one request at a time."""

    def __init__(self, port):
        self.line, self.turn = http.client.HTTPConnection("127.0.0.1", port, timeout=30), threading.Lock()

    def send(self, address, headers, body=None):
        """Send one request; return (status, body)."""
        try:
            self.line.request("POST" if body else "GET", address, body, headers)
            answer = self.line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.line.close()
            raise


class Crowd:
    """All browsers of all meetings. `waits` are the seconds from when a request was due until its answer was there."""

    def __init__(self, port, filled):
        self.waits, self.errors = [], Counter()
        self.asks, self.saves = [], []
        for number, saver in enumerate(filled["savers"]):
            pollers = one_of_each(filled["pollers"][6 * number : 6 * number + 6])
            browsers = [Browser(port) for _ in pollers]
            self.asks += [(browser, poller.ask) for browser, poller in zip(browsers, pollers, strict=True)]
            self.saves.append((browsers[0], Saver(**saver).save))

    def run(self, seconds, part=1.0):
        """Ask and save for so long, with `part` of the browsers; then wait for the last answer."""
        with ThreadPoolExecutor(THREADS) as pool:
            asks, saves = (acts[: round(len(acts) * part)] for acts in (self.asks, self.saves))
            for due, (browser, act) in timetable(seconds, (asks, EVERY), (saves, TYPES_EVERY)):
                time.sleep(max(0, due - time.monotonic()))
                pool.submit(self.do, browser, act, due)

    def do(self, browser, act, due):
        with browser.turn:
            try:
                act(browser.send)
            except (OSError, http.client.HTTPException, RuntimeError) as refused:
                self.errors[type(refused).__name__ if not str(refused) else str(refused)[-30:]] += 1
        self.waits.append(time.monotonic() - due)

    def forget(self):
        """Start counting anew. What went wrong before counts."""
        self.waits = []


def one_of_each(raw):
    """Return the Pollers of one meeting, one of each kind."""
    return [Poller(**next(one for one in raw if one["name"] == name)) for name in IN_A_MEETING]


def timetable(seconds, *kinds):
    """Return [(moment, act)] in order; each of `kinds` is (acts, seconds between two of the same), evenly spread."""
    began, planned = time.monotonic(), []
    for acts, every in kinds:
        pace = every / len(acts)
        planned += [(began + number * pace, acts[number % len(acts)]) for number in range(int(seconds / pace))]
    return sorted(planned, key=lambda one: one[0])


def measure_crowd(port, filled, roots):
    """Return how many requests failed and within how many ms 95 of 100 were answered, at full strength.

    `roots` are {name: process id} of what shares the machine with the crowd, to tell what each takes of a core.
    """
    crowd = Crowd(port, filled)
    crowd.run(WARM)
    crowd.forget()
    before, began = spent(roots), time.monotonic()
    crowd.run(SECONDS)
    after, took = spent(roots), time.monotonic() - began
    print({name: round((after[name] - before[name]) / took, 2) for name in after}, "van een kern")
    waits = statistics.quantiles(crowd.waits, n=100)
    tell(crowd, waits)
    return {"crowd_errors": crowd.errors.total(), "crowd_p95_ms": round(1000 * waits[94])}


def spent(roots):
    """Return {name: seconds of CPU so far}, those of the browsers, which are in this process, as well."""
    return {name: cpu_below(root) for name, root in roots.items()} | {"browsers": time.process_time()}


def measure_soak(port, filled, master, minutes):
    """Return by how many percent the worker that grew most did so, and what failed, at a part of the strength."""
    crowd = Crowd(port, filled)
    crowd.run(60, PART)
    before = memory(master)
    crowd.forget()
    crowd.run(60 * minutes, PART)
    after = memory(master)
    if before.keys() != after.keys():
        raise RuntimeError(f"Een werker is vervangen: {before} {after}")
    tell(crowd, statistics.quantiles(crowd.waits, n=100))
    print(f"geheugen van de werkers in MB: {list(before.values())} en na {minutes} minuten {list(after.values())}")
    growth = max(after[pid] / before[pid] - 1 for pid in before)
    return {"soak_growth_percent": round(100 * max(0, growth), 1), "soak_errors": crowd.errors.total()}


def tell(crowd, waits):
    said = ", ".join(f"{share} van 100 binnen {1000 * waits[share - 1]:.0f} ms" for share in (50, 95, 99))
    print(f"{len(crowd.waits)} vragen, {said}; misgegaan: {dict(crowd.errors)}")


def memory(master):
    """Return {process id of a worker: MB that are its own}."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    return {pid: own_memory(pid) for pid in workers}


def own_memory(pid):
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def measure():
    """Return what a hundred meetings at once meet with."""
    return run(os.environ, "bench.crowd")


def soak():
    """Return how the workers grow in twenty minutes."""
    return run(os.environ, "bench.crowd", "soak")


def main(what="crowd", minutes=MINUTES):
    with tempfile.TemporaryDirectory(prefix="driehoek-drukte") as folder, postgres.running(folder) as (address, server):
        environment = environment_for(folder) | {"DATABASE_URL": address}
        filled = run(environment, "bench.meetings", str(MEETINGS))
        with serving("driehoek.wsgi", environment, workers=2, more=FOR_GOOD) as ours:
            if what == "soak":
                found = measure_soak(ours.port, filled, ours.process.pid, float(minutes))
            else:
                roots = {"product": ours.process.pid, "database": server}
                found = measure_crowd(ours.port, filled, roots)
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
