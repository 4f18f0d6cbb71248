"""The table of trust: every number has a test, every test that carries a number is in the table, and the other way."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.trust.numbers import LIMITS, WHAT, numbers_of
from tests.trust.telling import result, table

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "vertrouwen.md"
HERE = "Draai `make vertrouwen` om docs/vertrouwen.md bij te werken."


def numbered():
    """Return the ids of all tests whose name carries a number, such as 'tests/test_x.py::test_sec_01_y'."""
    return {
        f"{path.relative_to(ROOT)}::{name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in names_in(ast.parse(path.read_text(encoding="utf-8")))
        if numbers_of(name.rpartition("::")[2])
    }


def names_in(node):
    """Yield the names of the functions in a module or class; one in a class as 'TestX::test_y'."""
    for part in node.body:
        if isinstance(part, ast.ClassDef):
            yield from (f"{part.name}::{name}" for name in names_in(part))
        elif isinstance(part, ast.FunctionDef):
            yield part.name


def test_every_number_has_a_test_and_every_test_a_known_number():
    found = {number for node in numbered() for number in numbers_of(node.rpartition("::")[2])}
    assert found == WHAT.keys()
    assert LIMITS.keys() <= WHAT.keys()
    assert list(WHAT) == [f"SEC-{n:02}" for n in range(1, 16)] + [f"PRIV-{n:02}" for n in range(1, 10)]


def test_the_table_names_every_numbered_test_and_no_other():
    text = TABLE.read_text(encoding="utf-8")
    listed = set(re.findall(r"^- `([^`]+)`", text, re.M))
    assert listed == numbered(), HERE
    for number, what in WHAT.items():
        assert f"| [{number}](#{number.lower()}) | {what} |" in text, HERE


def test_the_table_was_made_when_everything_passed():
    results = re.findall(r"^- `[^`]+`: (.*)$", TABLE.read_text(encoding="utf-8"), re.M)
    assert [told for told in results if not re.fullmatch(r"geslaagd( \(\d+ gevallen\))?", told)] == [], HERE


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("test_sec_01_looking_opens_nothing", ["SEC-01"]),
        ("test_sec_09_sec_10_priv_09_all", ["SEC-09", "SEC-10", "PRIV-09"]),
        ("test_looking_at_sec_01_", []),
        ("test_section_01_x", []),
    ],
)
def test_the_name_carries_the_numbers(name, numbers):
    assert numbers_of(name) == numbers


def test_a_failure_is_told_and_never_a_pass():
    text = table({"tests/a.py::test_sec_01_a": Counter(passed=2), "tests/b.py::test_sec_01_b": Counter(failed=1)})
    assert "| 2 | MISLUKT (1 van 3) |" in text
    assert "- `tests/a.py::test_sec_01_a`: geslaagd (2 gevallen)" in text
    assert "- `tests/b.py::test_sec_01_b`: MISLUKT (1 van 1)" in text
    assert "| 0 | geen toets |" in text
    assert result(Counter(passed=1)) == "geslaagd"
