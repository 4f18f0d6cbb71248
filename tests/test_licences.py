"""REUSE.toml: every file has a licence of which the text is here, and what is not ours does not get ours unseen."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENTRIES = tomllib.loads((ROOT / "REUSE.toml").read_text())["annotations"]


def folders_of_others():
    return {path.name for path in (ROOT / "static" / "vendor").iterdir() if path.is_dir()}


def test_the_first_entry_is_for_every_file_and_the_rest_for_what_is_of_others():
    assert ENTRIES[0]["path"] == "**"
    assert {entry["path"] for entry in ENTRIES[1:]} == {f"static/vendor/{name}/**" for name in folders_of_others()}


def test_the_text_of_every_licence_is_here_and_no_other():
    named = {entry["SPDX-License-Identifier"] for entry in ENTRIES}
    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == named
    assert (ROOT / "LICENSES" / "EUPL-1.2.txt").read_text() == (ROOT / "LICENSE").read_text()


def test_what_is_of_others_names_who_made_it_and_brings_its_licence():
    for entry in ENTRIES[1:]:
        folder = ROOT / entry["path"].removesuffix("/**")
        assert entry["SPDX-FileCopyrightText"] != ENTRIES[0]["SPDX-FileCopyrightText"], folder
        assert list(folder.glob(f"LICENSE-{entry['SPDX-License-Identifier']}.*")), folder
