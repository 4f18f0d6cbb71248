"""A participant types an answer, closes the tab before saving, and opens the page again: by roles and labels alone."""

import pytest
from playwright.sync_api import expect

from conversations.links import Purpose, address_of, give_link
from conversations.models import Conversation, Reflection
from tests.by_link import preparing

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "We hoorden het te laat, en via anderen."
KEPT = "Uw tekst is bewaard, nog niet opgeslagen: alleen u ziet dit."


@pytest.fixture
def meeting(transactional_db, settings, live_server):
    settings.SITE_URL = live_server.url
    return preparing()


@pytest.fixture
def question(page, meeting):
    """The first question, on a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address_of(give_link(meeting.people[0], Purpose.DEELNEMEN)))
    page.get_by_role("button", name="Open mijn pagina").click()
    page.get_by_role("link", name="Begin met de vragen").click()
    expect(page.get_by_label("Uw antwoord")).to_be_visible()
    return page


def open_again(page, address, words):
    """Open a page until it shows `words` in its field: a tab that closed sends them on its way out."""
    for _ in range(20):
        page.goto(address)
        if page.get_by_label("Uw antwoord").input_value() == words:
            return


def test_typing_closing_the_tab_and_opening_it_again_loses_no_word(question):
    tab = question.context.new_page()
    tab.goto(question.url)
    line = tab.get_by_role("status")
    expect(line).to_be_empty()
    tab.get_by_label("Uw antwoord").press_sequentially(TYPED[:20])
    expect(line).to_have_text(KEPT)
    assert Reflection.objects.get().typed == TYPED[:20].strip()
    tab.get_by_label("Uw antwoord").press_sequentially(TYPED[20:])
    tab.close(run_before_unload=True)
    tab = question
    open_again(tab, question.url, TYPED)
    expect(tab.get_by_label("Uw antwoord")).to_have_value(TYPED)
    expect(tab.get_by_text("Het is nog niet opgeslagen.")).to_be_visible()
    tab.get_by_role("group", name="Wie mag uw antwoord lezen?").get_by_label("De tafel, met mijn naam").check()
    tab.get_by_role("button", name="Opslaan en verder").click()
    expect(tab.get_by_text("Vraag 2 van 2")).to_be_visible()
    row = Reflection.objects.get()
    assert (row.text, row.typed, row.visibility) == (TYPED, "", "met_naam")


def test_the_page_says_so_when_words_are_not_kept_and_drops_them_on_request(question, meeting):
    field, line = question.get_by_label("Uw antwoord"), question.get_by_role("status").last
    question.context.set_offline(True)
    field.press_sequentially("Zonder verbinding.")
    expect(line).to_have_text("Niet bewaard. Uw tekst staat nog op deze pagina.")
    question.context.set_offline(False)
    field.blur()
    expect(line).to_have_text(KEPT)
    question.reload()
    question.get_by_role("button", name="Haal deze tekst weg").click()
    expect(question.get_by_text("De tekst die niet was opgeslagen, is weg.")).to_be_visible()
    expect(field).to_have_value("")
    assert Reflection.objects.get().typed == ""
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)
    field.press_sequentially("Te laat.")
    expect(line).to_contain_text("De voorbereiding is gesloten.")
    expect(field).to_have_value("Te laat.")


def test_a_question_is_skipped_by_its_button_and_by_a_link_alone_it_is_not(question):
    question.get_by_role("link", name="Volgende vraag").click()
    expect(question.get_by_text("Vraag 2 van 2")).to_be_visible()
    assert not Reflection.objects.exists()
    question.get_by_role("link", name="Vorige vraag").click()
    expect(question.get_by_text("Vraag 1 van 2")).to_be_visible()
    question.get_by_role("button", name="Sla deze vraag over").click()
    expect(question.get_by_text("Overgeslagen. U kunt later nog antwoorden.")).to_be_visible()
    expect(question.get_by_text("Vraag 2 van 2")).to_be_visible()
    question.get_by_role("link", name="Vorige vraag").click()
    expect(question.get_by_text("U hebt deze vraag overgeslagen. Antwoorden kan nog.")).to_be_visible()
    assert Reflection.objects.get().skipped
