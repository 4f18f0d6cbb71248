"""From an installation with one beheerder to a vastgesteld verslag, by what stands on the screen."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import AuditEvent, Conversation, Score
from tests.factories import PASSWORD, FacilitatorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NEW_PASSWORD = "een-heel-nieuw-wachtwoord-7"
PEOPLE = {"Opdrachtgever": "Marijke", "Opdrachtnemer": "Hilde", "Eigenaar": "Renske"}
SCORES = {"Marijke": "44434", "Hilde": "22334", "Renske": "43353"}
DEAL = "Wie ziet dat iets niet gaat lukken, belt binnen twee dagen."


class Walk:
    """One browser in which several people work one after another."""

    def __init__(self, page, site, has_script=True):
        self.page, self.site, self.has_script = page, site, has_script
        page.set_default_timeout(10_000)

    def press(self, name, role="button"):
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def follow(self, name):
        self.press(name, "link")

    def fill(self, fields):
        for label, value in fields.items():
            self.page.get_by_label(label).first.fill(value)

    def sees(self, heading):
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()

    def log_in(self, name, password=PASSWORD):
        self.page.goto(f"{self.site}/account/inloggen/")
        self.fill({"Gebruikersnaam of mailadres": name, "Wachtwoord": password})
        self.press("Inloggen")
        expect(self.page.get_by_role("button", name="Uitloggen")).to_be_visible()

    def leave(self):
        self.page.goto(f"{self.site}/")
        self.press("Uitloggen")
        self.sees("Inloggen")


def open_account(walk, username, name, facilitates):
    """Make an account as beheerder; return the link in the mail."""
    walk.page.goto(f"{walk.site}/beheer/")
    walk.page.get_by_role("link", name="Gebruikers").first.click()
    walk.page.get_by_role("link", name=re.compile("toevoegen", re.I)).first.click()
    fields = {"Gebruikersnaam:": username, "Naam:": name, "E-mailadres:": f"{username}@voorbeeld.example"}
    for label, value in fields.items():
        walk.page.get_by_label(label, exact=True).fill(value)
    if facilitates:
        walk.page.get_by_role("button", name=re.compile("Nog een .* toevoegen", re.I)).click()
    walk.page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(walk.page.get_by_text(f"{name} krijgt een mail")).to_be_visible()
    call_command("send_due")
    return re.search(r"https?://\S+", mail.outbox[-1].body)[0]


def choose_password(walk, link):
    walk.page.goto(link)
    walk.fill({"Nieuw wachtwoord": NEW_PASSWORD, "Nog een keer het nieuwe wachtwoord": NEW_PASSWORD})
    walk.page.get_by_role("main").get_by_role("button").first.click()
    expect(walk.page.get_by_text("wachtwoord").first).to_be_visible()


def set_up_triangle(walk):
    walk.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Driehoeken").click()
    walk.page.get_by_role("link", name="Nieuwe driehoek").first.click()
    walk.fill({"Naam van de driehoek": "Kustregister", "De opgave": "Binnen een week weten waar je aan toe bent."})
    walk.page.get_by_label("Welke hoek adviseer je zelf?").select_option(label="Eigenaar")
    walk.press("Maak de driehoek")
    for corner, person in PEOPLE.items():
        region = walk.page.get_by_role("region", name=corner, exact=True)
        region.get_by_role("link", name="Zet iemand in deze hoek").click()
        walk.page.get_by_label("Naam").fill(person)
        walk.page.get_by_label("Functie", exact=True).fill("directeur")
        walk.page.get_by_label("Organisatie").fill(f"Dienst {person}")
        walk.press("Zet erbij")
        walk.page.get_by_role("navigation", name="Kruimelpad").get_by_role("link", name="Kustregister").click()


def plan(walk, facilitator):
    """Go through the six tips by their buttons and invite; ends on the planning page."""
    walk.page.get_by_role("link", name=re.compile("gesprek", re.I)).filter(
        has_text=re.compile("Plan|Nieuw|Bereid")
    ).first.click()
    walk.page.get_by_label("Waar gaat het gesprek over?").fill("Hoe werken wij samen?")
    walk.press("Begin met voorbereiden")
    walk.fill({"Datum van het gesprek": f"{timezone.localdate() + dt.timedelta(days=50):%d-%m-%Y}"})
    walk.page.get_by_role("textbox", name="Begin", exact=True).fill("9.30")
    walk.page.get_by_label("Duur in minuten").fill("150")
    walk.press("Opslaan en naar tip 2")
    walk.press("Opslaan en naar tip 3")
    walk.page.get_by_label("Doel").fill("Weten wat er speelt.")
    walk.press("Opslaan en naar tip 4")
    walk.page.get_by_label("Wie begeleidt het gesprek?").select_option(facilitator)
    walk.press("Opslaan en naar tip 5")
    walk.page.get_by_label("Waar ligt de nadruk?").select_option("Vertrouwen")
    walk.press("Opslaan en naar tip 6")
    walk.page.get_by_label("Plek").fill("De Loods")
    walk.press("Opslaan en verder")
    walk.follow("Uitnodigen")
    walk.press("Ja, nodig uit")
    expect(walk.page.get_by_text("Het gesprek is nu in voorbereiding.")).to_be_visible()


def lead(walk, conversation):
    """Run the meeting from its first part to its end."""
    page = walk.page
    page.goto(f"{walk.site}/gesprekken/{conversation.pk}/")
    page.goto(f"{walk.site}/gesprekken/{conversation.pk}/leiden/")
    walk.press("Open het gesprek")
    page.get_by_role("button", name=re.compile("^Naar: Vertrouwen")).click()
    walk.follow("Scores invullen voor iemand")
    fill_scores(walk)
    walk.press("Toon de scores")
    walk.sees("2 punten uit elkaar")
    page.get_by_label("Wat horen we?").fill("Slecht nieuws komt laat.")
    page.get_by_role("group", name="Passen we dit genoeg toe?").get_by_label("Deels").check()
    if walk.has_script:
        expect(page.get_by_text(re.compile("Alles opgeslagen"))).to_be_attached()
    else:
        walk.press("Opslaan")
    agree(walk)
    page.goto(f"{walk.site}/gesprekken/{conversation.pk}/leiden/?deel=afsluiting")
    walk.follow("Beëindig het gesprek")
    walk.press("Beëindig het gesprek")


def fill_scores(walk):
    """Give fifteen scores: with a script by digits alone, without it by choosing and one button."""
    page = walk.page
    if walk.has_script:
        page.get_by_role("radio", name="1", exact=True).first.focus()
        page.keyboard.type("".join(SCORES.values()))
        expect(page.locator("[data-filled]")).to_have_text("15")
        expect(page.get_by_text(re.compile("Alles opgeslagen"))).to_be_attached()
        walk.follow("Klaar met invullen")
    else:
        for person, row in SCORES.items():
            cells = page.get_by_role("group", name=re.compile(f"^{person}: "))
            for place, value in enumerate(row):
                cells.nth(place).get_by_label(value, exact=True).check(force=True)
        walk.press("Opslaan")
        walk.follow("Terug naar het gesprek")


def agree(walk):
    page = walk.page
    walk.follow("Afspraak toevoegen")
    page.get_by_label("Wat spreken we af?").fill(DEAL)
    page.get_by_label("werkafspraak").check()
    for corner in PEOPLE:
        page.get_by_label(corner.lower(), exact=True).check()
    page.get_by_label("Dit is de belangrijkste afspraak").check()
    walk.press("Opslaan")


def establish(walk, conversation):
    """Vaststellen as adviser; ends on the report."""
    walk.page.goto(f"{walk.site}/gesprekken/{conversation.pk}/")
    walk.page.get_by_role("link", name=re.compile("conceptverslag")).first.click()
    expect(walk.page.get_by_text("CONCEPT").first).to_be_visible()
    walk.follow("Stel vast zonder leesronde")
    walk.page.get_by_role("main").get_by_role("button", name=re.compile("[Ss]tel .*vast")).click()
    expect(walk.page.get_by_text("Vastgesteld").first).to_be_visible()


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


def test_from_one_beheerder_to_a_vastgesteld_verslag(page, transactional_db, live_server, settings):
    settings.SITE_URL = live_server.url
    walk = Walk(page, live_server.url)
    UserFactory(username="beheer", is_staff=True, is_superuser=True)
    walk.log_in("beheer")
    links = [open_account(walk, "noor", "Noor Bakhuis", False), open_account(walk, "yara", "Yara Nijland", True)]
    walk.leave()
    for link in links:
        choose_password(walk, link)
        page.context.clear_cookies()
    walk.log_in("noor", NEW_PASSWORD)
    set_up_triangle(walk)
    plan(walk, "Yara Nijland")
    conversation = Conversation.objects.get()
    walk.leave()
    walk.log_in("yara", NEW_PASSWORD)
    lead(walk, conversation)
    walk.leave()
    walk.log_in("noor", NEW_PASSWORD)
    establish(walk, conversation)
    outcome(conversation)


@pytest.fixture
def two_accounts(transactional_db):
    UserFactory(username="noor", name="Noor Bakhuis")
    FacilitatorFactory(username="yara", name="Yara Nijland")


def from_triangle_to_report(walk):
    walk.log_in("noor")
    set_up_triangle(walk)
    plan(walk, "Yara Nijland")
    conversation = Conversation.objects.get()
    walk.leave()
    walk.log_in("yara")
    lead(walk, conversation)
    walk.leave()
    walk.log_in("noor")
    establish(walk, conversation)
    outcome(conversation)


def test_on_a_phone(page, two_accounts, live_server):
    page.set_viewport_size({"width": 390, "height": 844})
    from_triangle_to_report(Walk(page, live_server.url))


def test_without_javascript(browser, two_accounts, live_server):
    with browser.new_context(java_script_enabled=False, locale="nl-NL") as context:
        from_triangle_to_report(Walk(context.new_page(), live_server.url, has_script=False))
