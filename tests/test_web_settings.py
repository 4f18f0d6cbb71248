"""SEC-11: with a setting that is not safe, nothing starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "een-geheim-van-meer-dan-tweeendertig-tekens"
GOOD = {"SECRET_KEY": KEY, "TEXT_KEYS": KEY[::-1], "ALLOWED_HOSTS": "driehoek.voorbeeld.example", "DEBUG": "0"}


def start(**changes):
    """Load the settings as a fresh process does, without the .env of this folder; return exit code and errors."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    code = (
        "import environ; environ.Env.read_env = lambda *a, **k: None;"
        "import django.conf; django.conf.settings.INSTALLED_APPS"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={name: value for name, value in environment.items() if value is not None}
        | {"DJANGO_SETTINGS_MODULE": "driehoek.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_sec_11_a_good_environment_starts():
    assert start() == (0, "")


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "alleen-voor-ontwikkeling"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 31}, "SECRET_KEY"),
        ({"TEXT_KEYS": None}, "TEXT_KEYS"),
        ({"TEXT_KEYS": "kort"}, "TEXT_KEYS"),
        ({"TEXT_KEYS": f"{KEY},kort"}, "TEXT_KEYS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "driehoek.voorbeeld.example,*"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1", "DATABASE_URL": "postgres://a:b@localhost/c"}, "DEBUG"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_sec_11_a_bad_environment_is_refused_by_name(bad, word):
    code, errors = start(**bad)
    assert code != 0
    assert "ImproperlyConfigured" in errors
    assert word in errors.splitlines()[-1]
    assert KEY not in errors


def test_sec_10_outside_the_demo_cookies_and_transport_are_locked():
    code = (
        "import environ; environ.Env.read_env = lambda *a, **k: None;"
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS >= 31_536_000, s.SECURE_SSL_REDIRECT,"
        "s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY)"
    )
    environment = {"PATH": os.environ["PATH"], **GOOD, "DJANGO_SETTINGS_MODULE": "driehoek.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["__Host-sessie", "__Host-csrf", "True", "True", "True"]
