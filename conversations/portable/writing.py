"""Writing one conversation with its triangle as the JSON of a file, its fields in the order of the schema.

Defaults are filled in, what is empty is left out. Without `include_confidential` only what the table has seen is read
from the database at all: shown scores and released texts. The format says of each text whose it is; what the table
read naamloos therefore counts as confidential.
"""

from conversations.models import Agreement, FollowUp

PARKED_IS_OPEN = {Agreement.Status.GEPARKEERD: Agreement.Status.OPEN}  # the format knows no parking


def build_document(conversation, *, include_confidential=False):
    """Return the file of `conversation` as a dict that passes `check`, unless its plan is still incomplete."""
    seats = list(conversation.triangle.seats.select_related("organisation").order_by("pk"))
    codes = {seat.pk: seat.code for seat in seats}
    people = list(conversation.participants.order_by("pk"))
    ids = {person.pk: codes[person.seat_id] for person in people}
    follow_up = FollowUp.objects.filter(conversation=conversation).first()
    topics = linked(follow_up, "topics", "agendatopic")
    return {
        "format": "driehoek/gesprek",
        "version": 1,
        "triangle": triangle_fields(conversation.triangle, seats, coordinator(seats, people), topics),
        "conversation": {
            **plan_fields(conversation),
            "participants": list(ids.values()),
            **preparation_fields(conversation),
            **answer_fields(conversation, ids, include_confidential),
            **outcome_fields(conversation),
            **({"follow_up": follow_up_fields(follow_up, topics)} if follow_up else {}),
            **unless_empty(agreements=[agreement_row(row, codes) for row in agreements_of(conversation)]),
        },
    }


def unless_empty(**fields):
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def iso(day):
    return day and day.isoformat()


def triangle_fields(triangle, seats, coordinating, topics):
    """Return the triangle; its agenda is what stands there beside the `topics` of this conversation itself."""
    named = {topic.title for topic in topics}
    agenda = {topic.title: topic for topic in triangle.topics.filter(closed_at=None).order_by("-pk")}
    beside = sorted((topic for title, topic in agenda.items() if title not in named), key=lambda topic: topic.pk)
    return {
        "name": triangle.name,
        "purpose": triangle.purpose,
        "kind": triangle.kind,
        **unless_empty(
            contact_frequency=triangle.contact_frequency,
            recurring_topics=triangle.recurring_topics,
            agreements_place=triangle.agreements_place,
            process_coordinator=triangle.process_coordinator,
        ),
        "seats": [seat_row(seat, seat == coordinating) for seat in seats],
        **unless_empty(agenda=[topic_row(topic) for topic in beside]),
    }


def coordinator(seats, people):
    """Return the one seat that the file calls coordinating, or None: at this table, else who does it now, else last."""
    coordinated = {person.seat_id for person in people if person.coordinating}
    found = [seat for seat in seats if seat.coordinating]
    return max(found, key=lambda seat: (seat.pk in coordinated, seat.ends_on is None, seat.pk), default=None)


def seat_row(seat, coordinating):
    return {
        "id": seat.code,
        "corner": seat.corner,
        "organisation": seat.organisation.name,
        "person": seat.person,
        "function": seat.function,
        **unless_empty(
            mandate=seat.mandate,
            function_level=seat.function_level,
            email=seat.email,
            **{"from": iso(seat.begins_on)},
        ),
        "until": iso(seat.ends_on),
        "coordinating": coordinating,
    }


def topic_row(topic):
    return {"title": topic.title, "horizon": topic.horizon, **unless_empty(lead=topic.lead)}


def linked(follow_up, field, name):
    """Return what `follow_up` (or None) has in a many-to-many `field`, in the order in which it was put there."""
    if follow_up is None:
        return []
    through = getattr(FollowUp, field).through.objects.filter(followup=follow_up)
    return [getattr(link, name) for link in through.select_related(name).order_by("pk")]


