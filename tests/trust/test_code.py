"""What the code does nowhere: facts that hold for every file at once, and that no single page can show."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.test_house import name_of, templates

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("driehoek", "triangles", "principles", "conversations")
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
UNPACKS_OBJECTS = {"pickle", "marshal", "shelve", "dill"}
CALLS_OUTSIDE = {"requests", "urllib3", "httpx", "http.client", "urllib.request", "socket", "ftplib", "subprocess"}
WEAK_SOURCES = {"random"}
BY_HAND = {"execute", "executemany", "executescript", "raw", "extra", "RawSQL"}
SQL = {  # the files that write SQL themselves, and how often; none of them puts a value in its text
    "conversations/backups.py",  # counts the rows of every table
    "conversations/guards/__init__.py",
    "conversations/models/audit.py",
    "conversations/retention/nightly.py",
    "driehoek/dumping.py",  # copies a whole database, and makes and drops that of a drill
    "driehoek/forgetting.py",
    "driehoek/management/commands/migrate.py",  # how long it waits for a table
    "driehoek/metrics/standing.py",  # how long who keeps watch may wait for an answer
    "driehoek/postgres/as_bytes.py",  # what `prepared` asks, with its values apart
    "driehoek/postgres/base.py",  # whether the server is there
    "driehoek/prepared.py",
}
NOT_IN_SCRIPTS = {
    "html from text": re.compile(
        r"\.(inner|outer)HTML\s*=[^=]|insertAdjacentHTML|document\.write|createContextualFragment"
    ),
    "text as code": re.compile(r"\beval\(|new Function\(|set(?:Timeout|Interval)\(\s*[\"'`]"),
    "storage that outlives the page": re.compile(r"\b(?:localStorage|sessionStorage)\b|document\.cookie"),
    "messages of other windows": re.compile(r"postMessage|onmessage|[\"']message[\"']"),
}


@cache
def trees():
    """Return every Python file of the product but its migrations, as (name, tree)."""
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return [(name_of(path), ast.parse(path.read_text())) for path in files if "migrations" not in path.parts]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def called(tree):
    """Return the last names of everything that `tree` calls: `cursor.execute(...)` is 'execute'."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        call.attr if isinstance(call, ast.Attribute) else call.id
        for call in calls
        if hasattr(call, "attr") or hasattr(call, "id")
    ]


def who_imports(names):
    return sorted({name for name, tree in trees() for module in imported(tree) if module in names})


def plain_calls(tree):
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def test_no_code_runs_a_text_or_unpacks_an_object():
    assert [name for name, tree in trees() if plain_calls(tree) & RUNS_TEXT] == []
    assert who_imports(UNPACKS_OBJECTS) == []
    loads = [name for name, tree in trees() for call in ast.walk(tree) if is_loose_yaml(call)]
    assert loads == []


def is_loose_yaml(node):
    called_on = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func
    return bool(called_on and called_on.attr == "load" and getattr(called_on.value, "id", "") == "yaml")


def test_nothing_secret_is_drawn_from_a_guessable_source():
    assert who_imports(WEAK_SOURCES) == []


def test_the_only_digest_of_our_own_is_sha_256():
    used = Counter()
    for _, tree in trees():
        nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
        used.update(node.attr for node in nodes if getattr(node.value, "id", "") == "hashlib")
        called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        files = [call for call in called if getattr(call.func, "attr", "") == "file_digest"]
        assert {call.args[1].value for call in files} <= {"sha256"}
    assert set(used) == {"sha256", "file_digest"}


def is_fixed(node):
    """Say whether a piece of code is a text of the code itself: written there, or a constant by its capitals."""
    if isinstance(node, ast.IfExp):
        return is_fixed(node.body) and is_fixed(node.orelse)
    written = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return written or (isinstance(node, ast.Name) and node.id.isupper())


