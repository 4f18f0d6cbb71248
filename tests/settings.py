"""The settings of the product with keys of their own and the slow or outward parts replaced."""

import os
import tempfile
from pathlib import Path

os.environ |= {
    "SECRET_KEY": "sleutel-die-alleen-de-tests-gebruiken-0001",
    "TEXT_KEYS": "tekstsleutel-die-alleen-de-tests-gebruiken",
    "DEBUG": "0",
    "DEMO": "0",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
    "SITE_URL": "http://localhost:8000",
    "CSRF_TRUSTED_ORIGINS": "http://localhost:8000",
    "BEHIND_PROXY": "0",
    "EMAIL_URL": "memorymail://",
    "DEFAULT_FROM_EMAIL": "driehoek@localhost",
    "LOG_LEVEL": "INFO",
    "SECURITY_CONTACT": "beveiliging@voorbeeld.example",
    "METRICS_TOKEN": "meetsleutel-die-alleen-de-tests-gebruiken",
}

from driehoek.settings import *
from driehoek.settings import DATABASES, STORAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in the product: in memory all threads of the live site would share one connection and lock each other.
    # Both names: a live site that starts before the database is made looks at the first one.
    FILE = Path(tempfile.gettempdir()) / f"driehoek-{os.getpid()}.sqlite3"
    DATABASES["default"] |= {"NAME": FILE, "TEST": {"NAME": FILE}}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # straight from static/, no collectstatic needed
# The test client and the browser of the e2e tests speak plain http.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessie"
CSRF_COOKIE_NAME = "csrf"
SECOND_FACTOR_REQUIRED = False  # switched on by the tests that are about it
SESSION_IDLE_SECONDS = SESSION_COOKIE_AGE  # tests that move the clock a few hours stay in
