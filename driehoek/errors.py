"""The answers when something goes wrong that Django's own handlers cannot word."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.views import defaults

from .reference import reference_of

logger = logging.getLogger(__name__)
PERIODS = {"m": ("een minuut", 60), "h": ("een uur", 60 * 60), "d": ("een dag", 24 * 60 * 60)}
FILE = "Deze site neemt geen bestanden aan. Er is niets opgeslagen."
TOO_MUCH = "Dit is te veel in één keer. Er is niets opgeslagen. Maak de tekst korter en probeer het opnieuw."


PASSING = (OperationalError, InterfaceError)  # away, full, locked or too slow: it may be over in a moment
NO_DATABASE = "Er is niets opgeslagen: de site kan even niet bij de opslag."
AGAIN_AFTER = 5  # s
SECRET = ("password", "code", "login", "key")  # what a field with such a name held is not sent back


class NotNowError(Exception):
    """What was asked did not work, and nothing changed by it; `words` tell the visitor what."""

    words = ""


def server_error(request):
    """Answer 500, or 503 for what may work in a moment, with a reference that also stands in the log.

    Touches neither session nor database.
    """
    error = sys.exc_info()[1]
    if isinstance(error, PASSING):
        return not_now(request, NO_DATABASE)
    if isinstance(error, NotNowError):
        return not_now(request, error.words)
    return broken(request, "500.html")


def not_now(request, why):
    """Answer 503 and when to try again; to a form with what was typed in it, so that one click sends it again."""
    if request.content_type == "application/json":
        answer = JsonResponse({"errors": [why], "reference": tell(request)}, status=503)
    else:
        context = {"why": why, "typed": typed_in(request), "is_post": request.method == "POST"}
        context["reference"] = tell(request)
        answer = HttpResponse(loader.get_template("503.html").render(context), status=503)
    answer.headers["Retry-After"] = str(AGAIN_AFTER)
    return answer


def typed_in(request):
    """Return the (name, value) pairs of the form that was sent; none when one of them is a secret."""
    if request.method != "POST" or any(name.lower().startswith(SECRET) for name in request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


def shut_text(request, exception):
    """Answer 500 for a page with a text that does not open; the log says which row, never what stands in it."""
    logger.error("%s", exception)
    return broken(request, "500_text.html")


def broken(request, page):
    return HttpResponse(loader.get_template(page).render({"reference": tell(request)}), status=500)


def tell(request):
    """Return the reference of a request that went wrong, after the log was told on which route."""
    reference = reference_of(request)
    logger.error(
        "Kenmerk %s hoort bij de fout op %s", reference, request.resolver_match and request.resolver_match.route
    )
    return reference


def bad_request(request, exception):
    """Answer 400, or 413 in our own words to who sends a file or more than one request may hold."""
    if isinstance(exception, TooManyFilesSent):
        return too_large(request, FILE)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return too_large(request, TOO_MUCH)
    return defaults.bad_request(request, exception)


def too_large(request, why):
    """Answer 413, to a script as JSON. The page asks no session and no database."""
    if request.content_type == "application/json":
        return JsonResponse({"errors": [why]}, status=413)
    return HttpResponse(loader.get_template("413.html").render({"why": why}), status=413)


def too_many(request, action="login"):
    """Answer 429 and say how long to wait: the period of the last limit in ACCOUNT_RATE_LIMITS[action]."""
    wait, seconds = PERIODS[settings.ACCOUNT_RATE_LIMITS[action].split("/")[-2]]
    answer = render(request, "429.html", {"wait": wait, "is_code": action == "send_code"}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
