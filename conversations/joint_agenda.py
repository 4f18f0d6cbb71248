"""The joint agenda of a triangle: its topics with where they came from, where they are talked of and how they ended."""

from dataclasses import dataclass

from django.db import transaction

from triangles.models import AgendaTopic

from .models import HELD, UNOPENED, FollowUp, ParkedTopic, Phase, RunSheetItem, TopicSource
from .run_sheet import put_topic

PARKED_SHOWN = 20
TOPICS = AgendaTopic.objects.order_by("pk").values("pk", "title", "horizon", "lead", "closed_at", "result")
OF_IT = ("conversation", "conversation__title", "conversation__held_on")
RAISED = FollowUp.topics.through.objects.order_by("-followup__conversation__held_on", "-followup").values_list(
    "agendatopic", *(f"followup__{name}" for name in OF_IT)
)
PARKED_BEFORE = TopicSource.objects.order_by().values_list("topic", *OF_IT)
PLACED = (
    RunSheetItem.objects.filter(topic__isnull=False, dropped=False)
    .exclude(conversation__phase=Phase.GEANNULEERD)
    .order_by("-conversation__held_on", "-conversation")
    .values_list("topic", *OF_IT, "conversation__phase")
)
PARKED = (
    ParkedTopic.objects.filter(source__isnull=True, conversation__phase__in=HELD)
    .order_by("-conversation__held_on", "-pk")
    .values("pk", "text", *OF_IT)
)


@dataclass(frozen=True)
class JointAgenda:
    """`terms` are (label, rows) of open topics; `parked` is what earlier conversations set aside, as dicts.

    A row is a dict of TOPICS with `source`, `planned` and `talks`: a Place, a Place or None, and Places behind us.
    """

    terms: list
    closed: list
    parked: list


@dataclass(frozen=True)
class Place:
    """A conversation by its key, title and day (a date or None)."""

    pk: int
    title: str
    held_on: object


def build_joint_agenda(triangle):
    """Return the JointAgenda of a triangle, in five queries: open per term, closed ones the latest first."""
    rows = list(TOPICS.filter(triangle=triangle.pk))
    sources = {topic: Place(*place) for topic, *place in RAISED.filter(agendatopic__triangle=triangle.pk)}
    sources |= {topic: Place(*place) for topic, *place in PARKED_BEFORE.filter(topic__triangle=triangle.pk)}
    placed = {}
    for topic, *place, phase in PLACED.filter(topic__triangle=triangle.pk):
        placed.setdefault(topic, []).append((Place(*place), phase))
    for row in rows:
        there = placed.get(row["pk"], [])
        row["source"] = sources.get(row["pk"])
        row["planned"] = next((place for place, phase in there if phase not in HELD), None)
        row["talks"] = [place for place, phase in there if phase in HELD]
    per_term = [
        (label, [row for row in rows if row["horizon"] == term and not row["closed_at"]])
        for term, label in AgendaTopic.Horizon.choices
    ]
    closed = sorted((row for row in rows if row["closed_at"]), key=lambda row: row["closed_at"], reverse=True)
    parked = list(PARKED.filter(conversation__triangle=triangle.pk)[:PARKED_SHOWN])
    return JointAgenda([pair for pair in per_term if pair[1]], closed, parked)


def conversations_ahead(triangle):
    """Limit to the conversations of `triangle` that are not held yet, in the order of their day."""
    return triangle.conversations.filter(phase__in=UNOPENED).order_by("held_on", "pk")


def planned_in(topic):
    """Return the key of the conversation ahead that `topic` is on the run sheet of, or None."""
    ahead = RunSheetItem.objects.filter(topic=topic, dropped=False, conversation__phase__in=UNOPENED)
    return ahead.values_list("conversation", flat=True).first()


def move(topic, conversation):
    """Put `topic` on the run sheet of a conversation ahead and off that of any other; None takes it off them all.

    The caller is in a transaction.
    """
    elsewhere = RunSheetItem.objects.filter(topic=topic, conversation__phase__in=UNOPENED)
    elsewhere.exclude(conversation=conversation).delete()
    if conversation and not elsewhere.filter(conversation=conversation).update(dropped=False):
        put_topic(conversation, topic)


def close(form):
    """Save a filled in ResultForm; its topic leaves the run sheets of conversations ahead. Return whether it did."""
    with transaction.atomic():
        if not form.store():
            return False
        move(form.instance, None)
    return True


def reopen(topic):
    """Put a closed topic back on the agenda; what its result was stays to be read when it is closed again."""
    with transaction.atomic():
        topic = AgendaTopic.objects.select_for_update().get(pk=topic.pk)
        topic.closed_at, topic.version = None, topic.version + 1
        topic.save(update_fields=["closed_at", "version"])


def take_over(form, parked):
    """Save a filled in TopicForm and note that its topic was the ParkedTopic `parked`; return whether it did.

    A subject that was put on the agenda meanwhile is not put there again, and that counts as done.
    """
    with transaction.atomic():
        ParkedTopic.objects.select_for_update().get(pk=parked.pk)
        if TopicSource.objects.filter(parked=parked).exists():
            return True
        if not form.store():
            return False
        TopicSource.objects.create(topic=form.instance, conversation_id=parked.conversation_id, parked=parked)
    return True
