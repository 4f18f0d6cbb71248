"""What is not shown yet at the table changes not one letter of what is read outside it."""

import re

import pytest
from django.utils import timezone

from conversations.models import Score, Verdict
from conversations.signalling import refresh
from tests.access.routes import parameters, path_of
from tests.factories import ConversationFactory, ParticipantFactory
from tests.meetings import give
from triangles.models import Corner

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def meeting(triangle):
    found = ConversationFactory(triangle=triangle, phase="gesprek", held_on=timezone.localdate())
    found.people = [ParticipantFactory(conversation=found, corner=corner) for corner in Corner.values]
    return found


def read_all(client, triangle, agreement):
    """Return {address: what it answers} of home and of each page about the triangle, its signs brought up to date."""
    refresh(triangle.pk)
    values = {"triangle": triangle.pk, "agreement": agreement.pk}
    names = [name for name, found in parameters().items() if "triangle" in found]
    addresses = ["/", "/driehoeken/", *(path_of(name, **values) for name in names)]
    return {address: TOKEN.sub(b"", client.get(address).content) for address in addresses}


@pytest.mark.parametrize("phase", ["gesprek", "opvolging"])
def test_priv_02_a_verdict_or_score_that_is_not_shown_is_nowhere(client, triangle, first, agree, meeting, phase):
    """Also when the table never showed it: after the meeting it stays as it was."""
    type(meeting).objects.filter(pk=meeting.pk).update(phase=phase)
    made = agree(first, "Bellen")
    before = read_all(client, triangle, made)
    for corner in Corner.values:
        Verdict.objects.create(agreement=made, conversation=meeting, corner=corner, value="niet")
    give(meeting, 1, 5, 3)
    after = read_all(client, triangle, made)
    assert [address for address in before if before[address] != after[address]] == []
    Verdict.objects.update(shown_at=timezone.now())
    Score.objects.update(shown_at=timezone.now())
    told = {address for address, page in read_all(client, triangle, made).items() if page != before[address]}
    at = f"/driehoeken/{triangle.pk}/afspraken"
    assert {f"{at}/", f"{at}.csv", f"{at}/{made.pk}/"} <= told
