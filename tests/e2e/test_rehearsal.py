"""Somebody new practises: from an empty home to a meeting, and clears it away by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_every_page import look_at, problems
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_from_an_empty_home_to_a_rehearsal_and_back(page, transactional_db, log_in, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    log_in(UserFactory(name="Joris de Wit"))
    page.get_by_role("button", name="Oefengesprek").click()
    expect(page.get_by_role("status")).to_contain_text("Je oefening staat klaar.")
    bar = page.get_by_role("region", name="Oefening")
    expect(bar).to_contain_text("Alles hier is verzonnen.")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Vandaag").click()
    expect(page).to_have_title("Vandaag – Driehoek")
    page.get_by_role("link", name="Oefengesprek: hoe horen we het op tijd?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Oefengesprek: hoe horen we het op tijd?")
    bar.get_by_role("link", name="Nu opruimen").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ja, ruim de oefening op").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("De oefening is opgeruimd.")
    expect(page.get_by_role("button", name="Oefengesprek")).to_be_visible()


def test_the_question_before_clearing_up_can_be_read_by_all(page, transactional_db, log_in, live_server):
    log_in(UserFactory())
    page.get_by_role("button", name="Oefengesprek").click()
    page.get_by_role("link", name="Nu opruimen").click()
    assert look_at(page, live_server, page.url.removeprefix(live_server.url)) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_band_leads_to_the_page_of_a_participant_and_back(page, transactional_db, log_in, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    log_in(UserFactory())
    page.get_by_role("button", name="Oefengesprek").click()
    bar = page.get_by_role("region", name="Oefening")
    expect(bar).to_contain_text("Stap 1 van 10: Bekijk de zes tips.")
    bar.get_by_role("link", name="Naar de zes tips").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voorbereiden in zes tips")
    bar.get_by_role("link", name="Daarna: Kijk mee als deelnemer").click()
    page.get_by_role("button", name="Kijk mee als deelnemer Henk Brug").click()
    page.get_by_role("main").get_by_role("button").click()
    expect(bar).to_contain_text("U ziet wat een deelnemer ziet.")
    assert problems(page, f"deelnemer {width}") == []
    bar.get_by_role("link", name="Terug naar de oefening").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deelnemers")
    page.goto(page.url.removesuffix("deelnemers/"))
    expect(bar).to_contain_text("Stap 3 van 10: Lees de briefing.")
