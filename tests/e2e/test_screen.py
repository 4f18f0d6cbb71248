"""The big screen in a real browser: on another computer, in the dark, and readable from the far end of the table."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.leading import go_to, move, reveal, take_over
from conversations.models import Agreement, Conversation, Participant, Phase
from conversations.screen_link import give_screen_link, screen_address, withdraw_screen_link
from tests.e2e.test_every_page import problems
from tests.factories import ConversationFactory, FacilitatorFactory
from tests.meetings import CODES, give, open_meeting
from triangles.models import Triangle

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = ["welkom", "terugblik", "vertrouwen", "gelijkwaardigheid", "pauze", "vervolg", "afsluiting"]
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".dh-screen *")]
  .filter((node) => node.checkVisibility() && !node.closest(".dh-hidden, svg"))
  .filter((node) => [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim()))
  .map((node) => parseFloat(getComputedStyle(node).fontSize)))"""


@pytest.fixture
def meeting(transactional_db, settings, live_server):
    settings.SITE_URL = live_server.url
    meeting = open_meeting(held_on=timezone.localdate(), start=dt.time(9, 30), duration_minutes=150)
    give(meeting, 4, 1, 3)
    earlier = ConversationFactory(triangle=meeting.triangle, phase=Phase.AFGEROND, held_on=dt.date(2025, 9, 1))
    Agreement.objects.create(conversation=earlier, text="Wie iets ziet, belt.", kind="actie", of_eigenaar=True)
    move(meeting, "welkom", meeting.facilitator)
    return meeting


@pytest.fixture
def screen(page, meeting):
    """The page in the room, opened with its own link."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(screen_address(give_screen_link(meeting, meeting.facilitator)))
    page.get_by_role("button", name="Open het scherm").click()
    expect(page.get_by_role("heading", name="Doe mee")).to_be_visible()
    return page


def test_it_follows_in_the_dark_keeps_the_focus_and_goes_out_when_it_is_withdrawn(screen, meeting):
    screen.get_by_role("link", name="Donker scherm").click()
    light = screen.get_by_role("link", name="Licht scherm")
    light.focus()
    go_to(meeting, "vertrouwen", meeting.facilitator)
    expect(screen.get_by_role("heading", name="Vertrouwen")).to_be_visible()
    expect(light).to_be_focused()
    reveal(meeting, ["vertrouwen"], meeting.facilitator)
    expect(screen.get_by_text("3 punten uit elkaar", exact=True)).to_be_visible()
    expect(screen.get_by_role("img", name="Vertrouwen. 3 punten uit elkaar")).to_be_visible()
    assert screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 21, 28)"
    withdraw_screen_link(meeting, meeting.facilitator)
    expect(screen.get_by_role("heading", name="Open eerst uw persoonlijke link")).to_be_visible()


def test_it_says_that_it_lags_behind_without_network(screen, meeting, context):
    lost = screen.get_by_text("Geen verbinding. Dit scherm loopt achter.")
    expect(lost).to_be_hidden()
    context.set_offline(True)
    expect(lost).to_be_visible()
    context.set_offline(False)
    expect(lost).to_be_hidden()


def test_the_clock_is_that_of_the_server(page, meeting, log_in, live_server):
    log_in(meeting.facilitator)
    page.clock.install(time=dt.datetime(2020, 1, 1, 3, 0))
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/scherm/")
    now = timezone.localtime()
    minutes = {f"{at:%-H.%M}" for at in (now, now - dt.timedelta(minutes=1))}
    assert page.locator("[data-clock]").text_content() in minutes


def fill_with_the_longest(meeting):
    """Give everything on the screen the most words that somebody would say aloud."""
    long = (
        "Wie ziet dat iets niet gaat lukken, belt de andere twee hoeken binnen twee dagen, ook zonder oplossing. " * 3
    )
    name = "Samenwerkingsverband informatievoorziening waterveiligheidsregio's Noord"
    Triangle.objects.filter(pk=meeting.triangle_id).update(name=name)
    Conversation.objects.filter(pk=meeting.pk).update(title="Hoe werken wij samen na het drukste seizoen ooit?" * 2)
    Participant.objects.update(name=name)
    earlier = ConversationFactory(triangle=meeting.triangle, phase=Phase.AFGEROND, held_on=dt.date(2025, 9, 1))
    for conversation in (meeting, earlier):
        for number in range(6):
            fields = {"most_important": number == 0, "due_on": dt.date(2027, 1, 1), "of_eigenaar": True}
            Agreement.objects.create(
                conversation=conversation, text=long, kind="actie", of_opdrachtgever=True, **fields
            )
    meeting.refresh_from_db()


@pytest.mark.parametrize("light", ["", "?licht=donker"])
@pytest.mark.parametrize("words", ["few", "many"])
def test_it_is_readable_everywhere(page, meeting, log_in, live_server, light, words):
    if words == "many":
        fill_with_the_longest(meeting)
    log_in(meeting.facilitator)
    reveal(meeting, ["vertrouwen"], meeting.facilitator)
    wrong = []
    for step in STEPS:
        go_to(meeting, step, meeting.facilitator)
        for width, height in ((320, 800), (1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/scherm/{light}")
            wrong += problems(page, f"{step} {width}")
            if width == 1920 and page.evaluate(SMALLEST) < 0.014 * width:
                wrong.append(f"{step}: {page.evaluate(SMALLEST)} px is too small")
            if width == 1920 and step != "afsluiting" and page.evaluate("document.body.scrollHeight > innerHeight"):
                wrong.append(f"{step} is higher than the screen")
    assert wrong == []


def test_what_is_new_in_the_room_leaves_the_facilitators_hands_alone(page, meeting, log_in, live_server):
    second = FacilitatorFactory(name="Bo Terpstra")
    Conversation.objects.filter(pk=meeting.pk).update(second_facilitator=second)
    log_in(meeting.facilitator)
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/?deel={CODES[0]}")
    expect(page.get_by_text("De zaal is nog bij Welkom en spelregels.")).to_be_visible()
    page.get_by_role("button", name="Haal de zaal hierheen").click()
    field = page.get_by_label("Iets parkeren")
    heading = page.get_by_role("heading", level=1)
    top = heading.bounding_box()["y"]
    page.keyboard.press("F2")
    expect(field).to_be_focused()
    page.keyboard.type("De begr")
    meeting.refresh_from_db()
    take_over(meeting, second)
    expect(page.locator("[data-news]")).to_contain_text("Bo Terpstra leidt.")
    expect(page.locator("[data-told]")).to_contain_text("Bo Terpstra leidt.")
    page.keyboard.type("oting")
    expect(field).to_have_value("De begroting")
    assert heading.bounding_box()["y"] == top
    over = page.get_by_role("link", name="Overnemen", exact=True)
    over.focus()
    go_to(meeting, "vertrouwen", second)
    expect(page.locator("[data-news]")).to_contain_text("De zaal is nog bij Vertrouwen.")
    expect(over).to_be_focused()


def test_on_a_phone_the_way_back_and_the_room_are_in_the_footer(page, meeting, log_in, live_server):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(meeting.facilitator)
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/?deel=vertrouwen")
    page.get_by_role("button", name="Haal de zaal hierheen").click()
    page.get_by_role("button", name="Terug: Heldere afspraken").click()
    expect(page.get_by_role("heading", name="Heldere afspraken", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Haal de zaal hierheen")).to_have_count(0)
