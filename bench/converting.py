"""The verslag as PDF by us and by LibreOffice or Chromium, from file to file; prints one JSON object.

Theirs is each time a process from its start, with all that it loads and all processes that it starts; its profile is
there already. Ours is drawn as in the product, by a process that runs; "cold" is ours from its start as well.
Runs as a process of its own with the demo database in the environment: `python -m bench.converting libreoffice NUMBER`.
"""

import ctypes
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from bench.ground import environment_for, program, run

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
BECOME_SUBREAPER = 36  # prctl(2): what a program leaves behind becomes ours to wait for, and so to count
QUIET = ("gpu", "quic", "background-networking", "component-update", "sync")  # as in tests/e2e/conftest.py


def measure(other):
    """Return {"pdf_vs_...", "pdf_cold_vs_..."}: our CPU divided by that of `other`, "libreoffice" or "chromium"."""
    with tempfile.TemporaryDirectory(prefix="driehoek-meting") as folder:
        COMMANDS[other](folder)  # is it there?
        environment = environment_for(folder)
        number = run(environment, "bench.filling", 1)["conversation"]
        return run(environment, "bench.converting", other, number)


def libreoffice(folder):
    """Return the command that makes verslag.pdf of our Word document in `folder`."""
    soffice = [program("soffice", "LibreOffice"), f"-env:UserInstallation=file://{folder}/profiel", "--headless"]
    return [*soffice, "--convert-to", "pdf", "--outdir", folder, f"{folder}/verslag.docx"]


def chromium(folder):
    """Return the command that makes verslag.pdf of our HTML in `folder`."""
    chromium = [program("chromium", "Chromium"), "--headless", "--no-sandbox", "--no-first-run"]
    chromium += [*(f"--disable-{name}" for name in QUIET), f"--user-data-dir={folder}/profiel"]
    return [*chromium, f"--print-to-pdf={folder}/verslag.pdf", f"file://{folder}/verslag.html"]


COMMANDS = {"libreoffice": libreoffice, "chromium": chromium}


def write_sources(number, folder):
    """Write the report of a conversation as HTML, with its styles and fonts beside it, and in Word."""
    django.setup()
    from conversations.models import Conversation
    from conversations.report import build_content, render_html
    from conversations.report_docx import render_docx

    content = build_content(Conversation.objects.get(pk=number))
    Path(folder, "verslag.html").write_text(render_html(content))
    Path(folder, "verslag.docx").write_bytes(render_docx(content))
    for name in ("css", "vendor"):
        Path(folder, name).symlink_to(ROOT / "static" / name)


def cpu_of(command, made):
    """Return the CPU seconds of a process and all that it starts. Raises RuntimeError when it made no PDF."""
    made.unlink(missing_ok=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            os.wait()
    except ChildProcessError:
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not made.exists() or not made.read_bytes().startswith(b"%PDF-"):
        raise RuntimeError(f"{command[0]} maakte geen PDF")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(other, number):
    ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory(prefix="driehoek-omzetten") as folder:
        theirs = COMMANDS[other](folder)
        write_sources(number, folder)
        source, made = f"{folder}/verslag.html", Path(folder, "verslag.pdf")
        ours = [sys.executable, "-m", "bench.draw", source, str(made)]
        rounds = [(cpu_of([*ours, "1"], made), cpu_of(theirs, made)) for _ in range(ROUNDS + 1)][1:]
        drawn = subprocess.run([*ours, str(ROUNDS + 1)], stdout=subprocess.PIPE, check=True).stdout
    warm, their = statistics.median(json.loads(drawn)[1:]), statistics.median(cpu for _, cpu in rounds)
    cold = statistics.median(one / another for one, another in rounds)
    print(json.dumps({f"pdf_vs_{other}": round(warm / their, 2), f"pdf_cold_vs_{other}": round(cold, 2)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
