"""Every page of a meeting as its facilitator sees it: axe, width, focus and policy; filled, and with an error."""

import pytest

from conversations.models import Agreement, Conversation, Participant, Phase
from tests.access.routes import path_of
from tests.e2e.test_every_page import WIDTHS, look_at, problems
from tests.meetings import CODES

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = ["welkom", "terugblik", *CODES, "pauze", "vervolg", "afsluiting"]
PARTS = ["afspraak:nieuw", "geparkeerd:nieuw", "vervolg", "onderwerp:nieuw", "teamlid:nieuw", "inzicht:vertrouwen"]
OTHERS = ("run_sheet", "scores", "given", "end", "screen", "screens", "over", "arrivals")


@pytest.fixture
def meeting(scene):
    """The planned conversation, opened: it has agreements of last time to look back on."""
    Conversation.objects.filter(pk=scene["planned"].pk).update(phase=Phase.GESPREK, facilitator=scene["facilitator"])
    return Conversation.objects.get(pk=scene["planned"].pk)


def addresses(conversation):
    lead = path_of("conversations:lead", pk=conversation.pk)
    person = conversation.participants.first()
    parts = [*PARTS, f"toelichting:{person.pk}:vertrouwen"]
    parts += [f"besluit:{agreement.pk}" for agreement in Agreement.objects.all()[:1]]
    return [
        *(f"{lead}?deel={step}" for step in STEPS),
        *(path_of(f"conversations:{name}", pk=conversation.pk) for name in OTHERS),
        *(path_of("conversations:part", pk=conversation.pk, part=part) for part in parts),
    ]


@pytest.mark.parametrize("which", ["held", "meeting"])
def test_filled(page, scene, meeting, log_in, live_server, which):
    log_in(scene["facilitator"])
    conversation = scene["held"] if which == "held" else meeting
    # what happened in a later conversation is not looked back on in an earlier one: that page is not there
    paths = [path for path in addresses(conversation) if not (which == "held" and "besluit" in path)]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


def test_with_the_longest_words(page, scene, log_in, live_server):
    word = "samenwerkingsverband" * 10
    Participant.objects.update(name=word, function=word)
    Conversation.objects.update(title=word, shared_interest=word, ground_rules=word)
    Agreement.objects.update(text=word, owner_name=word)
    log_in(scene["facilitator"])
    lead = path_of("conversations:lead", pk=scene["held"].pk)
    paths = [
        f"{lead}?deel=welkom",
        f"{lead}?deel=vertrouwen",
        f"{lead}scores/",
        path_of("conversations:screen", pk=scene["held"].pk),
    ]
    assert [found for path in paths for found in look_at(page, live_server, path)] == []


@pytest.mark.parametrize("part", ["afspraak:nieuw", "geparkeerd:nieuw", "onderwerp:nieuw", "teamlid:nieuw"])
def test_with_an_error(page, scene, log_in, live_server, part):
    log_in(scene["facilitator"])
    path = path_of("conversations:part", pk=scene["held"].pk, part=part)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + path)
        page.get_by_role("button", name="Opslaan").click()
        page.get_by_role("alert").wait_for()
        assert problems(page, f"{path} {width}") == []


@pytest.mark.parametrize("width", [1024, 1280])
def test_on_a_laptop_a_column_scrolls_and_never_the_whole_page(page, scene, meeting, log_in, live_server, width):
    log_in(scene["facilitator"])
    page.set_viewport_size({"width": width, "height": 768})
    taller = "document.documentElement.scrollHeight > innerHeight"
    lead, scores = (path_of(f"conversations:{name}", pk=meeting.pk) for name in ("lead", "scores"))
    for path in [*(f"{lead}?deel={step}" for step in STEPS), scores]:
        page.goto(live_server.url + path)
        assert not page.evaluate(taller), path
