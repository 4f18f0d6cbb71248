"""A conversation in which everything stands that may not stay, with words of its own; and a dump of the database."""

import datetime as dt
from contextlib import closing
from pathlib import Path

import time_machine
from django.apps import apps
from django.db import connection
from django.utils import timezone

from conversations.models import (
    Agreement,
    AgreementStep,
    Availability,
    Conversation,
    DateOption,
    Explanation,
    Guess,
    Op,
    Participant,
    Phase,
    Reflection,
    ReportRemark,
    ReportResponse,
    Score,
    StandIn,
    TextRead,
    Visibility,
)
from driehoek.encryption import EncryptedTextField
from principles.models import Question
from tests.factories import ExplanationFactory, GuessFactory, ReflectionFactory, ScoreFactory, at_visibility
from tests.meetings import CODES, open_meeting, principle
from triangles.models import Seat

FIRST = dt.datetime(2026, 3, 2, 3, 15, tzinfo=dt.UTC)  # a quarter past four in the Netherlands
LEVELS = list(Visibility)


def full_meeting(word="kanarie", **fields):
    """Return a meeting with `people` in which somebody wrote, scored and answered everything there is."""
    meeting = open_meeting(Phase.VERSLAG, facilitator_email=f"{word}-leidt@voorbeeld.example", **fields)
    for place, person in enumerate(meeting.people):
        person.email = f"{word}-{place}@voorbeeld.example"
        person.save(update_fields=["email"])
        type(person.seat).objects.filter(pk=person.seat_id).update(email=person.email)
    first, second, third = meeting.people
    questions = Question.objects.filter(kind="voorbereiding").order_by("pk")
    for level, question in zip(LEVELS, questions, strict=False):
        text = ReflectionFactory(participant=first, question=question, text=f"{word} {level}")
        with_reader(text, level, meeting)
    typed = ReflectionFactory(participant=second, question=questions[0], text="", typed=f"{word} getypt")
    Reflection.objects.filter(pk=typed.pk).update(typed_at=timezone.now())
    with_reader(ExplanationFactory(participant=first, text=f"{word} toelichting"), Visibility.MET_NAAM, meeting)
    ExplanationFactory(participant=first, principle=principle(CODES[2]), text=f"{word} voor mij")
    for code, shown in zip(CODES, (True, True, False), strict=False):
        for person, value in zip(meeting.people, (1, 3, 5), strict=True):
            given = {"principle": principle(code), "shown_at": timezone.now() if shown else None}
            ScoreFactory(participant=person, value=value, **given)
            GuessFactory(participant=person, about="eigenaar" if person != third else "opdrachtgever", **given)
        if shown:
            meeting.showings.create(principle=principle(code))
    around(meeting, word)
    return meeting


def with_reader(text, level, meeting):
    """Give a text its reader; the table read what it may read, the facilitator what is for the facilitator."""
    to = {"facilitator": meeting.facilitator} if level == Visibility.BEGELEIDER else {}
    at_visibility(text, level, released=level in (Visibility.NAAMLOOS, Visibility.MET_NAAM), **to)
    if level == Visibility.BEGELEIDER:
        TextRead.objects.create(conversation=meeting, reflection=text, reader=meeting.facilitator)


def around(meeting, word):
    """Add what was said of dates, the draft and standing in, an agreement, and a save."""
    first, second, third = meeting.people
    option = DateOption.objects.create(conversation=meeting, starts_at=timezone.now())
    Availability.objects.create(option=option, participant=second, answer="nee", remark=f"{word} dan niet")
    response = ReportResponse.objects.create(conversation=meeting, participant=second, answer="opmerking")
    ReportRemark.objects.create(response=response, section="afspraken", text=f"{word} opmerking")
    StandIn.objects.create(participant=third, name=f"{word} Vervanger", email=f"{word}-v@voorbeeld.example")
    Op.objects.create(
        op_id="0" * 24 + f"{meeting.pk:08}", participant=first, conversation=meeting, part="x", status=200, version=1
    )
    Agreement.objects.create(conversation=meeting, kind="actie", text="Bellen.", of_eigenaar=True)


def private_of(meeting):
    """Return how many texts and figures still have somebody in a conversation."""
    mine = {"conversation": meeting.pk, "participant__isnull": False}
    return sum(model.objects.filter(**mine).count() for model in (Reflection, Explanation, Score, Guess))


def tokens():
    """Return every token of private text that stands in the database now, as bytes."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in model._meta.local_fields:
                if isinstance(field, EncryptedTextField):
                    cursor.execute(f"SELECT {field.column} FROM {model._meta.db_table} WHERE {field.column} <> ''")
                    found |= {row[0].encode() for row in cursor.fetchall()}
    return found


def dump():
    """Return everything that somebody gets hold of with the database: all rows, or the bytes of the file of SQLite."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return b"".join(part.read_bytes() for part in (path, Path(f"{path}-wal")) if part.exists())
    found = []
    with closing(connection.cursor()) as cursor:
        for table in connection.introspection.table_names():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                found += [bytes(row) for row in rows]
    return b"".join(found)


def night(number):
    """Go to the night of so many days after the first one."""
    return time_machine.travel(FIRST + dt.timedelta(days=number), tick=False)


def at(number):
    return FIRST + dt.timedelta(days=number)


def became(meeting, **fields):
    Conversation.objects.filter(pk=meeting.pk).update(**fields)
    meeting.refresh_from_db()


def established(**fields):
    """Return a meeting that was held on the first day and vastgesteld ten days later."""
    with night(0):
        meeting = full_meeting(held_on=FIRST.date(), **fields)
    became(meeting, phase=Phase.OPVOLGING, established_at=at(10))
    return meeting


def settle(meeting, number):
    """Have every agreement of a meeting closed on a day."""
    for agreement in meeting.agreements.all():
        Agreement.objects.filter(pk=agreement.pk).update(status="gedaan", created_at=at(0))
        agreement.refresh_from_db()
        AgreementStep.objects.create(agreement=agreement, what="gedaan", at=at(number))


def addresses(meeting):
    """Return how many mail addresses of a driehoek are known."""
    of = {"conversation__triangle": meeting.triangle_id}
    known = [Participant.objects.filter(**of), Seat.objects.filter(triangle=meeting.triangle_id)]
    known.append(StandIn.objects.filter(participant__conversation__triangle=meeting.triangle_id))
    return sum(rows.exclude(email="").count() for rows in known)
