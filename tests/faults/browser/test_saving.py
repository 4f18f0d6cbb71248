"""Faults between the keyboard and the server, in Chromium: what is typed stays, and no save is claimed too soon."""

import itertools
import json

import pytest
from django.conf import settings
from playwright.sync_api import expect

from conversations.models import Insight, Op, ParkedTopic
from conversations.saving import Save, save_part
from tests.factories import PASSWORD
from triangles.models import AgendaTopic

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = "**/opslaan/"
HEARD = "Wat horen we?"
PORTAL = "<html><body><h1>Welkom op ons wifi</h1></body></html>"


def wait_until_saved(page):
    expect(page.locator("[data-state]")).to_contain_text("Alles opgeslagen", timeout=30_000)


def bar(page):
    return page.locator("[data-waiting]")


def open_with_key(lead):
    """Open the page and save once, so that its key for the disk is there."""
    page = lead()
    page.get_by_label("Verdeeld").check()
    wait_until_saved(page)
    return page


def change_meanwhile(meeting, text):
    version = Insight.objects.get().version if Insight.objects.exists() else 0
    value = {"text": text, "applied": "", "shared_view": ""}
    assert save_part(meeting.facilitator, meeting, Save.make("inzicht:vertrouwen", version, value))[0] == 200


@pytest.mark.parametrize(
    ("button", "kept"), [("Houd wat ik typte", "Van mij"), ("Neem de andere tekst", "Van de ander")]
)
def test_f01_a_conflict_shows_both_texts_to_choose_from(lead, meeting, button, kept):
    page = lead()
    change_meanwhile(meeting, "Van de ander")
    page.get_by_label(HEARD).fill("Van mij")
    choice = page.locator("[data-refused]:visible")
    expect(choice).to_contain_text("Van de ander")
    expect(choice).to_contain_text("Van mij")
    page.get_by_role("button", name=button).click()
    expect(choice).to_have_count(0)
    wait_until_saved(page)
    expect(page.get_by_label(HEARD)).to_have_value(kept)
    assert Insight.objects.get().text == kept


def test_f02_ten_minutes_without_network_lose_nothing_and_all_goes_in_order(lead, page, context):
    page.clock.install()
    open_with_key(lead)
    sent = []
    page.on("request", lambda request: sent.append(part_of(request)) if request.url.endswith("/opslaan/") else None)
    context.set_offline(True)
    page.get_by_label(HEARD).fill("Zonder net")
    expect(bar(page)).to_contain_text("Eén wijziging wacht", timeout=5000)
    for text in ("Eerst", "Daarna"):
        page.get_by_label("Iets parkeren").fill(text)
        page.keyboard.press("Enter")
    page.clock.run_for("10:00")
    expect(bar(page)).to_contain_text("3 wijzigingen wachten")
    page.get_by_label(HEARD).fill("Zonder net, tien minuten lang")
    expect(bar(page)).to_contain_text("wijzigingen wachten")
    assert Op.objects.count() == 1
    sent.clear()
    context.set_offline(False)
    expect(bar(page)).to_be_hidden(timeout=10_000)
    wait_until_saved(page)
    assert Insight.objects.get().text == "Zonder net, tien minuten lang"
    assert list(ParkedTopic.objects.order_by("pk").values_list("text", flat=True)) == ["Eerst", "Daarna"]
    assert sent[0] == "inzicht:vertrouwen"


def part_of(request):
    return json.loads(request.post_data)["part"]


def test_f03_a_third_lost_two_seconds_late_and_each_text_is_stored_once(lead, page, context):
    open_with_key(lead)
    slow = context.new_cdp_session(page)
    late = {"offline": False, "latency": 2000, "downloadThroughput": -1, "uploadThroughput": -1}
    slow.send("Network.emulateNetworkConditions", late)
    fates = itertools.cycle(["vraag kwijt", "door", "door", "antwoord kwijt", "door", "door", "door"])

    def carry(route):
        fate = next(fates)
        if fate == "door":
            return route.continue_()
        if fate == "antwoord kwijt":
            route.fetch()
        return route.abort("internetdisconnected")

    page.route(SAVE, carry)
    for number in range(6):
        page.get_by_label("Iets parkeren").fill(f"Onderwerp {number}")
        page.keyboard.press("Enter")
    expect(page.locator("[data-state]")).to_contain_text("Alles opgeslagen", timeout=90_000)
    page.unroute_all()
    assert list(ParkedTopic.objects.order_by("pk").values_list("text", flat=True)) == [
        f"Onderwerp {number}" for number in range(6)
    ]
    assert Op.objects.count() == 7


def test_f03_an_answer_that_got_lost_adds_no_second_row_also_after_reloading(lead):
    page = lead("leiden/?deel=vervolg")
    page.get_by_label("Hoe vaak voortaan?").fill("elke maand")  # so that the key is there
    wait_until_saved(page)
    page.route(SAVE, lambda route: (route.fetch(), route.abort("internetdisconnected")))
    page.get_by_label("Onderwerp").fill("Koers 2030")
    expect(bar(page)).to_be_visible()
    page.unroute_all()
    page.reload()
    expect(page.get_by_label("Onderwerp")).to_have_value("Koers 2030")
    wait_until_saved(page)
    with page.expect_response(SAVE):
        page.get_by_label("Onderwerp").fill("Koers 2031")
    wait_until_saved(page)
    assert AgendaTopic.objects.get().title == "Koers 2031"


def test_f04_a_tab_closed_while_offline_gives_the_text_back(page, lead, context):
    lead("leiden/")
    tab = context.new_page()
    tab.goto(f"{page.url}?deel=vertrouwen")
    tab.get_by_label("Verdeeld").check()  # so that the key is there
    wait_until_saved(tab)
    context.set_offline(True)
    tab.get_by_label(HEARD).fill("Bijna kwijt")
    expect(bar(tab)).to_be_visible()
    tab.close(run_before_unload=False)
    context.set_offline(False)
    lead()
    expect(page.get_by_label(HEARD)).to_have_value("Bijna kwijt")
    wait_until_saved(page)
    assert Insight.objects.get().text == "Bijna kwijt"


def test_f05_a_session_that_ended_keeps_the_text_and_saves_after_signing_in(lead, meeting, context, live_server):
    page = open_with_key(lead)
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label(HEARD).fill("Nog steeds hier")
    expect(bar(page)).to_contain_text("Je bent uitgelogd.")
    tab = context.new_page()
    tab.goto(f"{live_server.url}/account/inloggen/")
    tab.get_by_label("Gebruikersnaam of mailadres").fill(meeting.facilitator.username)
    tab.get_by_label("Wachtwoord").fill(PASSWORD)
    tab.get_by_role("button", name="Inloggen", exact=True).click()
    tab.wait_for_url(f"{live_server.url}/")
    tab.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    wait_until_saved(page)
    expect(page.get_by_label(HEARD)).to_have_value("Nog steeds hier")
    assert Insight.objects.get().text == "Nog steeds hier"


def test_f06_a_page_of_the_wifi_is_no_proof_of_saving(lead):
    page = open_with_key(lead)
    page.route(SAVE, lambda route: route.fulfill(status=200, content_type="text/html", body=PORTAL))
    page.get_by_label(HEARD).fill("Achter het portaal")
    expect(bar(page)).to_contain_text("Geen verbinding. Eén wijziging wacht")
    expect(page.locator("[data-state]")).to_be_empty()
    assert Insight.objects.get().text == ""
    page.unroute_all()
    wait_until_saved(page)
    assert Insight.objects.get().text == "Achter het portaal"
