"""How long a newcomer waits: in a fresh clone, with an empty environment, until the demo stands and the suite is done.

What Debian installs is there already; all that pip installs comes anew.
"""

import os
import re
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUMMARY = re.compile(r"^=+ .* in [\d.]+s.*=+$", re.MULTILINE)  # of pytest; of a step that failed it stands there twice
BAD = re.compile(r"(\d+) (?:failed|errors?)\b")


@contextmanager
def cloned():
    """Yield the folder of a clone of what is committed, and an environment that knows nothing of this one."""
    with tempfile.TemporaryDirectory(prefix="driehoek-vers") as folder:
        Path(folder, "huis").mkdir()
        subprocess.run(["git", "clone", "-q", ROOT, f"{folder}/driehoek"], check=True)
        yield f"{folder}/driehoek", {"HOME": f"{folder}/huis", "PATH": os.environ["PATH"]}


def timed(*command):
    """Return (minutes, exit code, what it said) of a command in a fresh clone."""
    with cloned() as (folder, environment):
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return round((time.monotonic() - began) / 60, 1), done.returncode, done.stdout


def measure_demo():
    """Return {"demo_minutes"}. Raises RuntimeError when the demo does not come to stand."""
    minutes, code, said = timed("scripts/demo", "--no-serve")
    if code:
        raise RuntimeError(said)
    return {"demo_minutes": minutes}


def measure_suite():
    """Return {"suite_minutes", "suite_failed"}, the latter of what pytest tells; 1 when another check failed."""
    minutes, code, said = timed("scripts/test")
    print(said)
    summaries = "\n".join(set(SUMMARY.findall(said)))
    return {"suite_minutes": minutes, "suite_failed": sum(map(int, BAD.findall(summaries))) or int(code != 0)}
