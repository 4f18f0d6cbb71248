"""How much the facilitator's laptop fetches: at most 100 kB for a first page of the meeting, then one small page."""

import pytest

from conversations.leading import move, reveal
from conversations.models import Conversation, Phase
from tests.e2e.test_participant_weight import fetch
from tests.meetings import CODES

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LATER = 100_000, 5_000
PARTS = ["welkom", CODES[0], "vervolg", "afsluiting"]


@pytest.fixture
def meeting(scene):
    """The held conversation, opened again, with all that was said and agreed."""
    Conversation.objects.filter(pk=scene["held"].pk).update(phase=Phase.GESPREK, facilitator=scene["facilitator"])
    meeting = Conversation.objects.get(pk=scene["held"].pk)
    move(meeting, "welkom", scene["facilitator"])
    reveal(meeting, CODES[:1], scene["facilitator"])
    return meeting


def test_the_page_of_the_meeting_is_light_and_a_next_part_is_one_small_request(
    page, browser, scene, meeting, log_in, live_server
):
    log_in(scene["facilitator"])
    own = f"{live_server.url}/gesprekken/{meeting.pk}/leiden/?deel="
    heavy = {}
    for number, part in enumerate(PARTS):
        with browser.new_context() as laptop:
            laptop.add_cookies(page.context.cookies())
            tab = laptop.new_page()
            first = fetch(tab, own + part)
            then = fetch(tab, own + PARTS[number - 1])
            new = [size for url, size in then.items() if url not in first and "/stand/" not in url]
        heavy[part] = (sum(first.values()), len(new), sum(new))
    assert {part: found for part, found in heavy.items() if found[0] > FIRST or found[1] > 1 or found[2] > LATER} == {}
