"""Fills an empty database with meetings that run; prints one JSON object. `python -m bench.meetings 50`.

The object holds `pollers`, six per meeting (its facilitator, its big screen and four phones), each with `address`,
`cookie` and `name`; `savers`, one per meeting; and `queries`, how many an unchanged question of each name takes.
"""

import json
import secrets
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from bench.asking import Poller
from bench.filling import fill

STEP = "vertrouwen"
PHONES = 4


def open_meeting(conversation, facilitator):
    """Have a conversation run, at a principle, led by `facilitator`."""
    from conversations.models import Meeting, Phase

    conversation.facilitator, conversation.held_on = facilitator, timezone.localdate()
    conversation.save()
    type(conversation).objects.filter(pk=conversation.pk).update(phase=Phase.GESPREK)
    conversation.refresh_from_db()
    Meeting.objects.create(conversation=conversation, step=STEP, leader=facilitator)


def session_of(user):
    """Return the cookie of a browser in which `user` is logged in."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def phone_of(person, purpose="zaal"):
    """Return the cookie of a device with which `person` came in by the code, or by a link for another `purpose`."""
    from conversations.links import give_link
    from conversations.visits import COOKIE, digest, join_key

    key = secrets.token_urlsafe(32)
    join_key(digest(key), give_link(person, purpose))
    return f"{COOKIE}={key}"


def pollers_of(conversation, cookie):
    at = f"/gesprekken/{conversation.pk}/"
    yield {"name": "leiden", "address": f"{at}leiden/stand/?deel={STEP}&getoond=on", "cookie": cookie}
    yield {"name": "scherm", "address": f"{at}scherm/?", "cookie": cookie}
    for person in conversation.participants.order_by("pk")[:PHONES]:
        yield {"name": "telefoon", "address": f"/deelnemen/{person.pk}/zaal/stand/?", "cookie": phone_of(person)}


def count_queries(pollers):
    """Return {name: queries} of a question to which nothing changed, session and visit included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def ask(address, headers):
        answer = Client(SERVER_NAME="127.0.0.1").get(address, headers=headers)
        return answer.status_code, answer.content

    counts = {}
    for poller in (Poller(**raw) for raw in pollers):
        poller.ask(ask)
        with CaptureQueriesContext(connection) as queries:
            poller.ask(ask, expected=204)
        counts[poller.name] = len(queries)
    return counts


def main(meetings):
    django.setup()
    from conversations.models import Conversation
    from triangles.models import User

    call_command("migrate", verbosity=0)
    adviser = User.objects.create_user("meter", email="meter@voorbeeld.example")
    fill(adviser, meetings)
    pollers, savers = [], []
    for number, conversation in enumerate(Conversation.objects.order_by("pk")):
        leader = User.objects.create_user(f"begeleider{number}", email=f"b{number}@voorbeeld.example")
        open_meeting(conversation, leader)
        cookie = session_of(leader)
        pollers += pollers_of(conversation, cookie)
        savers.append({"address": f"/gesprekken/{conversation.pk}/opslaan/", "cookie": cookie})
    queries = count_queries(pollers[:6])
    print(json.dumps({"pollers": pollers, "savers": savers, "queries": queries}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
