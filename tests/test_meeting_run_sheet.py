"""The run sheet of a meeting: its order after showing, and what the facilitator changes on it."""

import datetime as dt

import pytest

from conversations.models import Phase, RunSheetItem, Showing
from conversations.run_sheet import add_card, build_run_sheet
from principles.models import Card
from tests.meetings import CODES, adviser_of, give, open_meeting, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return open_meeting(start=dt.time(9, 30), duration_minutes=150, focus=["vertrouwen"])


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def address(meeting, path=""):
    return f"/gesprekken/{meeting.pk}/{path}"


def keys(meeting):
    meeting.refresh_from_db()
    return [step.key for step in build_run_sheet(meeting) if not step.is_dropped]


def test_showing_all_five_puts_the_widest_distance_first(lead, meeting):
    give(meeting, 3, 3, 3)
    give(meeting, 5, 1, 3, code="opgavegericht")
    give(meeting, 2, 4, 3, code="rolbewustzijn")
    before = [key for key in keys(meeting) if key in CODES]
    show(lead, meeting, "alle")
    after = [key for key in keys(meeting) if key in CODES]
    assert before[0] == "vertrouwen"
    assert after == ["opgavegericht", "rolbewustzijn", "vertrouwen", "heldere-afspraken", "gelijkwaardigheid"]
    assert Showing.objects.count() == 5


def test_a_part_that_is_done_keeps_its_place_after_showing(lead, meeting):
    give(meeting, 5, 1, 3, code="opgavegericht")
    lead.post(address(meeting, "leiden/verder/"), {"deel": "vertrouwen"})
    show(lead, meeting, "alle")
    assert [key for key in keys(meeting) if key in CODES][:2] == ["vertrouwen", "opgavegericht"]


def test_an_adviser_reads_the_run_sheet_but_changes_nothing_on_it(client, meeting):
    client.force_login(adviser_of(meeting))
    page = client.get(address(meeting, "draaiboek/"))
    assert page.status_code == 200
    assert "Omhoog" not in page.text
    assert client.post(address(meeting, "draaiboek/onderdeel/"), {"key": "pauze", "act": "vervalt"}).status_code == 404


def act(client, meeting, key, what):
    return client.post(address(meeting, "draaiboek/onderdeel/"), {"key": key, "act": what})


def test_the_facilitator_reorders_drops_and_puts_back(lead, meeting):
    assert keys(meeting)[:3] == ["welkom", "vertrouwen", "heldere-afspraken"]
    act(lead, meeting, "heldere-afspraken", "omhoog")
    assert keys(meeting)[:3] == ["welkom", "heldere-afspraken", "vertrouwen"]
    act(lead, meeting, "heldere-afspraken", "omhoog")  # it is first already
    act(lead, meeting, "heldere-afspraken", "omlaag")
    assert keys(meeting)[:3] == ["welkom", "vertrouwen", "heldere-afspraken"]
    minutes = {step.key: step.minutes for step in build_run_sheet(meeting)}
    act(lead, meeting, "rolbewustzijn", "vervalt")
    assert "rolbewustzijn" not in keys(meeting)
    assert {step.key: step.minutes for step in build_run_sheet(meeting)}["vertrouwen"] > minutes["vertrouwen"]
    act(lead, meeting, "rolbewustzijn", "terug")
    assert {step.key: step.minutes for step in build_run_sheet(meeting)} == minutes


@pytest.mark.parametrize(
    ("key", "what", "status"), [("niets", "omhoog", 404), ("welkom", "vervalt", 404), ("", "", 302)]
)
def test_an_act_on_what_is_not_there_does_nothing(lead, meeting, key, what, status):
    before = keys(meeting)
    assert act(lead, meeting, key, what).status_code == status
    assert keys(meeting) == before


def test_a_card_comes_before_the_end_once_and_returns_when_it_was_dropped(lead, meeting):
    card = Card.objects.first()
    for _ in range(2):
        lead.post(address(meeting, "draaiboek/kaart/"), {"card": card.code})
    assert keys(meeting)[-2:] == [f"kaart-{card.code}", "afsluiting"]
    act(lead, meeting, f"kaart-{card.code}", "vervalt")
    add_card(meeting, card)
    assert keys(meeting)[-2:] == [f"kaart-{card.code}", "afsluiting"]
    assert lead.get(address(meeting, f"leiden/?deel=kaart-{card.code}")).context["room"].part["text"].card == card


def test_a_card_put_on_from_elsewhere_leaves_the_proposal_whole(lead, meeting):
    card = Card.objects.first()
    RunSheetItem.objects.create(conversation=meeting, kind="kaart", card=card, position=1)
    assert keys(meeting)[-2:] == [f"kaart-{card.code}", "afsluiting"]
    assert next(key for key in keys(meeting) if key in CODES) == "vertrouwen"
    act(lead, meeting, "pauze", "omlaag")
    assert RunSheetItem.objects.filter(kind="kaart").count() == 1


def test_a_card_that_does_not_exist_is_told(lead, meeting):
    page = lead.post(address(meeting, "draaiboek/kaart/"), {"card": "niets"}, follow=True)
    assert "Kies een kaart uit de lijst." in page.text
    assert not RunSheetItem.objects.exists()


def test_everything_can_be_put_back_as_proposed_until_the_meeting_opens(client):
    meeting = open_meeting(phase=Phase.VOORBEREIDING)
    client.force_login(meeting.facilitator)
    before = keys(meeting)
    act(client, meeting, "vertrouwen", "vervalt")
    client.post(address(meeting, "draaiboek/opnieuw/"))
    assert keys(meeting) == before
    act(client, meeting, "vertrouwen", "vervalt")
    meeting.begin(meeting.facilitator)
    page = client.post(address(meeting, "draaiboek/opnieuw/"), follow=True)
    assert "al begonnen" in page.text
    assert "vertrouwen" not in keys(meeting)


def test_there_is_no_looking_back_without_earlier_agreements(lead, meeting):
    assert "terugblik" not in keys(meeting)
