"""What a line of the log holds of a request: its kenmerk, route and status, in two formats; never what came in."""

import io
import json
import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError
from django.urls import path

from driehoek import urls
from driehoek.logs import Json, OneLine
from tests.trust.starting import start

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.trust.test_log_lines")]
CANARY = "kanarie-5521"
LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
FORMATS = [OneLine(LINE), Json()]


@login_not_required
def break_down(request, word):
    try:
        raise IntegrityError(f"Failing row contains ({word}, {request.body.decode()})")
    except IntegrityError as error:
        raise ValueError(word) from error


@login_not_required
def suspect(request, word):
    raise SuspiciousOperation(word)


urlpatterns = [path("stuk/<str:word>/", break_down), path("verdacht/<str:word>/", suspect), *urls.urlpatterns]
handler400, handler500 = urls.handler400, urls.handler500


@pytest.fixture(params=FORMATS, ids=["line", "json"])
def written(request):
    """A function that gives all lines of the log so far, as they would be written."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(request.param)
    logging.getLogger().addHandler(handler)
    yield handler.stream.getvalue
    logging.getLogger().removeHandler(handler)


ASKED = [
    ("GET", f"/stuk/{CANARY}/?q={CANARY}", {}, 500),
    ("POST", f"/stuk/{CANARY}/", {}, 500),
    ("GET", f"/verdacht/{CANARY}/", {}, 400),
    ("GET", f"/{CANARY}/", {}, 404),
    ("POST", f"/{CANARY}/", {}, 404),
    ("GET", "/account/inloggen/", {"Host": f"{CANARY}.example"}, 400),
]


def test_sec_14_nothing_that_comes_in_with_a_request_lands_in_the_log(client, written):
    client.raise_request_exception = False
    for method, address, headers, status in ASKED:
        body = f"text={CANARY}&csrfmiddlewaretoken={CANARY}"
        answer = client.generic(method, address, body, "application/x-www-form-urlencoded", headers=headers)
        assert (address, answer.status_code) == (address, status)
    assert "stuk/<str:word>/" in written()
    assert "IntegrityError" in written()
    assert "break_down" in written()
    assert CANARY not in written()


@pytest.mark.parametrize("form", FORMATS, ids=["line", "json"])
def test_what_the_server_says_of_a_request_it_cannot_read_quotes_nothing(form):
    for said in (f"Invalid request from ip=1.2.3.4: '{CANARY}'", f"Error handling request /{CANARY}"):
        line = form.format(logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, said, (), None))
        assert CANARY not in line
        assert " request" in line


def test_one_kenmerk_is_on_the_page_on_the_answer_and_on_every_line(client, written):
    client.raise_request_exception = False
    answer = client.get("/stuk/x/")
    number = answer["X-Request-ID"]
    assert f"<strong>{number}</strong>" in answer.content.decode()
    starts = [line for line in written().splitlines() if "django.request" in line or "driehoek.errors" in line]
    assert len(starts) == 2
    assert all(number in line for line in starts)
    assert client.get("/livez")["X-Request-ID"] != number


GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("sent", "is_behind", "is_taken"),
    [
        (GIVEN, True, True),
        ("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", True, True),
        (GIVEN, False, False),
        ("kort", True, False),
        ("a" * 65, True, False),
        ('{"level": "x"}', True, False),
        ("", True, False),
    ],
)
def test_only_our_own_proxy_numbers_a_request(client, settings, sent, is_behind, is_taken):
    settings.BEHIND_PROXY = is_behind
    assert (client.get("/livez", headers={"X-Request-ID": sent})["X-Request-ID"] == sent) is is_taken


def test_a_line_of_json_is_one_object_whatever_stands_in_it():
    record = logging.LogRecord("driehoek", logging.INFO, "", 0, 'Regel "een"\nregel %s', ("twee",), None)
    record.created = 1_795_000_000.25
    line = Json().format(record)
    assert "\n" not in line
    assert json.loads(line) == {
        "time": "2026-11-18T11:06:40.250+00:00",
        "level": "INFO",
        "logger": "driehoek",
        "message": 'Regel "een"\\nregel twee',
    }


def test_the_format_is_a_setting_and_another_word_is_refused():
    write = "import django, logging; django.setup(); logging.getLogger('driehoek').warning('klaar')"
    code, said = start(write, LOG_FORMAT="json")
    assert (code, json.loads(said)["message"]) == (0, "klaar")
    assert "LOG_FORMAT" in start(LOG_FORMAT="xml")[1]


def test_the_loudest_log_tells_no_question_to_the_database():
    read = "import django, logging; django.setup(); assert not logging.getLogger('django.db.backends').isEnabledFor(10)"
    assert start(read, LOG_LEVEL="DEBUG") == (0, "")
