"""From draft to vastgesteld and corrected in a browser: by what is on screen, by keyboard, and without JavaScript."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Conversation, Phase
from tests.e2e.test_every_page import WIDTHS, problems
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def go_to_draft(page):
    page.get_by_role("link", name="Lees het concept").first.click()
    expect(page.get_by_text("CONCEPT").first).to_be_visible()


def release(page):
    page.get_by_role("link", name="Geef het concept vrij om te lezen").click()
    page.get_by_role("button", name="Ja, geef het concept vrij").click()
    expect(page.get_by_role("status")).to_contain_text("De leesronde is open.")


def establish(page):
    page.get_by_role("link", name="Stel nu al vast").click()
    page.get_by_role("button", name="Ja, stel vast").click()
    expect(page.get_by_role("status")).to_contain_text("Versie 1 van het verslag is vastgesteld.")


def correct(page):
    page.get_by_role("link", name="Corrigeer het verslag").click()
    page.get_by_label("Waarom corrigeer je het verslag?").fill("De naam was verkeerd geschreven")
    page.get_by_label("Naam, opdrachtgever").first.fill("Marijke Verwoert")
    page.get_by_role("button", name="Lees na wat er verandert").click()
    expect(page.get_by_role("main")).to_contain_text("Marijke Verwoerd")
    page.get_by_role("button", name="Ja, stel versie 2 vast").click()
    expect(page.get_by_role("status")).to_contain_text("Versie 2 van het verslag is vastgesteld.")


@pytest.mark.parametrize("width", [1280, 390])
def test_from_draft_to_afgerond(page, scene, log_in, width):
    page.set_viewport_size({"width": width, "height": 800})
    log_in(scene["adviser"])
    go_to_draft(page)
    release(page)
    establish(page)
    correct(page)
    expect(page.get_by_role("rowheader", name="Marijke Verwoert")).to_be_visible()
    page.get_by_role("link", name="Alle versies").click()
    page.get_by_role("link", name="Versie 1", exact=True).click()
    expect(page.get_by_text("Dit is een oude versie.")).to_be_visible()
    page.get_by_role("link", name="Lees versie 2").click()
    page.get_by_role("link", name="Rond het gesprek af").click()
    page.get_by_role("button", name="Ja, rond af").click()
    expect(page.get_by_role("status")).to_contain_text("Het gesprek is afgerond.")
    assert Conversation.objects.get(pk=scene["held"].pk).phase == Phase.AFGEROND


def test_without_javascript(browser, scene, live_server):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL", timezone_id="Europe/Amsterdam")
    page = context.new_page()
    page.goto(f"{live_server.url}/account/inloggen/")
    page.get_by_label("Gebruikersnaam of mailadres").fill("noor")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    go_to_draft(page)
    page.get_by_text("Verbeter het concept").click()
    page.get_by_role("link", name="Rubricering").click()
    page.get_by_label("Rubricering").fill("Departementaal vertrouwelijk")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("main")).to_contain_text("Rubricering: Departementaal vertrouwelijk")
    release(page)
    establish(page)
    correct(page)
    context.close()


def test_by_keyboard_alone(page, scene, log_in):
    log_in(scene["adviser"])
    page.get_by_role("link", name="Lees het concept").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Geef het concept vrij om te lezen").wait_for()
    reach(page, "Geef het concept vrij om te lezen")
    page.keyboard.press("Enter")
    page.get_by_label("Tot en met wanneer kan iedereen reageren?").wait_for()
    reach(page, "Ja, geef het concept vrij")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    reach(page, "Stel nu al vast")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ja, stel vast").wait_for()
    reach(page, "Ja, stel vast")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is vastgesteld")


def reach(page, words):
    """Press Tab until what says `words` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    raise AssertionError(f"{words} is not reached by Tab")


def test_the_beamer_follows_the_draft_by_itself(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/gesprekken/{scene['held'].pk}/verslag/scherm/")
    expect(page.get_by_text("Net op het laatst geparkeerd")).to_have_count(0)
    scene["held"].parked.create(text="Net op het laatst geparkeerd")
    expect(page.get_by_text("Net op het laatst geparkeerd")).to_be_visible(timeout=15_000)


def test_every_state_at_both_widths(page, scene, log_in, live_server):
    """What no page of the resolver shows by itself: errors, the reading round, and the question of a correction."""
    log_in(scene["adviser"])
    held, done = scene["held"], f"/gesprekken/{scene['done'].pk}/verslag/"
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/gesprekken/{held.pk}/verslag/vrijgeven/")
        page.get_by_label("Tot en met wanneer kan iedereen reageren?").fill("31-2-2026")
        page.get_by_role("button", name="Ja, geef het concept vrij").click()
        expect(page.get_by_role("alert")).to_be_focused()
        wrong += problems(page, f"release with an error {width}")
        page.goto(f"{live_server.url}{done}corrigeren/")
        page.get_by_role("button", name="Lees na wat er verandert").click()
        expect(page.get_by_role("alert")).to_be_focused()
        wrong += problems(page, f"correction with an error {width}")
        page.get_by_label("Waarom corrigeer je het verslag?").fill("samenwerkingsverband" * 10)
        page.get_by_label("Naam, eigenaar").fill("samenwerkingsverband" * 10)
        page.get_by_role("button", name="Lees na wat er verandert").click()
        page.get_by_role("button", name="Terug en verder aanpassen").wait_for()
        wrong += problems(page, f"question of a correction {width}")
        page.goto(f"{live_server.url}{done}versie/1/")
        wrong += problems(page, f"version {width}")
    held.release_draft(scene["adviser"], timezone.localdate() + dt.timedelta(days=3))
    page.goto(f"{live_server.url}/gesprekken/{held.pk}/verslag/vaststellen/")
    assert wrong + problems(page, "vaststellen in the reading round") == []
