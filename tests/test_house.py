"""House rules no linter knows: sizes, names, templates without inline code, views that start from what is visible."""

import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["driehoek", "triangles", "principles", "conversations", "tests", "scripts", "bench"]
VAGUE = {"utils", "helpers", "common", "core", "base", "manager", "handler", "service", "services", "data", "info"}
NAMED_BY_DJANGO = {"driehoek/postgres/base.py"}  # an engine of DATABASES is looked for under this name
INLINE = {
    "style=": re.compile(r"""\sstyle\s*=""", re.I),
    "<style>": re.compile(r"<style\b", re.I),
    "handler": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.I),
    "inline <script>": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.I),
    "javascript:": re.compile(r"""["']\s*javascript:""", re.I),
}
WIDE_QUERY = re.compile(r"\.objects\s*\.(all|get)\(")


def is_python(path):
    """Tell whether `path` is a Python file, by its name or by its first line."""
    return path.suffix == ".py" or (not path.suffix and path.read_bytes().startswith(b"#!/usr/bin/env python"))


def python_files():
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return sorted(path for path in found if is_python(path) and "migrations" not in path.parts)


def templates():
    own = [ROOT / "templates", *(ROOT / package / "templates" for package in PACKAGES)]
    return sorted(path for folder in own for path in folder.rglob("*.html"))


def view_files():
    return [path for path in python_files() if "views" in path.relative_to(ROOT).with_suffix("").parts]


def inline_code(text):
    """Return the names of the forbidden inline things that occur in the template `text`."""
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


def name_of(path):
    return str(path.relative_to(ROOT))


def words_of(path):
    """Return the words that the names of `path` are made of, from the root of the project down."""
    return set(re.split(r"[/_]", name_of(path.with_suffix(""))))


def test_no_code_file_is_longer_than_300_lines():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_no_module_or_folder_has_a_vague_name():
    vague = {name_of(path) for path in python_files() if VAGUE & words_of(path)}
    assert vague == NAMED_BY_DJANGO


def test_sec_09_templates_hold_no_inline_style_script_or_handler():
    found = {name_of(path): inline_code(path.read_text()) for path in templates()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<p style="color: red">', ["style="]),
        ("<style>p {}</style>", ["<style>"]),
        ('<button type="button" onclick="go()">', ["handler"]),
        ("<script>go()</script>", ["inline <script>"]),
        ('<script type="module" src="/static/js/save.js"></script>', []),
        ('<a href="javascript:go()">', ["javascript:"]),
        ('<div data-every="2" class="style-guide">', []),
    ],
)
def test_inline_code_is_recognised(text, what):
    assert inline_code(text) == what


def test_views_start_from_what_is_visible():
    wide = {name_of(path): WIDE_QUERY.findall(path.read_text()) for path in view_files()}
    assert {name: calls for name, calls in wide.items() if calls} == {}


def test_few_exceptions_are_asked_of_the_linters():
    asked = []
    for path in python_files():
        with path.open("rb") as lines:
            comments = [token.string for token in tokenize.tokenize(lines.readline) if token.type == tokenize.COMMENT]
        asked += [f"{name_of(path)}: {c}" for c in comments if re.search(r"noqa|nosec|type: ignore|pragma: no", c)]
    assert len(asked) <= 5, asked


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_sec_15_the_lock_is_hashed_and_names_no_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []  # no option: where from is not our say
    entries = re.split(r"\n(?=[a-z0-9])", text.strip(), flags=re.I)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
