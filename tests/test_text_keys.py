"""Another key for private text: everything is encrypted again, after which the old key may go."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db.models import TextField
from django.db.models.functions import Cast

from conversations.management.commands import rotate_text_keys
from conversations.models import Explanation, Proposal, Reflection, ReportResponse
from conversations.portable import import_document
from tests.portable_files import case

pytestmark = pytest.mark.django_db
OLD = "oude-sleutel-die-alleen-deze-test-gebruikt"
NEW = "nieuwe-sleutel-die-alleen-deze-test-gebruikt"


def rotate():
    out = io.StringIO()
    call_command("rotate_text_keys", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def conversation(settings):
    """A conversation whose private texts are kept under the old key, with a new key before it."""
    settings.TEXT_KEYS = [OLD]
    made = import_document(case()).conversation
    response = ReportResponse.objects.create(
        conversation=made, participant=made.participants.first(), answer="opmerking"
    )
    response.remarks.create(section="afspraken", text="Klopt bijna.", answer="Aangepast.")
    response.participant.proposals.create(triangle=made.triangle, text="Graag eerder.")
    typed = Reflection.objects.get(question__code="leeg-vel")
    typed.text, typed.typed = "", "Half getypt."
    typed.save()
    settings.TEXT_KEYS = [NEW, OLD]
    return made


def test_after_rotation_the_old_key_may_go(conversation, settings, monkeypatch):
    monkeypatch.setattr(rotate_text_keys, "BATCH", 2)
    texts = {text.pk: (text.text, text.visibility, text.version) for text in conversation.reflections.all()}
    done = rotate()
    assert [line for line in done if ": 0 van 0" not in line] == [
        "voorstellen voor een gesprek: 1 van 1 opnieuw versleuteld",
        "reflecties: 5 van 6 opnieuw versleuteld",
        "reflecties: 1 van 6 opnieuw versleuteld",
        "toelichtingen: 3 van 3 opnieuw versleuteld",
        "opmerkingen bij het concept: 1 van 1 opnieuw versleuteld",
        "opmerkingen bij het concept: 1 van 1 opnieuw versleuteld",
        rotate_text_keys.NEEDED.format(count=2),
    ]
    settings.TEXT_KEYS = [NEW]
    assert {text.pk: (text.text, text.visibility, text.version) for text in conversation.reflections.all()} == texts
    assert conversation.explanations.get(visibility="naamloos").text == "De planning ligt vast voor wij hem zien."
    assert conversation.reflections.get(question__code="leeg-vel").typed == "Half getypt."
    remark = conversation.responses.get().remarks.get()
    assert (remark.text, remark.answer) == ("Klopt bijna.", "Aangepast.")


def test_without_rotation_the_old_key_is_still_needed(conversation, settings):
    settings.TEXT_KEYS = [NEW]
    with pytest.raises(ImproperlyConfigured):
        [text.text for text in Explanation.objects.all()]


def test_again_changes_nothing(conversation):
    rotate()
    tokens = dict(Reflection.objects.annotate(token=Cast("text", TextField())).values_list("pk", "token"))
    assert "reflecties: 0 van 6 opnieuw versleuteld" in rotate()
    assert dict(Reflection.objects.annotate(token=Cast("text", TextField())).values_list("pk", "token")) == tokens


def test_a_text_that_no_key_opens_is_named_by_its_number(conversation, settings):
    settings.TEXT_KEYS = [NEW]
    Proposal.objects.all().delete()
    number = Reflection.objects.order_by("pk").values_list("pk", flat=True)[0]
    with pytest.raises(CommandError, match=f"Geen sleutel in TEXT_KEYS opent reflectie {number}") as refused:
        rotate()
    assert refused.value.returncode == 1
    settings.TEXT_KEYS = [NEW, OLD]
    assert conversation.reflections.first().text.startswith("In november")
