"""What docs/beheer.md tells an operator to type exists: commands with their options, scripts, settings, files."""

import os
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent
PAPER = (ROOT / "docs" / "beheer.md").read_text()
TYPED = [
    *re.findall(r"`([^`\n]+)`", re.sub(r"^    .*$", "", PAPER, flags=re.M)),
    *(line.strip() for line in re.findall(r"^    (.+)$", PAPER, flags=re.M)),
]
COMMAND = re.compile(r"(?:manage\.py |scripts/(?=backup|restore))([a-z_]+)([^`&|;\"]*)")
SETTING = re.compile(r"(?<![A-Z0-9_$])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)=")
FOLDERS = ("bench", "conversations", "deploy", "docs", "driehoek", "scripts", "static", "triangles")
FILE = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FOLDERS)})/[\w./@-]*[\w@-]")


@cache
def code_that_reads_settings():
    read = [*(ROOT / "driehoek").rglob("*.py"), *(ROOT / "deploy").rglob("*"), *ROOT.glob("*.py")]
    return "\n".join(path.read_text() for path in read if path.is_file())


def commands():
    return sorted({(name, words) for line in TYPED for name, words in COMMAND.findall(line)})


def options_of(name):
    command = load_command_class(get_commands()[name], name)
    return set(command.create_parser("manage.py", name)._option_string_actions)


@pytest.mark.parametrize(("name", "words"), commands(), ids=str)
def test_every_command_with_its_options_exists(name, words):
    assert name in get_commands()
    assert set(re.findall(r"(?<!\S)--[a-z-]+", words)) <= options_of(name)


def test_every_script_that_is_named_can_be_run():
    named = {word for line in TYPED for word in re.findall(r"\bscripts/[a-z_]+", line)}
    assert {name for name in named if not os.access(ROOT / name, os.X_OK)} == set()
    assert {"scripts/setup", "scripts/backup", "scripts/restore"} <= named


def test_every_setting_that_is_given_a_value_is_read():
    example = (ROOT / "deploy" / "omgeving.voorbeeld").read_text()
    given = {name for line in [*TYPED, example] for name in SETTING.findall(line)}
    assert {name for name in given if f'"{name}"' not in code_that_reads_settings()} == set()
    assert {"SECRET_KEY", "TEXT_KEYS", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL", "BEHIND_PROXY"} <= given


def test_every_file_that_is_named_exists():
    named = {word for line in TYPED for word in FILE.findall(line)}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_unit_of_our_own_that_is_named_is_there():
    named = {word for line in TYPED for word in re.findall(r"\bdriehoek[a-z-]*\.(?:service|socket|timer)\b", line)}
    assert {name for name in named if not (ROOT / "deploy" / "systemd" / name).exists()} == set()
    assert {path.name for path in (ROOT / "deploy" / "systemd").glob("*.timer")} <= named


def test_the_web_server_of_the_example_logs_no_address():
    example = (ROOT / "deploy" / "proxy" / "nginx.conf").read_text()
    logged = set(re.findall(r"\$\w+", re.search(r"log_format driehoek .*?;\n", example, flags=re.S)[0]))
    assert logged <= {"$time_iso8601", "$request_id", "$status", "$request_method", "$request_time", "$bytes_sent"}
    assert re.search(r"^ +error_log \S+ crit;", example, flags=re.M)


def test_what_the_paper_replaces_in_the_example_stands_there():
    example = (ROOT / "deploy" / "proxy" / "nginx.conf").read_text()
    replaced = re.findall(r'-e "s\|([^|]+)\|', PAPER)
    assert len(replaced) == 4
    assert [text for text in replaced if text not in example] == []


def test_the_judgement_of_public_code_counts_itself():
    text = (ROOT / "docs" / "publieke-code.md").read_text()
    stands = re.findall(r"^\| [A-Za-z ]+ \| (ja|deels|nee) \|", text, flags=re.M)
    ja, deels, nee = map(stands.count, ("ja", "deels", "nee"))
    assert len(stands) == 16
    assert f"Samen: ja {ja}, deels {deels}, nee {nee}." in text
