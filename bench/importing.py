"""Reading in many conversation files, against as many bare rows by the ORM; prints one JSON object.

Ten conversations of a driehoek, each with its own file. The bare rows are those of Django's own sessions: as many as a
conversation adds to all tables together, in one bulk_create and one transaction per conversation. Runs as a process of
its own on an empty database: `python -m bench.importing 1000 PROCESS`, where PROCESS is that of the database, or 0.
"""

import copy
import gc
import json
import secrets
import statistics
import sys
import time

import django
from django.core.management import call_command

from bench.cpu import cpu_below
from bench.filling import CASE
from bench.ground import most, run, two_databases
from bench.pdf import memory_mb

SIZE, PER_TRIANGLE, BLOCKS = 1000, 10, 10


def measure(size=SIZE):
    """Return {"import_1000", "import_flat", "import_growth_mb", "import_rows"}: of two databases the most."""
    with two_databases() as places:
        return most({name: run(one, "bench.importing", size, pid or 0) for name, (one, pid) in places.items()})


class Clock:
    """Counts CPU seconds of this process and of the database beside it."""

    def __init__(self, beside):
        self.beside = beside

    def of(self, act, *given):
        gc.collect()
        before = time.process_time() + cpu_below(self.beside)
        act(*given)
        return time.process_time() + cpu_below(self.beside) - before


def import_block(case, first, number, adviser):
    """Read in `number` conversations, the first with number `first` behind its title."""
    from conversations.portable import import_document

    for turn in range(first, first + number):
        one = copy.deepcopy(case)
        one["conversation"]["title"] += f" ({turn})"
        one["triangle"]["name"] += f" ({turn // PER_TRIANGLE})"
        import_document(one, adviser=adviser)


def insert_block(rows, number, text):
    """Add `rows` bare rows, `number` times, each with `text`."""
    from django.contrib.sessions.models import Session
    from django.db import transaction
    from django.utils import timezone

    now = timezone.now()
    for _ in range(number):
        with transaction.atomic():
            bare = [Session(secrets.token_hex(16), text, now) for _ in range(rows)]
            Session.objects.bulk_create(bare)


def count_rows():
    from django.apps import apps

    return sum(model.objects.count() for model in apps.get_models())


def main(size, beside):
    django.setup()
    from triangles.models import User

    call_command("migrate", verbosity=0)
    case, clock, each = json.loads(CASE.read_text()), Clock(beside), size // BLOCKS
    adviser = User.objects.create_user("meter", email="meter@voorbeeld.example")
    import_block(case, 0, PER_TRIANGLE, adviser)  # warms
    before = count_rows()
    import_block(case, PER_TRIANGLE, PER_TRIANGLE, adviser)
    rows = (count_rows() - before) // PER_TRIANGLE
    text = "x" * (len(json.dumps(case)) // rows)
    insert_block(rows, 1, text)
    ours, bare, held = [], [], []
    for block in range(BLOCKS):
        ours.append(clock.of(import_block, case, (2 + block) * size, each, adviser))
        bare.append(clock.of(insert_block, rows, each, text))
        gc.collect()
        held.append(memory_mb("VmRSS"))
    ratio = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    flat = statistics.median(ours[-3:]) / statistics.median(ours[:3])
    print(json.dumps(told(ratio, flat, held[-1] - held[0]) | {"import_rows": rows}))


def told(ratio, flat, growth):
    return {"import_1000": round(ratio, 1), "import_flat": round(flat, 2), "import_growth_mb": round(growth, 1)}


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
