"""SEC-09 and SEC-10: the policy and the other headers of trust, on every answer there is."""

import pytest

from tests.factories import UserFactory

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(settings):
    """The site with one page that fails."""
    settings.ROOT_URLCONF = "tests.broken_urls"


def parse(header):
    """Return the policy as {directive: sorted sources}; the order differs per process."""
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {name: sorted(sources) for name, *sources in parts}


def check(answer, status):
    if answer.streaming:
        b"".join(answer)  # a static file is held open until it is sent
    assert answer.status_code == status
    assert parse(answer["Content-Security-Policy"]) == POLICY
    assert {name: answer[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/account/inloggen/", 200),
        ("/livez", 200),
        ("/favicon.ico", 200),
        ("/robots.txt", 200),
        ("/static/css/theme.css", 200),
        ("/static/er-is-niets.css", 404),
        ("/er-is-niets/", 404),
        ("/", 302),
        ("/beheer/", 302),
    ],
)
def test_sec_09_sec_10_for_a_stranger(client, path, status):
    check(client.get(path), status)


def test_sec_09_sec_10_for_somebody_logged_in(client):
    client.force_login(UserFactory())
    check(client.get("/"), 200)
    check(client.get("/gesprekken/1/"), 404)


def test_sec_09_sec_10_for_a_beheerder(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    check(client.get("/beheer/"), 200)
    check(client.get("/beheer/er-is-niets/"), 404)


def test_sec_09_sec_13_on_a_foreign_host(client):
    answer = client.get("/account/inloggen/", headers={"host": "kwaad.example"})
    check(answer, 400)
    assert "Dit verzoek begrijpen we niet" in answer.content.decode()


def test_sec_09_sec_13_on_a_form_without_its_token(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/account/inloggen/", {"login": "a", "password": "b"})
    check(answer, 403)
    assert "De pagina was te lang open" in answer.content.decode()


def test_sec_09_sec_14_on_an_error_of_our_own(client, broken, caplog):
    client.raise_request_exception = False
    answer = client.get("/stuk/")
    check(answer, 500)
    page = answer.content.decode()
    assert "Er ging iets mis bij ons" in page
    assert "geheim van de server" not in page
    assert "Traceback" not in page
    reference = next(record.args[0] for record in caplog.records if "Kenmerk" in record.msg)
    assert reference in page


def test_sec_10_pages_are_not_kept_by_the_browser_and_static_files_may_be(client):
    assert "no-store" in client.get("/account/inloggen/")["Cache-Control"]
    answer = client.get("/static/css/theme.css")
    check(answer, 200)
    assert "no-store" not in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer
