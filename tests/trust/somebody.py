"""Two people at one table who each left a trace in everything there is; and all that the database says, opened."""

import datetime as dt
import uuid

from django.apps import apps
from django.db import connection
from django.utils import timezone

from conversations.links import Purpose, give_link
from conversations.models import (
    Agreement,
    AgreementStep,
    Arrival,
    Availability,
    DateOption,
    EarlierText,
    Op,
    Phase,
    Proposal,
    ReportRemark,
    ReportResponse,
    StandIn,
    TextRead,
    Visibility,
    Visit,
    record,
)
from conversations.visits import digest
from driehoek.mail import queue
from principles.models import Question
from tests.factories import (
    ExplanationFactory,
    GuessFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    at_visibility,
)
from tests.meetings import CODES, open_meeting, principle

ADDRESS = "{}@dienst.example"


def table_of_two(mine="kanarie", other="ander", phase=Phase.VERSLAG, **fields):
    """Return a meeting with `people`: the first left `mine` everywhere, the second `other`; and an `adviser`."""
    fields.setdefault("held_on", timezone.localdate())
    meeting = open_meeting(phase, **fields)
    for person, word in zip(meeting.people, (mine, other), strict=False):
        become(person, word)
        leave_traces(person, word)
    meeting.adviser = MembershipFactory(triangle=meeting.triangle).user
    return meeting


def become(person, word):
    """Give a participant and their seat the name, function and address of `word`."""
    person.name, person.function, person.email = f"Naam van {word}", f"{word} directeur", ADDRESS.format(word)
    person.save()
    seat = {"person": person.name, "function": person.function, "email": person.email, "mandate": f"{word} mandaat"}
    type(person.seat).objects.filter(pk=person.seat_id).update(**seat)
    person.seat.refresh_from_db()


def leave_traces(person, word):
    """Let a participant write, score, answer and say something in every place there is."""
    meeting = person.conversation
    questions = Question.objects.filter(kind="voorbereiding").order_by("pk")
    for level, question in zip(Visibility, questions, strict=False):
        text = ReflectionFactory(participant=person, question=question, text=f"{word} antwoord {level}")
        to = {"facilitator": meeting.facilitator, "facilitator_name": str(meeting.facilitator)}
        is_for_table = level in (Visibility.NAAMLOOS, Visibility.MET_NAAM)
        at_visibility(text, level, released=is_for_table, **(to if level == Visibility.BEGELEIDER else {}))
    TextRead.objects.create(conversation=meeting, reflection=text, reader=meeting.facilitator)
    text.typed, text.typed_at = f"{word} getypt", timezone.now()
    text.save(update_fields=["typed", "typed_at"])
    for code, shown_at in zip(CODES, (timezone.now(), None), strict=False):
        given = {"participant": person, "principle": principle(code)}
        ScoreFactory(**given, shown_at=shown_at, value=4)
        GuessFactory(**given, shown_at=shown_at, about=other_corner(person))
        ExplanationFactory(**given, text=f"{word} toelichting {code}")
    leave_sayings(person, word)
    leave_keys(person, word)


def other_corner(person):
    return "eigenaar" if person.corner != "eigenaar" else "opdrachtgever"


def leave_sayings(person, word):
    """Let a participant say something of dates, the draft, agreements, and who comes instead."""
    meeting = person.conversation
    option = DateOption.objects.filter(conversation=meeting).first()
    option = option or DateOption.objects.create(conversation=meeting, starts_at=timezone.now() + dt.timedelta(9))
    Availability.objects.create(option=option, participant=person, answer="ja", remark=f"{word} liever vroeg")
    response = ReportResponse.objects.create(conversation=meeting, participant=person, answer="opmerking")
    ReportRemark.objects.create(response=response, section="afspraken", text=f"{word} opmerking")
    StandIn.objects.create(participant=person, name=f"{word} Vervanger", email=ADDRESS.format(f"{word}-plv"))
    Proposal.objects.create(participant=person, triangle=meeting.triangle, text=f"{word} voorstel")
    flag = {f"of_{person.corner}": True}
    owned = {"owner": person.seat, "owner_name": person.name, **flag}
    agreement = Agreement.objects.create(conversation=meeting, kind="actie", text="Samen bellen.", **owned)
    steps = [("hulp", {}), ("gewijzigd", {"owner_name": person.name, "text": "Bellen."})]
    for what, before in steps:
        step = {"note": f"{word} meldde {what}", "before": before, "by_participant": person}
        AgreementStep.objects.create(agreement=agreement, conversation=meeting, what=what, **step)
    value = {"text": "Bellen.", "owner": person.seat_id, "owner_name": person.name}
    EarlierText.objects.create(conversation=meeting, part=f"afspraak:{agreement.pk}", version=1, value=value)


def leave_keys(person, word):
    """Give a participant links, a visit, an arrival, a save, a mail that waits, and a line in the log."""
    meeting = person.conversation
    for purpose in (Purpose.DEELNEMEN, Purpose.LEZEN):
        link = give_link(person, purpose)
    Visit.objects.create(link=link, key_digest=digest(word), nonce=link.nonce)
    Arrival.objects.create(conversation=meeting, key_digest=digest(word), participant=person)
    saved = {"conversation": meeting, "part": "score:1:vertrouwen", "status": 200, "version": 1}
    Op.objects.create(op_id=uuid.uuid4(), participant=person, **saved)
    queue("link", person.email, once=f"link:{word}:{person.pk}", participant=person.pk)
    record("gesprek voorgesteld", by=person, conversation=meeting)


def sits_again(person, word, **fields):
    """Return the same person at an earlier table of the same triangle, with an answer of then."""
    before = open_meeting(Phase.VERSLAG, triangle=person.conversation.triangle, **fields)
    again = ParticipantFactory(conversation=before, seat=person.seat, corner=person.corner)
    again.name, again.function, again.email = person.name, person.function, person.email
    again.save()
    ReflectionFactory(participant=again, text=f"{word} van de vorige keer")
    return again


def all_rows():
    """Yield (label of the model, everything its rows say, opened where it is encrypted) for every model."""
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        for row in model._default_manager.all():
            yield model._meta.label, " ".join(f"{getattr(row, field.attname)!r}" for field in fields)


def raw_dump():
    """Return every row of every table as the database itself gives it."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(said)


def models_with(word):
    """Return the labels of the models that still say `word` somewhere."""
    return sorted({label for label, text in all_rows() if word.casefold() in text.casefold()})
