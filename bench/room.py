"""What a room full of screens costs: questions to which nothing changed, and 60 and 300 screens at once."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from bench.asking import Poller, Saver, sender
from bench.web import serving

ROUNDS, BARE_REQUESTS, QUESTIONS = 7, 400, 100
SECONDS = 20  # per number of screens
EVERY = 2  # seconds between two questions of one screen
SAVES = 5  # a second
TYPING = 10  # meetings in which somebody types
THREADS = 12


def measure_questions(environment, filled):
    """Return {name: CPU of an unchanged question divided by that of the bare view}, median of interleaved rounds."""
    pollers = {one.name: one for one in (Poller(**raw) for raw in filled["pollers"][:6])}
    ratios = {name: [] for name in pollers}
    with serving("bench.hello", environment) as hello, serving("driehoek.wsgi", environment) as ours:
        send = sender(ours.port)
        for poller in pollers.values():
            for _ in range(10):
                poller.ask(send)
        hello.cpu_per_request("/", 20)
        for _ in range(ROUNDS):
            floor = hello.cpu_per_request("/", BARE_REQUESTS)
            for name, poller in pollers.items():
                before = ours.cpu()
                for _ in range(QUESTIONS):
                    poller.ask(send, expected=204)
                ratios[name].append((ours.cpu() - before) / QUESTIONS / floor)
    return {name: round(statistics.median(found), 1) for name, found in ratios.items()}


def measure_load(environment, filled, screens, beside=None):
    """Return the shares of one core that the product and the database beside it take: `screens` ask, ten meetings type.

    Two workers; `beside` is the process of the database, None where that is in the product. Raises RuntimeError on a
    wrong answer.
    """
    pollers = [Poller(**raw) for raw in filled["pollers"][:screens]]
    savers = [Saver(**raw) for raw in filled["savers"][:TYPING]]
    with serving("driehoek.wsgi", environment, workers=2) as ours, ThreadPoolExecutor(THREADS) as pool:
        send = sender(ours.port)
        list(pool.map(lambda poller: poller.ask(send), pollers))  # the pages that are open
        roots = [ours.process.pid, *([beside] if beside else [])]
        before, began = [cpu_below(root) for root in roots], time.monotonic()
        done = [pool.submit(act, send) for act in timetable(pollers, savers)]
        for each in done:
            each.result()
        after, took = [cpu_below(root) for root in roots], time.monotonic() - began
    return [(later - earlier) / took for earlier, later in zip(before, after, strict=True)]


def timetable(pollers, savers):
    """Yield what is to be done at the moment that it is due: every poller in its turn, and the saves between them."""
    began, rate = time.monotonic(), len(pollers) / EVERY
    moments = [(number / rate, pollers[number % len(pollers)].ask) for number in range(int(SECONDS * rate))]
    moments += [(number / SAVES, savers[number % len(savers)].save) for number in range(SECONDS * SAVES)]
    for due, act in sorted(moments, key=lambda moment: moment[0]):
        time.sleep(max(0, began + due - time.monotonic()))
        yield act


def cpu_below(root):
    """Return the seconds of CPU that a process and all below it have used."""
    children = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            after = status.read_text().rpartition(")")[2].split()
            children.setdefault(int(after[1]), []).append(int(status.parent.name))
    asked, found = [root], []
    while asked:
        found.append(asked.pop())
        asked += children.get(found[-1], [])
    return sum(cpu_of(pid) for pid in found)


def cpu_of(pid):
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return 0
