"""SEC-09 and SEC-10 for every route: whoever asks, and whatever comes of it, the answer carries the headers of trust.

Each route is asked by visitors that together meet every kind of answer: a page, a file, a poll, a redirect, a refusal.
"""

import pytest
from django.test import Client

from tests.access.routes import parameters, path_of
from tests.access.rows import FILES
from tests.test_csp import HEADERS, POLICY, parse

READING = ("anonymous", "participant", "adviser", "facilitator", "beheerder", "big screen")
ASKING = [("GET", visitor) for visitor in READING] + [
    ("POST", "participant"),
    ("POST", "facilitator"),
    ("DELETE", "adviser"),
]
HTTPS = {"wsgi.url_scheme": "https", "SERVER_PORT": "443"}
LOCKED = "camera=(), geolocation=(), microphone=()"
TELLING = ("Server", "X-Powered-By", "Access-Control-Allow-Origin", "X-XSS-Protection")
HSTS = "max-age=63072000; includeSubDomains; preload"


def faults_of(answer):
    """Return what is wrong with the headers of an answer over https, as texts."""
    wrong = [] if parse(answer.headers.get("Content-Security-Policy", "")) == POLICY else ["policy"]
    asked = HEADERS | {"Permissions-Policy": LOCKED, "Strict-Transport-Security": HSTS, "X-Frame-Options": "DENY"}
    wrong += [name for name, value in asked.items() if answer.headers.get(name) != value]
    wrong += [name for name in TELLING if name in answer.headers]
    wrong += [f"cookie {name}" for name, cookie in answer.cookies.items() if not is_closed(cookie)]
    if "calendar" not in answer.headers.get("Content-Type", "") and "no-store" not in answer.headers.get(
        "Cache-Control", ""
    ):
        wrong.append("kept by the browser")
    if "text/html" in answer.headers.get("Content-Type", "text/html") and answer.status_code == 200:
        wrong += [tag for tag in ("<style", " style=", "<script>", " onclick=") if tag in answer.content.decode()]
    return wrong


def is_closed(cookie):
    """Whether a cookie is for this site alone, or taken away; of one over https the served product tells more."""
    return cookie["max-age"] == 0 or (
        cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
    )


@pytest.mark.parametrize(("method", "visitor"), ASKING)
def test_sec_09_sec_10_every_route_whoever_asks(visit, subject, method, visitor, monkeypatch):
    monkeypatch.setattr(Client, "_base_environ", over_https(Client._base_environ))
    answers = {name: visit(visitor, method, path_of(name, **subject)) for name in parameters()}
    assert {name: found for name, answer in answers.items() if (found := faults_of(answer))} == {}
    assert len({answer.status_code for answer in answers.values()}) > 2
    assert {name for name, answer in answers.items() if "Content-Disposition" in answer.headers} <= FILES.keys()


def over_https(environ):
    return lambda client, **request: environ(client, **request) | HTTPS
