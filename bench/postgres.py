"""A PostgreSQL of our own for as long as the measuring takes, in a folder that goes away."""

import os
import pwd
import subprocess
from contextlib import contextmanager
from pathlib import Path


class MissingError(Exception):
    """A program that a part of the bench needs is not installed; its words name which."""


@contextmanager
def running(folder, more=()):
    """Yield (address of an empty database, process id of the server). Raises MissingError where none is installed.

    `more` are names of further databases, that stand at the same address but for its last part.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        raise MissingError("PostgreSQL ontbreekt (/usr/lib/postgresql)")
    tools = found[-1]
    place, owner = Path(folder) / "pg", "postgres" if os.geteuid() == 0 else None
    place.mkdir()
    if owner:
        Path(folder).chmod(0o711)
        os.chown(place, pwd.getpwnam(owner).pw_uid, -1)

    def run(tool, *options):
        command = [tools / tool, *options]
        subprocess.run(command, user=owner, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("initdb", "-D", place / "base", "-U", "postgres", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8")
    options = f"-k '{place}' -c listen_addresses="
    run("pg_ctl", "-D", place / "base", "-l", place / "log", "-w", "-o", options, "start")
    try:
        for name in ("driehoek", *more):
            run("createdb", "-h", place, "-U", "postgres", name)
        number = int((place / "base" / "postmaster.pid").read_text().splitlines()[0])
        yield f"postgres://postgres@/{place}/driehoek", number
    finally:
        run("pg_ctl", "-D", place / "base", "-m", "immediate", "stop")
