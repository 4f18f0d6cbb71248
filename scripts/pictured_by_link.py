"""The pictures of what participants see by their personal link; see pictured.py."""

from pictured import Picture, number_of


def by_link(crowded):
    """Return the pages of participants: who prepares, who reads the concept, and who tells how agreements stand."""
    from conversations.links import Purpose, give_link, token_of
    from conversations.models import Conversation

    ahead, draft = (Conversation.objects.get(pk=number_of(phase)) for phase in ("voorbereiding", "verslag"))
    propose_moments(ahead)
    prepares = give_link(ahead.participants.last(), Purpose.DEELNEMEN)
    reads = give_link(draft.participants.last(), Purpose.LEZEN)
    mine, read = (f"/deelnemen/{link.participant_id}/" for link in (prepares, reads))
    tells = give_link(owner_at(number_of("opvolging")), Purpose.VOORTGANG)
    many = give_link(owner_at(crowded.conversations.filter(phase="afgerond").latest("held_on").pk), Purpose.VOORTGANG)
    question = ahead.questions.first().code
    return [
        Picture("link", None, f"/deelnemen/link/{token_of(prepares)}/"),
        Picture("deelnemen", prepares, mine),
        Picture("deelnemen-datum", prepares, f"{mine}datum/"),
        Picture("deelnemen-vraag", prepares, f"{mine}vragen/{question}/"),
        Picture("deelnemen-score", prepares, f"{mine}scores/vertrouwen/"),
        Picture("deelnemen-antwoorden", prepares, f"{mine}antwoorden/"),
        Picture("deelnemen-verhinderd", prepares, f"{mine}verhinderd/"),
        Picture("deelnemen-voorstel", prepares, f"{mine}voorstel/"),
        Picture("lezen", reads, f"{read}verslag/"),
        Picture("lezen-opmerking", reads, f"{read}verslag/opmerking/afspraken/"),
        Picture("voortgang", tells, f"/deelnemen/{tells.participant_id}/voortgang/"),
        Picture("vol-voortgang", many, f"/deelnemen/{many.participant_id}/voortgang/"),
    ]


def owner_at(conversation):
    """Return a participant of a conversation (its number) who sees to an action of it."""
    from conversations.models import Participant

    at_table = Participant.objects.filter(conversation=conversation)
    return at_table.filter(seat__owned_agreements__kind="actie", seat__owned_agreements__status="open").first()


def propose_moments(conversation):
    from django.utils import timezone

    for days in (18, 19, 20):
        moment = timezone.now().replace(hour=8, minute=30, second=0, microsecond=0)
        conversation.date_options.create(starts_at=moment + timezone.timedelta(days=days))
