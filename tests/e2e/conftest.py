"""A real browser on the live site: Debian's Chromium without a window, told to stay at home; it watches the policy."""

import datetime as dt
import os
from functools import lru_cache

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Conversation, Meeting, Phase
from conversations.report import establish
from driehoek import pdf
from tests.drawn import drawn_as_html
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, ParticipantFactory
from tests.held import hold, read_case
from tests.in_the_room import CODE
from tests.served import collect, serving

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in the thread of the tests
expect.set_options(timeout=20_000)  # machines that test are slow, and making a PDF takes a while
WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  const seen = JSON.parse(sessionStorage.getItem("violations") || "[]");
  sessionStorage.setItem("violations", JSON.stringify([...seen, event.violatedDirective + " " + event.blockedURI]));
}, true);
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["gpu", "quic", "background-networking", "component-update", "sync"]
    args = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium-headless-shell", "args": args}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}


@pytest.fixture
def context(context):
    context.add_init_script(WATCH)
    return context


@pytest.fixture
def page(page, live_server):
    """A page on the live site; afterwards: no broken policy, no error in the console, no request elsewhere."""
    faults, elsewhere = [], []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: elsewhere.append(request.url))
    yield page
    expected = (
        "(Bad Request)",
        "(Not Found)",
        "(Conflict)",
        "(Unprocessable Entity)",
        "(Unauthorized)",
        "ERR_INTERNET_DISCONNECTED",
    )
    assert [fault for fault in faults if not any(status in fault for status in expected)] == []
    assert [url for url in elsewhere if not url.startswith((live_server.url, "data:", "about:"))] == []
    if page.url.startswith(live_server.url):
        assert page.evaluate("JSON.parse(sessionStorage.getItem('violations') || '[]')") == []


@pytest.fixture
def scene(transactional_db):
    """An adviser and a facilitator with a held, a vastgesteld, a planned and a running conversation."""
    held = hold(read_case("kustregister"))
    adviser = MembershipFactory(triangle=held.triangle, user__username="noor", user__name="Noor Bakhuis").user
    facilitator = FacilitatorFactory(username="yara", name="Yara Nijland")
    Conversation.objects.filter(pk=held.pk).update(facilitator=facilitator)
    done = hold(read_case("jeugdhulpregio"))
    MembershipFactory(triangle=done.triangle, user=adviser)
    with pytest.MonkeyPatch.context() as patch:  # what is drawn during a test is looked at; this one is only there
        patch.setattr(pdf, "render_pdf", drawn_as_html)
        establish(done, adviser)
    Conversation.objects.filter(pk=done.pk).update(embedded_in="Regio-overleg jeugd")
    planned = ConversationFactory(
        triangle=held.triangle,
        title="Wat nemen we mee naar het volgende seizoen?",
        held_on=timezone.localdate() + dt.timedelta(days=12),
        start=dt.time(13),
        duration_minutes=120,
        phase=Phase.VOORBEREIDING,
        preparation_closes_on=timezone.localdate() + dt.timedelta(days=3),
    )
    for seat in held.triangle.seats.all()[:3]:
        ParticipantFactory(conversation=planned, seat=seat, corner=seat.corner)
    return {"adviser": adviser, "facilitator": facilitator, "held": held, "done": done, "planned": planned}


@pytest.fixture
def log_in(page, live_server, client, settings):
    """Return a function that opens Vandaag for somebody who is logged in; test_journey logs in by the page itself."""

    def enter(user):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page.goto(f"{live_server.url}/")

    return enter


@pytest.fixture(autouse=True)
def undrawn():
    """Papers are drawn here: a visitor opens them."""


@pytest.fixture(scope="session", autouse=True)
def draw_once():
    """Keep the PDF of the same HTML for the next test: drawing is not what these tests are about, and it takes long."""
    drawn = pdf.render_pdf
    pdf.render_pdf = lru_cache(drawn)
    yield
    pdf.render_pdf = drawn


@pytest.fixture
def running(scene, settings, live_server):
    """A running meeting of the kustregister at the principle of trust, with agreements of last time."""
    cache.clear()
    settings.SITE_URL = live_server.url
    found = ConversationFactory(
        triangle=scene["held"].triangle, phase=Phase.GESPREK, facilitator=scene["facilitator"], title="Wat nu?"
    )
    Conversation.objects.filter(pk=scene["held"].pk).update(phase=Phase.OPVOLGING)
    found.people = [
        ParticipantFactory(conversation=found, seat=seat, corner=seat.corner, name=seat.person, function=seat.function)
        for seat in found.triangle.seats.all()
    ]
    Meeting.objects.create(conversation=found, step="vertrouwen", code=CODE)
    return found


@pytest.fixture
def open_browser(browser, live_server):
    """Return a function that opens one more browser, which watches for broken rules, and closes it afterwards."""
    contexts, faults = [], []

    def start(viewport, **options):
        context = browser.new_context(
            viewport=viewport, base_url=live_server.url, locale="nl-NL", has_touch=True, **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: faults.append(str(error)))
        return tab

    yield start
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="session")
def collected(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("static")
    collect(folder)
    return folder


@pytest.fixture(scope="session")
def served(collected):
    """The address of the product as it is served, for all tests of this process; its database is emptied in between."""
    with serving(collected) as address:
        yield address


@pytest.fixture
def site(scene, served, settings):
    """The address of the product as it is served, with somebody in it."""
    settings.SITE_URL = served
    return served
