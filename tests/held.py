"""The conversations of the case files, put in the database straight through the models."""

import datetime as dt
import json
from pathlib import Path

from django.utils import timezone

from conversations.models import Conversation, Explanation, FollowUp, Phase, Reflection, Score, Showing, Visibility
from principles.models import Principle, Question
from tests.factories import (
    ConversationFactory,
    OrganisationFactory,
    ParticipantFactory,
    SeatFactory,
    TriangleFactory,
    UserFactory,
    at_visibility,
)
from triangles.models import AgendaTopic, Organisation, TeamMember

CASES = Path(__file__).parents[1] / "conversations" / "cases"
PLAIN = "title purpose place form ground_rules shared_interest embedded_in rhythm display focus outcomes initiative"


def read_case(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def hold(case):
    """Put a case (a dict like the conversation file) in the database as if it was held; return the conversation."""
    told = case["conversation"]
    triangle = TriangleFactory(**{name: case["triangle"][name] for name in ("name", "kind", "purpose")})
    seats = {raw["id"]: add_seat(triangle, raw) for raw in case["triangle"]["seats"]}
    conversation = add_conversation(triangle, told)
    people = {
        code: ParticipantFactory(
            conversation=conversation,
            seat=seats[code],
            corner=seats[code].corner,
            coordinating=seats[code].coordinating,
        )
        for code in told["participants"]
    }
    principles = {principle.code: principle for principle in Principle.objects.all()}
    for raw in told.get("reflections", []):
        question = Question.objects.get(code=raw["question"])
        add_text(Reflection, people[raw["participant"]], raw["text"], raw, question=question)
    for raw in told.get("scores", []):
        add_score(people[raw["participant"]], principles[raw["principle"]], raw)
    add_outcome(conversation, told, principles, seats)
    return Conversation.objects.select_related("triangle").get(pk=conversation.pk)


def add_seat(triangle, raw):
    organisation = Organisation.objects.filter(name=raw["organisation"]).first()
    return SeatFactory(
        triangle=triangle,
        code=raw["id"],
        corner=raw["corner"],
        organisation=organisation or OrganisationFactory(name=raw["organisation"]),
        person=raw["person"],
        function=raw["function"],
        coordinating=raw.get("coordinating", False),
    )


def add_conversation(triangle, told):
    facilitator = told.get("facilitator", {})
    conversation = ConversationFactory(
        triangle=triangle,
        **{name: told[name] for name in PLAIN.split() if name in told},
        held_on=told.get("date") and dt.date.fromisoformat(told["date"]),
        start=told.get("start") and dt.time.fromisoformat(told["start"]),
        duration_minutes=told.get("duration_minutes"),
        self_facilitated=told.get("self_facilitated", False),
        facilitator_name=facilitator.get("name", ""),
        facilitator_organisation=facilitator.get("organisation", ""),
        phase=Phase.VERSLAG if told.get("scores") or told.get("insights") else Phase.CONCEPT,
    )
    if told.get("scores"):
        conversation.pin_texts()
    return conversation


def add_text(model, participant, text, raw, **about):
    row = model.objects.create(
        conversation=participant.conversation, participant=participant, corner=participant.corner, text=text, **about
    )
    level = Visibility(raw.get("visibility", "zelf"))
    entered_by = UserFactory() if level == Visibility.BEGELEIDER else None
    at_visibility(
        row,
        level,
        in_report=raw.get("in_report", False),
        released=level in (Visibility.NAAMLOOS, Visibility.MET_NAAM),
        facilitator=entered_by,
    )


def add_score(participant, principle, raw):
    now = timezone.now()
    Showing.objects.get_or_create(conversation=participant.conversation, principle=principle)
    Score.objects.create(
        conversation=participant.conversation,
        participant=participant,
        corner=participant.corner,
        principle=principle,
        value=raw["value"],
        entry=raw.get("entry", "zelf"),
        shown_at=now,
    )
    if raw.get("explanation"):
        add_text(Explanation, participant, raw["explanation"], raw, principle=principle)


def add_outcome(conversation, told, principles, seats):
    for raw in told.get("insights", []):
        conversation.insights.create(**raw | {"principle": principles[raw["principle"]]})
    for subject in told.get("parked", []):
        conversation.parked.create(text=subject)
    for raw in told.get("agreements", []):
        owner = seats.get(raw.get("owner"))
        conversation.agreements.create(
            text=raw["text"],
            kind=raw["kind"],
            **{f"of_{corner}": True for corner in raw["corners"]},
            owner=owner,
            owner_name=owner.person if owner else "",
            due_on=raw.get("due") and dt.date.fromisoformat(raw["due"]),
            principle=principles.get(raw.get("principle")),
            sign=raw.get("sign", ""),
            most_important=raw.get("most_important", False),
        )
    if "follow_up" in told:
        add_follow_up(conversation, told["follow_up"])


def add_follow_up(conversation, raw):
    plain = ("contact_now", "contact_wanted", "account_team", "account_team_rhythm", "note")
    next_on = raw.get("next_on") and dt.date.fromisoformat(raw["next_on"])
    found = FollowUp.objects.create(
        conversation=conversation, next_on=next_on, **{name: raw[name] for name in plain if name in raw}
    )
    for topic in raw.get("agenda", []):
        found.topics.add(AgendaTopic.objects.create(triangle=conversation.triangle, **topic))
    for member in raw.get("account_team_members", []):
        found.team.add(TeamMember.objects.create(triangle=conversation.triangle, **member))