def test_html_that_is_filled_is_a_text_of_the_code_itself():
    filling = [
        (name, call)
        for name, tree in trees()
        if name != "driehoek/html.py" and any(module == "driehoek.html.fill" for module in imported(tree))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "fill"
    ]
    assert len(filling) > 20
    assert [f"{name}:{call.lineno}" for name, call in filling if not is_fixed(call.args[0])] == []


def test_sql_by_hand_stands_in_few_known_files():
    by_hand = {name for name, tree in trees() if BY_HAND & set(called(tree))}
    assert by_hand <= SQL | {name for name in by_hand if name.startswith("conversations/guards/")}


def started_by(name):
    """Return the programs that a file of ours runs, by the first thing that it gives to `run`."""
    tree = dict(trees())[name]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "run"]
    return {call.args[0].value for call in calls}


def test_our_own_code_asks_nothing_of_another_site_and_starts_two_programs_at_most():
    found = {(name, module) for name, tree in trees() for module in imported(tree)}
    asks = {
        (name, module) for name, module in found if module.split(".")[0] in CALLS_OUTSIDE or module in CALLS_OUTSIDE
    }
    # A backup of PostgreSQL starts pg_dump, putting it back pg_restore: from the terminal alone, see tests/faults.
    assert {name for name, module in asks if module == "subprocess"} == {"driehoek/dumping.py"}
    asks = {(name, module) for name, module in asks if module != "subprocess"}
    assert started_by("driehoek/dumping.py") == {"pg_dump", "pg_restore"}
    # Only signing in through the organisation asks something, by allauth; here stands the name of its failure alone.
    assert {module for _, module in asks} <= {"requests", "requests.RequestException"}
    assert {name for name, _ in asks} <= {"triangles/views/own_access.py"}
    assert not any(module == "requests" and "import requests" in (ROOT / name).read_text() for name, module in asks)


def test_no_template_switches_escaping_off():
    found = {
        name_of(path): re.findall(r"\{\{[^}]*\|\s*safe\b[^}]*\}\}|autoescape off", path.read_text())
        for path in templates()
    }
    assert {name: what for name, what in found.items() if what} == {
        # both drawn by segno: of our own address, and of a secret that was made here
        "templates/conversations/screen/welkom.html": ["{{ part.qr|safe }}"],
        "templates/mfa/totp/activate_form.html": ["{{ totp_svg|safe }}"],
    }


def test_every_form_names_the_fields_it_takes():
    loose = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == "Meta":
                told = {
                    target.id: line.value
                    for line in node.body
                    if isinstance(line, ast.Assign)
                    for target in line.targets
                }
                everything = isinstance(told.get("fields"), ast.Constant) and told["fields"].value == "__all__"
                loose += [name] if everything or "exclude" in told else []
    assert loose == []


@pytest.mark.parametrize("what", NOT_IN_SCRIPTS)
def test_no_script_of_ours_holds(what):
    scripts = sorted((ROOT / "static" / "js").glob("*.js"))
    assert len(scripts) > 5
    assert [path.name for path in scripts if NOT_IN_SCRIPTS[what].search(path.read_text())] == []


def test_sec_09_only_what_asks_for_news_or_remarks_reads_html_and_that_is_of_our_own_server():
    scripts = {path.name: path.read_text() for path in (ROOT / "static" / "js").glob("*.js")}
    assert {name for name, text in scripts.items() if "DOMParser" in text} == {"poll.js", "planning.js"}
    asked = re.findall(r'data-refresh="([^"]+)', "".join(path.read_text() for path in ROOT.glob("templates/**/*.html")))
    assert len(asked) > 3
    assert [one for one in asked if not one.startswith(("{% url ", "{{ path }}?"))] == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("place.innerHTML = answer;", "html from text"),
        ('setTimeout("go()", 5)', "text as code"),
        ("localStorage.set(1)", "storage that outlives the page"),
        ('addEventListener("message", go)', "messages of other windows"),
    ],
)
def test_such_a_line_would_be_seen(line, what):
    assert NOT_IN_SCRIPTS[what].search(line)
