"""Starting the product as a process of its own, with other settings."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEY = "een-geheim-van-meer-dan-tweeendertig-tekens"
GOOD = {"SECRET_KEY": KEY, "TEXT_KEYS": KEY[::-1], "ALLOWED_HOSTS": "driehoek.voorbeeld.example", "DEBUG": "0"}
READ = "import django.conf; django.conf.settings.INSTALLED_APPS"


def start(code=READ, **changes):
    """Run `code` in a fresh process, without the .env of this folder; return exit code and errors.

    A change to None leaves the variable out.
    """
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "driehoek.settings", **GOOD, **changes}
    done = subprocess.run(
        [sys.executable, "-c", f"import environ; environ.Env.read_env = lambda *a, **k: None; {code}"],
        env={name: value for name, value in environment.items() if value is not None},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr
