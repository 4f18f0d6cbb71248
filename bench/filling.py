"""Fills an empty database with 30 conversations and somebody who sees them all; prints one JSON object.

Who sees them has the overview of an organisation as well, that sits in 30 driehoeken. The object holds `conversation`
(number of the kustregister case), `cookie` (of the logged-in adviser), and of each page its address and its queries.
Runs as a process of its own: `python -m bench.filling`, or with another number of conversations behind it.
"""

import copy
import json
import sys
from pathlib import Path

import django
from django.core.management import call_command

CASE = Path("conversations/cases/kustregister.json")
CONVERSATIONS = TRIANGLES = 30


def fill(adviser, times=CONVERSATIONS, triangle=""):
    """Load the case so many times under titles of their own; return the number of the first.

    `triangle` is another name for its driehoek, for beside the demo, that has the same case.
    """
    case = json.loads(CASE.read_text())
    case["triangle"]["name"] = triangle or case["triangle"]["name"]
    return fill_with(case, adviser, times)


def fill_with(case, adviser, times):
    """Load `case`, the JSON of a conversation file, as `fill` does."""
    from conversations.portable import import_document

    numbers = []
    for turn in range(times):
        one = copy.deepcopy(case)
        one["conversation"]["title"] += f" ({turn + 1})" if turn else ""
        numbers.append(import_document(one, adviser=adviser).conversation.pk)
    return numbers[0]


def widen(adviser, triangle):
    """Give `adviser` the overview of an organisation in `triangle`, and put that in so many driehoeken of others."""
    from conversations.models import Overseen
    from triangles.models import Overseer, Triangle

    organisation = triangle.seats.order_by("pk").first().organisation
    Overseer.objects.create(user=adviser, organisation=organisation)
    row = Overseen.objects.get(triangle=triangle, organisation=organisation)
    for turn in range(1, TRIANGLES):
        other = Triangle.objects.create(name=f"{triangle.name} ({turn + 1})", purpose=triangle.purpose)
        for seat in triangle.seats.all():
            seat.pk, seat.triangle = None, other
            seat.save(force_insert=True)
        row.pk, row.triangle, row.folded = None, other, other.name.casefold()
        row.save(force_insert=True)


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


def main(times):
    django.setup()
    from django.test import Client

    from conversations.models import Conversation
    from triangles.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    adviser = User.objects.create_user("meter", email="meter@voorbeeld.example")
    number = fill(adviser, times)
    triangle = Conversation.objects.get(pk=number).triangle
    widen(adviser, triangle)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(adviser)
    asked = pages(number, triangle.pk)
    queries = {name: count_queries(client, address) for name, address in asked.items()}
    cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())  # all that a browser keeps
    print(json.dumps({"conversation": number, "cookie": cookie, "pages": asked, "queries": queries}))


def pages(conversation, triangle):
    """Return {name: address} of the pages that are measured."""
    return {
        "home": "/",
        "ledger": f"/driehoeken/{triangle}/afspraken/",
        "overview": "/overzicht/",
        "conversation": f"/gesprekken/{conversation}/",
        "triangle": f"/driehoeken/{triangle}/",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CONVERSATIONS)