def plan_fields(conversation):
    return {
        "title": conversation.title,
        "purpose": conversation.purpose,
        **unless_empty(
            date=iso(conversation.held_on),
            start=conversation.start and conversation.start.strftime("%H:%M"),
            duration_minutes=conversation.duration_minutes,
            form=conversation.form,
            place=conversation.place,
            ground_rules=conversation.ground_rules,
            shared_interest=conversation.shared_interest,
            initiative=conversation.initiative,
            outcomes=conversation.outcomes,
            embedded_in=conversation.embedded_in,
            rhythm=conversation.rhythm,
        ),
        "display": conversation.display,
        "self_facilitated": conversation.self_facilitated,
        **unless_empty(facilitator=facilitator_fields(conversation)),
    }


def facilitator_fields(conversation):
    """Return who facilitates: as the file named them while the account is still theirs, else the account."""
    user = conversation.facilitator
    if user is None or conversation.facilitator_email.lower() == user.email.lower():
        name, organisation = conversation.facilitator_name, conversation.facilitator_organisation
        email = conversation.facilitator_email
    else:
        profile = getattr(user, "facilitator", None)
        name, organisation, email = str(user), profile.organisation if profile else "", user.email
    return unless_empty(name=name, organisation=organisation, email=email) if name else {}


def preparation_fields(conversation):
    notes = conversation.tip_notes.select_related("tip")
    tips = {note.tip.code: {"done": note.done, **unless_empty(note=note.note)} for note in notes}
    return unless_empty(focus=conversation.focus, tips=tips)


def answer_fields(conversation, ids, include_confidential):
    """Return reflections and scores of `ids`, {key of a participant: seat id}; without an author they have no place."""
    reflections = conversation.reflections.saved().filter(participant__in=ids).select_related("question")
    explanations = conversation.explanations.filter(participant__in=ids)
    scores = conversation.scores.counted().filter(participant__in=ids).select_related("principle")
    if not include_confidential:
        reflections, explanations = reflections.released().named(), explanations.released().named()
        scores = scores.shown()
    given = {(text.participant_id, text.principle_id): text for text in explanations if text.text}
    return unless_empty(
        reflections=[reflection_row(row, ids) for row in reflections],
        scores=[score_row(row, ids, given.get((row.participant_id, row.principle_id))) for row in scores],
    )


def reflection_row(row, ids):
    return {
        "participant": ids[row.participant_id],
        "question": row.question.code,
        "text": row.text,
        "visibility": row.visibility,
        "in_report": row.in_report,
    }


def score_row(row, ids, explanation):
    given = {}
    if explanation:
        given = {
            "explanation": explanation.text,
            "visibility": explanation.visibility,
            "in_report": explanation.in_report,
        }
    score = {"participant": ids[row.participant_id], "principle": row.principle.code, "value": row.value}
    return {**score, **given, "entry": row.entry}


def outcome_fields(conversation):
    insights = [
        {
            "principle": row.principle.code,
            "text": row.text,
            **unless_empty(applied=row.applied, shared_view=row.shared_view),
        }
        for row in conversation.insights.select_related("principle")
    ]
    return unless_empty(insights=insights, parked=list(conversation.parked.values_list("text", flat=True)))


def follow_up_fields(follow_up, topics):
    unique = {}
    for topic in topics:
        unique.setdefault(topic.title, topic)
    team = [{"corner": member.corner, "name": member.name} for member in linked(follow_up, "team", "teammember")]
    return {
        **unless_empty(
            contact_now=follow_up.contact_now,
            contact_wanted=follow_up.contact_wanted,
            next_on=iso(follow_up.next_on),
            agenda=[topic_row(topic) for topic in unique.values()],
        ),
        "account_team": bool(follow_up.account_team),
        **unless_empty(
            account_team_members=team, account_team_rhythm=follow_up.account_team_rhythm, note=follow_up.note
        ),
    }


def agreements_of(conversation):
    return conversation.agreements.select_related("principle").order_by("pk")


def agreement_row(row, codes):
    return {
        "text": row.text,
        "kind": row.kind,
        "corners": row.corners,
        **unless_empty(
            owner=codes.get(row.owner_id),
            due=iso(row.due_on),
            principle=row.principle and row.principle.code,
            sign=row.sign,
        ),
        "most_important": row.most_important,
        "status": PARKED_IS_OPEN.get(row.status, row.status),
    }
