"""The pool of facilitators in a browser: its pages for each who sees them, and an answer by link with a mistake."""

import pytest

from conversations.guiding import answer, ask
from conversations.links import token_of
from conversations.models import Conversation, GuideRequest
from tests.e2e.test_every_page import WIDTHS, look_at, problems
from tests.e2e.walks import KeyboardWalk
from tests.factories import FacilitatorFactory, UserFactory
from triangles.models import FacilitatorProfile, PoolManager

pytestmark = pytest.mark.django_db(transaction=True)
NO = {"answer": "nee", "line": "Die week ben ik met verlof.", "is_involved": True}


@pytest.fixture
def pool(scene):
    """Put people in the pool; one said no, and one is still asked."""
    planned, busy = scene["planned"], FacilitatorFactory(username="bas", name="Bas Kok")
    word = "samenwerkingsverband" * 10
    FacilitatorProfile.objects.filter(user=busy).update(about=word, organisation=word, is_available=False)
    answer(ask(planned, busy, scene["adviser"]), NO)
    scene["asked"] = ask(planned, scene["facilitator"], scene["adviser"])
    scene["keeper"] = UserFactory(username="wil", name="Wil de Boer")
    PoolManager.objects.create(user=scene["keeper"])
    return scene


def paths_of(scene, who):
    base, profile = f"/gesprekken/{scene['planned'].pk}/begeleider/", scene["facilitator"].facilitator.pk
    return {
        "adviser": ["/begeleiders/", "/begeleiders/?q=niemand", base, f"{base}{profile}/"],
        "facilitator": ["/", "/begeleiders/", "/begeleiders/ik/", f"/begeleiden/{scene['asked'].pk}/"],
        "keeper": [
            "/begeleiders/",
            "/begeleiders/nieuw/",
            *(f"/begeleiders/{profile}/{rest}" for rest in ("", "weg/")),
        ],
    }[who]


@pytest.mark.parametrize("who", ["adviser", "facilitator", "keeper"])
def test_every_page_of_the_pool(page, pool, log_in, live_server, who):
    log_in(pool[who])
    assert [found for path in paths_of(pool, who) for found in look_at(page, live_server, path)] == []


def test_an_answer_by_link_with_a_mistake_first(page, pool, live_server):
    path = f"/begeleiden/link/{token_of(pool['asked'])}/"
    wrong = look_at(page, live_server, path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.get_by_role("button", name="Verstuur je antwoord").click()
        page.get_by_role("alert").wait_for()
        wrong += problems(page, f"antwoord {width}")
    page.get_by_label("Ja, ik begeleid het").check()
    page.get_by_role("button", name="Verstuur je antwoord").click()
    page.get_by_role("heading", name="Je begeleidt dit gesprek").wait_for()
    assert wrong + problems(page, "gezegd") == []
    assert Conversation.objects.get(pk=pool["planned"].pk).facilitator == pool["facilitator"]


def test_asking_and_taking_back_by_keyboard_alone(page, scene, live_server):
    walk = KeyboardWalk(page, live_server.url)
    walk.log_in("noor")
    page.goto(f"{live_server.url}/gesprekken/{scene['planned'].pk}/begeleider/")
    walk.follow("Vraag Yara Nijland", then="Stuur de vraag")
    walk.tick("Als tweede begeleider")
    walk.press("Stuur de vraag", then="krijgt een mail met je vraag")
    assert GuideRequest.objects.get().is_second
    walk.press("Trek de vraag in aan Yara Nijland", then="is ingetrokken")
    assert GuideRequest.objects.get().withdrawn_at is not None
