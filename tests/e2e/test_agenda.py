"""The joint agenda, the account team, the agenda item and the calendar, by keyboard and with the longest words."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.models import Conversation, Phase, RunSheetItem
from tests.e2e.test_every_page import look_at, problems
from triangles.models import AgendaTopic, TeamMember, Triangle

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "samenwerkingsverband" * 10


def press(page, role, name):
    """Reach something with the Tab key alone, as who has no mouse, and press it."""
    wanted = page.get_by_role(role, name=name).first
    wanted.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("node => node === document.activeElement"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"{name} is not reached")


def test_a_topic_goes_from_the_agenda_to_a_conversation_and_is_closed_by_keyboard(page, scene, log_in, live_server):
    planned = scene["planned"]
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/driehoeken/{planned.triangle_id}/werkagenda/")
    press(page, "link", "Onderwerp erbij")
    page.get_by_label("Onderwerp").focus()
    page.keyboard.type("Wie betaalt de hogere dijk")
    page.get_by_label("Dit jaar").focus()
    page.keyboard.press("Space")
    press(page, "button", "Zet op de agenda")
    press(page, "link", "Zet in een gesprek Wie betaalt de hogere dijk")
    page.get_by_label("Wat nemen we mee naar het volgende seizoen?").focus()
    page.keyboard.press("Space")
    press(page, "button", "Opslaan")
    expect(page.get_by_role("status").or_(page.locator(".dh-message")).first).to_contain_text("op het draaiboek")
    assert RunSheetItem.objects.get(kind="onderwerp").conversation_id == planned.pk
    press(page, "link", "Sluit af Wie betaalt de hogere dijk")
    page.get_by_label("Resultaat").focus()
    page.keyboard.type("Het Rijk betaalt de helft.")
    press(page, "button", "Sluit af")
    expect(page.get_by_text("Het Rijk betaalt de helft.")).to_be_visible()
    assert not RunSheetItem.objects.exists()


def test_an_address_for_the_calendar_is_made_by_keyboard_and_has_the_focus(page, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/account/agenda/")
    press(page, "button", "Maak een adres")
    expect(page.get_by_label("Het adres van je agenda")).to_be_focused()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert problems(page, f"adres {width}") == []


def test_with_the_longest_words(page, scene, log_in, live_server):
    """Open, planned, parked and closed topics; a team that met long ago; an item for a meeting."""
    held, done, planned = scene["held"], scene["done"], scene["planned"]
    Conversation.objects.filter(pk=held.pk).update(phase=Phase.OPVOLGING)
    triangle = held.triangle
    topic = triangle.topics.create(title=WORD, horizon="jaar", lead="eigenaar")
    triangle.topics.create(title=WORD, horizon="jaar", closed_at=timezone.now(), result=WORD)
    planned.run_sheet.create(kind="onderwerp", topic=topic, position=0)
    held.parked.create(text=WORD)
    done.parked.create(text=WORD)
    triangle.team.create(name=WORD, corner="eigenaar", left_on=timezone.localdate())
    AgendaTopic.objects.update(title=WORD)
    TeamMember.objects.update(name=WORD)
    Conversation.objects.update(title=WORD, embedded_in=WORD, purpose=WORD, classification=WORD)
    Triangle.objects.update(name=WORD, purpose=WORD, team_rhythm=WORD, team_next_on=held.held_on)
    log_in(scene["adviser"])
    side = f"/driehoeken/{triangle.pk}/"
    paths = [f"{side}werkagenda/", f"{side}accountteam/", f"{side}werkagenda/{topic.pk}/gesprek/", side]
    paths += [f"/gesprekken/{done.pk}/agendapunt/", f"/gesprekken/{planned.pk}/draaiboek/"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []
