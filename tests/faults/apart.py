"""The product in processes of its own, on the database of the test; and a browser that tries again as save.js does."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds to wait for what a busy machine does late


def environment():
    """Return the environment in which a process finds the database and the keys of this test."""
    name = connection.settings_dict["NAME"]
    named = f"{os.environ.get('DATABASE_URL', '').rpartition('/')[0]}/{name}"
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else named
    ours = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "driehoek.settings", "DEMO": "1", "LOG_LEVEL": "CRITICAL"}
    return os.environ | ours | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class NoAnswerError(OSError):
    """The line broke before an answer came."""


class Site:
    """A gunicorn with two workers; `start` and `stop` may be called again, the address stays.

    `changes` are other variables of its environment.
    """

    def __init__(self, module="driehoek.wsgi", **changes):
        self.module, self.port, self.changes = module, free_port(), changes

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        command += ["--no-control-socket", "--log-level", "critical", self.module]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment() | self.changes)
        began = time.monotonic()
        until(lambda: answers(self.port) or self.process.poll() is not None)
        self.start_took = time.monotonic() - began

    def renew(self):
        """Have the workers replaced, as after the installation of a new version."""
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        until(lambda: len(self.workers()) == 2 and not before & self.workers())

    def workers(self):
        master = self.process.pid
        return set(Path(f"/proc/{master}/task/{master}/children").read_text().split())

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


def until(is_so):
    """Wait until `is_so()`. Raises TimeoutError after a minute."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def answers(port):
    try:
        return ask(port, "GET", "/livez")[0] == 200
    except NoAnswerError:
        return False


def ask(port, method, path, body=None, **headers):
    """Return (status, body as bytes). Raises NoAnswerError."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as broken:
        raise NoAnswerError from broken
    finally:
        line.close()


class Tab:
    """A page of `user` on a conversation: saves one text at a time and repeats it until the product answers."""

    def __init__(self, port, user, conversation):
        self.port, self.path = port, f"/gesprekken/{conversation.pk}/"
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookie = f"sessionid={session}; csrftoken={'a' * 32}"  # the names that the demo gives them

    def save(self, part, version, value, op_id=None, **headers):
        """Send one save once; return (status, answer). Raises NoAnswerError."""
        sent = {"part": part, "base_version": version, "value": value, "op_id": op_id or str(uuid.uuid4())}
        headers |= {"Cookie": self.cookie, "X-CSRFToken": "a" * 32, "Content-Type": "application/json"}
        status, body = ask(self.port, "POST", f"{self.path}opslaan/", json.dumps(sent), **headers)
        return status, json.loads(body)

    def save_at_last(self, part, version, value):
        """Save under one number until it is answered; return (version, tries, seconds from the first to the last)."""
        number, began, tries = str(uuid.uuid4()), time.monotonic(), 0
        while True:
            tries += 1
            try:
                status, answer = self.save(part, version, value, number)
            except NoAnswerError:
                time.sleep(0.05)
                continue
            assert status == 200, answer
            return answer["version"], tries, time.monotonic() - began
