"""What the papers for a security officer, a privacy officer and a works council say is there, and says no more."""

import csv
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from driehoek import settings as product
from tests.test_house import templates
from tests.trust.numbers import WHAT
from triangles.passwords import WORDS

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAPERS = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
TEST = re.compile(r"\bdef (test_[a-z0-9_]+)")
NAMED_TEST = re.compile(r"`(test_[a-z0-9_]+)`")
NUMBER = re.compile(r"\b(?:SEC|PRIV)-\d\d\b")
LINK = re.compile(r"\]\(([^)\s]+)\)")
SETTING = re.compile(r"`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|DEMO|DEBUG)(?:=\S+)?`")
# The levels of the requirements of ASVS 5.0.0, section by section, in the order of the standard: 345 of them.
LEVELS = """\
1.1 22 1.2 1111122223 1.3 112222222223 1.4 222 1.5 123 2.1 122 2.2 112 2.3 12223 2.4 23 3.1 3 3.2 113 3.3 12223
3.4 11222233 3.5 11122333 3.6 3 3.7 22333 4.1 12233 4.2 23333 4.3 22 4.4 1222 5.1 2 5.2 112333 5.3 113 5.4 222
6.1 122 6.2 111111112222 6.3 11223333 6.4 112233 6.5 22222333 6.6 2223 6.7 33 6.8 2222 7.1 222 7.2 1111 7.3 22
7.4 11222 7.5 223 7.6 22 8.1 1233 8.2 1123 8.3 133 8.4 23 9.1 111 9.2 1222 10.1 22 10.2 223 10.3 22223
10.4 1111122222233333 10.5 22222 10.6 22 10.7 222 11.1 2233 11.2 22233 11.3 11233 11.4 1222 11.5 23 11.6 23 11.7 33
12.1 12233 12.2 11 12.3 22223 13.1 2333 13.2 222223 13.3 2233 13.4 1222233 14.1 22 14.2 12223333 14.3 122
15.1 12233 15.2 12233 15.3 1222222 15.4 3333 16.1 2 16.2 22222 16.3 2222 16.4 222 16.5 2223 17.1 23 17.2 22223333
17.3 22
"""
STANDS = {"getoetst", "deels", "beschreven", "installatie", "nvt", "niet"}


def standard():
    """Return {number: level} of every requirement of level 1 or 2."""
    told = LEVELS.split()
    sections = zip(told[::2], told[1::2], strict=True)
    numbered = ((f"{section}.{nr}", int(level)) for section, levels in sections for nr, level in enumerate(levels, 1))
    return {number: level for number, level in numbered if level < 3}


@cache
def known_tests():
    return {name for path in (ROOT / "tests").rglob("test_*.py") for name in TEST.findall(path.read_text())}


def rows():
    with (DOCS / "asvs.csv").open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


def headings(path):
    """Return the anchors that the headings of a Markdown file get."""
    found = re.findall(r"^#+ (.+)$", path.read_text(), flags=re.M)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-"): one for one in found}


def plain(path):
    return " ".join(re.sub(r"<[^>]+>|\{[%#].*?[%#]\}", " ", path.read_text(), flags=re.S).lower().split())


def name_of(path):
    return str(path.relative_to(ROOT))


def test_asvs_names_every_requirement_of_levels_1_and_2_once():
    assert sum(map(len, LEVELS.split()[1::2])) == 345
    assert [(row["nummer"], int(row["niveau"])) for row in rows()] == list(standard().items())
    assert len(standard()) == 253


def test_asvs_says_of_each_how_it_stands_and_why():
    for row in rows():
        assert row["stand"] in STANDS, row
        assert row["onderwerp"], row
        assert row["toelichting"], row
        assert bool(row["bewijs"]) or row["stand"] in {"nvt", "niet", "deels"}, row
        assert not row["bewijs"] or row["stand"] not in {"nvt", "niet"}, row


def test_asvs_calls_nothing_tested_without_a_test_that_exists():
    told = {name for row in rows() if row["stand"] in {"getoetst", "deels"} for name in row["bewijs"].split()}
    assert sorted(told - known_tests()) == []


def test_asvs_points_at_descriptions_that_exist():
    there = set(headings(DOCS / "beveiliging.md").values())
    told = {row["bewijs"] for row in rows() if row["stand"] in {"beschreven", "installatie"}}
    assert sorted(told - there) == []


def test_asvs_is_printed_from_its_table():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "asvs"], capture_output=True, text=True, check=True)
    assert (DOCS / "asvs.md").read_text() == done.stdout


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_test_and_number_that_a_paper_names_exists(path):
    text = path.read_text()
    assert sorted(set(NAMED_TEST.findall(text)) - known_tests()) == []
    assert sorted(set(NUMBER.findall(text)) - set(WHAT)) == []


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_link_between_papers_leads_somewhere(path):
    lost = []
    for link in LINK.findall(path.read_text()):
        place, _, anchor = link.partition("#")
        if "://" in place:
            continue
        target = path.parent / place if place else path
        if not target.exists() or (anchor and anchor not in headings(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", PAPERS, ids=name_of)
def test_every_setting_that_a_paper_names_exists(path):
    code = "\n".join(one.read_text() for one in sorted((ROOT / "driehoek").glob("*.py")))
    code += (ROOT / "conversations" / "retention" / "rules.py").read_text()
    code += (ROOT / "gunicorn.conf.py").read_text()
    assert [name for name in SETTING.findall(path.read_text()) if name not in code] == []


@pytest.mark.parametrize("path", [*PAPERS, *templates()], ids=name_of)
def test_priv_01_no_paper_or_page_promises_too_much(path):
    text = plain(path)
    sentences = re.split(r"\n|(?<=[.?!|])\s", re.sub(r"`[^`\n]*`", "", path.read_text().lower()))
    assert [one for one in sentences if "anoniem" in one and "nergens" not in one] == []
    for promise in ("voldoet volledig", "fully compliant", "gecertificeerd", "100% veilig", "gegarandeerd veilig"):
        assert promise not in text or "niet gecertificeerd" in text


def test_the_limits_in_the_paper_are_those_of_the_settings():
    text = (DOCS / "beveiliging.md").read_text()
    told = dict(re.findall(r"^\| `([a-z_]+)` \| `([^`]+)` \|$", text, flags=re.M))
    assert told == product.ACCOUNT_RATE_LIMITS


def test_the_words_that_make_no_password_are_told_in_the_paper():
    text = " ".join((DOCS / "beveiliging.md").read_text().split())
    assert f"woorden die hier iedereen kent: {', '.join(WORDS)}." in text


def test_the_terms_of_a_session_in_the_paper_are_those_of_the_settings():
    text = (DOCS / "beveiliging.md").read_text()
    assert product.SESSION_IDLE_SECONDS == 60 * 60
    assert product.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert "60 minuten zonder dat iemand iets doet, en altijd 12 uur na het inloggen" in text


def test_the_papers_and_the_page_say_the_same_about_accessibility():
    page, paper = plain(ROOT / "templates/pages/accessibility.html"), plain(DOCS / "toegankelijkheidsverklaring.md")
    for known in (
        "schermlezer",
        "beheerpagina's",
        "pdf/ua-1 en pdf/a-2a",
        "wcag",
        "leest een schermlezer bij een lijst soms eerst de tekst en dan het teken ervoor",
    ):
        assert known in page
        assert known in paper
