"""From an installation with one beheerder to a vastgesteld verslag, by what stands on the screen."""

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import AuditEvent, Conversation, Score
from tests.e2e.walks import KeyboardWalk, Walk
from tests.factories import PASSWORD, FacilitatorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NEW_PASSWORD = "een-heel-nieuw-wachtwoord-7"
PEOPLE = {"Opdrachtgever": "Marijke", "Opdrachtnemer": "Hilde", "Eigenaar": "Renske"}
SCORES = {"Marijke": "44434", "Hilde": "22334", "Renske": "43353"}
DEAL = "Wie ziet dat iets niet gaat lukken, belt binnen twee dagen."


def open_account(walk, username, name, facilitates):
    """Make an account as beheerder; return the link in the mail."""
    walk.page.goto(f"{walk.site}/beheer/")
    walk.page.get_by_role("link", name="Gebruikers").first.click()
    walk.page.get_by_role("link", name=re.compile("toevoegen", re.I)).first.click()
    fields = {"Gebruikersnaam:": username, "Naam:": name, "E-mailadres:": f"{username}@voorbeeld.example"}
    for label, value in fields.items():
        walk.page.get_by_label(label, exact=True).fill(value)
    if facilitates:
        walk.page.get_by_role("button", name="Nog een Gespreksbegeleider toevoegen").click()
    walk.page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(walk.page.get_by_text(f"{name} krijgt een mail")).to_be_visible()
    call_command("send_due")
    return re.search(r"https?://\S+", mail.outbox[-1].body)[0]


def choose_password(walk, link):
    walk.page.goto(link)
    walk.fill({"Nieuw wachtwoord": NEW_PASSWORD, "Nog een keer het nieuwe wachtwoord": NEW_PASSWORD})
    walk.press("Bewaar het nieuwe wachtwoord", then="Je wachtwoord is veranderd")


def set_up_triangle(walk):
    page = walk.page
    walk.follow("Driehoeken", within=page.get_by_role("navigation", name="Hoofdmenu"), then="Je hebt nog geen driehoek")
    walk.follow("Nieuwe driehoek", then="Maak de driehoek")
    walk.fill({"Naam van de driehoek": "Kustregister", "De opgave": "Binnen een week weten waar je aan toe bent."})
    walk.choose("Welke hoek adviseer je zelf?", "Eigenaar")
    walk.press("Maak de driehoek", then="De driehoek staat er.")
    for corner, person in PEOPLE.items():
        walk.follow("Zet iemand in deze hoek", page.get_by_role("region", name=corner, exact=True), then="Zet erbij")
        walk.fill({"Naam": person, "Organisatie": f"Dienst {person}"})
        walk.write(page.get_by_label("Functie", exact=True), "directeur")
        walk.press("Zet erbij", then=f"{person} staat erbij.")
        walk.follow("Kustregister", page.get_by_role("navigation", name="Kruimelpad"), then="Wijzig de bezetting")


def plan(walk, facilitator, day):
    """Go through the six tips by their buttons and invite; `day` is a date. Ends on the page of the conversation."""
    page = walk.page
    walk.follow(re.compile("^(Plan|Bereid|Nieuw).* gesprek"), then="Begin met voorbereiden")
    walk.fill({"Waar gaat het gesprek over?": "Hoe werken wij samen?"})
    walk.press("Begin met voorbereiden", then="Opslaan en naar tip 2")
    walk.fill({"Datum van het gesprek": f"{day:%d-%m-%Y}"})
    walk.write(page.get_by_role("textbox", name="Begin", exact=True), "9.30")
    walk.fill({"Duur in minuten": "150"})
    walk.press("Opslaan en naar tip 2", then="Opslaan en naar tip 3")
    walk.press("Opslaan en naar tip 3", then="Opslaan en naar tip 4")
    walk.fill({"Doel": "Weten wat er speelt."})
    walk.press("Opslaan en naar tip 4", then="Opslaan en naar tip 5")
    walk.follow("Vraag iemand uit de poule, of zie wie er is gevraagd", then="Terug naar tip 4")
    walk.follow(f"Vraag {facilitator}", then="Stuur de vraag")
    walk.press("Stuur de vraag", then="krijgt een mail met je vraag")
    walk.follow("Terug naar tip 4", then="Opslaan en naar tip 5")
    walk.press("Opslaan en naar tip 5", then="Opslaan en naar tip 6")
    walk.choose("Waar ligt de nadruk?", "Vertrouwen")
    walk.press("Opslaan en naar tip 6", then="Opslaan en verder")
    walk.fill({"Plek": "De Loods"})
    walk.press("Opslaan en verder", then="Opslaan en naar tip 2")
    walk.follow("Uitnodigen", then="Ja, nodig uit")
    walk.press("Ja, nodig uit", then="Het gesprek is nu in voorbereiding.")


def say_yes(walk):
    """Answer the question to facilitate; ends at home."""
    walk.follow("Zeg ja of nee", then="Verstuur je antwoord")
    walk.tick("Ja, ik begeleid het")
    walk.press("Verstuur je antwoord", then="Je begeleidt dit gesprek")
    menu = walk.page.get_by_role("navigation", name="Hoofdmenu")
    walk.follow("Vandaag", within=menu, then="Vandaag leid je een gesprek")


