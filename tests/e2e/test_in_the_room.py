"""Phones at 390 px and a tablet that goes round, in real browsers: with a script, without one, and with bad Wi-Fi."""

import os
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from conversations import joining
from conversations.leading import reveal
from conversations.models import Arrival, Conversation, Meeting, Op, Phase, Score
from tests.e2e.test_participant_weight import FIRST, LATER, fetch
from tests.factories import ConversationFactory, ParticipantFactory
from tests.in_the_room import CODE

PHONE, TABLET = {"width": 390, "height": 844}, {"width": 1024, "height": 768}
PICTURES = os.environ.get("PICTURES", "")
OFFLINE = "Geen verbinding. Uw antwoord wacht op dit scherm."
KEPT = "Opgeslagen. U kunt het nog wijzigen tot de begeleider toont."


@pytest.fixture
def meeting(scene, settings, live_server):
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


def option(value):
    return re.compile(f"^{value} ?")


def let_in(meeting):
    """Let everybody in, as the facilitator does."""
    keys = list(meeting.arrivals.filter(state=Arrival.State.WACHT).values_list("pk", flat=True))
    return joining.let_in(meeting, keys, meeting.facilitator)


def join(tab, meeting, who):
    """Come in by the QR code as `who`: a name, or what a device is called."""
    tab.goto(f"/mee/{CODE}/")
    tab.get_by_role("radio", name=who).check()
    tab.get_by_role("button", name="Verder").click()
    expect(tab.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()
    let_in(meeting)


def move(meeting, step):
    Meeting.objects.filter(conversation=meeting).update(step=step)


def show_scores(meeting, code="vertrouwen"):
    reveal(Conversation.objects.get(pk=meeting.pk), [code], meeting.facilitator)


def look(tab, name):
    """Check what stands there for accessibility and width, and keep a picture where one is asked for."""
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(tab).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name
    if PICTURES:
        tab.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_phone_comes_in_by_the_code_scores_at_a_tap_and_follows(meeting, open_browser):
    person = meeting.people[0]
    phone = open_browser(PHONE)
    phone.goto("/mee/")
    look(phone, "mee")
    phone.get_by_label("De code").fill("zzz zzz")
    phone.get_by_role("button", name="Verder").click()
    expect(phone.get_by_role("alert")).to_contain_text("Deze code klopt niet")
    look(phone, "mee-fout")
    phone.get_by_label("De code").fill(CODE.lower())
    phone.get_by_role("button", name="Verder").click()
    expect(phone.get_by_role("heading", name="Wie bent u?")).to_be_visible()
    look(phone, "wie")
    phone.get_by_role("radio", name=person.name).check()
    phone.get_by_role("button", name="Verder").click()
    expect(phone.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()
    look(phone, "wachten")
    let_in(meeting)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    look(phone, "zaal-score")
    expect(phone.get_by_role("button", name="Bewaar mijn score")).to_be_hidden()
    phone.get_by_role("radio", name=option(4)).check()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    look(phone, "zaal-score-gegeven")
    assert Score.objects.get(participant=person, shown_at=None).value == 4
    phone.reload()
    expect(phone.get_by_role("radio", name=option(4))).to_be_checked()
    show_scores(meeting)
    expect(phone.get_by_role("heading", name="te weinig scores")).to_be_visible()
    look(phone, "zaal-getoond")
    move(meeting, "terugblik")
    expect(phone.get_by_role("heading", name="Afspraken van vorige keer")).to_be_visible()
    group = phone.get_by_role("article").first
    group.get_by_role("radio", name="deels").check()
    expect(phone.get_by_text("Opgeslagen. U kunt")).to_be_visible()
    look(phone, "zaal-terugblik")
    move(meeting, "welkom")
    expect(phone.get_by_text("Het gesprek begint zo.")).to_be_visible()
    look(phone, "zaal-welkom")
    Conversation.objects.get(pk=meeting.pk).end(meeting.facilitator)
    expect(phone.get_by_role("heading", name="Deze pagina is dicht")).to_be_visible()
    look(phone, "zaal-dicht")


def test_a_phone_without_a_script_does_the_same_by_its_buttons(meeting, open_browser):
    person = meeting.people[0]
    phone = open_browser(PHONE, java_script_enabled=False)
    join(phone, meeting, person.name)
    phone.get_by_role("link", name="Kijk of u binnen bent").click()
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    phone.get_by_role("radio", name=option(4)).check()
    phone.get_by_role("button", name="Bewaar mijn score").click()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    expect(phone.get_by_role("radio", name=option(4))).to_be_checked()
    show_scores(meeting)
    phone.get_by_role("link", name="Kijk waar we zijn").click()
    expect(phone.get_by_role("heading", name="te weinig scores")).to_be_visible()


def test_what_is_tapped_without_wifi_waits_and_is_saved_once_in_order(meeting, open_browser):
    person = meeting.people[0]
    phone = open_browser(PHONE)
    join(phone, meeting, person.name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("radio", name=option(2)).check()
    phone.get_by_role("radio", name=option(5)).check()
    expect(phone.get_by_text(OFFLINE)).to_be_visible()
    look_offline(phone)
    assert not Score.objects.filter(participant=person, conversation=meeting).exists()
    phone.context.set_offline(False)
    expect(phone.get_by_text(KEPT)).to_be_visible()
    score = Score.objects.get(participant=person, conversation=meeting)
    assert (score.value, score.version) == (5, 2)


def look_offline(phone):
    if PICTURES:
        phone.screenshot(path=Path(PICTURES) / "zaal-zonder-verbinding.png", full_page=True)


def test_f03_f06_a_portal_and_a_lost_answer_never_count_as_saved(meeting, open_browser):
    person = meeting.people[0]
    phone = open_browser(PHONE)
    join(phone, meeting, person.name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    faults = ["portal", "lost", "json"]

    def answer(route):
        fault = faults.pop(0) if faults else ""
        if fault == "portal":
            route.fulfill(status=200, content_type="text/html", body="<h1>Gratis wifi</h1>")
        elif fault == "json":
            route.fulfill(status=200, content_type="application/json", body='{"saved": true, "words": "Opgeslagen."}')
        elif fault == "lost":
            route.fetch()  # it is saved, and the answer never comes
            route.abort()
        else:
            route.continue_()

    phone.route("**/zaal/score/**", answer)
    phone.get_by_role("radio", name=option(3)).check()
    expect(phone.get_by_text(OFFLINE)).to_be_visible()
    expect(phone.get_by_text(KEPT)).to_be_visible()
    assert faults == []
    score = Score.objects.get(participant=person, conversation=meeting)
    assert (score.value, score.version) == (3, 1)
    assert Op.objects.filter(participant=person).count() == 2  # the number of the tap, and where it was given


def test_an_answer_that_waits_is_not_lost_when_the_facilitator_goes_on(meeting, open_browser):
    person = meeting.people[0]
    phone = open_browser(PHONE)
    join(phone, meeting, person.name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()

    def stop(route):
        route.abort()

    phone.route("**/zaal/score/**", stop)
    phone.get_by_role("radio", name=option(3)).check()
    expect(phone.get_by_text(OFFLINE)).to_be_visible()
    move(meeting, "rolbewustzijn")
    expect(phone.get_by_text("De begeleider ging verder.")).to_be_visible()
    expect(phone.get_by_role("radio", name=option(3))).to_be_checked()
    if PICTURES:
        phone.screenshot(path=Path(PICTURES) / "zaal-ga-mee.png", full_page=True)
    phone.unroute("**/zaal/score/**", stop)
    expect(phone.get_by_role("heading", name="Rolbewustzijn")).to_be_visible()
    assert Score.objects.get(participant=person, conversation=meeting).principle.code == "vertrouwen"


def test_a_page_that_is_put_out_says_so(meeting, open_browser):
    phone = open_browser(PHONE)
    join(phone, meeting, meeting.people[0].name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    joining.refuse(meeting, list(meeting.arrivals.values_list("pk", flat=True)), meeting.facilitator)
    expect(phone.get_by_role("heading", name="Deze pagina is dicht")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_the_tablet_goes_round_and_nothing_of_the_one_before_is_behind_back(meeting, open_browser, has_script):
    first, second = meeting.people[:2]
    tablet = open_browser(TABLET, java_script_enabled=has_script)
    join(tablet, meeting, "Dit is een tablet die rondgaat")
    if not has_script:
        tablet.get_by_role("link", name="Kijk of u binnen bent").click()
    cover = tablet.get_by_role("heading", name=f"Geef de tablet aan {first.name}")
    expect(cover).to_be_visible()
    if has_script:
        look(tablet, "tablet-dek")
    tablet.get_by_role("button", name=f"Ik ben {first.name}").click()
    expect(tablet.get_by_text(f"U bent {first.name}")).to_be_visible()
    tablet.get_by_role("radio", name=option(4)).check()
    if has_script:
        look(tablet, "tablet-beurt")
    tablet.get_by_role("button", name="Bewaar en geef door").click()
    cover = tablet.get_by_role("heading", name=f"Geef de tablet aan {second.name}")
    expect(cover).to_be_visible()
    for _ in range(3):
        tablet.go_back()
        if "/mee/tablet/" not in tablet.url:
            break
        expect(cover).to_be_visible()
        expect(tablet.get_by_role("radio")).to_have_count(0)
    tablet.goto(f"/mee/tablet/{meeting.pk}/")
    tablet.get_by_role("button", name=f"Ik ben {second.name}").click()
    expect(tablet.get_by_role("radio", checked=True)).to_have_count(0)
    tablet.get_by_role("radio", name=option(2)).check()
    tablet.reload()
    expect(tablet.get_by_text(f"U bent {second.name}")).to_be_visible()
    expect(tablet.get_by_role("radio", checked=True)).to_have_count(0)
    tablet.get_by_role("button", name="Stop, geef door").click()
    expect(cover).to_be_visible()
    assert Score.objects.filter(conversation=meeting).count() == 1


def test_a_half_chosen_turn_stays_when_the_facilitator_goes_on(meeting, open_browser):
    first = meeting.people[0]
    tablet = open_browser(TABLET)
    join(tablet, meeting, "Dit is een tablet die rondgaat")
    tablet.get_by_role("button", name=f"Ik ben {first.name}").first.click()
    tablet.get_by_role("radio", name=option(4)).check()
    move(meeting, "terugblik")
    expect(tablet.get_by_text("De begeleider ging verder.")).to_be_visible()
    tablet.get_by_role("button", name="Bewaar en geef door").click()
    expect(tablet.get_by_role("heading", name=f"Geef de tablet aan {first.name}")).to_be_visible()
    assert Score.objects.get(conversation=meeting).value == 4
    tablet.get_by_role("button", name=f"Ik ben {first.name}").first.click()
    expect(tablet.get_by_text("U antwoordt voor uw hoek")).to_be_visible()
    look(tablet, "tablet-terugblik")


def test_the_facilitator_lets_in_and_puts_out(meeting, open_browser, page, log_in, live_server):
    phones = [open_browser(PHONE) for _ in range(2)]
    for phone, person in zip(phones, meeting.people, strict=False):
        phone.goto(f"/mee/{CODE}/")
        phone.get_by_role("radio", name=person.name).check()
        phone.get_by_role("button", name="Verder").click()
        expect(phone.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()
    log_in(meeting.facilitator)
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/?deel=vertrouwen")
    page.get_by_role("link", name="Laat binnen").click()
    look(page, "aanmeldingen")
    page.get_by_role("button", name=f"Niet toelaten {meeting.people[1].name}").click()
    expect(phones[1].get_by_role("heading", name="U bent niet binnen")).to_be_visible()
    look(phones[1], "geweigerd")
    page.get_by_role("button", name=f"Laat binnen {meeting.people[0].name}").click()
    page.wait_for_url("**/leiden/?deel=vertrouwen")
    expect(phones[0].get_by_role("heading", name="Vertrouwen")).to_be_visible()
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/aanmeldingen/")
    page.set_viewport_size(PHONE)
    look(page, "aanmeldingen-390")
    page.get_by_role("button", name=f"Zet eruit {meeting.people[0].name}").click()
    expect(phones[0].get_by_role("heading", name="Deze pagina is dicht")).to_be_visible()


def test_the_room_is_light_on_a_phone(meeting, open_browser, live_server):
    phone = open_browser(PHONE)
    join(phone, meeting, meeting.people[0].name)
    expect(phone.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    address = phone.url
    first = open_browser(PHONE, storage_state=phone.context.storage_state())
    assert sum(fetch(first, address).values()) <= FIRST
    show_scores(meeting)
    later = fetch(first, address)
    assert {url: size for url, size in later.items() if url == address and size > LATER} == {}
