"""Setting up a triangle by what is written on the screen, by keyboard alone, and what two people at once see."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_every_page import WIDTHS, look_at, parts_of, problems
from tests.factories import UserFactory
from triangles.models import AgendaTopic, Seat, Triangle

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_new_adviser_sets_up_a_triangle(page, transactional_db, log_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    log_in(UserFactory(name="Noor Bakhuis"))
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Driehoeken").click()
    page.get_by_role("link", name="Nieuwe driehoek").click()
    page.get_by_label("Naam van de driehoek").fill("Kustregister")
    page.get_by_label("De opgave").fill("Elke eigenaar weet binnen een week waar die aan toe is.")
    page.get_by_label("Welke hoek adviseer je zelf?").select_option(label="Eigenaar")
    page.get_by_role("button", name="Maak de driehoek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kustregister")
    for corner, person in (("Opdrachtgever", "Marijke"), ("Opdrachtnemer", "Hilde"), ("Eigenaar", "Renske")):
        page.get_by_role("region", name=corner, exact=True).get_by_role("link", name="Zet iemand in deze hoek").click()
        expect(page.get_by_role("radio", name=corner)).to_be_checked()
        page.get_by_label("Naam").fill(person)
        page.get_by_label("Functie", exact=True).fill("directeur")
        page.get_by_label("Organisatie").fill(f"Dienst {person}")
        page.get_by_label("Eerste dag").fill("1-2-2024")
        page.get_by_role("button", name="Zet erbij").click()
        expect(page.get_by_role("status")).to_have_text(f"{person} staat erbij.")
        page.get_by_role("navigation", name="Kruimelpad").get_by_role("link", name="Kustregister").click()
        expect(page.get_by_role("region", name=corner, exact=True)).to_contain_text(person)
    expect(page.get_by_text("Nog niemand")).to_have_count(0)
    page.get_by_role("link", name="Wijzig de bezetting").click()
    page.get_by_role("link", name="Vervang Hilde").click()
    page.get_by_label("Laatste dag van Hilde").fill("31-12-2025")
    page.get_by_label("Naam").fill("Sjoerd")
    page.get_by_label("Functie", exact=True).fill("directeur")
    page.get_by_role("button", name="Vervang").click()
    expect(page.get_by_role("status")).to_contain_text("Sjoerd volgt Hilde op.")
    expect(page.get_by_text("sinds 1 januari 2026")).to_be_visible()


def test_by_keyboard_alone(page, transactional_db, log_in):
    log_in(UserFactory())
    reach(page, "Driehoeken")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je hebt nog geen driehoek")
    reach(page, "Nieuwe driehoek")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Maak de driehoek").wait_for()
    reach(page, "Naam van de driehoek")
    page.keyboard.type("Kustregister")
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("De opgave")).to_be_focused()
    expect(page.get_by_label("Naam van de driehoek")).to_have_value("Kustregister")
    page.keyboard.type("Iedereen weet waar die aan toe is.")
    reach(page, "Maak de driehoek")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kustregister")


def reach(page, name):
    """Press Tab until the thing with this name has the focus."""
    said = "() => document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? ''"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(said).strip() == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def test_two_people_at_once(page, scene, log_in, live_server):
    triangle = scene["held"].triangle
    log_in(scene["adviser"])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/driehoeken/{triangle.pk}/wijzigen/")
        triangle.refresh_from_db()
        Triangle.objects.filter(pk=triangle.pk).update(name="Register van de kust", version=triangle.version + 1)
        page.get_by_label("Naam van de driehoek").fill(f"Kustregister {width}")
        page.get_by_role("button", name="Opslaan").click()
        expect(page.get_by_role("alert")).to_be_focused()
        row = page.get_by_role("row", name="Naam van de driehoek")
        expect(row.get_by_role("cell")).to_have_text(["Register van de kust", f"Kustregister {width}"])
        assert problems(page, f"beide teksten {width}") == []
        page.get_by_role("button", name="Opslaan").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Kustregister {width}")


def test_with_the_longest_words(page, scene, log_in, live_server):
    word = "samenwerkingsverband" * 10
    triangle = scene["held"].triangle
    Triangle.objects.update(name=word, purpose=word, contact_frequency=word, recurring_topics=[word])
    Seat.objects.update(person=word, function=word, mandate=word)
    AgendaTopic.objects.create(triangle=triangle, title=word, horizon="jaar")
    numbers = parts_of(scene["held"])
    log_in(scene["adviser"])
    pages = ["", "wijzigen/", "bezetting/", f"bezetting/{numbers['seat']}/vervangen/", "adviseurs/", "archiveren/"]
    paths = [f"/driehoeken/{triangle.pk}/{part}" for part in pages] + ["/driehoeken/", "/zoeken/?q=samenwerking"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


@pytest.mark.parametrize("step", ["wijzigen/", "bezetting/nieuw/", "agenda/nieuw/", "adviseurs/"])
def test_forms_with_errors(page, scene, log_in, live_server, step):
    log_in(scene["adviser"])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/driehoeken/{scene['held'].triangle_id}/{step}")
        for field in page.locator("main form input[type=text]").all():
            field.fill("")
        page.get_by_role("main").locator("form button[type=submit]").click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert problems(page, f"{step} {width}") == []


def test_nothing_is_there_yet(page, transactional_db, log_in, live_server):
    log_in(UserFactory())
    paths = ("/driehoeken/", "/driehoeken/nieuw/", "/zoeken/", "/zoeken/?q=niets")
    assert [found for path in paths for found in look_at(page, live_server, path)] == []
