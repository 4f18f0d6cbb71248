"""The answers when something goes wrong that Django's own handlers cannot word."""

import logging
import secrets

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader

logger = logging.getLogger(__name__)
WAIT_SECONDS = 60


def server_error(request):
    """Answer 500 with a reference that also stands in the log, without touching session or database."""
    reference = secrets.token_hex(4)
    logger.error(
        "Kenmerk %s hoort bij de fout op %s", reference, request.resolver_match and request.resolver_match.route
    )
    return HttpResponseServerError(loader.get_template("500.html").render({"reference": reference}))


def too_many(request):
    """Answer 429 and say how long to wait."""
    answer = render(request, "429.html", {"wait": "een minuut"}, status=429)
    answer.headers["Retry-After"] = str(WAIT_SECONDS)
    return answer
