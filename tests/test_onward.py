"""The page of a conversation: the one step that comes next for who looks, and links that all work."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.models import Conversation, Phase
from conversations.onward import find_stand, find_ways
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory
from tests.test_home import links

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 5)


@pytest.fixture(autouse=True)
def on_5_march(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC), tick=False)


def days(number):
    return DAY + dt.timedelta(number)


WAYS = {
    ("concept", "adviser"): "Ga verder met voorbereiden",
    ("concept", "facilitator"): "Lees de briefing",
    ("voorbereiding", "adviser"): "Ga verder met voorbereiden",
    ("voorbereiding", "facilitator"): "Lees de briefing",
    ("gesprek", "adviser"): None,
    ("gesprek", "facilitator"): "Ga naar het gesprek",
    ("verslag", "adviser"): "Lees het conceptverslag",
    ("verslag", "facilitator"): "Lees het conceptverslag",
    ("opvolging", "adviser"): "Lees het verslag",
    ("opvolging", "facilitator"): "Lees het verslag",
    ("afgerond", "adviser"): "Lees het verslag",
    ("afgerond", "facilitator"): "Lees het verslag",
    ("geannuleerd", "adviser"): None,
    ("geannuleerd", "facilitator"): None,
}


@pytest.mark.parametrize(("phase", "role"), WAYS)
def test_one_primary_step_by_phase_and_role_and_every_link_works(client, phase, role):
    facilitator = FacilitatorFactory()
    conversation = ConversationFactory(facilitator=facilitator, phase=phase, held_on=days(30))
    adviser = MembershipFactory(triangle=conversation.triangle).user
    client.force_login(facilitator if role == "facilitator" else adviser)
    html = client.get(f"/gesprekken/{conversation.pk}/").content.decode()
    primary = re.findall(r'nl-button--primary"[^>]*>([^<]+)<', html)
    assert primary == ([WAYS[phase, role]] if WAYS[phase, role] else [])
    for words, url in links(html).items():
        if not url.startswith("#"):
            assert client.get(url).status_code == 200, words


@pytest.mark.parametrize(
    ("values", "advises", "leads", "label"),
    [
        ({"phase": "voorbereiding", "held_on": DAY}, True, True, "Ga naar het gesprek"),
        ({"phase": "voorbereiding", "briefing_read_at": timezone.now()}, False, True, "Bekijk het draaiboek"),
        ({"phase": "voorbereiding", "preparation_closes_on": days(-1)}, True, False, "Lees de briefing"),
        ({"phase": "verslag", "draft_released_at": timezone.now()}, True, False, "Lees het conceptverslag"),
        (
            {"phase": "verslag", "draft_released_at": timezone.now(), "responses_until": DAY},
            True,
            False,
            "Lees het conceptverslag",
        ),
        (
            {"phase": "verslag", "draft_released_at": timezone.now(), "responses_until": days(-1)},
            True,
            False,
            "Stel vast",
        ),
        (
            {"phase": "verslag", "draft_released_at": timezone.now(), "responses_until": days(-1)},
            False,
            True,
            "Lees het conceptverslag",
        ),
    ],
)
def test_the_next_step_follows_the_moment(values, advises, leads, label):
    conversation = Conversation(**{"held_on": days(30), **values})
    assert find_stand(conversation, DAY, advises=advises, leads=leads).step.label == label


def test_who_only_advises_is_not_sent_to_the_screen_of_the_facilitator():
    pages = {way.page for phase in Phase for way in find_ways(phase, advises=True, leads=False)}
    assert pages == {
        f"conversations:{name}" for name in ("plan", "poll", "briefing", "run_sheet", "report", "participants")
    }


def test_a_facilitator_who_advises_too_gets_both(client):
    adviser = MembershipFactory().user
    triangle = adviser.memberships.get().triangle
    led = ConversationFactory(triangle=triangle, facilitator=adviser, phase=Phase.VOORBEREIDING, held_on=days(30))
    client.force_login(adviser)
    found = links(client.get(f"/gesprekken/{led.pk}/").content.decode())
    assert {"Voorbereiden", "Leiden", f"Driehoek {triangle.name}"} <= found.keys()
