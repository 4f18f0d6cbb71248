"""The static files of production: style sheets joined, and scripts that import a module by what that holds."""

import json
import re
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
    made = (folder / names[collecting.joined(kind)]).read_text(encoding="utf-8")
    assert rules(made) == rules("\n".join(parts))
    assert (folder / f"{names[collecting.joined(kind)]}.br").is_file()


@pytest.mark.parametrize("kind", collecting.SHEETS)
def test_the_fonts_of_a_joined_style_sheet_are_those_that_were_collected(kind, folder, names):
    fonts = re.findall(r'url\("\.\./(vendor/[^"]+)"\)', (folder / names[collecting.joined(kind)]).read_text())
    assert fonts
    assert set(fonts) <= set(names.values())


def test_a_script_imports_a_module_by_what_that_holds(folder, names):
    script = (folder / names["js/meeting.js"]).read_text()
    imported = re.findall(r'^import .* from "\./(.+)";$', script, re.MULTILINE)
    assert {f"js/{one}" for one in imported} == {names["js/fields.js"], names["js/save.js"]}


def test_where_nothing_was_collected_every_style_sheet_is_linked(settings):
    assert collecting.addresses("staff") == [f"{settings.STATIC_URL}{part}" for part in collecting.SHEETS["staff"]]
