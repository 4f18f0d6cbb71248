"""The settings of the product, with collected static files in a folder of the test."""

import os

from driehoek.settings import *

STATIC_ROOT = os.environ["STATIC_ROOT"]
