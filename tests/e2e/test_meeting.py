"""A meeting in a real browser: scores by keyboard, text that saves itself, a lost network, a conflict, no script."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.leading import move
from conversations.models import Agreement, Insight, ParkedTopic, Phase, Score, show_scores
from tests.factories import PASSWORD, ParticipantFactory, ScoreFactory
from tests.meetings import CODES, open_meeting, principle

pytestmark = pytest.mark.django_db(transaction=True)
DIGITS = "5432112345000005432112345"
SAVED = "Alles opgeslagen"


@pytest.fixture
def meeting(transactional_db):
    meeting = open_meeting(title="Hoe gaat het?", held_on=timezone.localdate(), duration_minutes=120)
    for corner in ("opdrachtgever", "eigenaar"):
        meeting.people.append(ParticipantFactory(conversation=meeting, corner=corner))
    return meeting


@pytest.fixture
def lead(page, meeting, log_in, live_server):
    """Return a function that opens a page of the meeting as its facilitator."""
    log_in(meeting.facilitator)

    def go(path="leiden/"):
        page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/{path}")
        return page

    return go


def wait_until_saved(page):
    expect(page.locator("[data-state]")).to_contain_text(SAVED)


def test_twenty_five_digits_give_twenty_five_scores_without_waiting(lead):
    page = lead("leiden/scores/")
    page.get_by_role("radio", name="1", exact=True).first.focus()
    page.keyboard.type(DIGITS)  # one after another, no pause
    expect(page.get_by_text("25 van 25 ingevuld")).to_be_visible()
    wait_until_saved(page)
    values = [None if digit == "0" else int(digit) for digit in DIGITS]
    stored = {(row.participant_id, row.principle.code): row.value for row in Score.objects.select_related("principle")}
    assert len(stored) == 25
    people = sorted({key[0] for key in stored}, key=lambda pk: order_on_page(page, pk))
    assert [stored[person, code] for person in people for code in CODES] == values
    assert set(Score.objects.values_list("entry", "shown_at")) == {("namens", None)}


def order_on_page(page, pk):
    return page.locator("[data-cell]").evaluate_all(
        "(cells, pk) => cells.findIndex((cell) => cell.dataset.cell.startsWith(`score:${pk}:`))", pk
    )


def test_arrows_go_to_another_cell_and_zero_is_geen_beeld(lead):
    page = lead("leiden/scores/")
    page.get_by_role("radio", name="1", exact=True).first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowDown", "0"):
        page.keyboard.press(key)
    wait_until_saved(page)
    row = Score.objects.get()
    first = page.locator("[data-cell]").nth(5).get_attribute("data-cell")
    assert (row.value, f"score:{row.participant_id}:{row.principle.code}") == (None, first)


def test_a_score_by_touch_together_with_the_participant(lead, meeting):
    page = lead("leiden/scores/")
    page.get_by_label("Samen met de deelnemer").check()
    page.get_by_role("group", name=f"{meeting.people[0].name}: Vertrouwen").get_by_role(
        "radio", name="4", exact=True
    ).click()
    wait_until_saved(page)
    assert list(Score.objects.values_list("value", "entry")) == [(4, "samen")]


def test_what_a_participant_scored_is_not_there_to_change(lead, meeting):
    for code in CODES:
        ScoreFactory(participant=meeting.people[0], principle=principle(code), value=4)
    page = lead("leiden/scores/")
    expect(page.get_by_text("Heeft zelf gescoord. Je ziet de scores pas na het tonen.")).to_be_visible()
    expect(page.locator("[data-cell]")).to_have_count(20)


def test_the_whole_meeting_by_what_is_written_on_the_screen(page, lead, meeting):
    meeting.phase = Phase.VOORBEREIDING
    meeting.save()
    for person, value in zip(meeting.people, (4, 1, 3, 4, 3), strict=True):
        ScoreFactory(participant=person, principle=principle(), value=value)
    lead()
    page.get_by_role("group", name=meeting.people[0].name, exact=True).get_by_label("Is er", exact=True).check()
    page.get_by_role("button", name="Open het gesprek").click()
    expect(page.get_by_role("button", name="Naar: Heldere afspraken")).to_be_visible()
    page.get_by_role("link", name="Vertrouwen").click()
    expect(page.get_by_text("5 van 5 gescoord")).to_be_visible()
    page.get_by_role("button", name="Toon de scores").click()
    expect(page.get_by_role("heading", name="3 punten uit elkaar")).to_be_visible()
    page.get_by_label("Wat horen we?").fill("Slecht nieuws komt laat.")
    page.get_by_label("Verdeeld").check()
    wait_until_saved(page)
    page.get_by_label("Iets parkeren").fill("De begroting")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").get_by_text("De begroting")).to_be_visible()
    page.get_by_role("link", name="Afspraak toevoegen").click()
    page.get_by_text("Begin met een voorbeeld").click()
    page.get_by_role("link", name="Neem over").first.click()
    expect(page.get_by_label("Wat spreken we af?")).not_to_have_value("")
    page.get_by_label("Opdrachtgever").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Afspraken tot nu toe (1)")).to_be_visible()
    page.get_by_role("link", name="Verslag samen lezen").click()
    page.get_by_role("link", name="Beëindig het gesprek").click()
    page.get_by_role("button", name="Beëindig het gesprek").click()
    expect(page.get_by_text("Er is niets verstuurd.")).to_be_visible()
    meeting.refresh_from_db()
    assert meeting.phase == Phase.VERSLAG
    assert Insight.objects.get().text == "Slecht nieuws komt laat."
    assert (ParkedTopic.objects.get().text, Agreement.objects.count()) == ("De begroting", 1)


def shown(meeting, code="vertrouwen"):
    show_scores(meeting, [principle(code)], meeting.facilitator)


def test_the_big_screen_turns_by_itself_when_the_scores_are_shown(page, lead, meeting, context):
    ScoreFactory(participant=meeting.people[0], principle=principle(), value=2)
    move(meeting, "vertrouwen", meeting.facilitator)
    lead().get_by_role("link", name="Groot scherm").click()
    with context.expect_page() as opened:
        page.get_by_role("link", name="Open het scherm").click()
    screen = opened.value
    expect(screen.get_by_text("1 van 5 gescoord")).to_be_visible()
    page.get_by_role("link", name="Terug naar het gesprek").click()
    page.get_by_role("button", name="Toon de scores").click()
    expect(screen.get_by_text("Te weinig scores", exact=True)).to_be_visible()


def test_without_a_script_every_part_has_its_button(browser, meeting, live_server, browser_context_args):
    shown(meeting)
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    sheet = plain.new_page()
    sheet.goto(f"{live_server.url}/account/inloggen/")
    sheet.get_by_label("Gebruikersnaam of mailadres").fill(meeting.facilitator.username)
    sheet.get_by_label("Wachtwoord").fill(PASSWORD)
    sheet.get_by_role("button", name="Inloggen", exact=True).click()
    sheet.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/?deel=vertrouwen")
    sheet.get_by_label("Wat horen we?").fill("Zonder script")
    sheet.get_by_role("button", name="Opslaan").click()
    expect(sheet.get_by_text("Opgeslagen.")).to_be_visible()
    sheet.get_by_label("Iets parkeren").fill("Ook zonder")
    sheet.get_by_role("button", name="Parkeer").click()
    expect(sheet.get_by_role("link", name="Ook zonder")).to_be_visible()
    sheet.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/scores/")
    sheet.get_by_role("group", name=f"{meeting.people[0].name}: Vertrouwen").get_by_role(
        "radio", name="4", exact=True
    ).click()
    sheet.get_by_role("button", name="Opslaan").click()
    expect(sheet.get_by_text("Opgeslagen: 1 score.")).to_be_visible()
    plain.close()
    assert Insight.objects.get().text == "Zonder script"
    assert Score.objects.get().value == 4
