"""Counts the points of an answer by the table of the MDN HTTP Observatory.

Source of figures and rules: 'Tests and scoring' at developer.mozilla.org/observatory and the score table of the public
repository mdn/mdn-http-observatory, read in November 2026. One starts with 100; minuses are taken off first, pluses
count from 90 on. Left out, and so never a plus here: the preload list of browsers (HSTS, 5 points).
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

START, FROM_HERE_ON = 100, 90
BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
SIX_MONTHS = 15_768_000
SAFE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


@dataclass
class Seen:
    """What one visit over https showed: headers in lower case, cookies as http.cookies.Morsel, the page."""

    headers: dict
    cookies: list = field(default_factory=list)
    page: str = ""
    redirected_to: str = ""  # where the same address over plain http leads


def score(seen):
    """Return (points, {test: (finding, modifier)})."""
    found = {name: test(seen) for name, test in TESTS.items()}
    minus = START + sum(points for _, points in found.values() if points < 0)
    plus = sum(points for _, points in found.values() if points > 0)
    return max(0, minus + plus if minus >= FROM_HERE_ON else minus), found


def policy_of(seen):
    header = seen.headers.get("content-security-policy", "")
    return {
        name.lower(): set(sources) for name, *sources in (part.split() for part in header.split(";") if part.strip())
    }


def content_security_policy(seen):
    policy = policy_of(seen)
    if not policy:
        return "csp-not-implemented", -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    images = policy.get("img-src", default) | policy.get("media-src", default)
    rest = set().union(*policy.values())
    if script & (BROAD | INLINE) or objects & BROAD:
        return "csp-implemented-with-unsafe-inline", -20
    if any(source.startswith(("http:", "ftp:")) for source in rest - images):
        return "csp-implemented-with-insecure-scheme", -20
    if "'unsafe-eval'" in script | style:
        return "csp-implemented-with-unsafe-eval", -10
    if any(source.startswith(("http:", "ftp:")) for source in images):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only", -10
    if style & (BROAD | INLINE):
        return "csp-implemented-with-unsafe-inline-in-style-src-only", 0
    if default == {"'none'"}:
        return "csp-implemented-with-no-unsafe-default-src-none", 10
    return "csp-implemented-with-no-unsafe", 5


def cookies(seen):
    """A cookie counts as one of a session, or as one against forgery, by its name."""
    if not seen.cookies:
        return "cookies-not-found", 0
    sessions = [one for one in seen.cookies if re.search(r"login|sess|auth|sid\b|deelnemen", one.key, re.I)]
    forgery = [one for one in seen.cookies if "csrf" in one.key.lower()]
    if any(not one["secure"] for one in sessions):
        return "cookies-session-without-secure-flag", -40
    if any(not one["httponly"] for one in sessions):
        return "cookies-session-without-httponly-flag", -30
    if any(one["samesite"] and one["samesite"] not in {"Lax", "Strict"} for one in seen.cookies):
        return "cookies-samesite-flag-invalid", -20
    if any(not one["samesite"] for one in forgery):
        return "cookies-anticsrf-without-samesite-flag", -20
    if any(not one["secure"] for one in seen.cookies):
        return "cookies-without-secure-flag", -20
    if any(not one["samesite"] for one in seen.cookies):
        return "cookies-secure-with-httponly-sessions", 0
    return "cookies-secure-with-httponly-sessions-and-samesite", 5


def cross_origin_sharing(seen):
    if seen.headers.get("access-control-allow-origin") == "*":
        return "cross-origin-resource-sharing-implemented-with-public-access", 0
    if "access-control-allow-credentials" in seen.headers:
        return "cross-origin-resource-sharing-implemented-with-universal-access", -50
    return "cross-origin-resource-sharing-not-implemented", 0


def transport_security(seen):
    header = seen.headers.get("strict-transport-security", "")
    age = re.search(r"max-age=(\d+)", header)
    if not age:
        return ("hsts-header-invalid" if header else "hsts-not-implemented"), -20
    if int(age[1]) < SIX_MONTHS:
        return "hsts-implemented-max-age-less-than-six-months", -10
    return "hsts-implemented-max-age-at-least-six-months", 0


def redirection(seen):
    if not seen.redirected_to:
        return "redirection-missing", -20
    return (
        ("redirection-to-https", 0) if seen.redirected_to.startswith("https://") else ("redirection-not-to-https", -20)
    )


def referrer_policy(seen):
    header = seen.headers.get("referrer-policy", "")
    if not header:
        return "referrer-policy-not-implemented", 0
    return ("referrer-policy-private", 5) if header in SAFE_REFERRERS else ("referrer-policy-unsafe", -5)


class Scripts(HTMLParser):
    """Gathers the scripts of a page as {address: whether its content is sealed}."""

    def __init__(self):
        super().__init__()
        self.found = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.found[given["src"]] = "integrity" in given


def sealed_scripts(seen):
    reader = Scripts()
    reader.feed(seen.page)
    elsewhere = {address: sealed for address, sealed in reader.found.items() if re.match(r"(https?:)?//", address)}
    if any(not address.startswith("https:") for address in elsewhere):
        return "sri-not-implemented-and-external-scripts-not-loaded-securely", -50
    if not all(elsewhere.values()):
        return "sri-not-implemented-but-external-scripts-loaded-securely", -5
    if reader.found and all(reader.found.values()):
        return "sri-implemented-and-all-scripts-loaded-securely", 5
    return (
        f"sri-not-implemented-but-{'all-scripts-loaded-from-secure-origin' if reader.found else 'no-scripts-loaded'}",
        0,
    )


def content_type_options(seen):
    is_set = seen.headers.get("x-content-type-options", "").lower() == "nosniff"
    return ("x-content-type-options-nosniff", 0) if is_set else ("x-content-type-options-not-implemented", -5)


def frame_options(seen):
    if policy_of(seen).get("frame-ancestors", BROAD).isdisjoint(BROAD):
        return "x-frame-options-implemented-via-csp", 5
    if seen.headers.get("x-frame-options", "").upper() in {"DENY", "SAMEORIGIN"}:
        return "x-frame-options-sameorigin-or-deny", 0
    return "x-frame-options-not-implemented", -20


def resource_policy(seen):
    header = seen.headers.get("cross-origin-resource-policy", "")
    if header in {"same-origin", "same-site"}:
        return f"cross-origin-resource-policy-implemented-with-{header}", 10
    if header in {"", "cross-origin"}:
        return f"cross-origin-resource-policy-{'implemented-with-cross-origin' if header else 'not-implemented'}", 0
    return "cross-origin-resource-policy-header-invalid", -5


TESTS = {
    "content-security-policy": content_security_policy,
    "cookies": cookies,
    "cross-origin-resource-sharing": cross_origin_sharing,
    "strict-transport-security": transport_security,
    "redirection": redirection,
    "referrer-policy": referrer_policy,
    "subresource-integrity": sealed_scripts,
    "x-content-type-options": content_type_options,
    "x-frame-options": frame_options,
    "cross-origin-resource-policy": resource_policy,
}
