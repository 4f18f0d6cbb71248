"""An adviser plans a conversation in the browser, by what stands on the page."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.guiding import answer
from conversations.models import Conversation, GuideRequest, Phase
from conversations.steps import save_step, step_form
from tests.e2e.test_every_page import problems

pytestmark = pytest.mark.django_db(transaction=True)
DAY = (timezone.localdate() + dt.timedelta(days=90)).strftime("%d-%m-%Y")


@pytest.fixture
def step(page, scene, log_in, live_server):
    """Return a function that opens a step of the planned conversation as its adviser."""
    log_in(scene["adviser"])

    def opened(tip):
        page.goto(f"{live_server.url}/gesprekken/{scene['planned'].pk}/voorbereiden/{tip}/")
        return page.locator(f"#tip-{tip}")

    return opened


def saved(page):
    expect(page.get_by_text("Opgeslagen", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")  # the remarks are brought up to date


def walk(page, triangle, live_server):
    """Begin a conversation on a triangle and go through the six tips by their buttons."""
    page.goto(f"{live_server.url}/driehoeken/{triangle.pk}/nieuw-gesprek/")
    page.get_by_label("Waar gaat het gesprek over?").fill("Hoe werken wij samen in de zomer?")
    page.get_by_role("button", name="Begin met voorbereiden").click()
    page.get_by_label("Datum van het gesprek").fill(DAY)
    page.get_by_role("textbox", name="Begin", exact=True).fill("9.30")
    page.get_by_label("Duur in minuten").fill("120")
    page.get_by_label("Deze tip is klaar").check()
    page.get_by_role("button", name="Opslaan en naar tip 2").click()
    page.get_by_label("Fouad el Amrani").uncheck()
    page.get_by_role("button", name="Opslaan en naar tip 3").click()
    page.get_by_label("Doel").fill("Weten wat er speelt.")
    page.get_by_label("een verslag").check()
    page.get_by_role("button", name="Opslaan en naar tip 4").click()
    ask_yara(page)
    page.get_by_role("button", name="Opslaan en naar tip 5").click()
    page.get_by_label("Welk dilemma komt u hier tegen?").check()
    page.get_by_label("Waar ligt de nadruk?").select_option("Vertrouwen")
    page.get_by_role("button", name="Opslaan en naar tip 6").click()
    page.get_by_label("bij elkaar").check()
    page.get_by_label("Plek").fill("De Loods")
    page.get_by_role("button", name="Opslaan en verder").click()
    page.wait_for_url("**/voorbereiden/#verder")
    page.get_by_role("link", name="Uitnodigen").click()
    page.get_by_role("button", name="Ja, nodig uit").click()
    expect(page.get_by_text("Het gesprek is nu in voorbereiding.")).to_be_visible()


def ask_yara(page):
    """Ask somebody of the pool and let them say yes; ends at the step it began at."""
    page.get_by_role("link", name="Vraag iemand uit de poule").click()
    page.get_by_role("link", name="Vraag Yara Nijland").click()
    page.get_by_role("button", name="Stuur de vraag").click()
    expect(page.get_by_text("Yara Nijland krijgt een mail met je vraag.")).to_be_visible()
    answer(GuideRequest.objects.get(), {"answer": "ja", "line": "", "is_involved": False})
    page.get_by_role("link", name="Terug naar tip 4").click()


def was_planned(triangle):
    made = triangle.conversations.order_by("-pk").first()
    assert (made.phase, made.duration_minutes, made.start) == (Phase.VOORBEREIDING, 120, dt.time(9, 30))
    assert (made.place, made.form, made.focus) == ("De Loods", "samen", ["vertrouwen"])
    assert made.facilitator.name == "Yara Nijland"
    assert made.questions.get().code == "dilemma"
    assert "Fouad el Amrani" not in made.participants.values_list("name", flat=True)
    assert list(made.tip_notes.filter(done=True).values_list("tip__code", flat=True)) == ["tijd"]


@pytest.mark.parametrize("width", [390, 1280])
def test_from_nothing_to_an_invitation(page, scene, log_in, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    log_in(scene["adviser"])
    walk(page, scene["held"].triangle, live_server)
    was_planned(scene["held"].triangle)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_from_nothing_to_an_invitation_without_javascript(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    walk(page, scene["held"].triangle, live_server)
    was_planned(scene["held"].triangle)


def test_what_is_typed_is_there_after_leaving(page, scene, step):
    step("setting")
    page.get_by_label("Spelregels").fill("Wie wat zei, blijft hier.")
    saved(page)
    step("vervolg")
    step("setting")
    assert page.get_by_label("Spelregels").input_value() == "Wie wat zei, blijft hier."


@contextmanager
def held_save(page):
    """Keep the save that the block brings about under way; yield the list that holds it after the block."""
    held = []
    page.route("**/opslaan/", lambda route: held.append(route))
    with page.expect_request("**/opslaan/"):
        yield held
    page.evaluate("0")  # what the browser said until now has come in


def test_who_follows_a_link_while_a_save_is_under_way_goes_there_and_loses_nothing(page, scene, step, live_server):
    step("setting")
    address = f"{live_server.url}/gesprekken/{scene['planned'].pk}/voorbereiden/"
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    with held_save(page) as held:
        page.get_by_label("Plek").fill("De Loods")
        page.get_by_role("button", name="Opslaan en verder").click()
    page.get_by_role("link", name="Bekijk de briefing").click()
    held[0].continue_()
    page.wait_for_url("**/briefing/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert [url for url in sent if url.startswith(address)] == []  # the form itself did not go any more
    scene["planned"].refresh_from_db()
    assert scene["planned"].place == "De Loods"


def test_who_types_and_leaves_at_once_is_asked_nothing_and_loses_nothing(page, scene, step):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    step("setting")
    with held_save(page) as held:
        page.get_by_label("Plek").press_sequentially("De Loods")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Driehoeken").click()
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_have_text("Driehoeken")
    scene["planned"].refresh_from_db()
    assert (scene["planned"].place, asked) == ("De Loods", [])


def test_remarks_and_state_follow_what_was_saved(page, step):
    place = step("setting")
    expect(place.get_by_text("noemt openheid en vertrouwen niet")).to_be_visible()
    page.get_by_label("Boodschap in de uitnodiging").fill("U praat open en in vertrouwen.")
    expect(place.get_by_text("Niets bijzonders gezien.")).to_be_visible()
    page.get_by_label("Deze tip is klaar").check()
    expect(page.get_by_text("1 van de 6 tips klaar.")).to_be_visible()


def test_a_wrong_date_is_told_at_its_field_and_goes_when_it_is_right(page, scene, step):
    step("tijd")
    day = page.get_by_label("Datum van het gesprek")
    day.fill("31-02-2027")
    day.press("Tab")
    expect(page.get_by_text("Dit is geen datum.")).to_be_visible()
    expect(page.get_by_text("Nog niet opgeslagen. Kijk bij de rode melding.")).to_be_visible()
    assert day.get_attribute("aria-invalid") == "true"
    assert problems(page, "tijd, refused") == []
    day.fill(DAY)
    day.press("Tab")
    saved(page)
    expect(page.get_by_text("Dit is geen datum.")).to_be_hidden()
    scene["planned"].refresh_from_db()
    assert scene["planned"].held_on.strftime("%d-%m-%Y") == DAY


def test_the_button_on_a_wrong_date_gives_a_summary_with_the_focus(page, step):
    step("voorbereiding")
    page.get_by_label("Uiterste datum om te antwoorden").fill("19-03-2099")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Fout: ")
    assert problems(page, "voorbereiding, wrong") == []
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Uiterste datum om te antwoorden")).to_be_focused()


def test_without_a_network_typing_goes_on_and_is_saved_when_it_is_back(page, context, scene, step):
    step("setting")
    context.set_offline(True)
    page.get_by_label("Plek").fill("De Loods")
    expect(page.get_by_text("Geen verbinding.")).to_be_visible()
    context.set_offline(False)
    saved(page)
    scene["planned"].refresh_from_db()
    assert scene["planned"].place == "De Loods"


def test_two_people_in_one_step_see_both_texts(page, scene, step):
    step("setting")
    planned = scene["planned"]
    typed = step_form(Conversation.objects.get(pk=planned.pk), "setting").as_value() | {"place": ["Zaal 1"]}
    save_step(planned, "setting", step_form(planned, "setting").data_from(typed), scene["adviser"])
    page.get_by_label("Plek").fill("Zaal 2")
    expect(page.get_by_text("Iemand anders wijzigde deze tip intussen.")).to_be_visible()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    row = page.get_by_role("row", name="Plek")
    expect(row).to_contain_text("Zaal 2")
    expect(row).to_contain_text("Zaal 1")
    assert problems(page, "setting, both texts") == []
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.get_by_text("Opgeslagen.", exact=True)).to_be_visible()
    planned.refresh_from_db()
    assert planned.place == "Zaal 2"


def test_a_step_by_keyboard_alone(page, scene, step):
    step("setting")
    page.get_by_label("Plek").focus()
    page.keyboard.type("De Loods")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Open en in vertrouwen.")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for _ in range(4):  # past the mirror question and the classification, to the box that says it is done
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/voorbereiden/#verder")
    scene["planned"].refresh_from_db()
    found = scene["planned"]
    assert (found.place, found.invitation_text, found.display) == ("De Loods", "Open en in vertrouwen.", "naamloos")
    assert found.tip_notes.get().done
