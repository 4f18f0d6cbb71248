"""The static files of production: style sheets and scripts, joined per kind of page."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from driehoek import collecting
from tests.served import collect


@pytest.fixture(scope="module")
def folder(tmp_path_factory, django_db_setup):
    made = tmp_path_factory.mktemp("static")
    collect(made)
    return made


@pytest.fixture(scope="module")
def names(folder):
    return json.loads((folder / "staticfiles.json").read_text())["paths"]


def rules(text):
    """Return a style sheet with the names of its files as they are before they were collected."""
    return re.sub(r"\.[0-9a-f]{12}\.", ".", text).replace('"', "").split()


@pytest.mark.parametrize("kind", collecting.SHEETS)
def test_a_page_begins_with_one_style_sheet_that_holds_all_of_them_in_order(kind, folder, names):
    parts = [Path(finders.find(part)).read_text(encoding="utf-8") for part in collecting.SHEETS[kind]]
    made = (folder / names[collecting.sheet(kind)]).read_text(encoding="utf-8")
    assert rules(made) == rules("\n".join(parts))
    assert (folder / f"{names[collecting.sheet(kind)]}.br").is_file()


FIRST = [kind for kind in collecting.SHEETS if kind != "report"]  # that one comes beside the first


@pytest.mark.parametrize("kind", FIRST)
def test_the_fonts_of_a_joined_style_sheet_are_those_that_were_collected(kind, folder, names):
    fonts = re.findall(r'url\("\.\./(vendor/[^"]+)"\)', (folder / names[collecting.sheet(kind)]).read_text())
    assert fonts
    assert set(fonts) <= set(names.values())


def imports(name):
    """Return the scripts that a script imports, in a row, those of its imports as well."""
    own = re.findall(r'^import .* from "\./(.+)";$|^import "\./(.+)";$', Path(finders.find(name)).read_text(), re.M)
    parts = [f"js/{first or second}" for first, second in own]
    return [one for part in parts for one in (*imports(part), part)]


@pytest.mark.parametrize("kind", collecting.SCRIPTS)
def test_the_script_of_a_page_is_one_file_that_holds_what_it_imports_before_it_uses_that(kind, folder, names):
    *before, own = collecting.SCRIPTS[kind]
    assert sorted(set(imports(own))) == sorted(before)
    for part in before:
        assert set(imports(part)) <= set(before[: before.index(part)])
    made = (folder / names[collecting.script(kind)]).read_text()
    assert not re.search(r"^(import|export) ", made, re.MULTILINE)
    for part in (*before, own):
        last = Path(finders.find(part)).read_text().rstrip().splitlines()[-1]
        assert last in made


@pytest.mark.parametrize("kind", collecting.SCRIPTS)
def test_the_names_in_a_joined_script_are_there_once(kind, folder, names):
    """Two modules may each have a name of their own; in one file the browser refuses the second."""
    made = (folder / names[collecting.script(kind)]).read_text()
    told = re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", made, re.MULTILINE)
    assert len(told) > 5
    assert [name for name, times in Counter(told).items() if times > 1] == []


def test_where_nothing_was_collected_every_style_sheet_is_linked_and_a_script_imports_the_others(settings):
    assert collecting.sheet_addresses("staff") == [f"{settings.STATIC_URL}{part}" for part in collecting.STAFF]
    assert collecting.script_address("planning") == f"{settings.STATIC_URL}js/planning.js"
