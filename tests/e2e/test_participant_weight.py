"""How much a phone fetches: at most 60 kB for a first page of a participant, then one small page at a time."""

import datetime as dt
import gzip
import runpy
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.links import Purpose, address_of, give_link
from conversations.models import DateOption, Phase
from principles.models import Question
from tests.factories import ParticipantFactory, ReflectionFactory

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST, LATER = 60_000, 5_000
QUESTIONS = ["dilemma", "doelen", "factoren", "verbetering", "leeg-vel"]
PAGES = ["", "vragen/dilemma/", "scores/vertrouwen/", "antwoorden/"]
PAGES += ["datum/", "datum/secretariaat/", "verhinderd/", "voorstel/"]
ALREADY_SMALL = (".woff2", ".ico")


def test_the_light_style_sheet_holds_all_that_the_pages_of_participants_use():
    made = runpy.run_path(str(ROOT / "scripts" / "lighten"))
    assert made["TARGET"].read_text(encoding="utf-8") == made["lighten"](), "Run scripts/lighten."


@pytest.fixture
def person(scene, live_server, settings):
    settings.SITE_URL = live_server.url
    planned = scene["planned"]
    planned.pin_texts()
    planned.questions.set(
        Question.objects.filter(code__in=["dilemma", "doelen", "factoren", "verbetering", "leeg-vel"])
    )
    type(planned).objects.filter(pk=planned.pk).update(facilitator=scene["facilitator"], phase=Phase.VOORBEREIDING)
    for days in range(6):
        DateOption.objects.create(conversation=planned, starts_at=timezone.now() + dt.timedelta(days=days + 1))
    person = planned.participants.first()
    for _ in range(2):
        ParticipantFactory(conversation=planned, corner="eigenaar")
    for question in planned.questions.all()[:4]:
        ReflectionFactory(participant=person, question=question, text="Een antwoord van een paar zinnen. " * 6)
    return person


@pytest.fixture
def cookies(page, person):
    """Return the cookies of a browser in which the link was opened and the code was typed."""
    page.goto(address_of(give_link(person, Purpose.DEELNEMEN)))
    page.get_by_role("button", name="Open mijn pagina").click()
    expect(page.get_by_role("heading", name="Wat we van u vragen")).to_be_visible()
    person.links.get().visits.update(reads_back=True)
    return page.context.cookies()


def sent(tab, address):
    """Return how many bytes the answer to an address is on the wire, compressed as a web server does that."""
    body = tab.context.request.get(address).body()
    return len(body) if address.endswith(ALREADY_SMALL) else len(gzip.compress(body, 9))


def fetch(tab, address):
    """Open a page; return {address: bytes} of all that the browser asks for."""
    asked = set()

    def note(request):
        asked.add(request.url)

    tab.on("request", note)
    answer = tab.goto(address, wait_until="networkidle")
    assert (answer.status, answer.url) == (200, address)
    tab.remove_listener("request", note)
    return {url: sent(tab, url) for url in asked}


def test_a_first_page_is_light_and_a_later_one_is_one_small_request(browser, cookies, person, live_server):
    heavy = {}
    for number, path in enumerate(PAGES):
        with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
            phone.add_cookies(cookies)
            tab = phone.new_page()
            own = f"{live_server.url}/deelnemen/{person.pk}/"
            first = fetch(tab, own + path)
            then = fetch(tab, own + PAGES[number - 1])
            new = {url: size for url, size in then.items() if url not in first}
        fonts = [url for url in first if url.endswith(".woff2")]
        scripts = [url for url in first if url.endswith(".js")]
        heavy[path] = (sum(first.values()) > FIRST, len(fonts) > 2, scripts, len(new) > 1, sum(new.values()) > LATER)
    assert heavy == dict.fromkeys(PAGES, (False, False, [], False, False))


def test_the_concept_is_light_as_well(browser, scene, live_server, settings):
    settings.SITE_URL = live_server.url
    held = scene["held"]
    held.release_draft(scene["adviser"])
    person = held.participants.first()
    with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
        tab = phone.new_page()
        tab.goto(address_of(give_link(person, Purpose.LEZEN)))
        tab.get_by_role("button", name="Open mijn pagina").click()
        cookies = phone.cookies()
    with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
        phone.add_cookies(cookies)
        found = fetch(phone.new_page(), f"{live_server.url}/deelnemen/{person.pk}/verslag/")
    assert sum(found.values()) <= FIRST, found
    assert len([url for url in found if url.endswith(".woff2")]) <= 2
