"""The product for gunicorn; a worker kills itself (-9) where the header X-Sterf says: 'voor' or 'na' COMMIT."""

import os
import signal
from importlib import import_module

from driehoek.wsgi import application as product

PLACES = {"voor": ("conversations.saving", "put"), "na": ("conversations.views.saving", "save_part")}


def application(environ, start_response):
    asked = environ.get("HTTP_X_STERF")
    if asked:
        die_after(*PLACES[asked])
    return product(environ, start_response)


def die_after(module, name):
    """Let this process carry out a function of `module` once more, and be gone."""
    module = import_module(module)
    work = getattr(module, name)

    def carry_out_and_die(*given):
        work(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, carry_out_and_die)
