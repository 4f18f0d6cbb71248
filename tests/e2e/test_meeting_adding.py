"""New agreements, topics and members in a real browser: saved while typing, kept on reload, added once."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Agreement
from tests.factories import PASSWORD
from tests.meetings import open_meeting
from triangles.models import AgendaTopic, TeamMember

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting(transactional_db):
    return open_meeting(title="Hoe gaat het?", held_on=timezone.localdate(), duration_minutes=120)


@pytest.fixture
def lead(page, meeting, log_in, live_server):
    """Return a function that opens a page of the meeting as its facilitator."""
    log_in(meeting.facilitator)

    def go(path):
        page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/{path}")
        return page

    return go


NEW = "vastleggen/afspraak:nieuw/?terug=vervolg"


def saved(page):
    return expect(page.locator("[data-state]"))


def test_an_agreement_saves_itself_once_it_is_whole(lead):
    page = lead(NEW)
    page.get_by_label("Wat spreken we af?").fill("We bellen binnen twee dagen.")
    expect(page.get_by_text("Nog niet opgeslagen. Vul nog in: Soort, Van welke hoeken.")).to_be_visible()
    assert not Agreement.objects.exists()
    page.get_by_label("Werkafspraak").check()
    page.get_by_label("Opdrachtgever").check()
    page.get_by_label("Eigenaar").check()
    saved(page).to_contain_text("Alles opgeslagen")
    with page.expect_response("**/opslaan/"):
        page.get_by_label("Waaraan merken we dat het werkt?").fill("Minder verrassing")
    saved(page).to_contain_text("Alles opgeslagen")
    row = Agreement.objects.get()
    assert (row.corners, row.kind, row.sign) == (["opdrachtgever", "eigenaar"], "werkafspraak", "Minder verrassing")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Afspraken tot nu toe (1)")).to_be_visible()
    assert Agreement.objects.count() == 1


def test_half_an_agreement_is_there_again_after_reloading_and_later(lead):
    page = lead(NEW)
    page.get_by_label("Wat spreken we af?").fill("Half")
    page.get_by_label("Eigenaar").check()
    expect(page.get_by_text("Vul nog in: Soort.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Wat spreken we af?")).to_have_value("Half")
    expect(page.get_by_label("Eigenaar")).to_be_checked()
    page.get_by_role("link", name="Terug", exact=True).last.click()
    saved(page).to_contain_text("Nog niet opgeslagen: een nieuwe afspraak.")
    page.get_by_role("link", name="Afspraak toevoegen").click()
    expect(page.get_by_label("Wat spreken we af?")).to_have_value("Half")
    page.get_by_label("Besluit").check()
    saved(page).to_contain_text("Alles opgeslagen")
    assert (Agreement.objects.get().text, Agreement.objects.get().corners) == ("Half", ["eigenaar"])


def test_what_is_typed_while_half_of_it_is_on_its_way_goes_after_it(lead):
    page = lead(NEW)
    held = []
    page.route("**/opslaan/", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/opslaan/"):
        page.get_by_label("Wat spreken we af?").fill("We bellen.")
    page.get_by_label("Actie").check()
    page.get_by_label("Eigenaar").check()
    held[0].continue_()
    saved(page).to_contain_text("Alles opgeslagen")
    assert Agreement.objects.get().kind == "actie"


def test_the_button_says_at_the_fields_what_is_missing_and_keeps_the_rest(lead):
    page = lead(NEW)
    page.get_by_label("Wat spreken we af?").fill("Half")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een soort.")
    expect(page.get_by_label("Wat spreken we af?")).to_have_value("Half")
    page.get_by_label("Actie").check()
    page.get_by_label("Eigenaar").check()
    saved(page).to_contain_text("Alles opgeslagen")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Afspraken tot nu toe (1)")).to_be_visible()
    assert Agreement.objects.count() == 1


def test_an_empty_agreement_is_told_by_the_button(lead):
    page = lead(NEW)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op wat jullie afspreken.")


def test_an_example_is_taken_over_in_the_form_and_saves_with_a_corner(lead):
    page = lead(NEW)
    page.get_by_text("Begin met een voorbeeld").click()
    page.get_by_role("link", name="Neem over").first.click()
    expect(page.get_by_label("Wat spreken we af?")).not_to_have_value("")
    expect(page.get_by_label("Werkafspraak")).to_be_checked()
    page.get_by_label("Eigenaar").check()
    saved(page).to_contain_text("Alles opgeslagen")
    assert Agreement.objects.get().principle


def test_topics_and_members_save_while_typing_and_the_button_makes_room_for_the_next(lead):
    page = lead("leiden/?deel=vervolg")
    page.get_by_label("Onderwerp").fill("Koers 2030")
    saved(page).to_contain_text("Alles opgeslagen")
    assert AgendaTopic.objects.get().title == "Koers 2030"
    page.get_by_label("Onderwerp").press("Enter")
    agenda = page.get_by_role("region", name="Gezamenlijke agenda")
    expect(agenda.get_by_role("listitem").filter(has_text="Koers 2030")).to_be_visible()
    expect(page.get_by_label("Onderwerp")).to_have_value("")
    expect(page.get_by_label("Onderwerp")).to_be_focused()
    page.keyboard.type("Tarieven")
    page.keyboard.press("Enter")
    page.get_by_label("Naam").fill("Puk de Vries")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_role("region", name="Accountteam").get_by_text("Puk de Vries")).to_be_visible()
    saved(page).to_contain_text("Alles opgeslagen")
    page.reload()
    expect(agenda.get_by_text("Tarieven")).to_be_visible()
    assert sorted(AgendaTopic.objects.values_list("title", flat=True)) == ["Koers 2030", "Tarieven"]
    assert TeamMember.objects.get().name == "Puk de Vries"


def test_an_empty_topic_is_told_at_its_form(lead):
    page = lead("leiden/?deel=vervolg")
    page.get_by_role("button", name="Zet op de agenda").click()
    expect(page.get_by_text("Schrijf het onderwerp op.")).to_be_visible()
    expect(page.get_by_label("Onderwerp")).to_be_focused()
    assert not AgendaTopic.objects.exists()


def test_without_a_script_the_buttons_add(browser, meeting, live_server, browser_context_args):
    plain = browser.new_context(**browser_context_args, java_script_enabled=False)
    sheet = plain.new_page()
    sheet.goto(f"{live_server.url}/account/inloggen/")
    sheet.get_by_label("Gebruikersnaam of mailadres").fill(meeting.facilitator.username)
    sheet.get_by_label("Wachtwoord").fill(PASSWORD)
    sheet.get_by_role("button", name="Inloggen", exact=True).click()
    sheet.goto(f"{live_server.url}/gesprekken/{meeting.pk}/leiden/?deel=vervolg")
    sheet.get_by_label("Onderwerp").fill("Koers 2030")
    sheet.get_by_role("button", name="Zet op de agenda").click()
    expect(sheet.get_by_role("listitem").filter(has_text="Koers 2030")).to_be_visible()
    sheet.get_by_role("link", name=re.compile("Afspraak toevoegen")).click()
    sheet.get_by_label("Wat spreken we af?").fill("We bellen.")
    sheet.get_by_label("Actie").check()
    sheet.get_by_label("Eigenaar").check()
    sheet.get_by_role("button", name="Opslaan").click()
    expect(sheet.get_by_text("Afspraken tot nu toe (1)")).to_be_visible()
    plain.close()
    assert (Agreement.objects.count(), AgendaTopic.objects.count()) == (1, 1)
