"""Two trials on this machine, told in Dutch: the database goes and its replica takes over; a web server of two goes.

`python -m bench.trials`. Meanwhile people type and screens ask, as the pages do: a save is repeated under its number
until it is answered. Exit code 1 when a save is lost, or it takes longer than ten seconds.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import cluster
from bench.asking import Poller, Typist, sender
from bench.ground import environment_for, run
from bench.web import free_port

LIMIT = 10  # s
BEFORE, AFTER = 3, 6  # s of typing before something goes, and after it works again
TYPISTS, SCREENS = 6, 18
NGINX = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{
  log_format from "$upstream_addr"; access_log {folder}/from.log from;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  upstream driehoek {{ {servers} }}
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://driehoek; proxy_set_header Host $http_host; proxy_connect_timeout 2s; }}
  }}
}}
"""


class Room:
    """People who type and screens that ask at one port, each in a thread of its own, until `end`."""

    def __init__(self, port, filled):
        send = sender(port)
        self.answers, self.is_open = Counter(), True
        self.typists = [Typist(**raw) for raw in filled["savers"][:TYPISTS]]
        self.pollers = [Poller(**raw) for raw in filled["pollers"][:SCREENS]]
        works = [(self.type, one) for one in self.typists] + [(self.watch, one) for one in self.pollers]
        self.threads = [threading.Thread(target=work, args=[one, send]) for work, one in works]
        for thread in self.threads:
            thread.start()

    def type(self, typist, send):
        while self.is_open:
            typist.save_at_last(send)
            time.sleep(0.1)

    def watch(self, poller, send):
        while self.is_open:
            try:
                poller.ask(send)
                self.answers["goed"] += 1
            except (OSError, RuntimeError) as refused:
                self.answers[str(refused)[-3:] if isinstance(refused, RuntimeError) else "geen antwoord"] += 1
            time.sleep(0.5)

    def end(self):
        self.is_open = False
        for thread in self.threads:
            thread.join()

    def told(self):
        """Say in a line what the people and the screens met."""
        saves, slow = sum(one.version for one in self.typists), max(one.slowest for one in self.typists)
        met = sum((one.answers for one in self.typists), Counter())
        return f"{saves} keer opgeslagen, langst gewacht {slow:.1f} s ({dict(met)}); schermen {dict(self.answers)}"


@contextmanager
def gunicorn(environment, port):
    """Serve the product with two workers at `port`; yields the process, that leads a group of its own."""
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--no-control-socket", "--log-level", "critical", "driehoek.wsgi"]
    quiet = {**environment, "LOG_LEVEL": "CRITICAL"}
    process = subprocess.Popen(command, env=quiet, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


@contextmanager
def balancer(folder, ports):
    """Run nginx before the servers at `ports`; yields its own port."""
    port, file = free_port(), Path(folder) / "nginx.conf"
    servers = " ".join(f"server 127.0.0.1:{one} max_fails=1 fail_timeout=2s;" for one in ports)
    file.write_text(NGINX.format(folder=folder, port=port, servers=servers))
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", file, "-e", f"{folder}/nginx.log"])
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port):
    """Wait at most half a minute until something answers at `port`."""
    send, until = sender(port), time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if send("/livez", {})[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"Niets antwoordt op poort {port}.")


def lost(url, typists):
    """Return how many saves that were answered the database does not have, or has twice.

    It keeps the number of every save, and the newest text with the number of its version.
    """
    with psycopg.connect(url) as line:
        there = dict(line.execute("SELECT text, version FROM conversations_parkedtopic").fetchall())
        (saves,) = line.execute("SELECT count(*) FROM conversations_op").fetchone()
    newest = sum(there.get(one.text) != one.version for one in typists)
    return newest + abs(sum(one.version for one in typists) - saves)


def try_failover(folder):
    """Kill the primary, promote the replica; return (line that tells, whether it held)."""
    with cluster.pair(folder) as (primary, replica):
        environment = environment_for(folder) | {"DATABASE_URL": cluster.address(primary, replica)}
        filled, port = run(environment, "bench.meetings", str(TYPISTS)), free_port()
        with gunicorn(environment, port):
            room = Room(port, filled)
            time.sleep(BEFORE)
            primary.kill()
            time.sleep(1)  # whoever watches over the servers needs a moment
            replica.promote()
            promoted = time.monotonic()
            back = max(one.next_answer() for one in room.typists) - promoted
            time.sleep(AFTER)
            room.end()
        gone = lost(cluster.address(replica), room.typists)
    return (
        f"Overname: {back:.1f} s na de overname werkt alles weer, {gone} kwijt. {room.told()}",
        not gone and back < LIMIT,
    )


def try_two_servers(folder):
    """Kill one of two web servers behind nginx; return (line that tells, whether it held)."""
    ports = [free_port() for _ in range(2)]
    with cluster.single(folder) as database:
        environment = environment_for(folder) | {"DATABASE_URL": cluster.address(database)}
        filled = run(environment, "bench.meetings", str(TYPISTS))
        with gunicorn(environment, ports[0]) as first, gunicorn(environment, ports[1]), balancer(folder, ports) as port:
            room = Room(port, filled)
            time.sleep(BEFORE)
            os.killpg(first.pid, signal.SIGKILL)
            time.sleep(AFTER)
            room.end()
        gone = lost(cluster.address(database), room.typists)
    served = Counter(Path(folder, "from.log").read_text().split())
    slowest, shares = max(one.slowest for one in room.typists), sorted(served.values())[-2:]
    held = not gone and slowest < LIMIT and len(shares) == 2
    return f"Twee webservers: {gone} kwijt, verdeeld {shares}. {room.told()}", held


def main():
    held = True
    for trial in (try_failover, try_two_servers):
        with tempfile.TemporaryDirectory(prefix="driehoek-proef") as folder:
            Path(folder).chmod(0o755)
            words, is_good = trial(folder)
            print(words if is_good else f"{words}  FOUT", flush=True)
            held = held and is_good
    return not held


if __name__ == "__main__":
    sys.exit(main())
