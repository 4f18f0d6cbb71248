"""Runs every test that carries a number of trust, and writes what came of it to docs/vertrouwen.md.

`pytest -p tests.trust.telling --trust-table PATH`, as `make vertrouwen` does. The table holds no date and no time, so
that it changes when something that it says changes.
"""

from collections import Counter
from pathlib import Path

from tests.trust.numbers import LIMITS, WHAT, numbers_of

OPENING = """# Vertrouwen: wat moet gelden, en de toets die het laat zien

`make vertrouwen` maakt dit bestand. Het draait elke toets die een nummer in zijn naam draagt en schrijft op wat eruit
kwam. Het is getoetst op wat hier staat, niet meer: onder een nummer staat wat een toets níet zegt.
"""
outcomes = {}  # nodeid without its parameters -> Counter of outcomes


def pytest_addoption(parser):
    parser.addoption("--trust-table", help="file to write the table to")


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if numbers_of(item.originalname)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_runtest_logreport(report):
    if report.when == "call" or report.failed:
        outcomes.setdefault(report.nodeid.split("[")[0], Counter())[report.outcome] += 1


def pytest_sessionfinish(session):
    path = session.config.getoption("--trust-table")
    if path and outcomes and not hasattr(session.config, "workerinput"):
        Path(path).write_text(table(outcomes), encoding="utf-8")


def table(outcomes):
    """Return the text of the file for {nodeid: Counter of outcomes}."""
    tests = {number: sorted(node for node in outcomes if number in numbers_of(name_of(node))) for number in WHAT}
    lines = [OPENING, "| nr | wat moet gelden | toetsen | uitslag |", "| --- | --- | --- | --- |"]
    for number, nodes in tests.items():
        told = result(sum((outcomes[node] for node in nodes), Counter()))
        lines.append(f"| [{number}](#{number.lower()}) | {WHAT[number]} | {len(nodes)} | {told} |")
    for number, nodes in tests.items():
        lines += ["", f"## {number}", ""]
        lines += [f"Wat de toetsen niet zeggen: {LIMITS[number]}", ""] if number in LIMITS else []
        lines += [f"- `{node}`: {result(outcomes[node])}" for node in nodes]
    return "\n".join(lines) + "\n"


def name_of(node):
    return node.rpartition("::")[2]


def result(counts):
    """Say in words what came of the runs of one test or one number."""
    if not counts:
        return "geen toets"
    if counts["failed"]:
        return f"MISLUKT ({counts['failed']} van {counts.total()})"
    return "geslaagd" if counts.total() == 1 else f"geslaagd ({counts.total()} gevallen)"
