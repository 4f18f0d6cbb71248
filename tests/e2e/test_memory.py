"""What outlives a conversation, on the screen: the comparison, the course, and the sheet for who is new."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from conversations.links import Purpose
from conversations.models import Conversation
from tests.comparing.conftest import freeze
from tests.e2e.test_every_page import enter, look_at
from tests.e2e.test_triangles import reach
from tests.factories import SeatFactory
from tests.held import hold, read_case
from triangles.models import AgendaTopic, Seat

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "samenwerkingsverband" * 10


@pytest.fixture
def both(scene):
    """The held conversation of the scene, with an earlier one of its triangle that is vastgesteld."""
    earlier = hold(read_case("kustregister-vorige-keer"))
    Conversation.objects.filter(pk=earlier.pk).update(triangle=scene["held"].triangle)
    freeze(earlier)
    return Conversation.objects.select_related("triangle").get(pk=scene["held"].pk)


def test_the_comparison_in_the_report_on_the_page_and_by_link(page, scene, both, log_in, live_server):
    both.release_draft(scene["facilitator"])
    enter(page, live_server, both.participants.first(), Purpose.LEZEN)
    wrong = look_at(page, live_server, f"/deelnemen/{both.participants.first().pk}/verslag/")
    expect(page.get_by_role("heading", name="Vergeleken met vorige keer")).to_be_visible()
    log_in(scene["adviser"])
    wrong += look_at(page, live_server, f"/gesprekken/{both.pk}/verslag/")
    strips = page.get_by_role("region", name="Vergeleken met vorige keer").locator("svg.dh-strip")
    expect(strips).to_have_count(10)
    assert wrong == []


@pytest.mark.parametrize("is_long", [False, True])
def test_the_course_of_a_triangle(page, scene, both, log_in, live_server, is_long):
    if is_long:
        Conversation.objects.update(title=WORD)
        both.triangle.conversations.first().agreements.model.objects.update(text=WORD)
    freeze(both)
    log_in(scene["adviser"])
    assert look_at(page, live_server, f"/driehoeken/{both.triangle_id}/verloop/") == []
    expect(page.locator("svg.dh-strip")).to_have_count(10)
    page.get_by_text("Dezelfde cijfers als tabel").click()
    expect(page.get_by_role("row")).to_have_count(11)


def test_the_sheet_with_the_longest_words(page, scene, log_in, live_server):
    triangle = scene["held"].triangle
    Seat.objects.update(person=WORD, function=WORD, mandate=WORD)
    AgendaTopic.objects.update(title=WORD)
    Conversation.objects.update(title=WORD, purpose=WORD)
    type(triangle).objects.update(name=WORD, purpose=WORD, agreements_place=WORD)
    freeze(Conversation.objects.select_related("triangle").get(pk=scene["held"].pk))
    log_in(scene["adviser"])
    seat = triangle.seats.first().pk
    paths = [f"/driehoeken/{triangle.pk}/inwerkblad/?voor={seat}", f"/driehoeken/{triangle.pk}/bezetting/?nieuw={seat}"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


def test_from_replacing_somebody_to_the_sheet_and_a_first_conversation_by_keyboard(page, scene, log_in, live_server):
    triangle = scene["held"].triangle
    seat = SeatFactory(triangle=triangle, person="Wie weggaat", corner="eigenaar")
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/driehoeken/{triangle.pk}/bezetting/{seat.pk}/vervangen/")
    page.get_by_label("Laatste dag van Wie weggaat").fill(timezone.localdate().strftime("%d-%m-%Y"))
    page.get_by_label("Naam").fill("Anke Nieuwland")
    page.get_by_label("Functie", exact=True).fill("directeur")
    page.get_by_role("button", name="Vervang").click()
    expect(page.get_by_text("Geef Anke Nieuwland het inwerkblad.")).to_be_visible()
    reach(page, "Open het inwerkblad")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inwerkblad voor Anke Nieuwland")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    assert download.value.suggested_filename == "inwerkblad-kustregister.pdf"
    reach(page, "Plan een kort kennismakingsgesprek")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/driehoeken/{triangle.pk}/nieuw-gesprek/?**")
