"""How much the facilitator's laptop fetches: at most 100 kB for a first page of the meeting, then one small page."""

from functools import partial

import pytest
from django.conf import global_settings

from conversations.leading import move, reveal
from conversations.models import Conversation, Phase
from tests.e2e.weighing import Meter, what_is_heavy_first, what_is_heavy_later
from tests.meetings import CODES

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LATER = 100_000, 6_000  # bytes; of the facilitator's laptop, not of a phone
PARTS = ["welkom", CODES[0], "vervolg", "afsluiting"]
SCRIPTS = {"all-meeting"}


@pytest.fixture
def meeting(scene):
    """The held conversation, opened again, with all that was said and agreed."""
    Conversation.objects.filter(pk=scene["held"].pk).update(phase=Phase.GESPREK, facilitator=scene["facilitator"])
    meeting = Conversation.objects.get(pk=scene["held"].pk)
    move(meeting, "welkom", scene["facilitator"])
    reveal(meeting, CODES[:1], scene["facilitator"])
    return meeting


@pytest.fixture
def cookies(client, scene, meeting, site):
    """The cookie of a browser in which the facilitator logged in, under the name that the product gives it."""
    client.force_login(scene["facilitator"])
    return [{"name": global_settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": site}]


def test_the_page_of_the_meeting_is_light_and_a_next_part_is_one_small_answer(browser, meeting, cookies, site):
    own, heavy = f"{site}/gesprekken/{meeting.pk}/leiden/?deel=", {}
    for number, part in enumerate(PARTS):
        with browser.new_context() as laptop:
            laptop.add_cookies(cookies)
            meter = Meter(laptop.new_page())
            first, then = (meter.of(partial(meter.tab.goto, own + key)) for key in (part, PARTS[number - 1]))
            assert meter.tab.url == own + PARTS[number - 1]  # and not the page on which one logs in
        heavy[part] = what_is_heavy_first(first, SCRIPTS, FIRST, 3) + what_is_heavy_later(apart(then), limit=LATER)
    assert {part: found for part, found in heavy.items() if found} == {}


def apart(came):
    """Leave out what the page asks by itself after it came: its key, and whether anything is new."""
    return [answer for answer in came if "/sleutel/" not in answer.address]
