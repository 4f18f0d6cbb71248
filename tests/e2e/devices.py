"""Phones and a tablet in a room: how they come in, what the facilitator does meanwhile, and how a page is looked at."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conversations import joining
from conversations.leading import reveal
from conversations.models import Arrival, Conversation, Meeting
from tests.in_the_room import CODE

PHONE, TABLET = {"width": 390, "height": 844}, {"width": 1024, "height": 768}
PICTURES = os.environ.get("PICTURES", "")  # a folder to keep pictures in, for who wants to look


def option(value):
    return re.compile(f"^{value} ?")


def let_in(meeting):
    """Let everybody in, as the facilitator does."""
    keys = list(meeting.arrivals.filter(state=Arrival.State.WACHT).values_list("pk", flat=True))
    return joining.let_in(meeting, keys, meeting.facilitator)


def join(tab, meeting, who):
    """Come in by the QR code as `who`: a name, or what a device is called."""
    tab.goto(f"/mee/{CODE}/")
    tab.get_by_role("radio", name=who).check()
    tab.get_by_role("button", name="Verder").click()
    expect(tab.get_by_role("heading", name="De begeleider laat u zo binnen")).to_be_visible()
    let_in(meeting)


def move(meeting, step):
    Meeting.objects.filter(conversation=meeting).update(step=step)


def show_scores(meeting, code="vertrouwen"):
    reveal(Conversation.objects.get(pk=meeting.pk), [code], meeting.facilitator)


def look(tab, name):
    """Check what stands there for accessibility and width, and keep a picture where one is asked for."""
    size = tab.viewport_size
    for width in (320, size["width"]):
        tab.set_viewport_size({**size, "width": width})
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} {width}"
    found = Axe().run(tab).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], name
    keep_picture(tab, name)


def keep_picture(tab, name):
    if PICTURES:
        tab.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
