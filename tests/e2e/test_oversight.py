"""The overview of an organisation at both widths, empty, filled, very wide and with an error; and by keyboard alone."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.signalling import refresh_all
from tests.e2e.test_every_page import WIDTHS, look_at, problems
from tests.e2e.test_signs import LONG_WORD, press
from tests.factories import ConversationFactory, OrganisationFactory, UserFactory
from tests.oversight.seated import triangle_of
from triangles.models import Organisation, Overseer, Triangle

pytestmark = pytest.mark.django_db(transaction=True)
AT = "/overzicht/"


@pytest.fixture
def organisation(scene):
    """An organisation with a seat in each kind of triangle: of the scene, with an empty corner, and with a plan."""
    found = scene["held"].triangle.seats.get(code="on1").organisation
    for name, corners in (
        ("Kade Oost", ["opdrachtnemer"]),
        ("Sluis 4", ["opdrachtgever", "opdrachtnemer", "eigenaar"]),
    ):
        made = triangle_of(found, name, corners, corner="opdrachtnemer")
    ConversationFactory(triangle=made, held_on=timezone.localdate() + dt.timedelta(40), phase="voorbereiding")
    refresh_all()
    return found


@pytest.fixture
def overseer(organisation):
    return Overseer.objects.create(user=UserFactory(), organisation=organisation).user


@pytest.mark.parametrize("words", ["", LONG_WORD])
def test_the_pages(page, scene, organisation, overseer, log_in, live_server, words):
    other = OrganisationFactory()
    if words:
        Triangle.objects.update(name=words)
        Organisation.objects.filter(pk=organisation.pk).update(name=words)
    log_in(overseer)
    paths = [AT, f"{AT}?leeg=een&op=laatste", f"{AT}?naam=er-is-niets", f"{AT}?ritme=fout", f"{AT}{organisation.pk}/"]
    wrong = [found for path in paths for found in look_at(page, live_server, path)]
    Overseer.objects.create(user=overseer, organisation=other)  # with a choice between two
    assert wrong + look_at(page, live_server, f"{AT}?organisatie={other.pk}") == []


def test_an_overview_without_anything(page, transactional_db, log_in, live_server):
    overseer = Overseer.objects.create(user=UserFactory(), organisation=OrganisationFactory())
    log_in(overseer.user)
    assert look_at(page, live_server, AT) + look_at(page, live_server, f"{AT}{overseer.organisation_id}/") == []


def test_by_keyboard_from_the_menu_to_an_opdrachtnemer(page, organisation, overseer, log_in):
    log_in(overseer)
    press(page, page.get_by_role("navigation").get_by_role("link", name="Overzicht"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Overzicht van {organisation.name}")
    page.get_by_label("Lege hoek").focus()
    page.keyboard.type("een hoek")
    press(page, page.get_by_role("button", name="Toon driehoeken"))
    page.wait_for_url("**leeg=een**")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(2)  # the heads, and one
    expect(rows.nth(1)).to_contain_text("Kade Oost")
    expect(rows.nth(1)).to_contain_text("Opdrachtgever ontbreekt")
    press(page, rows.nth(1).get_by_role("link", name=organisation.name))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{organisation.name} als opdrachtnemer")
    expect(page.get_by_role("row")).to_have_count(4)


def test_a_mistake_is_told(page, organisation, overseer, log_in, live_server):
    log_in(overseer)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}{AT}?naam={'x' * 101}")  # no browser types it, but an address holds it
        expect(page.get_by_role("alert")).to_contain_text("Dit is te lang om te zoeken.")
        wrong += problems(page, f"overzicht {width}")
    assert wrong == []
