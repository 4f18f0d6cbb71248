"""Who asks and saves during a meeting, as the pages do it."""

import http.client
import json
import re
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

KNOWN = re.compile(r"versie=\w*&(?:amp;)?sinds=\d+&(?:amp;)?elke=\d+")
NEVER_QUIET = 10_000_000_000  # 'since' far ahead: five minutes of quiet, and so the slower pace, never come
TOKEN = "a" * 32


@dataclass
class Poller:
    """One screen that asks whether anything changed; it goes on with what the last answer told it."""

    name: str
    address: str
    cookie: str
    known: str = ""
    changes: int = 0

    @property
    def headers(self):
        return {"Cookie": self.cookie, "X-Poll": "1"}

    @property
    def question(self):
        return f"{self.address}&{self.known}"

    def ask(self, send, expected=None):
        """Ask once by `send(address, headers)`, that returns (status, body). Raises RuntimeError on a wrong answer."""
        status, body = send(self.question, self.headers)
        if status not in (200, 204) or (expected and status != expected):
            raise RuntimeError(f"{self.question} antwoordt {status}")
        if status == 200:
            self.changes += 1
            told = KNOWN.search(body.decode())[0].replace("&amp;", "&")
            self.known = re.sub(r"sinds=\d+", f"sinds={NEVER_QUIET}", told)


@dataclass
class Saver:
    """A facilitator who types: each save goes over the one before."""

    address: str
    cookie: str
    part: str = field(default_factory=lambda: f"geparkeerd:nieuw-{uuid.uuid4().hex}")
    version: int = 0

    def save(self, send):
        """Save once by `send(address, headers, body)`. Raises RuntimeError when it is not taken."""
        value = {"text": f"Getypt, keer {self.version + 1}"}
        sent = {"part": self.part, "base_version": self.version, "value": value, "op_id": str(uuid.uuid4())}
        headers = {"Cookie": f"{self.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        status, body = send(self.address, headers | {"Content-Type": "application/json"}, json.dumps(sent))
        if status != 200:
            raise RuntimeError(f"{self.address} antwoordt {status}")
        self.version = json.loads(body)["version"]


def sender(port):
    """Return a function that sends one request to the product on this machine and returns (status, body)."""

    def send(address, headers, body=None):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.request("POST" if body else "GET", address, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    return send


@dataclass
class Typist(Saver):
    """A facilitator whose browser repeats a save under its number until the product answers it, as save.js does."""

    answers: Counter = field(default_factory=Counter)
    slowest: float = 0.0  # s that one save took, all its tries together
    answered_at: float = 0.0
    text: str = ""

    def save_at_last(self, send):
        """Save once, however often that must be tried. Raises RuntimeError when it is refused for what it says."""
        text, number, began = f"{self.part}: {self.version + 1}", str(uuid.uuid4()), time.monotonic()
        sent = {"part": self.part, "base_version": self.version, "value": {"text": text}, "op_id": number}
        headers = {"Cookie": f"{self.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        while True:
            try:
                status, body = send(self.address, headers | {"Content-Type": "application/json"}, json.dumps(sent))
            except (OSError, http.client.HTTPException):
                status = "geen antwoord"
            self.answers[status] += 1
            if status == 200:
                break
            if status in (400, 403, 404, 409):
                raise RuntimeError(f"{self.address} antwoordt {status}")
            time.sleep(0.1)
        self.answered_at, self.text, self.version = time.monotonic(), text, json.loads(body)["version"]
        self.slowest = max(self.slowest, self.answered_at - began)

    def next_answer(self):
        """Wait for the next save that is answered; return when that was, by the monotonic clock."""
        before = self.answered_at
        while self.answered_at == before:
            time.sleep(0.01)
        return self.answered_at
