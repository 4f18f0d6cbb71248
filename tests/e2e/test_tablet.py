"""One tablet passed round in a real browser: nothing of the one before is behind 'terug', nor after loading again."""

import pytest
from playwright.sync_api import expect

from conversations.models import Score
from tests.e2e.devices import TABLET, join, look, move, option


@pytest.mark.parametrize("has_script", [True, False])
def test_the_tablet_goes_round_and_nothing_of_the_one_before_is_behind_back(running, open_browser, has_script):
    first, second = running.people[:2]
    tablet = open_browser(TABLET, java_script_enabled=has_script)
    join(tablet, running, "Dit is een tablet die rondgaat")
    if not has_script:
        tablet.get_by_role("link", name="Kijk of u binnen bent").click()
    cover = tablet.get_by_role("heading", name=f"Geef de tablet aan {first.name}")
    expect(cover).to_be_visible()
    if has_script:
        look(tablet, "tablet-dek")
    tablet.get_by_role("button", name=f"Ik ben {first.name}").click()
    expect(tablet.get_by_text(f"U bent {first.name}")).to_be_visible()
    tablet.get_by_role("radio", name=option(4)).check()
    if has_script:
        look(tablet, "tablet-beurt")
    tablet.get_by_role("button", name="Bewaar en geef door").click()
    cover = tablet.get_by_role("heading", name=f"Geef de tablet aan {second.name}")
    expect(cover).to_be_visible()
    for _ in range(3):
        tablet.go_back()
        if "/mee/tablet/" not in tablet.url:
            break
        expect(cover).to_be_visible()
        expect(tablet.get_by_role("radio")).to_have_count(0)
    tablet.goto(f"/mee/tablet/{running.pk}/")
    tablet.get_by_role("button", name=f"Ik ben {second.name}").click()
    expect(tablet.get_by_role("radio", checked=True)).to_have_count(0)
    tablet.get_by_role("radio", name=option(2)).check()
    tablet.reload()
    expect(tablet.get_by_text(f"U bent {second.name}")).to_be_visible()
    expect(tablet.get_by_role("radio", checked=True)).to_have_count(0)
    tablet.get_by_role("button", name="Stop, geef door").click()
    expect(cover).to_be_visible()
    assert Score.objects.filter(conversation=running).count() == 1


def test_a_half_chosen_turn_stays_when_the_facilitator_goes_on(running, open_browser):
    first = running.people[0]
    tablet = open_browser(TABLET)
    join(tablet, running, "Dit is een tablet die rondgaat")
    tablet.get_by_role("button", name=f"Ik ben {first.name}").first.click()
    tablet.get_by_role("radio", name=option(4)).check()
    move(running, "terugblik")
    expect(tablet.get_by_text("De begeleider ging verder.")).to_be_visible()
    tablet.get_by_role("button", name="Bewaar en geef door").click()
    expect(tablet.get_by_role("heading", name=f"Geef de tablet aan {first.name}")).to_be_visible()
    assert Score.objects.get(conversation=running).value == 4
    tablet.get_by_role("button", name=f"Ik ben {first.name}").first.click()
    expect(tablet.get_by_text("U antwoordt voor uw hoek")).to_be_visible()
    look(tablet, "tablet-terugblik")
