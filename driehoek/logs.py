"""How a line of the log looks, and what may not stand in it, whichever library writes it.

No line holds what somebody typed: of an address only the route is told, and of an error its type and its places in the
code, never its words. A database quotes the row that it refuses, and a server the header that it does not understand.
"""

import datetime as dt
import json
import logging
import re
import traceback
from http import HTTPStatus

from .reference import current

TOKEN = re.compile(r"(/link/|/agenda/)[^\s/\"']+")
ABOUT_REQUESTS = ("django.request", "django.security", "django.server")
CHAIN = 5  # causes of causes
QUOTES = re.compile(r"^(Invalid request|Error handling request|Error processing|Bad request)\b.*", re.S)  # gunicorn


class WithoutTokens(logging.Filter):
    """Take the token out of the address of a personal link or a calendar; the line itself stays."""

    def filter(self, record):
        text = record.getMessage()
        if TOKEN.search(text):
            record.msg, record.args = TOKEN.sub(r"\1…", text), None
        return True


def told(record):
    """Return what a record says on one line, without what came in with the request."""
    if record.name.startswith(ABOUT_REQUESTS):
        return about_request(record)
    text = record.getMessage()
    if record.name.startswith("gunicorn"):
        text = QUOTES.sub(r"\1", text)
    return text.replace("\r", "\\r").replace("\n", "\\n")


def about_request(record):
    """Return how a request ended and on which route: Django's own words quote the address or a header."""
    status, kind = getattr(record, "status_code", None), record.name.rpartition(".")[2]
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else kind
    return f"{phrase}: {route_of(getattr(record, 'request', None))}" + ("" if kind == "request" else f" ({kind})")


def route_of(request):
    found = getattr(request, "resolver_match", None)
    return f"/{found.route}" if found else "geen bekende pagina"


def trace(error):
    """Return the types and places of an error and of what caused it, as lines; its words stay out.

    Of the libraries only the last place is told.
    """
    lines = []
    for _ in range(CHAIN):
        if error is None:
            break
        kind = type(error)
        steps = traceback.extract_tb(error.__traceback__)
        places = [step for step in steps[:-1] if "site-packages" not in step.filename] + steps[-1:]
        lines.append(f"{kind.__module__}.{kind.__qualname__}")
        lines += [f"  {at.filename}:{at.lineno} {at.name}" for at in places]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def error_of(record):
    return trace(record.exc_info[1]) if record.exc_info else []


def moment_of(record):
    return dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")


def number_of(record):
    """Return the kenmerk of the request that a record is about, or in which it was made, or ''."""
    return getattr(getattr(record, "request", None), "reference", "") or current.get()


class OneLine(logging.Formatter):
    """Moment in UTC, level, who says it, what is said, and the kenmerk; only the places of an error follow below it."""

    def formatTime(self, record, datefmt=None):
        return moment_of(record)

    def format(self, record):
        number = number_of(record)
        record.asctime, record.message = moment_of(record), told(record)
        line = self.formatMessage(record) + (f" [{number}]" if number else "")
        return "\n".join([line, *error_of(record)])


class Json(logging.Formatter):
    """The same as one JSON object per line: time, level, logger, message, and if known request_id, status and error."""

    def format(self, record):
        line = {"time": moment_of(record), "level": record.levelname, "logger": record.name, "message": told(record)}
        status = getattr(record, "status_code", None)
        more = {"request_id": number_of(record), "status": status, "error": error_of(record)}
        return json.dumps(line | {name: value for name, value in more.items() if value}, ensure_ascii=False)
