"""The kenmerk of a request: on its answer, on an error page, and on every line of the log that it causes."""

import re
import secrets
from contextvars import ContextVar

from django.conf import settings

HEADER = "X-Request-ID"
GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
current = ContextVar("kenmerk", default="")


def give_references(get_response):
    """Take the number that our own proxy gave a request, or make one; nobody else has a say in it."""

    def middleware(request):
        request.reference = given(request) or new_reference()
        token = current.set(request.reference)
        try:
            response = get_response(request)
        finally:
            current.reset(token)
        response.headers[HEADER] = request.reference
        return response

    return middleware


def new_reference():
    return secrets.token_hex(6)


def given(request):
    """Return the number in the header when it came from our own proxy and could do no harm in a log, else ''."""
    number = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return number if GIVEN.fullmatch(number) else ""


def reference_of(request):
    """Return the kenmerk of a request; one that never met the middleware gets its own."""
    if not hasattr(request, "reference"):
        request.reference = new_reference()
    return request.reference
