"""Clearing a score in a real browser: by Delete or Backspace, by touch, and without a script."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Score, show_scores
from tests.factories import PASSWORD
from tests.meetings import give, open_meeting, principle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(transactional_db):
    return open_meeting(title="Hoe gaat het?", held_on=timezone.localdate(), duration_minutes=120)


@pytest.fixture
def matrix(page, meeting, log_in, live_server):
    log_in(meeting.facilitator)
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/scores/")
    return page


def wait_until_saved(page):
    expect(page.locator("[data-state]")).to_contain_text("Alles opgeslagen")


def group(page, meeting):
    return page.get_by_role("group", name=f"{meeting.people[0].name}: Vertrouwen")


@pytest.mark.parametrize("key", ["Delete", "Backspace"])
def test_a_key_clears_the_cell_and_a_digit_fills_it_again(matrix, meeting, key):
    group(matrix, meeting).get_by_role("radio", name="1", exact=True).focus()
    matrix.keyboard.type("3")
    matrix.keyboard.press("ArrowLeft")
    expect(matrix.get_by_text("1 van 15 ingevuld")).to_be_visible()
    wait_until_saved(matrix)
    with matrix.expect_response("**/opslaan/"):
        matrix.keyboard.press(key)
        expect(matrix.get_by_text("0 van 15 ingevuld")).to_be_visible()
    assert not Score.objects.exists()
    expect(group(matrix, meeting).locator(":focus")).to_have_count(1)
    with matrix.expect_response("**/opslaan/"):
        matrix.keyboard.type("2")
    expect(matrix.get_by_text("1 van 15 ingevuld")).to_be_visible()
    wait_until_saved(matrix)
    matrix.reload()
    expect(group(matrix, meeting).get_by_role("radio", name="2", exact=True)).to_be_checked()
    assert Score.objects.get().value == 2


def test_by_touch_a_filled_cell_has_its_own_wis(matrix, meeting):
    cell = group(matrix, meeting)
    cell.get_by_role("radio", name="4", exact=True).click()
    wait_until_saved(matrix)
    matrix.reload()
    with matrix.expect_response("**/opslaan/"):
        cell.get_by_role("radio", name="Wis").click()
        expect(matrix.get_by_text("0 van 15 ingevuld")).to_be_visible()
    assert not Score.objects.exists()


def test_a_score_that_was_shown_meanwhile_stays_and_the_page_says_so(matrix, meeting):
    cell = group(matrix, meeting)
    cell.get_by_role("radio", name="4", exact=True).click()
    wait_until_saved(matrix)
    show_scores(meeting, [principle()], meeting.facilitator)
    matrix.keyboard.press("Delete")
    expect(cell.get_by_text("al getoond")).to_be_visible()
    expect(matrix.get_by_text("1 van 15 ingevuld")).to_be_visible()
    assert Score.objects.get().value == 4


def test_without_a_script_a_cell_goes_back_to_nothing(browser, meeting, live_server, browser_context_args):
    give(meeting, 4, entry="namens")
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    sheet = plain.new_page()
    sheet.goto(f"{live_server.url}/account/inloggen/")
    sheet.get_by_label("Gebruikersnaam of mailadres").fill(meeting.facilitator.username)
    sheet.get_by_label("Wachtwoord").fill(PASSWORD)
    sheet.get_by_role("button", name="Inloggen", exact=True).click()
    sheet.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/scores/")
    group(sheet, meeting).get_by_role("radio", name="Wis").click()
    sheet.get_by_role("button", name="Opslaan").click()
    expect(sheet.get_by_text("Gewist: 1 score.")).to_be_visible()
    plain.close()
    assert not Score.objects.exists()
