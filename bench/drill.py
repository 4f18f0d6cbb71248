"""How long practising a restore takes, on both databases: back in a database that goes away, counted and proven."""

import subprocess
import sys
import tempfile
import time

from bench import postgres
from bench.ground import environment_for, run

SIZE, TALKS = 1000, 10  # driehoeken, and conversations in each


def measure():
    """Return {"restore_drill_minutes": the longest of both}.

    Raises CalledProcessError when the restored database is not the same.
    """
    with tempfile.TemporaryDirectory(prefix="driehoek-oefening") as folder:
        environment = environment_for(folder)
        took = [minutes(environment, f"{folder}/sqlite")]
        with postgres.running(folder) as (address, _):
            took.append(minutes(environment | {"DATABASE_URL": address}, f"{folder}/postgresql"))
    print(f"  terugzetten geoefend met {SIZE * TALKS} gesprekken, minuten op SQLite en PostgreSQL: {took}")
    return {"restore_drill_minutes": max(took)}


def minutes(environment, place):
    """Fill an empty database, back it up in `place`, and return how many minutes the drill takes."""
    given = environment | {"ERASURE_JOURNAL": f"{place}.jsonl"}
    run(given, "bench.large", str(SIZE), str(TALKS))
    subprocess.run(["scripts/backup", place], env=given, check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    subprocess.run(["scripts/restore", "--drill", place], env=given, check=True, stdout=subprocess.DEVNULL)
    return round((time.monotonic() - began) / 60, 2)


if __name__ == "__main__":
    sys.exit(print(measure()))