def lead(walk):
    """Run the meeting of today from its first part to its end."""
    page = walk.page
    walk.follow("Ga naar het gesprek", then="Open het gesprek")
    walk.press("Open het gesprek", then="Naar: ")
    walk.press(re.compile("^Naar: Vertrouwen"), then="Toon de scores")
    walk.follow("Scores invullen voor deelnemers", then="Hoe vul je in?")
    fill_scores(walk)
    walk.press("Toon de scores", then="2 punten uit elkaar")
    walk.fill({"Wat horen we?": "Slecht nieuws komt laat."})
    walk.tick("Deels", group="Passen we dit genoeg toe?")
    if walk.has_script:
        walk.is_saved()
    else:
        walk.press("Opslaan", then="Opgeslagen.")
    agree(walk)
    if page.viewport_size["width"] < 768:
        walk.unfold("Naar een ander onderdeel")
    walk.follow(re.compile("Verslag samen lezen"), then="Beëindigen verstuurt niets.")
    walk.follow("Beëindig het gesprek", then="Wil je het gesprek beëindigen?")
    walk.press("Beëindig het gesprek", then="Het gesprek is beëindigd.")
    page.wait_for_load_state()


def fill_scores(walk):
    """Give fifteen scores: with a script by digits alone, without it by choosing and one button."""
    page = walk.page
    if walk.has_script:
        walk.mark(page.get_by_role("radio", name="1", exact=True))
        page.keyboard.type("".join(SCORES.values()))
        expect(page.locator("[data-filled]")).to_have_text("15")
        walk.is_saved()
        walk.follow("Klaar met invullen", then="Toon de scores")
    else:
        for person, row in SCORES.items():
            cells = page.get_by_role("group", name=re.compile(f"^{person}: "))
            for place, value in enumerate(row):
                cells.nth(place).get_by_label(value, exact=True).check(force=True)
        walk.press("Opslaan", then="Opgeslagen: 15 scores.")
        walk.follow("Terug naar het gesprek", then="Toon de scores")


def agree(walk):
    walk.follow("Afspraak toevoegen", then="Wat spreken we af?")
    walk.fill({"Wat spreken we af?": DEAL})
    walk.tick("werkafspraak")
    for corner in PEOPLE:
        walk.tick(corner.lower())
    walk.tick("Dit is de belangrijkste afspraak")
    walk.press("Opslaan", then="Afspraken tot nu toe (1)")


def establish(walk):
    """Vaststellen as adviser, from home; ends on the report."""
    walk.follow("Lees het concept", then="Stel vast zonder leesronde")
    walk.follow("Stel vast zonder leesronde", then="Ja, stel vast")
    walk.press("Ja, stel vast", then="Versie 1 van het verslag is vastgesteld.")


def outcome(conversation):
    conversation.refresh_from_db()
    assert conversation.phase == "opvolging"
    scores = Score.objects.filter(conversation=conversation).order_by("participant", "pk")
    assert scores.count() == 15
    assert set(scores.values_list("entry", flat=True)) == {"namens"}
    report = conversation.reports.get()
    assert report.is_intact()
    assert report.content["agreements"][0]["text"] == DEAL
    assert report.content["insights"][0]["text"] == "Slecht nieuws komt laat."
    assert AuditEvent.objects.first_broken() is None


def from_triangle_to_report(walk, password=PASSWORD):
    walk.log_in("noor", password)
    set_up_triangle(walk)
    plan(walk, "Yara Nijland", timezone.localdate())
    walk.leave()
    walk.log_in("yara", password)
    say_yes(walk)
    lead(walk)
    walk.leave()
    walk.log_in("noor", password)
    establish(walk)
    outcome(Conversation.objects.get())


def test_from_one_beheerder_to_a_vastgesteld_verslag(page, transactional_db, live_server, settings):
    settings.SITE_URL = live_server.url
    walk = Walk(page, live_server.url)
    UserFactory(username="beheer", is_staff=True, is_superuser=True)
    walk.log_in("beheer")
    links = [open_account(walk, "noor", "Noor Bakhuis", False), open_account(walk, "yara", "Yara Nijland", True)]
    page.goto(live_server.url)
    walk.leave()
    for link in links:
        choose_password(walk, link)
        page.context.clear_cookies()
    from_triangle_to_report(walk, NEW_PASSWORD)


@pytest.fixture
def two_accounts(transactional_db):
    UserFactory(username="noor", name="Noor Bakhuis")
    FacilitatorFactory(username="yara", name="Yara Nijland")


def test_on_a_phone(page, two_accounts, live_server):
    page.set_viewport_size({"width": 390, "height": 844})
    from_triangle_to_report(Walk(page, live_server.url))


@pytest.mark.parametrize("width", [1280, 390])
def test_by_keyboard_alone(page, two_accounts, live_server, width):
    page.set_viewport_size({"width": width, "height": 844})
    from_triangle_to_report(KeyboardWalk(page, live_server.url))


def test_without_javascript(browser, two_accounts, live_server):
    with browser.new_context(java_script_enabled=False, locale="nl-NL") as context:
        from_triangle_to_report(Walk(context.new_page(), live_server.url, has_script=False))
