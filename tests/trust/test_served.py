"""SEC-10 on the product as it is served: gunicorn with the settings of production, behind a proxy that speaks https."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from conversations.links import Purpose, give_link
from conversations.models import Phase
from tests.access.test_headers import HSTS
from tests.factories import ParticipantFactory
from tests.personal_links import path_of
from tests.served import collect, serving
from tests.test_csp import HEADERS, POLICY, parse
from tests.trust.observatory import score
from tests.trust.visiting import HOST, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/account/inloggen/"
STRAIGHT = {"DEMO": "0", "BEHIND_PROXY": "1", "SITE_URL": f"https://{HOST}", "CSRF_TRUSTED_ORIGINS": f"https://{HOST}"}
BEST = 135


@pytest.fixture(scope="module")
def served(tmp_path_factory, django_db_setup):
    """The address of the product, served once for all tests of this file."""
    folder = tmp_path_factory.mktemp("static")
    collect(folder)
    with serving(folder, **STRAIGHT) as address:
        yield address


@pytest.fixture
def site(transactional_db, served):
    cache.clear()
    return served


@pytest.fixture
def participant(site):
    """A visitor who came in by personal link, and the path of their first page."""
    person = ParticipantFactory(conversation__phase=Phase.VOORBEREIDING, conversation__held_on=timezone.localdate())
    visitor = Visitor(site)
    answer = visitor.press(path_of(give_link(person, Purpose.DEELNEMEN)))
    assert answer.status == 302
    return visitor, answer.headers["Location"]


def test_sec_10_the_login_page_and_that_of_a_participant_score_135(site, participant):
    visitor, own = participant
    for seen in (Visitor(site).see(LOGIN), visitor.see(own)):
        points, found = score(seen)
        assert points >= BEST, found
        assert {name: how for name, how in found.items() if how[1] < 0} == {}


def test_sec_10_every_cookie_is_locked_to_this_host_over_https(participant):
    visitor, _ = participant
    visitor.ask("GET", LOGIN)
    visitor.press("/deelnemen/weg/")  # leaves a notice
    assert {"__Host-csrf", "__Host-deelnemen"} <= visitor.cookies.keys()
    for name, cookie in visitor.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
        assert cookie["httponly"] or cookie["max-age"] == "0"


ASKED = [
    ("GET", LOGIN, 200),
    ("GET", "/", 302),
    ("GET", "/er-is-niets/", 404),
    ("POST", LOGIN, 403),
    ("OPTIONS", "/livez", 405),
    ("GET", "/readyz", 200),
    ("GET", "/robots.txt", 200),
    ("GET", "/favicon.ico", 200),
    ("GET", "/static/er-is-niets.css", 404),
    ("GET", "/beheer/", 302),
    ("GET", "/.well-known/security.txt", 200),
]


def test_sec_09_sec_10_whatever_is_answered_carries_the_headers(site):
    for method, path, status in ASKED:
        answer, _ = Visitor(site).ask(method, path)
        assert (path, answer.status) == (path, status)
        assert parse(answer.headers["Content-Security-Policy"]) == POLICY
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["Strict-Transport-Security"] == HSTS
        assert not {"X-Powered-By", "Server"} & set(answer.headers)


def test_sec_10_plain_http_is_sent_to_https_on_the_same_host(site):
    answer, _ = Visitor(site, "http").ask("GET", LOGIN)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}{LOGIN}")


def test_sec_13_another_host_is_400(site):
    answer, page = Visitor(site).ask("GET", LOGIN, Host="kwaad.example")
    assert answer.status == 400
    assert "Dit verzoek begrijpen we niet" in page
    assert "kwaad.example" not in page
