"""PostgreSQL with a replica, on ports of this machine, in folders that go away: to kill, and to promote."""

import os
import pwd
import signal
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.web import free_port

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": "/"}


class Server:
    """One server in `folder`; `options` are settings that it starts with."""

    def __init__(self, folder, *options):
        self.folder, self.port, self.options = Path(folder), free_port(), options
        self.owner = "postgres" if os.geteuid() == 0 else None
        self.folder.mkdir()
        if self.owner:
            os.chown(self.folder, pwd.getpwnam(self.owner).pw_uid, -1)

    @property
    def base(self):
        return self.folder / "base"

    def run(self, tool, *options):
        tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        subprocess.run([tools / tool, *options], user=self.owner, **QUIET)

    def make(self):
        self.run("initdb", "-D", self.base, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N")

    def follow(self, primary):
        """Become a copy of `primary` (a Server that runs), that keeps up with it."""
        where = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres"]
        self.run("pg_basebackup", *where, "-D", self.base, "-R", "-X", "stream", "-c", "fast", "-N")

    def start(self):
        options = ["listen_addresses=127.0.0.1", f"port={self.port}", "max_connections=40", *self.options]
        told = " ".join([f"-k '{self.folder}'", *(f"-c {option}" for option in options)])
        self.run("pg_ctl", "-D", self.base, "-l", self.folder / "log", "-w", "-o", told, "start")

    def promote(self):
        self.run("pg_ctl", "-D", self.base, "-w", "promote")

    def kill(self):
        """Kill the server and all that it started with -9, as if the machine went."""
        number = int((self.base / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for one in [number, *map(int, children)]:
            os.kill(one, signal.SIGKILL)

    def stop(self):
        with suppress(subprocess.CalledProcessError):  # killed before
            self.run("pg_ctl", "-D", self.base, "-m", "immediate", "stop")


def address(*servers):
    """Return the DATABASE_URL of whichever of the servers may be written to."""
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    return f"postgres://postgres@{hosts}/driehoek?target_session_attrs=read-write"


@contextmanager
def single(folder):
    """Yield a server with an empty database."""
    server = Server(Path(folder) / "pg")
    server.make()
    server.start()
    try:
        server.run("createdb", "-h", "127.0.0.1", "-p", str(server.port), "-U", "postgres", "driehoek")
        yield server
    finally:
        server.stop()


@contextmanager
def pair(folder):
    """Yield (primary, replica): a COMMIT is answered once both have it, as soon as `wait_for_both` was called."""
    with single(folder) as primary:
        replica = Server(Path(folder) / "replica")
        replica.follow(primary)
        replica.start()
        try:
            wait_for_both(primary)
            yield primary, replica
        finally:
            replica.stop()


def wait_for_both(primary):
    """Let the primary answer a COMMIT only when its replica has it too."""
    where = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres"]
    primary.run("psql", *where, "-c", "ALTER SYSTEM SET synchronous_standby_names = '*'")
    primary.run("psql", *where, "-c", "SELECT pg_reload_conf()")
