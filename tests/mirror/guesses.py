"""Guesses as the pages send them, and how a conversation that asks for them goes on."""

import uuid

from conversations.models import Conversation, Phase, show_guesses, show_scores
from tests.by_link import address
from tests.factories import GuessFactory
from tests.in_the_room import room
from tests.meetings import give, principle

CODE = "vertrouwen"
G, N, E = "opdrachtgever", "opdrachtnemer", "eigenaar"


def page_of(person, code=CODE):
    return address(person, f"scores/{code}/anderen/")


def guess_on(client, person, code=CODE, **typed):
    """Send guesses as the page does that shows what stands there now; `typed` is {corner: value}."""
    known = {row.about: row.version for row in person.guesses.filter(principle__code=code)}
    sent = {f"{about}_version": known.get(about, 0) for about in (G, N, E) if about != person.corner}
    return client.post(page_of(person, code), sent | typed)


def tap_guess(client, person, about, value, code=CODE, op=None, **how):
    """Send one guess as the page in the room does."""
    sent = {"guess": value, "op": op or str(uuid.uuid4())}
    return client.post(room(person, f"inschatting/{code}/{about}/"), sent, **how)


def told(person, code=CODE):
    """Return {corner: value} of what stands in the database."""
    return dict(person.guesses.filter(principle__code=code).values_list("about", "value"))


def guess_all(meeting, value=4, code=CODE):
    """Let everybody think that every other corner gives `value`."""
    for person in meeting.people:
        for about in sorted({one.corner for one in meeting.people} - {person.corner}):
            GuessFactory(participant=person, about=about, value=value, principle=principle(code))


def held(meeting, *, shows_guesses=True, scores=(4, 3, 2), value=4):
    """Score, guess, and show the scores and, with `shows_guesses`, the guesses; return the conversation."""
    give(meeting, *scores)
    guess_all(meeting, value)
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)
    found = Conversation.objects.get(pk=meeting.pk)
    show_scores(found, [principle(CODE)], meeting.facilitator)
    if shows_guesses:
        show_guesses(found, principle(CODE), meeting.facilitator)
    return found
