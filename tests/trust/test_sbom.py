"""The bill of materials names exactly what the lock installs, each under a licence that goes with EUPL-1.2."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ENTRY = re.compile(r"^([a-z0-9._-]+)==([^ \\;]+)", re.M | re.I)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Those that ask for their own notice only, and those that the appendix of EUPL-1.2 names as compatible.
FREE = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0", "MIT-CMU", "OFL-1.1", "PSF-2.0"}
NAMED_BY_EUPL = {"EUPL-1.2", "GPL-2.0-or-later", "LGPL-2.1-or-later", "LGPL-3.0-only", "MPL-2.0"}


@pytest.fixture(scope="module")
def bill():
    return json.loads((ROOT / "docs" / "sbom.cdx.json").read_text())


def locked():
    """Return what requirements.txt asks for: {name: (version, set of hashes)}."""
    text = (ROOT / "requirements.txt").read_text()
    starts = [*ENTRY.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return {
        start[1]: (start[2], set(HASH.findall(text[start.start() : end])))
        for start, end in zip(starts, ends, strict=True)
    }


def of_python(bill):
    found = (part for part in bill["components"] if part["purl"].startswith("pkg:pypi/"))
    return {part["name"]: (part["version"], {one["content"] for one in part["hashes"]}) for part in found}


def goes_with_eupl(expression):
    """Whether one of the licences to choose from (OR) holds nothing (AND) that EUPL-1.2 cannot go with."""
    choices = (set(choice.strip("()").split(" AND ")) for choice in expression.split(" OR "))
    return any(choice <= FREE | NAMED_BY_EUPL for choice in choices)


def test_sec_15_the_bill_names_exactly_the_locked_packages_with_version_and_hashes(bill):
    assert len(locked()) > 40
    assert of_python(bill) == locked()


def test_sec_15_the_style_sheets_and_the_fonts_are_in_it_too(bill):
    names = {part["name"]: part["version"] for part in bill["components"]}
    told = re.findall(r"^\| (@\S+) \| (\S+) \|", (ROOT / "static/vendor/nlds/VERSIONS.md").read_text(), flags=re.M)
    assert len(told) > 20
    assert dict(told).items() <= names.items()


def test_sec_15_every_licence_goes_with_that_of_driehoek(bill):
    licences = {part["name"]: part["licenses"][0]["expression"] for part in bill["components"]}
    assert [name for name, licence in licences.items() if not goes_with_eupl(licence)] == []


@pytest.mark.parametrize(
    ("expression", "goes"),
    [("MIT", True), ("Proprietary", False), ("MIT AND Proprietary", False), ("Proprietary OR MPL-2.0", True)],
)
def test_a_licence_that_does_not_go_is_seen(expression, goes):
    assert goes_with_eupl(expression) is goes


def test_the_bill_is_what_the_script_makes_of_the_lock():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "sbom", "--check"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_names_no_address_to_fetch_from(bill):
    assert re.findall(r"\w+://(?!cyclonedx\.org/schema/)\S+", json.dumps(bill)) == []
