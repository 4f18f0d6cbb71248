"""The help at the foot of a page: closed, opened from the top or by keyboard, and readable by all."""

import pytest
from playwright.sync_api import expect

from conversations.rehearsal import start_rehearsal
from tests.e2e.test_every_page import WIDTHS, problems
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_opens_from_the_top_of_the_page_and_closes_again(page, scene, log_in, live_server):
    page.set_viewport_size({"width": 1280, "height": 800})
    log_in(scene["adviser"])
    first = page.get_by_text("Hier zie je wat vandaag jouw aandacht vraagt")
    expect(first).to_be_hidden()
    page.get_by_role("link", name="Uitleg bij deze pagina").click()
    expect(first).to_be_in_viewport()
    page.get_by_text("Uitleg bij deze pagina", exact=True).last.click()
    expect(first).to_be_hidden()


def test_it_opens_by_keyboard_in_the_meeting_and_covers_nothing(page, scene, log_in, live_server):
    log_in(scene["facilitator"])
    page.goto(f"{live_server.url}/gesprekken/{scene['held'].pk}/leiden/?deel=vertrouwen")
    page.locator(".dh-help > summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De volgende stap zit altijd onderaan.")).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_be_in_viewport()


@pytest.mark.parametrize("part", ["", "voorbereiden/", "verslag/", "leiden/?deel=vertrouwen", "leiden/scores/"])
def test_open_it_can_be_read_by_all(page, scene, log_in, live_server, part):
    log_in(scene["facilitator"] if "leiden" in part else scene["adviser"])
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/gesprekken/{scene['held'].pk}/{part}")
        page.locator(".dh-help > summary").click()
        wrong += problems(page, f"{part} {width}")
    assert wrong == []


def test_on_paper_there_is_none(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/gesprekken/{scene['held'].pk}/draaiboek/")
    expect(page.locator(".dh-help")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".dh-help")).to_be_hidden()


@pytest.mark.parametrize("part", ["", "deelnemers/", "leiden/?deel=vertrouwen", "leiden/scores/"])
def test_the_steps_of_a_rehearsal_can_be_read_by_all(page, transactional_db, log_in, live_server, part):
    user = UserFactory()
    conversation = start_rehearsal(user)[0]
    log_in(user)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/gesprekken/{conversation.pk}/{part}")
        expect(page.get_by_role("region", name="Oefening")).to_contain_text("van 10:")
        wrong += problems(page, f"{part} {width}")
    assert wrong == []
