"""What a room full of screens costs: questions to which nothing changed, and 60 and 300 screens at once."""

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from bench import postgres
from bench.asking import Poller, Saver, sender
from bench.cpu import cpu_below
from bench.ground import environment_for, run
from bench.web import serving

MEETINGS, SCREENS = 50, (60, 300)
ROUNDS, BARE_REQUESTS, QUESTIONS = 7, 400, 100
SECONDS = 20  # per number of screens
EVERY = 2  # seconds between two questions of one screen
SAVES = 5  # a second
TYPING = 10  # meetings in which somebody types
THREADS = 12


def measure():
    """Return what the screens of 50 meetings of six cost; of two databases, and of three kinds of screen, the most."""
    with tempfile.TemporaryDirectory(prefix="driehoek-zaal") as folder:
        environment = environment_for(folder)
        filled = run(environment, "bench.meetings", str(MEETINGS))
        ratios = measure_questions(environment, filled)
        loads = [measure_load(environment, filled, screens) for screens in SCREENS]
        with postgres.running(folder) as (address, server):
            elsewhere = environment | {"DATABASE_URL": address}
            again = run(elsewhere, "bench.meetings", str(MEETINGS))
            more = [measure_load(elsewhere, again, screens, beside=server) for screens in SCREENS]
    print(f"  schermen: {ratios} maal kaal; vragen {filled['queries']}; kern bij {SCREENS} op SQLite en PostgreSQL")
    print(
        " ", [[round(share, 2) for share in shares] for shares in (*loads, *more)], "(het product, de database apart)"
    )
    queries = max(*filled["queries"].values(), *again["queries"].values())
    most = [round(max(here[0], there[0]), 2) for here, there in zip(loads, more, strict=True)]
    shares = {f"poll_cpu_{screens}": share for screens, share in zip(SCREENS, most, strict=True)}
    return {"poll_vs_hello": max(ratios.values()), "poll_queries": queries} | shares


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
                spent = ours.cpu_per_act(lambda one=poller: one.ask(send, expected=204), QUESTIONS)
                ratios[name].append(spent / floor)
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
