"""From a sign that it is time to the plan of a conversation by keyboard alone; its pages at both widths."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Agreement, Conversation, Signal
from conversations.signalling import refresh
from tests.e2e.test_every_page import WIDTHS, look_at, problems
from tests.factories import SeatFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG_WORD = "samenwerkingsverband" * 10


@pytest.fixture
def triangle(scene):
    """A triangle with somebody new, an agreement that is late, and no next conversation."""
    today = timezone.localdate()
    done, triangle = scene["done"], scene["done"].triangle
    Conversation.objects.filter(pk=done.pk).update(held_on=today - dt.timedelta(300), rhythm="halfjaar")
    Agreement.objects.filter(conversation=done, status="open").update(due_on=today - dt.timedelta(2))
    SeatFactory(triangle=triangle, corner="eigenaar", person="Fouad", begins_on=today - dt.timedelta(9))
    refresh(triangle.pk)
    return triangle


def press(page, found):
    """Act on something as a keyboard does: it must be able to hold the focus."""
    found.focus()
    expect(found).to_be_focused()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("words", ["", LONG_WORD])
def test_the_pages_of_signs(page, scene, triangle, log_in, live_server, words):
    log_in(scene["adviser"])
    if words:
        Signal.objects.update(why=words)
        triangle.seats.update(person=words)
        Agreement.objects.update(text=words)
    hidden = Signal.objects.filter(triangle=triangle).order_by("pk").first()
    Signal.objects.filter(pk=hidden.pk).update(dismissed_until=timezone.localdate() + dt.timedelta(30))
    new = f"/driehoeken/{triangle.pk}/nieuw-gesprek/"
    rows = Signal.objects.filter(triangle=triangle).exclude(kind="lege-hoek").values_list("kind", "subject")
    paths = ["/", f"/driehoeken/{triangle.pk}/", f"{new}?teken=volgende", f"/gesprekken/{scene['done'].pk}/"]
    paths += [f"{new}?teken={kind}&over={subject}" for kind, subject in dict(rows).items()]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


def test_what_is_filled_in_wrong_is_told(page, scene, triangle, log_in, live_server):
    log_in(scene["adviser"])
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/driehoeken/{triangle.pk}/nieuw-gesprek/?teken=volgende")
        page.get_by_label("Duur in minuten").fill("5")
        page.get_by_role("button", name="Begin met voorbereiden").click()
        expect(page.get_by_role("alert")).to_contain_text("Een gesprek duurt tussen 15 en 960 minuten.")
        wrong += problems(page, f"nieuw gesprek {width}")
    assert wrong == []
    assert "teken=volgende" in page.url


def test_from_a_sign_to_a_plan_by_keyboard(page, scene, triangle, log_in):
    log_in(scene["adviser"])
    press(page, page.get_by_role("link", name="Bekijk waarom"))
    expect(page.get_by_role("heading", name="Tijd voor een gesprek?")).to_be_in_viewport()
    press(page, page.get_by_role("link", name="Plan een kort kennismakingsgesprek"))
    expect(page.get_by_label("Waar gaat het gesprek over?")).to_have_value("Kennismaken met Fouad")
    expect(page.get_by_role("region", name="Zit alvast aan tafel")).to_contain_text("Fouad")
    press(page, page.get_by_role("button", name="Begin met voorbereiden"))
    expect(page.get_by_text("Het gesprek staat klaar als concept.")).to_be_visible()
    made = Conversation.objects.get(title="Kennismaken met Fouad")
    assert (made.duration_minutes, made.participants.filter(name="Fouad").count()) == (30, 1)
    assert not Signal.objects.filter(triangle=triangle, kind="nieuw-gezicht").exists()


def test_putting_off_and_taking_that_back_by_keyboard(page, scene, triangle, log_in, live_server):
    Signal.objects.filter(triangle=triangle).exclude(kind="lang-geleden").delete()
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/driehoeken/{triangle.pk}/")
    reasons = page.get_by_role("region", name="Tijd voor een gesprek?")
    press(page, reasons.get_by_role("link", name="Niet nu"))
    page.get_by_label("Niet tonen tot").fill((timezone.localdate() + dt.timedelta(30)).strftime("%d-%m-%Y"))
    press(page, page.get_by_role("button", name="Toon het later"))
    expect(reasons).to_contain_text("Uitgesteld tot")
    expect(reasons.get_by_role("link", name="Niet nu")).to_have_count(0)
    press(page, reasons.get_by_role("button", name="Toon weer"))
    expect(reasons.get_by_role("link", name="Niet nu")).to_have_count(1)
