"""The page of a participant: what is asked of them now, and who else is at the table."""

from dataclasses import dataclass, field

from .models import Phase


@dataclass(frozen=True)
class Task:
    """One thing that is asked of a participant. `page` is a route with the participant's key, or '' while it waits.

    `acts` are more things to do with it: pairs (words, route).
    """

    title: str
    words: str
    page: str = ""
    is_done: bool = False
    acts: list = field(default_factory=list)


def build_mine(visit, day):
    """Return the context of the page: `tasks`, the first `now` that is not done, and the people at the table."""
    participant = visit.link.participant
    conversation = participant.conversation
    tasks = [task for find in TASKS if (task := find(participant, conversation, day))]
    return {
        "participant": participant,
        "participant_name": participant.name,
        "conversation": conversation,
        "tasks": tasks,
        "now": next((task for task in tasks if task.page and not task.is_done), None),
        "people": conversation.participants.order_by("pk"),
    }


def reading(participant, conversation, day):
    """Ask to read the report, once there is one to read."""
    if conversation.phase == Phase.GEANNULEERD:
        return None
    return Task("Het verslag lezen", "Na het gesprek. 5 minuten.")


TASKS = [reading]
