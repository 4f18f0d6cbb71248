"""The product as it is served: gunicorn in a process of its own, with collected static files, on the test database."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from bench.web import Server, free_port

ROOT = Path(__file__).resolve().parent.parent
COLLECT = ["manage.py", "collectstatic", "--no-input", "--ignore", "admin", "--verbosity", "0"]
SERVE = ["-m", "gunicorn", "--workers", "1", "--threads", "8", "--no-control-socket", "--log-level", "error"]
SERVE.append("driehoek.wsgi")


def environment_for(folder, **changes):
    """Return the environment of the product on the database of this test, with its static files in `folder`.

    It is that of the demo; `changes` are other variables.
    """
    name, given = connection.settings_dict["NAME"], os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{given}/{name}"
    ours = {"DATABASE_URL": url, "STATIC_ROOT": str(folder), "DEBUG": "0", "DEMO": "1"}
    return os.environ | ours | changes | {"DJANGO_SETTINGS_MODULE": "tests.served_settings"}


def collect(folder):
    """Make the static files as they are for production: named by their content, and packed."""
    subprocess.run([sys.executable, *COLLECT], cwd=ROOT, env=environment_for(folder), check=True)


@contextmanager
def serving(folder, **changes):
    """Serve the product for as long as the block runs, with the static files of `folder`; yields its address.

    `changes` are other variables of its environment.
    """
    port = free_port()
    command = [sys.executable, *SERVE, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment_for(folder, **changes))
    try:
        Server(process, port).wait()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
