"""A plain model of static/js/save.js on the real addresses, with a network, a session and a worker that can fail.

It holds what the script holds: a queue in the order of typing, a number per text that never gets another text,
versions, and a disk that outlives the tab once the server gave its key.
"""

import itertools
import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest.mock import patch
from uuid import UUID

from django.test import Client

from conversations import saving
from conversations.views import saving as addresses

FAULTS = ("vraag kwijt", "antwoord kwijt", "portaal", "gedood voor COMMIT", "gedood na COMMIT")


class LostError(Exception):
    """No answer came, or none of ours."""


class Killed(BaseException):
    """The worker is gone: this passes by whatever catches errors, as kill -9 does."""


@contextmanager
def killing(module, name):
    """Have the worker end right after it carried out a function."""
    work = getattr(module, name)

    def carry_out_and_die(*given):
        work(*given)
        raise Killed

    with patch.object(module, name, carry_out_and_die):
        yield


@dataclass
class Entry:
    """One text that waits. `op` is None until it is sent for the first time."""

    part: str
    value: dict
    base: int
    op: str = None
    stuck: str = ""


class Wire:
    """What lies between a browser and the server; `fault` meets the next save."""

    def __init__(self):
        self.fault, self.struck = "", Counter()
        self.numbers = itertools.count(1)

    def new_number(self):
        return str(UUID(int=next(self.numbers)))

    def carry(self, ask):
        """Return the answer to a save that `ask` sends. Raises LostError."""
        fault, self.fault = self.fault, ""
        self.struck[fault] += 1
        if fault == "vraag kwijt":
            raise LostError
        if fault == "portaal":
            return 200, "<html>Log in bij het netwerk</html>"
        if fault == "gedood voor COMMIT":
            return self.die(saving, "put", ask)
        if fault == "gedood na COMMIT":
            return self.die(addresses, "save_part", ask)
        answer = ask()
        if fault == "antwoord kwijt":
            raise LostError
        return answer.status_code, answer.content

    def die(self, module, name, ask):
        try:
            with killing(module, name):
                answer = ask()
        except Killed:
            raise LostError from None
        return answer.status_code, answer.content  # it never came to writing


class Typist:
    """Somebody with one tab. `told` gets (part, version, text) of everything that the page called saved."""

    def __init__(self, user, conversation, wire, version_of):
        self.user, self.wire, self.version_of = user, wire, version_of
        self.address = f"/gesprekken/{conversation.pk}/"
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        self.client.force_login(user)
        self.disk, self.told, self.is_online = [], [], True
        self.open_tab()

    def open_tab(self):
        """Load the page: what waited on disk goes on under the numbers that it had."""
        self.queue, self.versions, self.csrf, self.is_safe = [], {}, None, False

    def know(self, part):
        if part not in self.versions:
            self.versions[part] = self.version_of(part)
        return self.versions[part]

    def write_disk(self):
        if self.is_safe:
            self.disk = [replace(entry) for entry in self.queue]

    def change(self, part, value):
        entry = next((other for other in reversed(self.queue) if other.part == part), None)
        if entry and entry.stuck == "refused":
            entry.stuck, entry.op = "", None
        if entry is None or (entry.op and not entry.stuck):
            entry = Entry(part, value, self.know(part))
            self.queue.append(entry)
        entry.value = value
        self.write_disk()

    def pump(self):
        """Send what can be sent, in order, until the first that gets no answer."""
        try:
            if self.csrf is None:
                self.greet()
            while entry := self.next():
                self.send(entry)
        except LostError:
            pass

    def next(self):
        for place, entry in enumerate(self.queue):
            if not entry.stuck and all(other.part != entry.part for other in self.queue[:place]):
                return entry
        return None

    def greet(self):
        answer = self.client.get(f"{self.address}sleutel/") if self.is_online else None
        if answer is None or answer.status_code != 200:
            raise LostError
        self.csrf = answer.json()["csrf"]
        if not self.is_safe:
            self.is_safe = True
            self.queue = [replace(entry, stuck="") for entry in self.disk] + self.queue
            self.write_disk()

    def send(self, entry):
        if not entry.op:
            entry.op = self.wire.new_number()
            self.write_disk()
        sent = {"part": entry.part, "base_version": entry.base, "value": entry.value, "op_id": entry.op}
        if not self.is_online:
            raise LostError
        status, body = self.wire.carry(lambda: self.post(sent))
        if status in (401, 403):
            self.csrf = None
            raise LostError
        try:
            answer = json.loads(body)
        except ValueError:
            raise LostError from None
        if answer.get("op_id") != entry.op or status >= 500:
            raise LostError
        self.take(entry, status, answer)

    def post(self, sent):
        headers = {"X-CSRFToken": self.csrf}
        path = f"{self.address}opslaan/"
        return self.client.post(path, json.dumps(sent), content_type="application/json", headers=headers)

    def take(self, entry, status, answer):
        if status == 200:
            self.told.append((entry.part, answer["version"], entry.value["text"]))
            self.versions[entry.part] = answer["version"]
            self.queue.remove(entry)
            for later in self.queue:
                if later.part == entry.part and not later.op:
                    later.base = answer["version"]
        elif status == 409:
            entry.stuck, entry.theirs = "conflict", answer["version"]
        else:
            self.refuse(entry)
        self.write_disk()

    def refuse(self, entry):
        later = next((other for other in self.queue if other is not entry and other.part == entry.part), None)
        if later is None:
            entry.stuck = "refused"
            return
        later.base = entry.base  # what was typed meanwhile takes its place
        self.queue.remove(entry)

    def resolve(self, keeps_mine):
        """Choose at every conflict: what was typed here, or what the other wrote."""
        for entry in [other for other in self.queue if other.stuck == "conflict"]:
            mine = [other.value for other in self.queue if other.part == entry.part][-1]
            self.queue = [other for other in self.queue if other.part != entry.part]
            self.versions[entry.part] = entry.theirs
            if keeps_mine:
                self.change(entry.part, mine)
        self.write_disk()
