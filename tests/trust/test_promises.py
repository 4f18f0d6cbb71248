"""Promises about words and settings that hold for the whole product at once."""

from pathlib import Path

import pytest
from django.conf import settings as product

from conversations.links import address_of, give_link
from conversations.models import Phase
from driehoek.logs import WithoutTokens
from tests.factories import ParticipantFactory
from tests.trust.starting import start

ROOT = Path(__file__).resolve().parents[2]
READ = ("templates/**/*.html", "templates/**/*.txt", "static/js/*.js", "**/content/*.yaml", "driehoek/help.yaml")
CHECK = (
    "import django; django.setup();"
    "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"
)


def test_priv_01_the_word_anoniem_is_used_nowhere():
    """Who was at the table can always guess; so nobody is promised that they cannot."""
    files = [path for pattern in READ for path in ROOT.glob(pattern) if ".venv" not in path.parts]
    assert len(files) > 200
    assert [str(path) for path in files if "anoniem" in path.read_text(encoding="utf-8").lower()] == []


def test_sec_11_the_check_for_production_finds_nothing():
    code, errors = start(
        CHECK,
        SECRET_KEY="".join(chr(33 + (at * 37) % 90) for at in range(60)),
        SITE_URL="https://driehoek.voorbeeld.example",
        DATABASE_URL="postgres://driehoek@localhost/driehoek",
    )
    assert (code, errors) == (0, "System check identified no issues (0 silenced).\n") or (code, errors) == (0, "")


@pytest.mark.django_db
@pytest.mark.parametrize("configured", ["https://driehoek.voorbeeld.example", "https://anders.example/"])
def test_sec_13_the_address_in_a_mail_is_the_configured_one(settings, configured):
    """Whatever host a request named: no address in a mail is made from a request."""
    settings.SITE_URL = configured
    link = give_link(ParticipantFactory(conversation__phase=Phase.VOORBEREIDING), "deelnemen")
    assert address_of(link).startswith(f"{configured.rstrip('/')}/deelnemen/link/")
    made = [path for path in ROOT.glob("*/**/*.py") if "build_absolute_uri" in path.read_text(encoding="utf-8")]
    assert [str(path) for path in made if not {".venv", "tests"} & set(path.parts)] == []


def test_sec_02_every_line_of_the_log_goes_past_the_filter_on_tokens():
    handlers = product.LOGGING["handlers"]
    assert all("without_tokens" in handler["filters"] for handler in handlers.values())
    assert product.LOGGING["filters"]["without_tokens"]["()"] == f"{WithoutTokens.__module__}.{WithoutTokens.__name__}"
    assert [name for name, one in product.LOGGING["loggers"].items() if "handlers" in one] == []
