"""The date poll between an adviser and a phone without scripts, and every state of the pages around it."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.absence import tell
from conversations.links import Purpose, address_of, give_link
from conversations.models import Availability, DateOption
from conversations.polling import word
from conversations.proposing import propose
from tests.e2e.test_every_page import WIDTHS, look_at, problems

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.time(9, 30)


@pytest.fixture
def meeting(scene, settings, live_server):
    settings.SITE_URL = live_server.url
    planned = scene["planned"]
    type(planned).objects.filter(pk=planned.pk).update(held_on=None, start=None)
    planned.refresh_from_db()
    return planned


@pytest.fixture
def person(meeting):
    return meeting.participants.first()


def day(number):
    return timezone.localdate() + dt.timedelta(number)


def options_of(meeting):
    """Make three moments, answered in every way."""
    found = [
        DateOption.objects.create(
            conversation=meeting, starts_at=timezone.make_aware(dt.datetime.combine(day(number), HOUR))
        )
        for number in (10, 11, 12)
    ]
    answers = ["ja", "liever_niet", "nee"]
    for option, person in zip(found, meeting.participants.all(), strict=False):
        Availability.objects.create(
            option=option, participant=person, answer=answers.pop(), remark="Liever na tien uur.", by_secretary=True
        )
    return found


@pytest.fixture
def phone(browser, live_server):
    """A page of 390 px without scripts."""
    dutch = {"locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, **dutch)
    yield context.new_page()
    context.close()


def enter(page, person, purpose=Purpose.DEELNEMEN):
    page.goto(address_of(give_link(person, purpose)))
    page.get_by_role("button").click()


def test_from_proposing_to_a_date_in_the_agenda(page, log_in, live_server, phone, meeting, person, scene):
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/gesprekken/{meeting.pk}/voorbereiden/tijd/")
    page.get_by_role("link", name="Vraag in de datumprikker wie wanneer kan").click()
    for number in (1, 2):
        row = page.get_by_role("group", name=f"Moment {number}")
        row.get_by_label("Datum").fill(day(9 + number).isoformat())
        row.get_by_label("Begin").fill("09:30")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_text("Toegevoegd.")).to_be_visible()

    first, second = (word(option.starts_at, meeting.duration_minutes) for option in meeting.date_options.all())
    enter(phone, person)
    phone.get_by_role("main").get_by_role("link", name="Kies een datum").click()
    phone.get_by_role("group", name=first).get_by_label("Nee", exact=True).check()
    phone.get_by_role("group", name=second).get_by_label("Ja", exact=True).check()
    phone.get_by_role("button", name="Bewaar de antwoorden").click()
    expect(phone.get_by_text("U gaf antwoord op 2 van de 2 momenten.")).to_be_visible()

    page.reload()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=second))
    expect(row.get_by_text(f"{person.name}: ja")).to_be_visible()
    row.get_by_role("link", name=f"Kies {second}").click()
    page.get_by_role("button", name="Ja, kies dit moment").click()
    expect(page.get_by_text(f"De datum staat vast: {second}.")).to_be_visible()

    phone.get_by_role("link", name="Terug naar het overzicht").click()
    expect(phone.get_by_text(f"Het is {second} geworden.")).to_be_visible()
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Zet in mijn agenda").click()
    assert download.value.suggested_filename.endswith(".ics")


def test_a_secretary_and_a_replacement_without_scripts(phone, log_in, page, live_server, meeting, person, scene):
    options = options_of(meeting)
    enter(phone, person, Purpose.DATUM)
    when = word(options[1].starts_at, meeting.duration_minutes)
    phone.get_by_role("group", name=when).get_by_label("Liever niet").check()
    phone.get_by_role("button", name="Bewaar de antwoorden").click()
    expect(phone.get_by_text("U gaf antwoord op 2 van de 3 momenten.")).to_be_visible()
    expect(phone.get_by_role("link", name="Terug naar het overzicht")).to_have_count(0)

    type(meeting).objects.filter(pk=meeting.pk).update(held_on=day(12))
    enter(phone, person)
    phone.get_by_role("link", name="Ik ben verhinderd").click()
    phone.get_by_label("Naam van uw vervanger").fill("Ilse Kramer")
    phone.get_by_role("button", name="Meld dat ik niet kan").click()
    expect(phone.get_by_role("alert")).to_contain_text("Vul ook de functie van uw vervanger in.")
    phone.get_by_label("Functie van uw vervanger").fill("plv. directeur")
    phone.get_by_role("button", name="Meld dat ik niet kan").click()
    expect(phone.get_by_text("De adviseur heeft dit nog niet bevestigd.")).to_be_visible()

    log_in(scene["adviser"])
    page.get_by_role("link", name="Bekijk wie er in de plaats komt").click()
    page.get_by_role("button", name="Bevestig Ilse Kramer").click()
    expect(page.get_by_text(f"{person.name} staat nu als afwezig.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Ilse Kramer komt in uw plaats.")).to_be_visible()


def test_every_state_of_the_pages_of_staff(page, log_in, live_server, meeting, person, scene):
    options = options_of(meeting)
    type(meeting).objects.filter(pk=meeting.pk).update(held_on=day(12), start=HOUR)
    tell(person, "Ilse Kramer", "plv. directeur", "")
    propose(person, "Er ligt nieuws uit de Kamer. Ik wil het er eerder over hebben.")
    log_in(scene["adviser"])
    base = f"/gesprekken/{meeting.pk}/"
    poll = f"{base}datumprikker/"
    paths = [poll, f"{poll}{options[0].pk}/kiezen/", f"{poll}{options[0].pk}/weg/", f"{base}deelnemers/"]
    paths += [f"{base}draaiboek/", f"/driehoeken/{meeting.triangle_id}/", "/"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + poll)
        page.get_by_role("button", name="Voeg toe").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert problems(page, f"datumprikker {width}") == []


def test_every_state_of_the_pages_of_participants(page, live_server, meeting, person):
    options_of(meeting)
    enter(page, person)
    base = f"/deelnemen/{person.pk}/"
    expect(page.get_by_role("heading", name="Wat we van u vragen")).to_be_visible()
    paths = [base, f"{base}datum/", f"{base}datum/secretariaat/", f"{base}verhinderd/", f"{base}voorstel/"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []
    type(meeting).objects.filter(pk=meeting.pk).update(held_on=day(12), start=HOUR)
    for path, button in (
        (f"{base}datum/secretariaat/", "Stuur de link"),
        (f"{base}datum/secretariaat/", "Laat de link zien"),
        (f"{base}voorstel/", "Stuur het voorstel"),
        (f"{base}verhinderd/", "Meld dat ik niet kan"),
    ):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(live_server.url + path)
            page.get_by_role("button", name=button).or_(page.get_by_role("button", name="Wijzig de melding")).click()
            page.wait_for_load_state()
            assert problems(page, f"{path} {button} {width}") == []
