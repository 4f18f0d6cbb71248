"""A PostgreSQL that a test may kill, freeze and start again, in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.faults.apart import until

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": "/"}


class Postgres:
    """Runs from `start` to `stop`; `url` is the address of an empty database.

    `settings` are other ones of its own; what it says itself stands in `log`.
    """

    def __init__(self, **settings):
        self.settings = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.tools = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[-1]
        self.folder = Path(tempfile.mkdtemp(prefix="driehoek-pg-"))
        self.owner = "postgres" if os.geteuid() == 0 else None
        if self.owner:
            os.chown(self.folder, pwd.getpwnam(self.owner).pw_uid, -1)
        self.url = f"postgres://postgres@/{self.folder}/driehoek"
        self.run("initdb", "-D", self.base, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N")
        self.start()
        self.run("createdb", "-h", self.folder, "-U", "postgres", "driehoek")

    @property
    def base(self):
        return self.folder / "base"

    @property
    def log(self):
        return self.folder / "log"

    def run(self, tool, *options):
        subprocess.run([self.tools / tool, *options], user=self.owner, **QUIET)

    def start(self):
        """Start; what was committed before a kill -9 must be there again, so every COMMIT is written to disk."""
        options = ["-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=on", "-c", "max_connections=30"]
        command = [self.tools / "postgres", "-D", self.base, *options, *self.settings]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, user=self.owner, cwd="/", stderr=log)
        until(self.is_ready)

    def connect(self, name="driehoek"):
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name)

    def is_ready(self):
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def processes(self):
        """Return the number of the server first, then those of the processes under it."""
        first = self.process.pid
        return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]

    def send(self, number):
        for process in self.processes():
            os.kill(process, number)

    def kill(self):
        """End all of it with -9, as when the machine takes the memory back."""
        self.send(signal.SIGKILL)
        self.process.wait()

    def freeze(self):
        """Let it say nothing any more, with every connection open."""
        self.send(signal.SIGSTOP)

    def thaw(self):
        self.send(signal.SIGCONT)

    def stop(self):
        self.process.send_signal(signal.SIGQUIT)  # at once; nothing of it is kept
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
