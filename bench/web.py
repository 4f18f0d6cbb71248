"""CPU per request of a page against the bare view, both under the same gunicorn with one sync worker."""

import http.client
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from bench.cpu import cpu_below, cpu_of
from bench.ground import run, two_databases

ROUNDS = 7
BARE_REQUESTS = 400
PAGE_REQUESTS = 60


class Server:
    """A running gunicorn: sends it requests and reads what its one worker spends."""

    def __init__(self, process, port, cookie=""):
        self.process, self.port, self.cookie = process, port, cookie
        self.worker = None

    def get(self, address):
        """Request `address` once. Raises RuntimeError on any status but 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", address, headers={"Cookie": self.cookie} if self.cookie else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{address} antwoordt {answer.status}")

    def cpu_per_request(self, address, times, beside=None):
        """Return the CPU seconds per request, over `times` requests, of the worker and of what is `beside` it."""
        return self.cpu_per_act(lambda: self.get(address), times, beside)

    def cpu_per_act(self, act, times, beside=None):
        """Return the CPU seconds per `act()`, of the worker and of the process `beside` it with all below it."""
        before = self.cpu() + cpu_below(beside)
        for _ in range(times):
            act()
        return (self.cpu() + cpu_below(beside) - before) / times

    def cpu(self):
        """Return the seconds of CPU, system time included, that the worker has used so far."""
        return cpu_of(self.worker)

    def wait(self):
        """Wait at most 30 seconds until the worker answers on its socket, and note its process id."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", self.port)):
                    break
            time.sleep(0.1)
        master = self.process.pid
        children = Path(f"/proc/{master}/task/{master}/children")
        while not children.read_text().split():
            time.sleep(0.1)
        self.worker = int(children.read_text().split()[0])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(module, environment, cookie="", workers=1, more=()):
    """Serve the WSGI `module` ("package.module:name") for as long as the block runs; yields a `Server`.

    `more` are options of gunicorn besides. A real browser keeps lines open that it does not use, as a proxy does not:
    for that `("--threads", "8")`.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command += ["--worker-class", "sync", "--no-control-socket", "--log-level", "error", *more, module]
    process = subprocess.Popen(command, env=environment)
    server = Server(process, port, cookie)
    try:
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(10)


def measure(environment, cookie, pages):
    """Return per name of `pages` ({name: address}) the median of its CPU divided by that of the bare view.

    The rounds are interleaved, so that a busy moment of the machine hits both.
    """
    ratios = {name: [] for name in pages}
    bare, product = serving("bench.hello", environment), serving("driehoek.wsgi", environment, cookie)
    with bare as hello, product as ours:
        for address in pages.values():
            ours.cpu_per_request(address, 10)
        hello.cpu_per_request("/", 20)
        for _ in range(ROUNDS):
            floor = hello.cpu_per_request("/", BARE_REQUESTS)
            for name, address in pages.items():
                ratios[name].append(ours.cpu_per_request(address, PAGE_REQUESTS) / floor)
    return {name: round(statistics.median(found), 1) for name, found in ratios.items()}


def measure_pages():
    """Return {"home_vs_hello", "home_vs_hello_postgresql", "home_queries", ...} of all pages of `bench.filling`.

    The queries are those of the database that takes the most.
    """
    with two_databases() as places:
        found = {name: pages_of(environment) for name, (environment, _) in places.items()}
    print(f"  {found}")
    ratios = {f"{page}_vs_hello": ratio for page, ratio in found["SQLite"]["ratios"].items()}
    elsewhere = {f"{page}_vs_hello_postgresql": ratio for page, ratio in found["PostgreSQL"]["ratios"].items()}
    queries = [one["queries"] for one in found.values()]
    return ratios | elsewhere | {f"{page}_queries": max(one[page] for one in queries) for page in queries[0]}


def pages_of(environment):
    filled = run(environment, "bench.filling")
    return {"ratios": measure(environment, filled["cookie"], filled["pages"]), "queries": filled["queries"]}
