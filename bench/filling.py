"""Fills an empty database with 30 conversations and somebody who sees them all; prints one JSON object.

The object holds `conversation` (number of the kustregister case), `cookie` (of the logged-in adviser) and the queries
per page. Runs as a process of its own: `python -m bench.filling`.
"""

import copy
import json
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

CASE = Path("conversations/cases/kustregister.json")
CONVERSATIONS = 30


def fill(adviser, times=CONVERSATIONS):
    """Load the case so many times under titles of their own; return the number of the first."""
    from conversations.portable import import_document

    case = json.loads(CASE.read_text())
    numbers = []
    for turn in range(times):
        one = copy.deepcopy(case)
        one["conversation"]["title"] += f" ({turn + 1})" if turn else ""
        numbers.append(import_document(one, adviser=adviser).conversation.pk)
    return numbers[0]


def count_queries(client, address):
    """Return how many queries the page at `address` takes, the session and the user included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} antwoordt {answer.status_code}")
    return len(queries)


def main():
    django.setup()
    from django.test import Client

    from triangles.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    adviser = User.objects.create_user("meter", email="meter@voorbeeld.example")
    number = fill(adviser)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(adviser)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    queries = {name: count_queries(client, address) for name, address in pages(number).items()}
    print(json.dumps({"conversation": number, "cookie": cookie, "queries": queries}))


def pages(number):
    """Return {name: address} of the pages that are measured."""
    return {"home": "/", "conversation": f"/gesprekken/{number}/"}


if __name__ == "__main__":
    main()
