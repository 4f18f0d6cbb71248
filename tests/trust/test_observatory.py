"""The scorer of the Observatory's table: it sees what is worse."""

from http.cookies import SimpleCookie

import pytest

from tests.trust.observatory import Seen, score

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
GOOD = {
    "content-security-policy": POLICY,
    "strict-transport-security": "max-age=63072000; includeSubDomains; preload",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
}
COOKIE = "__Host-sessie=x; Secure; HttpOnly; SameSite=Lax; Path=/"
PAGE = '<script src="/static/js/a.js"></script>'


def points(cookie=COOKIE, page=PAGE, redirected_to="https://localhost/", **changes):
    headers = {**GOOD, **{name.replace("_", "-"): value for name, value in changes.items()}}
    jar = SimpleCookie()
    jar.load(cookie)
    kept = {name: value for name, value in headers.items() if value is not None}
    return score(Seen(kept, list(jar.values()), page, redirected_to))[0]


def test_the_best_that_a_site_can_do_without_lists_of_browsers():
    assert points() == 135
    assert points(page='<script src="/a.js" integrity="sha384-x"></script>') == 140


@pytest.mark.parametrize(
    ("worse", "expected"),
    [
        ({"content_security_policy": None}, 75),  # -25, and no plus any more
        ({"content_security_policy": POLICY.replace("'none'; script", "'self'; script")}, 130),
        ({"content_security_policy": POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")}, 80),
        ({"content_security_policy": POLICY.replace("script-src 'self'", "script-src https:")}, 80),
        ({"content_security_policy": POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'")}, 115),
        ({"content_security_policy": POLICY.replace("script-src 'self'", "script-src http://a.example")}, 80),
        ({"content_security_policy": POLICY.replace("style-src 'self'", "style-src 'unsafe-inline'")}, 125),
        ({"content_security_policy": POLICY.replace("img-src 'self'", "img-src http://a.example")}, 115),
        ({"content_security_policy": POLICY.replace("; frame-ancestors 'none'", "")}, 130),
        ({"content_security_policy": "default-src 'none'", "x_frame_options": None}, 80),
        ({"strict_transport_security": None}, 80),
        ({"strict_transport_security": "max-age=300"}, 125),
        ({"strict_transport_security": "ja"}, 80),
        ({"referrer_policy": None}, 130),
        ({"referrer_policy": "unsafe-url"}, 125),
        ({"x_content_type_options": None}, 130),
        ({"cross_origin_resource_policy": None}, 125),
        ({"cross_origin_resource_policy": "iedereen"}, 120),
        ({"access_control_allow_origin": "https://a.example", "access_control_allow_credentials": "true"}, 50),
        ({"cookie": COOKIE.replace("Secure; ", "")}, 60),
        ({"cookie": COOKIE.replace("HttpOnly; ", "")}, 70),
        ({"cookie": COOKIE.replace("Lax", "None")}, 80),
        ({"cookie": COOKIE.replace("SameSite=Lax; ", "")}, 130),
        ({"cookie": "csrf=x; Secure; Path=/"}, 80),
        ({"cookie": ""}, 130),
        ({"redirected_to": ""}, 80),
        ({"redirected_to": "http://localhost/"}, 80),
        ({"page": '<script src="https://a.example/a.js"></script>'}, 130),
        ({"page": '<script src="//a.example/a.js"></script>'}, 50),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_worse_costs_points(worse, expected):
    assert points(**worse) == expected
