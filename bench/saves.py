"""Saving scores during a meeting: by a participant by link, and by the facilitator on the screen of the meeting.

Fills as a process of its own: `python -m bench.saves` prints one JSON object with the two `savers`.
"""

import json
import statistics
import sys
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

import django
from django.core.management import call_command

from bench.asking import TOKEN, sender
from bench.filling import CASE, fill_with
from bench.ground import most, run, two_databases
from bench.meetings import STEP, open_meeting, phone_of, session_of
from bench.web import serving

ROUNDS, BARE_REQUESTS, SAVES = 7, 400, 60
ANSWERED = ("scores", "insights", "agreements", "parked", "follow_up", "reflections")


def measure():
    """Return {"save_vs_hello", "save_with_database"}: of two kinds of saving and two databases the most."""
    with two_databases() as places:
        return most({name: compare(*place) for name, place in places.items()})


def compare(environment, beside):
    """Return the CPU of a save divided by that of the bare view: of the web server alone, and with the database."""
    savers = [ScoreSaver(**raw) for raw in run(environment, "bench.saves")["savers"]]
    alone, together = {one.name: [] for one in savers}, {one.name: [] for one in savers}
    with serving("bench.hello", environment) as hello, serving("driehoek.wsgi", environment) as ours:
        send = sender(ours.port)
        for _ in range(ROUNDS + 1):
            floor = hello.cpu_per_request("/", BARE_REQUESTS)
            for one in savers:
                before = ours.cpu()
                all_of_it = ours.cpu_per_act(lambda one=one: one.save(send), SAVES, beside)
                alone[one.name].append((ours.cpu() - before) / SAVES / floor)
                together[one.name].append(all_of_it / floor)
    print(f"  {middle(alone)} maal kaal, met de database {middle(together)}")
    return {
        "save_vs_hello": max(middle(alone).values()),
        "save_with_database": max(middle(together).values()),
    }


def middle(rounds):
    """Return the median per name; the first round only warms."""
    return {name: round(statistics.median(found[1:]), 1) for name, found in rounds.items()}


@dataclass
class ScoreSaver:
    """Somebody who changes one score again and again, each save over the one before."""

    name: str
    address: str
    cookie: str
    part: str = ""  # of the save contract; '' for the form of a participant
    facilitator: int = 0
    version: int = 0

    def save(self, send):
        """Save once by `send(address, headers, body)`. Raises RuntimeError when it is not taken."""
        headers = {"Cookie": f"{self.cookie}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        value = str(1 + self.version % 5)
        if self.part:
            sent = {"score": value, "entry": "namens"}
            body = {"part": self.part, "base_version": self.version, "value": sent, "op_id": str(uuid.uuid4())}
            kind, body, expected = "application/json", json.dumps(body), 200
        else:
            body = {"score": value, "score_version": self.version, "version": 0, "text": "", "visibility": "zelf"}
            body["facilitator"] = self.facilitator
            kind, body, expected = "application/x-www-form-urlencoded", urlencode(body), 302
        status, _ = send(self.address, headers | {"Content-Type": kind}, body)
        if status != expected:
            raise RuntimeError(f"{self.address} antwoordt {status}")
        self.version += 1


def main():
    django.setup()
    from conversations.links import Purpose
    from conversations.models import Conversation
    from triangles.models import User

    call_command("migrate", verbosity=0)
    leader = User.objects.create_user("begeleider", email="b@voorbeeld.example")
    case = json.loads(CASE.read_text())
    for name in ANSWERED:
        case["conversation"].pop(name, None)
    conversation = Conversation.objects.get(pk=fill_with(case, leader, 1))
    open_meeting(conversation, leader)
    person, other = conversation.participants.order_by("pk")[:2]
    by_leader = {"name": "leiden", "address": f"/gesprekken/{conversation.pk}/opslaan/", "cookie": session_of(leader)}
    by_link = {"name": "link", "address": f"/deelnemen/{person.pk}/scores/{STEP}/"}
    by_link |= {"cookie": phone_of(person, Purpose.DEELNEMEN), "facilitator": leader.pk}
    print(json.dumps({"savers": [by_leader | {"part": f"score:{other.pk}:{STEP}"}, by_link]}))


if __name__ == "__main__":
    sys.exit(main())
