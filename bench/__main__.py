"""Measures in one run what the product costs beside what it stands on; writes bench/result.json and docs/snelheid.md.

`python -m bench`, or `python -m bench --only PART...` for some parts: of the others the earlier numbers stay. Exit code
1 when something costs more than its limit, or could not be measured.
"""

import argparse
import datetime as dt
import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from bench import (
    converting,
    crowd,
    drill,
    flat,
    fresh,
    importing,
    lighthouse,
    machine,
    paper,
    pdf,
    room,
    saves,
    stored,
    web,
)
from bench.ground import MissingError, run
from bench.limits import BESIDE, LIMITS


class Part(NamedTuple):
    """One part of the bench: `measure()` returns {key: number} for its `keys`."""

    measure: object
    keys: tuple


PAGES = ("home", "ledger", "overview", "conversation", "triangle")
WEIGHTS = (
    *("participant_first_kb", "participant_requests", "staff_first_kb", "staff_requests", "meeting_first_kb"),
    *("participant_repeat_kb", "staff_repeat_kb", "home_repeat_kb", "meeting_repeat_kb", "repeat_requests"),
    *("script_kb", "layout_shift", "lcp_vs_reference"),
)
PARTS = {
    "pdf": Part(pdf.measure, ("pdf_vs_bare", "pdf_memory_mb", "pdf_kb", "pdf_pages")),
    "libreoffice": Part(
        functools.partial(converting.measure, "libreoffice"), ("pdf_vs_libreoffice", "pdf_cold_vs_libreoffice")
    ),
    "chromium": Part(functools.partial(converting.measure, "chromium"), ("pdf_vs_chromium", "pdf_cold_vs_chromium")),
    "stored": Part(stored.measure, ("stored_vs_static", "stored_with_database")),
    "pages": Part(
        web.measure_pages,
        (
            *(f"{page}_vs_hello" for page in PAGES),
            *(f"{page}_vs_hello_postgresql" for page in PAGES),
            "home_queries",
            "conversation_queries",
        ),
    ),
    "saves": Part(saves.measure, ("save_vs_hello", "save_with_database")),
    "importing": Part(importing.measure, ("import_1000", "import_flat", "import_growth_mb", "import_rows")),
    "room": Part(room.measure, ("poll_vs_hello", "poll_queries", "poll_cpu_60", "poll_cpu_300")),
    "flat": Part(flat.measure, ("home_flat", "ledger_flat", "overview_flat")),
    "weights": Part(functools.partial(run, os.environ, "bench.weights"), WEIGHTS),
    "lighthouse": Part(
        lighthouse.told,
        ("lighthouse_accessibility_lost", "lighthouse_best_practices_lost", "lighthouse_performance"),
    ),
    "crowd": Part(crowd.measure, ("crowd_errors", "crowd_p95_ms")),
    "soak": Part(crowd.soak, ("soak_growth_percent", "soak_errors")),
    "drill": Part(drill.measure, ("restore_drill_minutes",)),
    "demo": Part(fresh.measure_demo, ("demo_minutes",)),
    "suite": Part(fresh.measure_suite, ("suite_minutes", "suite_failed")),
}


def main(*arguments):
    """Run the parts that are asked for; return whether something is missing or above its limit."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Meet wat het product kost.")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="DEEL", help=f"alleen: {', '.join(PARTS)}")
    asked = parser.parse_args(arguments).only or list(PARTS)
    result = begin(earlier())
    is_busy, today = machine.is_busy(), dt.date.today().isoformat()
    for name in asked:
        numbers, missed = try_part(name)
        result |= numbers
        result[paper.ABOUT]["parts"][name] = {"date": today, "busy": is_busy, "missed": missed}
    finish(result)
    return tell(result, asked)


def earlier():
    return json.loads(paper.RESULT.read_text()) if paper.RESULT.exists() else {}


def begin(found):
    """Return a result with every key, None where `found`, an earlier result, has no number."""
    parts = {name: part for name, part in found.get(paper.ABOUT, {}).get("parts", {}).items() if name in PARTS}
    about = {"machine": machine.describe(), "parts": parts, "waiting": []}
    return {key: found.get(key) for key in (*LIMITS, *BESIDE)} | {paper.ABOUT: about}


def try_part(name):
    """Return ({key: number or None} of a part, why it could not be measured or '')."""
    print(f"{name} ...", flush=True)
    try:
        found, missed = PARTS[name].measure(), ""
    except Exception as error:  # whatever goes wrong in one part, the others are measured
        found, missed = {}, reason(error)
        print(f"{name}: niet gemeten: {missed}", flush=True)
    numbers = {key: found.get(key) for key in PARTS[name].keys}
    print(f"{name}: {', '.join(f'{key} {paper.spoken(value)}' for key, value in numbers.items())}", flush=True)
    return numbers, missed


def reason(error):
    """Say in a few words why a part failed, without a place on this machine."""
    if isinstance(error, subprocess.CalledProcessError):
        return f"{' '.join(Path(word).name for word in error.cmd[:3])} eindigde met {error.returncode}"
    return str(error) if isinstance(error, MissingError) else type(error).__name__


def finish(result):
    """Write the result and the paper of it."""
    about = result[paper.ABOUT]
    about["parts"] = {name: about["parts"][name] for name in PARTS if name in about["parts"]}
    about["waiting"] = [name for name in PARTS if name not in about["parts"]]
    paper.RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    paper.PAPER.write_text(paper.write(result))


def tell(result, asked):
    """Print a table of the parts `asked`; return whether something of it is missing or above its limit."""
    wrong = False
    print(f"{'maat':<32}{'gemeten':>14}{'grens':>8}  wat het is")
    for key in (key for name in asked for key in PARTS[name].keys):
        limit, words = LIMITS.get(key, (None, BESIDE.get(key)))
        value = result[key]
        is_wrong = value is None or (limit is not None and value > limit)
        mark = "  TE VEEL" if is_wrong and value is not None else ""
        print(f"{key:<32}{paper.spoken(value):>14}{'' if limit is None else paper.spoken(limit):>8}  {words}{mark}")
        wrong = wrong or is_wrong
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
