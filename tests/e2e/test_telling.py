"""Saying how agreements stand, from the mail to the button: without scripts on a phone, by keyboard, with errors."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from conversations.asking import ask_due
from conversations.models import Agreement, AgreementStep, Phase
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.mailed import move_to, planned

from .test_every_page import WIDTHS, problems

pytestmark = pytest.mark.django_db(transaction=True)
DEALS = ("Wie ziet dat iets niet lukt, belt binnen twee dagen.", "De cijfers gaan rond als ze voorlopig zijn.")


@pytest.fixture
def link(transactional_db, settings, live_server):
    """The address in the mail that Marijke gets six weeks after vaststellen, about two actions."""
    settings.SITE_URL = live_server.url
    cache.clear()
    today = timezone.now()
    talk = planned(held_on=today.date() - dt.timedelta(days=50))
    move_to(talk, Phase.OPVOLGING, established_at=today - dt.timedelta(days=44))
    seat = talk.triangle.seats.get(person="Marijke")
    for text in DEALS:
        Agreement.objects.create(conversation=talk, kind="actie", text=text, of_opdrachtgever=True, owner=seat)
    ask_due()
    Outbox.objects.update(due=today)  # it may be night
    send_due()
    return re.search(r"http\S+/deelnemen/link/\S+", mail.outbox[0].body)[0]


def said():
    return list(AgreementStep.objects.order_by("pk").values_list("agreement__text", "what", "note"))


def test_on_a_phone_without_scripts(browser, link):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Open mijn pagina").click()
    first, second = (page.get_by_role("region", name=text) for text in DEALS)
    first.get_by_label("Gedaan").check()
    second.get_by_label("Hulp nodig").check()
    second.get_by_label("Iets erbij zeggen").fill("Wie kent de nieuwe cijfers?")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_text("Dank u. Het is opgeslagen")).to_be_visible()
    assert said() == [(DEALS[0], "gedaan", ""), (DEALS[1], "hulp", "Wie kent de nieuwe cijfers?")]
    context.close()


def test_by_keyboard_alone(page, link):
    page.goto(link)
    page.get_by_role("button", name="Open mijn pagina").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/voortgang/")
    page.locator("#inhoud").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Het loopt").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Gedaan").first).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Het staat er.")
    for _ in range(3):  # past the second agreement
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Verstuur")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dank u. Het is opgeslagen")).to_be_visible()
    assert said() == [(DEALS[0], "gedaan", "Het staat er.")]


def test_with_an_error_at_both_widths(page, link):
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(link)
        page.get_by_role("button", name="Open mijn pagina").click()
        page.get_by_label("Iets erbij zeggen").first.fill("Bijna.")
        page.get_by_role("button", name="Verstuur").click()
        page.get_by_role("alert").wait_for()
        expect(page.get_by_role("alert")).to_be_focused()
        wrong += problems(page, f"voortgang {width}")
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.get_by_label("Iets erbij zeggen").first).to_have_value("Bijna.")
    assert wrong == []
