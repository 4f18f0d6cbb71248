"""What every part of the bench stands on: an environment, modules in processes of their own, and two databases."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager

from bench import postgres
from bench.postgres import MissingError

__all__ = ["MissingError", "environment_for", "most", "program", "run", "two_databases"]


def environment_for(folder):
    """Return the environment of a product that keeps its database in `folder` and speaks plain http."""
    keys = {"SECRET_KEY": "sleutel-alleen-voor-het-meten-" * 2, "TEXT_KEYS": "tekstsleutel-alleen-voor-het-meten-0001"}
    names = {"DJANGO_SETTINGS_MODULE": "driehoek.settings", "DATABASE_URL": f"sqlite:///{folder}/meting.sqlite3"}
    switches = {"DEBUG": "0", "DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1", "LOG_LEVEL": "ERROR"}
    return os.environ | keys | names | switches


def run(environment, module, *arguments):
    """Run a module of the bench in a process of its own and return the object on the last line that it prints."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    said = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(said.splitlines()[-1])


@contextmanager
def two_databases():
    """Yield {name: (environment of an empty database, process of its server or None)}; both go away afterwards."""
    with tempfile.TemporaryDirectory(prefix="driehoek-meting") as folder:
        environment = environment_for(folder)
        with postgres.running(folder) as (address, server):
            elsewhere = environment | {"DATABASE_URL": address}
            yield {"SQLite": (environment, None), "PostgreSQL": (elsewhere, server)}


def most(found):
    """Return per key of the objects in `found` ({database: {key: number}}) the highest number; prints all."""
    print(f"  {found}")
    keys = next(iter(found.values()))
    return {key: max(one[key] for one in found.values()) for key in keys}


def program(name, package):
    """Return the path of a program. Raises MissingError, that names what to install."""
    path = shutil.which(name)
    if path is None:
        raise MissingError(f"{package} ontbreekt (het programma {name})")
    return path
