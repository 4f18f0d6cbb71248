"""Inviting, calling off and throwing a concept away: asked once, by an adviser, with one line in the log."""

import pytest

from conversations.models import (
    Agreement,
    AuditEvent,
    Consent,
    Conversation,
    DateOption,
    Destruction,
    LegalHold,
    Participant,
    Phase,
    Reflection,
    TipNote,
)
from principles.models import Tip
from tests.factories import (
    ConversationFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    at_visibility,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(client):
    found = ConversationFactory()
    client.force_login(MembershipFactory(triangle=found.triangle).user)
    return found


def ask(client, conversation, act):
    return client.get(f"/gesprekken/{conversation.pk}/{act}/")


def do(client, conversation, act):
    answer = client.post(f"/gesprekken/{conversation.pk}/{act}/", follow=True)
    conversation = Conversation.objects.filter(pk=conversation.pk).first()
    return " ".join(map(str, answer.context["messages"])), conversation and conversation.phase


def test_inviting_is_asked_once_and_says_who_gets_a_mail(client, conversation):
    ParticipantFactory(conversation=conversation, seat__person="Ilse de Wit")
    page = ask(client, conversation, "uitnodigen").content.decode()
    assert "Ilse de Wit" in page
    nobody = "Niemand aan tafel heeft een mailadres: er gaat geen mail weg."
    assert nobody in page
    said = f"Het gesprek is nu in voorbereiding. {nobody}"
    assert do(client, conversation, "uitnodigen") == (said, Phase.VOORBEREIDING)
    conversation.refresh_from_db()
    assert conversation.pinned_at
    assert AuditEvent.objects.filter(conversation_id=conversation.pk, action="uitgenodigd").count() == 1
    said, phase = do(client, conversation, "uitnodigen")
    assert "deze stap kan nu niet" in said
    assert phase == Phase.VOORBEREIDING
    assert "Ja, nodig uit" not in ask(client, conversation, "uitnodigen").content.decode()


def test_without_anybody_at_the_table_nobody_is_invited(client, conversation):
    page = ask(client, conversation, "uitnodigen").content.decode()
    assert "Kies eerst wie er aan tafel zitten." in page
    assert "Ja, nodig uit" not in page
    assert do(client, conversation, "uitnodigen") == ("Kies eerst wie er aan tafel zitten.", Phase.CONCEPT)


def test_calling_off(client, conversation):
    Conversation.objects.update(phase=Phase.VOORBEREIDING)
    assert "Dit gesprek annuleren?" in ask(client, conversation, "annuleren").content.decode()
    assert do(client, conversation, "annuleren") == ("Het gesprek is geannuleerd.", Phase.GEANNULEERD)
    said, _ = do(client, conversation, "annuleren")
    assert "kan nu niet" in said
    assert AuditEvent.objects.filter(action="geannuleerd").count() == 1


def fill(conversation):
    """Give a concept something of everything that planning and an early participant can add."""
    person = ParticipantFactory(conversation=conversation)
    text = at_visibility(ReflectionFactory(participant=person), "met_naam")
    ScoreFactory(participant=person)
    DateOption.objects.create(conversation=conversation, starts_at="2027-03-12T09:30Z")
    TipNote.objects.create(conversation=conversation, tip=Tip.objects.first())
    return text


def test_a_concept_goes_with_everything_in_it_and_leaves_a_proof(client, conversation):
    fill(conversation)
    later = ConversationFactory(triangle=conversation.triangle, previous=conversation)
    assert "Dit concept verwijderen?" in ask(client, conversation, "verwijderen").content.decode()
    assert do(client, conversation, "verwijderen") == ("Het concept is verwijderd.", None)
    for model in (Participant, Reflection, Consent, DateOption, TipNote):
        assert not model.objects.filter(conversation=conversation.pk).exists(), model
    proof = Destruction.objects.get()
    assert (proof.rule, proof.counts) == ("concept", {"deelnemers": 1, "reflecties": 1, "scores": 1})
    assert proof.closed_at
    later.refresh_from_db()
    assert later.previous is None


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase != Phase.CONCEPT])
def test_only_a_concept_can_be_thrown_away(client, conversation, phase):
    fill(conversation)
    Conversation.objects.update(phase=phase)
    assert "Ja, verwijder" not in ask(client, conversation, "verwijderen").content.decode()
    said, after = do(client, conversation, "verwijderen")
    assert "geen concept meer" in said
    assert (after, Reflection.objects.count(), Destruction.objects.count()) == (phase, 1, 0)


def test_a_legal_hold_keeps_a_concept_and_a_lifted_one_does_not(client, conversation):
    hold = LegalHold.objects.create(conversation=conversation, reason="Onderzoek", name="Bestuur")
    said, after = do(client, conversation, "verwijderen")
    assert "bewaarplicht" in said
    assert after == Phase.CONCEPT
    hold.lifted_at, hold.lifted_by, hold.lift_reason = hold.placed_at, "Bestuur", "Klaar"
    hold.save()
    assert do(client, conversation, "verwijderen")[1] is None


def test_agreements_of_other_conversations_stay(client, conversation):
    other = ConversationFactory(triangle=conversation.triangle)
    Agreement.objects.create(conversation=other, kind="actie", text="Bellen", of_eigenaar=True)
    do(client, conversation, "verwijderen")
    assert Agreement.objects.count() == 1
