"""The settings under which the demo of a release is kept: the keys of the tests, on a database that stays."""

from tests.settings import *
from tests.settings import DATABASES

DEMO = True
DATABASES["default"]["NAME"] = "release.sqlite3"
