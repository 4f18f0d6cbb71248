"""SEC-08: what was written in confidence, and who sits there, is in nothing that others read or get as a file."""

import json

import pytest

from conversations.forms.examples import SHARE
from conversations.models import Conversation, Example, Phase
from conversations.portable import import_document
from tests.examples.test_file import run
from tests.factories import MembershipFactory, UserFactory
from tests.test_canaries import heard, with_canaries

pytestmark = pytest.mark.django_db
TYPED = {"title": "Zo doen wij het", "why": "Het scheelt brieven."}


@pytest.fixture
def shared(client):
    """Share everything of a conversation that can be shared; return what must not be heard."""
    document, sung = with_canaries()
    talk = import_document(document).conversation
    Conversation.objects.filter(pk=talk.pk).update(phase=Phase.OPVOLGING)
    client.force_login(MembershipFactory(triangle=talk.triangle, user__name="Kanarie Adviseur").user)
    made = talk.agreements.filter(kind="werkafspraak").first()
    typed = TYPED | {"organisation": talk.triangle.seats.first().organisation.name}
    deal = typed | {"text": "Wij bellen eerst."}
    talk.questions.set(talk.reflections.values_list("question", flat=True))
    for path, sent in {
        f"/driehoeken/{talk.triangle_id}/afspraken/{made.pk}/delen/": deal,
        f"/gesprekken/{talk.pk}/delen/vragen/": typed,
        f"/gesprekken/{talk.pk}/delen/draaiboek/": typed,
    }.items():
        seen = client.post(path, sent).context["example"].digest
        assert client.post(path, sent | {"seen": seen, "act": SHARE}).status_code == 302
    people = [*talk.triangle.seats.values_list("person", flat=True), "Kanarie Adviseur", talk.triangle.name, talk.title]
    return [*(words for texts in sung.values() for words in texts), *people]


def test_sec_08_the_pages_and_the_file_of_examples_hold_nothing_of_it(client, shared):
    client.force_login(UserFactory(name="Lezer van elders"))
    numbers = Example.objects.values_list("pk", flat=True)
    pages = [
        client.get(path).content.decode() for path in ("/voorbeelden/", *(f"/voorbeelden/{pk}/" for pk in numbers))
    ]
    told = "".join(pages) + run("export_examples")[0] + json.dumps(list(Example.objects.values("content")))
    assert len(numbers) == 3
    assert "Wij bellen eerst." in told
    assert heard(shared, told) == []
