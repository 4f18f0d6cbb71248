"""What Lighthouse says of six pages as they are served; prints a line per page and one JSON object.

`python -m bench.lighthouse PROGRAM [times [page ...]]`; PROGRAM is the lighthouse that scripts/lighthouse installs.
Exit code 1 when a page loses a point for accessibility or for best practices. Performance is told, and has no limit:
it follows how busy the machine is.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from bench import chromium
from bench.ground import environment_for, run
from bench.ground import program as program_of
from bench.web import serving

PAGES = ("home", "planning", "meeting", "report", "link", "participant")
TIMES, TRIES = 3, 3
CATEGORIES = ("accessibility", "best-practices", "performance")
GUARDED = CATEGORIES[:2]


def visit(program, address, cookie, folder):
    """Let Lighthouse open a page once; return its report. Raises CalledProcessError, or RuntimeError on a wrong page.

    The cookie is in the browser itself: a header that Lighthouse adds does not go with what a script asks.
    """
    into = Path(folder) / "out.json"
    with chromium.with_cookie(folder, address, cookie) as port:
        command = [program, address, f"--port={port}", "--quiet", "--no-enable-error-reporting"]
        command += ["--output=json", f"--output-path={into}", f"--only-categories={','.join(CATEGORIES)}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    report = json.loads(into.read_text())
    if report.get("runtimeError") or report["finalDisplayedUrl"] != address:
        raise RuntimeError(f"{address}: {report.get('runtimeError') or report['finalDisplayedUrl']}")
    return report


def patient(*visited):
    """Visit again when Chromium did not come up or fell over; only what is seen counts."""
    for _ in range(TRIES - 1):
        with suppress(subprocess.CalledProcessError):
            return visit(*visited)
    return visit(*visited)


def points(reports):
    """Return {category: points of 100}, the median of `reports`."""
    return {
        name: round(100 * statistics.median(one["categories"][name]["score"] for one in reports)) for name in CATEGORIES
    }


def faults(report):
    """Yield what costs a page points for accessibility or best practices: the name of the audit, and where."""
    for category in GUARDED:
        for ref in report["categories"][category]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = audit.get("details", {}).get("items", [])
                where = [one.get("node", {}).get("selector") or one.get("description", "") for one in items]
                yield f"{audit['id']}: {audit['title']} {[one for one in where if one]}"


def measure(program, times=TIMES, names=PAGES):
    """Return {name: {category: points}}, and print a line per page with what costs it points."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="driehoek-lighthouse") as folder:
        environment = environment_for(folder)
        pages = run(environment, "bench.visitors")
        with serving("driehoek.wsgi", environment, more=("--threads", "8")) as ours:
            for name in names:
                address = f"http://127.0.0.1:{ours.port}{pages[name]['address']}"
                reports = [patient(program, address, pages[name]["cookie"], folder) for _ in range(times)]
                found[name] = points(reports)
                print(f"{name:<14}{found[name]}", *faults(reports[-1]), sep="\n    ")
    return found


def told():
    """Return what scripts/lighthouse found. Raises MissingError without Node, RuntimeError when it found nothing."""
    for name in ("node", "npm"):
        program_of(name, "Node.js")
    done = subprocess.run(["scripts/lighthouse"], stdout=subprocess.PIPE, text=True, check=False)
    print(done.stdout)
    last = (done.stdout.splitlines() or [""])[-1]
    if not last.startswith("{"):
        raise RuntimeError(f"scripts/lighthouse eindigde met {done.returncode}")
    return json.loads(last)


def main(program, times=TIMES, *names):
    found = measure(program, int(times), names or PAGES)
    lowest = {name: min(page[name] for page in found.values()) for name in CATEGORIES}
    result = {f"lighthouse_{name.replace('-', '_')}_lost": 100 - lowest[name] for name in GUARDED}
    print(json.dumps(result | {"lighthouse_performance": lowest["performance"]}))
    return any(result.values())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
