"""From the login page to the PDF, by what is written on the screen and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_home_to_the_report_and_its_pdf(page, scene, log_in):
    log_in(scene["adviser"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("je aandacht")
    page.get_by_role("link", name="Lees het concept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hoe werken wij samen na het drukste seizoen ooit?")
    expect(page.get_by_text("CONCEPT").first).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download PDF").click()
    assert started.value.suggested_filename == "verslag-kustregister-2026-03-12-concept.pdf"
    assert started.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("navigation", name="Kruimelpad").get_by_role("link", name="Kustregister").click()
    expect(page.get_by_role("img", name="Gelijkwaardigheid. 3 punten uit elkaar")).to_be_visible()


def test_the_numbers_stand_in_a_table_too(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/gesprekken/{scene['held'].pk}/")
    page.get_by_text("Dezelfde cijfers als tabel").click()
    row = page.get_by_role("row", name="Gelijkwaardigheid")
    expect(row.get_by_role("cell")).to_have_text(["4 en 4", "1 en 2", "3", "3 punten uit elkaar"])


def test_principles_and_cards_from_the_menu(page, scene, log_in):
    log_in(scene["facilitator"])
    menu = page.get_by_role("navigation", name="Hoofdmenu")
    menu.get_by_role("link", name="Principes").click()
    expect(menu.get_by_role("link", name="Principes")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    menu.get_by_role("link", name="Kaarten").click()
    page.get_by_label("Principe", exact=True).select_option(label="Vertrouwen")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("vertrouwen"))
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()


def test_a_wrong_password_puts_the_focus_on_what_is_wrong(page, scene, live_server):
    page.goto(f"{live_server.url}/account/inloggen/")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page).to_have_title("Fout: Inloggen – Driehoek")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Wachtwoord").click()
    expect(page.get_by_label("Wachtwoord")).to_be_focused()


def test_by_keyboard_alone(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Lees het concept")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/gesprekken/{scene['held'].pk}/verslag/")


def test_out_by_the_button_and_back_in_only_through_the_login_page(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("status")).to_have_text("Je bent uitgelogd.")
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
