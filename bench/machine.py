"""On what was measured, without a name of the machine."""

import os
import platform
import subprocess
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

BUSY = 0.5  # load per core before the bench begins: more is other work


def describe():
    """Return {what: text} of the machine and the programs; what is not there says so."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "kernen": str(len(os.sched_getaffinity(0))),
        "geheugen": f"{memory:.0f} GiB",
        "processor": processor(),
        "Python": platform.python_version(),
        "Django": version("Django"),
        "WeasyPrint": version("weasyprint"),
        "PostgreSQL": last_word(*sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/postgres")))[-1:]),
        "Chromium": last_word("chromium"),
        "LibreOffice": last_word("soffice"),
    }


def processor():
    """Return the model of the processor, as far as the machine tells."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, words = line.partition(":")
        if name.strip() == "model name":
            return " ".join(words.split())
    return platform.machine()


def last_word(*program):
    """Return the version that a program tells of itself: the first word with a dot in it."""
    if program:
        with suppress(OSError, subprocess.CalledProcessError):
            command = [program[0], "--version"]
            said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
            return next((word for word in said.stdout.split() if "." in word and word[0].isdigit()), "onbekend")
    return "niet aanwezig"


def is_busy():
    """Whether other work takes a part of this machine now."""
    return os.getloadavg()[0] / len(os.sched_getaffinity(0)) > BUSY
