"""Open agreements of earlier that are not on the agenda: one click puts them there, and the run sheet stays free."""

import datetime as dt

import pytest

from conversations.models import Agreement, Phase, RunSheetItem
from conversations.run_sheet import add_card, build_run_sheet
from principles.models import Card
from tests.factories import ConversationFactory
from tests.meetings import adviser_of, open_meeting
from tests.reading_pages import text_of

pytestmark = pytest.mark.django_db
REMARK = "Twee open afspraken van eerder staan nog niet op de agenda."


@pytest.fixture
def planned():
    planned = open_meeting(Phase.VOORBEREIDING, held_on=dt.date(2026, 3, 12), duration_minutes=120)
    earlier = ConversationFactory(triangle=planned.triangle, held_on=dt.date(2025, 9, 4), phase=Phase.AFGEROND)
    for text in ("We bellen.", "We delen cijfers."):
        Agreement.objects.create(conversation=earlier, kind="actie", text=text, of_eigenaar=True)
    return planned


@pytest.fixture
def adviser(planned, client):
    client.force_login(adviser_of(planned))
    return client


def plan(client, planned, tip=""):
    return client.get(f"/gesprekken/{planned.pk}/voorbereiden/{tip}")


def press(client, planned):
    return client.post(f"/gesprekken/{planned.pk}/voorbereiden/afspraken-op-de-agenda/", follow=True)


def keys(planned):
    planned.refresh_from_db()
    return [step.key for step in build_run_sheet(planned) if not step.is_dropped]


@pytest.mark.parametrize("tip", ["", "vervolg/"])
def test_the_remark_has_a_button_that_does_what_it_asks(adviser, planned, tip):
    page = plan(adviser, planned, tip)
    assert REMARK in text_of(page)
    assert 'form="terugblik">Zet ze erop</button>' in page.text
    assert f'action="/gesprekken/{planned.pk}/voorbereiden/afspraken-op-de-agenda/"' in page.text
    page = press(adviser, planned)
    assert "De afspraken van eerder staan op het draaiboek." in text_of(page)
    assert REMARK not in text_of(page)
    assert "Zet ze erop" not in page.text
    assert keys(planned)[:2] == ["welkom", "terugblik"]


def test_the_rest_of_the_run_sheet_goes_on_following_the_plan(adviser, planned):
    press(adviser, planned)
    planned.focus, planned.duration_minutes = ["rolbewustzijn"], 240
    planned.save()
    assert keys(planned)[:3] == ["welkom", "terugblik", "rolbewustzijn"]
    assert sum(step.minutes for step in build_run_sheet(planned)) == 240
    assert RunSheetItem.objects.count() == 1


def test_twice_puts_them_there_once(adviser, planned):
    for _ in range(2):
        press(adviser, planned)
    assert keys(planned).count("terugblik") == 1
    assert RunSheetItem.objects.count() == 1


def test_a_card_and_a_stored_run_sheet_keep_them_in_front(adviser, planned):
    press(adviser, planned)
    add_card(planned, Card.objects.first())
    assert keys(planned)[:2] == ["welkom", "terugblik"]
    assert keys(planned).count("terugblik") == 1
    assert RunSheetItem.objects.filter(kind="terugblik").count() == 1


def test_the_facilitator_takes_it_off_again_and_the_remark_returns(adviser, planned):
    press(adviser, planned)
    adviser.force_login(planned.facilitator)
    adviser.post(f"/gesprekken/{planned.pk}/draaiboek/onderdeel/", {"key": "terugblik", "act": "vervalt"})
    assert "terugblik" not in keys(planned)
    adviser.force_login(adviser_of(planned))
    assert REMARK in text_of(plan(adviser, planned))
    press(adviser, planned)
    assert keys(planned)[:2] == ["welkom", "terugblik"]


def test_a_plan_that_is_fixed_offers_and_changes_nothing(adviser, planned):
    planned.phase = Phase.VERSLAG
    planned.save()
    assert "Zet ze erop" not in plan(adviser, planned).text
    press(adviser, planned)
    assert not RunSheetItem.objects.exists()


def test_one_agreement_is_spoken_of_as_one(adviser, planned):
    Agreement.objects.last().delete()
    assert 'form="terugblik">Zet die erop</button>' in plan(adviser, planned).text
