"""Text travels packed to whoever can unpack it, with a length that gives nothing away; the rest goes as it is."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from driehoek.middleware import PackText

LONG = "Dit staat er vaker dan één keer. " * 40


def answer(content_type="text/html; charset=utf-8", text=LONG, accepted="gzip, deflate, br", **more):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return PackText(lambda _: HttpResponse(text, content_type=content_type, **more))(request)


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/calendar", "application/json"])
def test_text_is_packed_and_says_so(content_type):
    found = answer(content_type)
    assert found.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in found.headers["Vary"]
    assert int(found.headers["Content-Length"]) == len(found.content) < len(LONG) / 5
    assert gzip.decompress(found.content).decode() == LONG


def test_the_length_of_one_text_differs_from_time_to_time():
    assert len({len(answer().content) for _ in range(30)}) > 5


@pytest.mark.parametrize(
    "plain",
    [
        {"content_type": "application/pdf"},
        {"text": "Kort."},
        {"text": "", "status": 204},
        {"accepted": "identity"},
        {"accepted": ""},
    ],
    ids=str,
)
def test_the_rest_goes_as_it_is(plain):
    found = answer(**plain)
    assert "Content-Encoding" not in found.headers
    assert found.content.decode() == plain.get("text", LONG)


def test_a_page_of_the_site_is_packed(client, db):
    found = client.get("/account/inloggen/", headers={"Accept-Encoding": "gzip"})
    assert found.headers["Content-Encoding"] == "gzip"
    assert b"Wachtwoord" in gzip.decompress(found.content)
