"""Examples of others, by keyboard alone: shared after a look, taken over, and within their width whatever was typed."""

import pytest
from django.utils import timezone

from conversations.models import Agreement, Conversation, Example, Phase
from tests.e2e.test_every_page import WIDTHS, look_at, problems
from tests.examples.conftest import make_example, part

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "samenwerkingsverband" * 10


@pytest.fixture
def standing(scene):
    """A werkafspraak of a vastgesteld conversation of the adviser, with somebody's name in it."""
    Conversation.objects.filter(pk=scene["held"].pk).update(phase=Phase.OPVOLGING)
    name = scene["held"].triangle.seats.first().person
    return Agreement.objects.create(
        conversation=scene["held"], kind="werkafspraak", text=f"{name} belt de andere hoeken.", of_eigenaar=True
    )


def press(page, role, name):
    """Press Enter on what has this name, as who has no mouse would."""
    page.get_by_role("main").get_by_role(role, name=name, exact=True).press("Enter")


def test_share_an_agreement_after_a_look_and_withdraw_it(page, standing, scene, log_in, live_server):
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/driehoeken/{standing.conversation.triangle_id}/afspraken/{standing.pk}/")
    press(page, "link", "Deel als voorbeeld")
    page.get_by_label("Titel").fill("Bellen voor het weekend")
    page.get_by_label("Waarom helpt dit?").fill("Het is nu stil in het weekend.")
    press(page, "button", "Bekijk wat anderen lezen")
    page.get_by_text("Staat hier een naam in?").wait_for()
    assert page.evaluate("document.activeElement.id") == "voorproef"
    wrong = [found for width in WIDTHS for found in seen_at(page, width)]
    page.get_by_label("De afspraak").fill("Wij bellen de andere hoeken.")
    press(page, "button", "Bekijk opnieuw")
    page.get_by_text("Staat hier een naam in?").wait_for(state="detached")
    press(page, "button", "Deel dit met anderen")
    page.get_by_text("Het voorbeeld is gedeeld.").wait_for()
    assert "Wij bellen" in Example.objects.get().content["text"]
    press(page, "link", "Trek dit voorbeeld in")
    press(page, "button", "Ja, trek in")
    page.get_by_text("Het voorbeeld is ingetrokken.").wait_for()
    assert not Example.objects.exists()
    assert wrong == []


def seen_at(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    return problems(page, f"voorproef {width}")


def test_take_questions_over_and_save_them(page, scene, log_in, live_server):
    found = make_example("vragen", title="Eén vraag is genoeg")
    scene["planned"].questions.clear()
    log_in(scene["adviser"])
    page.goto(f"{live_server.url}/voorbeelden/")
    press(page, "link", "Eén vraag is genoeg")
    press(page, "button", "Neem over")
    page.wait_for_url(f"**/voorbereiden/voorbereiding/?voorbeeld_van={found.pk}*")
    assert page.get_by_text("Er is nog niets opgeslagen.").is_visible()
    assert not scene["planned"].questions.exists()
    press(page, "button", "Opslaan")
    page.get_by_role("main").get_by_text("Opgeslagen.", exact=True).wait_for()
    assert [one.code for one in scene["planned"].questions.all()] == ["dilemma"]


def test_with_the_longest_words(page, standing, scene, log_in, live_server):
    texts = {"title": WORD, "why": WORD, "organisation": WORD[:200], "published_on": timezone.localdate()}
    contents = {
        "werkafspraak": {"text": WORD, "sign": WORD, "principle": ""},
        "vragen": {"questions": [{"code": "dilemma", "text": WORD}]},
        "draaiboek": {"parts": [part("kaart", "x", name=WORD)]},
    }
    made = [make_example(kind, content=content, **texts) for kind, content in contents.items()]
    Conversation.objects.update(title=WORD)
    log_in(scene["adviser"])
    paths = ["/voorbeelden/", *(f"/voorbeelden/{one.pk}/" for one in made)]
    paths += [f"/driehoeken/{standing.conversation.triangle_id}/afspraken/{standing.pk}/delen/"]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []
