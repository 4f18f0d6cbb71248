"""A table of twelve: the case of the Bronnenbank, with eight opdrachtgevers of whom the first speaks for three."""

from conversations.models import Conversation, Meeting, Phase
from conversations.portable import import_document
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.portable_files import case

CODE = "BRN8TF"  # of the room


def twelve(**changes):
    """Return the conversation as it was read in: held, its scores shown; `changes` are columns of it."""
    found = import_document(case("bronnenbank")).conversation
    found.adviser = MembershipFactory(triangle=found.triangle).user
    speaker = person(found, "og1")
    found.participants.filter(seat__code__in=["og6", "og7", "og8"]).update(speaker=speaker, attendance="afwezig")
    Conversation.objects.filter(pk=found.pk).update(facilitator=FacilitatorFactory(), **changes)
    found.refresh_from_db()
    return found


def twelve_in_the_room(step="gelijkwaardigheid", **changes):
    """Return the conversation while its meeting runs, with the room at `step`."""
    found = twelve(phase=Phase.GESPREK, **changes)
    Meeting.objects.create(conversation=found, step=step, code=CODE, leader=found.facilitator)
    return found


def person(conversation, code):
    """Return the participant with the seat `code`."""
    return conversation.participants.get(seat__code=code)
