"""A font that comes late: the page that somebody reads already does not jump, and no other font is fetched for it."""

import pytest
from playwright.sync_api import expect

from conversations.links import Purpose, address_of, give_link

pytestmark = pytest.mark.django_db(transaction=True)
WATCH = """
window.jumped = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.jumped += entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


@pytest.fixture
def pages(scene, site):
    link = give_link(scene["planned"].participants.order_by("pk").first(), Purpose.DEELNEMEN)
    return [address_of(link), f"{site}/account/inloggen/", f"{site}/hulp/"]


def hold_fonts(tab):
    """Keep back what the fonts are answered with; return the routes that wait."""
    waiting = []

    def hold(route):
        waiting.append(route)

    tab.route("**/*.woff2", hold)
    return waiting


def test_a_page_does_not_jump_when_its_fonts_come_late(browser, pages):
    for address in pages:
        with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
            tab, asked = phone.new_page(), []
            tab.add_init_script(WATCH)
            tab.on("request", lambda request, asked=asked: asked.append(request.url))
            late = hold_fonts(tab)
            tab.goto(address, wait_until="commit")
            expect(tab.get_by_role("heading", level=1)).to_be_visible()
            tab.evaluate(PAINTED)
            assert late
            while late:
                late.pop().continue_()
            tab.wait_for_load_state("networkidle")
            tab.evaluate("document.fonts.ready.then(() => true)")
            tab.evaluate(PAINTED)
            assert tab.evaluate("window.jumped") == 0, address
        fonts = [one for one in asked if one.endswith(".woff2")]
        assert len(fonts) == len(set(fonts))
        assert not [one for one in fonts if "-ext-" in one]
