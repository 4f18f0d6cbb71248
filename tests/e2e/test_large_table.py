"""A table of twelve in a real browser: no page scrolls sideways, and on every strip the counts stand apart."""

import pytest

from conversations.links import Purpose, give_link, token_of
from conversations.models import Conversation, Phase
from tests.e2e.test_every_page import look_at
from tests.large_table import person, twelve, twelve_in_the_room

pytestmark = pytest.mark.django_db(transaction=True)
# Pairs of marks, counts and numbers of one strip whose painted boxes cover each other, on strips that are seen.
COVERED = """() => {
  const shown = [...document.querySelectorAll("svg.dh-strip")].filter((strip) => strip.checkVisibility());
  const parts = ".dh-mark > :first-child, .dh-count, .dh-counted > *, :scope > use:not([href='#schaal'])";
  const covers = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  return shown.flatMap((strip) => {
    const boxes = [...strip.querySelectorAll(parts)].map((part) => [part.outerHTML, part.getBoundingClientRect()]);
    return boxes.flatMap(([name, box], place) => boxes.slice(place + 1)
      .filter(([, other]) => covers(box, other)).map(([other]) => `${name} ${other}`));
  });
}"""


@pytest.fixture
def meeting():
    return twelve_in_the_room()


def covered(page, live_server, path):
    """Return what covers what on the strips of a page, per width; fails where there is no strip."""
    found = []
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + path)
        assert page.locator("svg.dh-strip").count()
        found += [f"{path} {width}: {pair}" for pair in page.evaluate(COVERED)]
    return found


def test_pages_of_staff(page, meeting, log_in, live_server):
    log_in(meeting.facilitator)
    base = f"/gesprekken/{meeting.pk}/"
    plain = ["leiden/?deel=welkom", "leiden/scores/", "deelnemers/namens/"]
    drawn = ["leiden/?deel=gelijkwaardigheid", "leiden/?deel=heldere-afspraken", "scherm/", ""]
    assert [wrong for path in plain + drawn for wrong in look_at(page, live_server, base + path)] == []
    assert [pair for path in drawn for pair in covered(page, live_server, base + path)] == []


def test_the_draft_and_its_beamer(page, log_in, live_server):
    held = twelve(phase=Phase.VERSLAG)
    log_in(held.adviser)
    Conversation.objects.filter(pk=held.pk).update(facilitator=held.adviser)
    drawn = [f"/gesprekken/{held.pk}/verslag/", f"/gesprekken/{held.pk}/verslag/scherm/"]
    assert [pair for path in drawn for pair in covered(page, live_server, path)] == []
    assert [wrong for path in drawn for wrong in look_at(page, live_server, path)] == []


def test_pages_of_a_participant(page, meeting, live_server):
    Conversation.objects.filter(pk=meeting.pk).update(held_on="2126-04-25")
    meeting.refresh_from_db()
    one = person(meeting, "og1")
    page.goto(f"{live_server.url}/deelnemen/link/{token_of(give_link(one, Purpose.DEELNEMEN))}/")
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(f"**/deelnemen/{one.pk}/**")
    paths = [f"/deelnemen/{one.pk}/", f"/deelnemen/{one.pk}/zaal/"]
    meeting.showings.filter(principle__code="vertrouwen").delete()  # on that a score can still be given
    paths.append(f"/deelnemen/{one.pk}/scores/vertrouwen/namens/")
    assert [wrong for path in paths for wrong in look_at(page, live_server, path)] == []
    assert covered(page, live_server, paths[1]) == []
