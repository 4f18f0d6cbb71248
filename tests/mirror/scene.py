"""An invented meeting that asks the mirror question: two principles scored, and shown how the corners thought."""

from django.utils import timezone

from conversations.models import Conversation, Meeting, Phase, show_guesses, show_scores
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    GuessFactory,
    MembershipFactory,
    ParticipantFactory,
    ScoreFactory,
    SeatFactory,
    TriangleFactory,
)
from tests.meetings import principle
from tests.mirror.guesses import E, G, N

PEOPLE = [
    (G, "Loubna Haddou", "directeur Natuur"),
    (N, "Bram Terpstra", "hoofd uitvoering"),
    (N, "Ilona Wisse", "programmamanager"),
    (E, "Frits Donkers", "plaatsvervangend directeur"),
]
SCORES = {"vertrouwen": (4, 2, 3, 2), "rolbewustzijn": (3, 3, None, 5)}
GUESSES = {  # per principle, per person in the order above: what they think of the others
    "vertrouwen": ({N: 4, E: 4}, {G: 3, E: 2}, {G: 2, E: None}, {G: 4, N: 2}),
    "rolbewustzijn": ({N: 4, E: 2}, {G: 3}, {}, {G: 5, N: 5}),
}


def mirrored(*, is_shown=True, **changes):
    """Return the conversation with its `people`; `changes` are columns of it."""
    triangle = TriangleFactory(name="Otterpassages", purpose="Otters komen veilig over de weg.")
    guide = FacilitatorFactory(username="spiegel", name="Wies Kamstra")
    MembershipFactory(triangle=triangle, user__username="oever", user__name="Rein Postma")
    plan = {"phase": Phase.VOORBEREIDING, "held_on": timezone.localdate(), "facilitator": guide, "mirror": True}
    meeting = ConversationFactory(triangle=triangle, title="Zien we hetzelfde?", **plan | changes)
    meeting.pin_texts()
    meeting.people = [seated(meeting, *one) for one in PEOPLE]
    for code in SCORES if is_shown else ():
        fill(meeting, code)
    return open_and_show(meeting) if is_shown else meeting


def seated(meeting, corner, name, function):
    seat = SeatFactory(triangle=meeting.triangle, corner=corner, person=name, function=function)
    return ParticipantFactory(conversation=meeting, seat=seat, corner=corner)


def fill(meeting, code):
    for person, score, thought in zip(meeting.people, SCORES[code], GUESSES[code], strict=True):
        ScoreFactory(participant=person, principle=principle(code), value=score)
        for about, value in thought.items():
            GuessFactory(participant=person, principle=principle(code), about=about, value=value)


def open_and_show(meeting):
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)
    meeting.refresh_from_db()
    Meeting.objects.create(conversation=meeting, step="vertrouwen", code="SPG7KT", leader=meeting.facilitator)
    show_scores(meeting, [principle(code) for code in SCORES], meeting.facilitator)
    for code in SCORES:
        show_guesses(meeting, principle(code), meeting.facilitator)
    return meeting
