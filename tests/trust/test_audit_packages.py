"""What the step on known weaknesses makes of the answers of pip-audit, as it gave them."""

import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
judge = runpy.run_path(str(ROOT / "scripts" / "audit_packages"))["judge"]
GOOD = {"name": "asgiref", "version": "3.13.0", "vulns": []}
SKIPPED = {
    "name": "attrs",
    "skip_reason": "Dependency not found on PyPI and could not be audited: attrs (26.1.0)",
}
WEAK = {
    "name": "oud",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-2025-1", "fix_versions": ["1.1"], "aliases": ["CVE-2025-1"], "description": "Kapot."}],
}
UNFIXED = {"name": "kapot", "version": "2.0", "vulns": [{"id": "GHSA-x", "fix_versions": [], "aliases": []}]}
NO_LINE = "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='...', port=443): Max retries exceeded"


def answer(*packages):
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize(
    ("output", "errors", "code", "line"),
    [
        (answer(GOOD), "No known vulnerabilities found", 0, "nagegaan: 1 pakketten, geen bekende zwakke plek"),
        (answer(SKIPPED), "", 0, "niet nagegaan: geen van de 1 pakketten was op te zoeken"),
        (answer(), "", 0, "niet nagegaan: geen van de 0 pakketten was op te zoeken"),
        (answer(GOOD, SKIPPED), "", 0, "niet nagegaan: attrs; de andere 1 wel, zonder vondst"),
        ("", NO_LINE, 0, "niet nagegaan: de gegevens over zwakke plekken zijn hier niet te bereiken"),
        (answer(GOOD, WEAK), "Found 1 known vulnerability", 1, "oud 1.0: PYSEC-2025-1, hersteld in 1.1"),
        (answer(SKIPPED, UNFIXED), "", 1, "kapot 2.0: GHSA-x, hersteld in nog geen"),
        ("", "ERROR: invalid requirement", 1, "pip-audit gaf geen antwoord:\nERROR: invalid requirement"),
        ("geen json", "", 1, "pip-audit gaf geen antwoord:\n"),
    ],
)
def test_sec_15_found_unreachable_and_clean_are_told_apart(output, errors, code, line):
    assert judge(output, errors) == (code, line)


def test_sec_15_the_steps_of_ci_audit_the_packages_the_code_and_the_bill():
    steps = (ROOT / "scripts" / "test").read_text(encoding="utf-8")
    for command in ("scripts/audit_packages", "scripts/sbom --check", "$bin/bandit -q -r driehoek triangles"):
        assert command in steps
