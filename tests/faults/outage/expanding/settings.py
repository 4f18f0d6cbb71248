"""The settings of the product with one migration more than there is, and static files as they are."""

from driehoek.settings import *
from driehoek.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS += ["tests.faults.outage.expanding"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
