"""Downloading a verslag that is vastgesteld, against a static file of the same bytes by the same server.

Fills as a process of its own: `python -m bench.stored FOLDER` stores one report, puts its PDF in FOLDER, where the
static files are collected, and prints one JSON object with the `cookie` of who may read it, and the `page`.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

from bench.cpu import cpu_below
from bench.filling import fill
from bench.ground import most, run, two_databases
from bench.meetings import session_of
from bench.web import serving

ROUNDS, REQUESTS = 9, 100
STATIC = "/static/verslag.pdf"


def measure():
    """Return {"stored_vs_static", "stored_with_database"}: of two databases the worse."""
    with two_databases() as places:
        return most({name: compare(*place) for name, place in places.items()})


def compare(environment, beside):
    """Return the CPU of the report divided by that of the file: of the web server alone, and with the database.

    `beside` is the process of the database, None where that is in the product.
    """
    with tempfile.TemporaryDirectory(prefix="driehoek-bestanden") as folder:
        given = environment | {"DJANGO_SETTINGS_MODULE": "tests.served_settings", "STATIC_ROOT": folder}
        filled = run(given, "bench.stored", folder)
        with serving("driehoek.wsgi", given, filled["cookie"]) as server:
            rounds = [spend(server, filled["page"], beside) for _ in range(ROUNDS + 1)][1:]  # the first only warms
    return {
        "stored_vs_static": round(statistics.median(page / file for page, _, file in rounds), 1),
        "stored_with_database": round(statistics.median((page + more) / file for page, more, file in rounds), 1),
    }


def spend(server, page, beside):
    """Return the CPU seconds per request of the page, of the database for it, and of the static file."""
    before = cpu_below(beside)
    spent = server.cpu_per_request(page, REQUESTS)
    return spent, (cpu_below(beside) - before) / REQUESTS, server.cpu_per_request(STATIC, REQUESTS)


def main(folder):
    django.setup()
    from conversations.models import Conversation
    from conversations.report import establish
    from triangles.models import User

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    adviser = User.objects.create_user("meter", email="meter@voorbeeld.example", name="Meter")
    conversation = Conversation.objects.select_related("triangle").get(pk=fill(adviser, 1))
    report = establish(conversation, adviser)
    Path(folder, "verslag.pdf").write_bytes(report.pdf)
    print(json.dumps({"cookie": session_of(adviser), "page": f"/gesprekken/{conversation.pk}/verslag.pdf"}))


if __name__ == "__main__":
    main(sys.argv[1])
