"""The demo: invented people, and a conversation in each phase, with dates around today."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from driehoek.mail import Outbox
from principles.models import Principle, Question, Tip
from triangles.models import Corner, FacilitatorProfile, Membership, Organisation, Overseer, User

from .demo_pool import fill_pool
from .example_file import import_examples
from .invented import load_case, move
from .looking_back import decide
from .models import (
    AgreementStep,
    Conversation,
    Participant,
    Reflection,
    ReportResponse,
    Score,
    TipNote,
    Verdict,
    Visibility,
    show_scores,
)
from .planning import invite
from .portable import import_document
from .report import establish

PASSWORD = "samen-aan-de-kust"  # known to all: the demo holds invented people only
NEWEST_EXAMPLE = dt.date(2026, 3, 31)  # a week after it: the demo shows it as of last week
PEOPLE = {
    "noor": ("Noor Bakhuis", "noor@voorbeeld.example"),
    "teun": ("Teun Slagter", "teun@voorbeeld.example"),
    "yara": ("Yara Nijland", "yara@voorbeeld.example"),
}


def is_loaded():
    return User.objects.filter(username="noor").exists()


def load_demo():
    """Write the demo and return the Conversation of the kustregister case, vastgesteld."""
    with transaction.atomic():
        noor, teun, yara = make_people()
        case = read_case("kustregister", noor, weeks_ago=5)
        earlier = read_case("kustregister-vorige-keer", noor, weeks_ago=31)
        Membership.objects.get_or_create(user=teun, triangle=case.triangle, defaults={"corner": "opdrachtnemer"})
        draft = read_case("jeugdhulpregio", teun, weeks_ago=1)
        planned = read_case("warmtenet-in-voorbereiding", noor, weeks_ago=0)
        meeting = read_case("vergunningenloket", teun, weeks_ago=0)
        Membership.objects.get_or_create(user=noor, triangle=meeting.triangle, defaults={"corner": "eigenaar"})
        silent = read_case("rijksmeetnet-bodem", noor, weeks_ago=34)
        give_overviews(noor, [case.triangle, silent.triangle])
        import_examples(move(load_case("voorbeelden"), timezone.localdate() - NEWEST_EXAMPLE))
    finish(silent, noor)
    silent.triangle.memberships.filter(user=noor).update(corner="eigenaar")
    finish(earlier, noor)
    earlier.conclude(noor)
    case.previous = earlier
    case.save(update_fields=["previous"])
    look_back(case, earlier, noor)
    finish(case, noor)
    tell_between(case.agreements.filter(kind="actie").last(), 34, "Half klaar, deze maand volgt de rest.")
    fill_pool(planned, noor, yara, open_account)
    read_the_draft(draft, teun)
    open_the_room(meeting, yara)
    prepare_next(case, noor)
    call_off(planned, noor)
    Outbox.objects.update(state=Outbox.State.VERVALLEN)  # what happened before today is no news
    return case


def make_people():
    made = []
    for username, (name, email) in PEOPLE.items():
        made.append(open_account(username, name, email))
    FacilitatorProfile.objects.create(user=made[-1], organisation="Poule procesbegeleiders")
    return made


def open_account(username, name, email):
    user = User(username=username, name=name, email=email)
    user.set_password(PASSWORD)
    user.save()
    return user


def read_case(name, adviser, weeks_ago):
    """Read a case in as if its conversation was held some whole weeks ago, on the same day of the week."""
    document = load_case(name)
    held_on = dt.date.fromisoformat(document["conversation"].get("date", timezone.localdate().isoformat()))
    weeks = (timezone.localdate() - dt.timedelta(weeks=weeks_ago) - held_on).days // 7
    return import_document(move(document, dt.timedelta(weeks=weeks)), adviser=adviser).conversation


def give_overviews(user, triangles):
    """Give `user` the overview of who is eigenaar there."""
    owning = Organisation.objects.filter(seats__triangle__in=triangles, seats__corner=Corner.EIGENAAR).distinct()
    Overseer.objects.bulk_create(Overseer(user=user, organisation=organisation) for organisation in owning)


def read_the_draft(conversation, adviser):
    """Open the reading round; one participant agrees, another remarks on the agreements."""
    conversation.release_draft(adviser, until=timezone.localdate() + dt.timedelta(days=10))
    first, second = conversation.participants.all()[:2]
    answer, responses = ReportResponse.Answer, conversation.responses
    responses.create(participant=first, answer=answer.AKKOORD)
    remarked = responses.create(participant=second, answer=answer.OPMERKING)
    remarked.remarks.create(section="afspraken", text="Ik lees niet wie de overeenkomst opstelt. Noem een naam.")


def finish(conversation, adviser):
    """Hold the reading round, in which all but the last agree, and vaststel."""
    conversation.release_draft(adviser)
    people = list(conversation.participants.all())
    conversation.participants.update(attendance=Participant.Attendance.AANWEZIG)
    ReportResponse.objects.bulk_create(
        ReportResponse(conversation=conversation, participant=person, answer=ReportResponse.Answer.AKKOORD)
        for person in people[:-1]
    )
    establish(conversation, adviser)


def look_back(case, earlier, adviser):
    """Let each corner say what became of the two agreements of last time: one is done, one stays."""
    done, kept = earlier.agreements.order_by("pk")
    tell_between(kept, 43, "De eerste cijfers gingen rond, met een stempel erop.")
    said = {done: ("nagekomen", "nagekomen", "nagekomen"), kept: ("deels", "nagekomen", "deels")}
    Verdict.objects.bulk_create(
        Verdict(conversation=case, agreement=agreement, corner=corner, value=value, shown_at=timezone.now())
        for agreement, values in said.items()
        for corner, value in zip(Corner.values, values, strict=True)
    )
    decide(done, case, adviser, what=AgreementStep.What.GEDAAN)
    decide(kept, case, adviser, what=AgreementStep.What.BEHOUDEN, note="Elke maand op de agenda.")


def tell_between(agreement, days, note):
    """Let who sees to an agreement say, so many days after its conversation, that it goes on."""
    people = agreement.conversation.participants.order_by("pk")
    owner = people.filter(seat=agreement.owner).first() or people.first()
    at = timezone.now() - (timezone.localdate() - agreement.conversation.held_on) + dt.timedelta(days=days)
    AgreementStep.objects.create(
        agreement=agreement, what=AgreementStep.What.LOOPT, note=note, by_participant=owner, at=at
    )


def open_the_room(conversation, facilitator):
    """Bring a conversation to the middle of its meeting: all have scored, one principle is shown."""
    conversation.held_on = timezone.localdate()
    conversation.save(update_fields=["held_on"])
    conversation.invite(facilitator)
    conversation.begin(facilitator)
    values = {"rolbewustzijn": (4, 2, 2, 5), "heldere-afspraken": (3, 3, 2, 4), "vertrouwen": (4, 3, 3, None)}
    principles = {principle.code: principle for principle in Principle.objects.all()}
    Score.objects.bulk_create(
        Score(
            conversation=conversation, participant=person, corner=person.corner, principle=principles[code], value=value
        )
        for code, row in values.items()
        for person, value in zip(conversation.participants.all(), row, strict=True)
    )
    show_scores(conversation, [principles["rolbewustzijn"]], facilitator)


def prepare_next(case, adviser):
    """Plan the next conversation of a triangle and let two people answer a question beforehand."""
    following = Conversation.objects.create(
        triangle=case.triangle,
        previous=case,
        title="Horen we het nu eerder?",
        purpose="Nagaan of de belafspraak werkt, en wat er nog laat op tafel komt.",
        held_on=timezone.localdate() + dt.timedelta(days=19),
        start=dt.time(9, 30),
        duration_minutes=120,
        form=Conversation.Form.SAMEN,
        place="Vergadercentrum De Loods, zaal 2",
        facilitator=case.facilitator,
        focus=["vertrouwen", "rolbewustzijn"],
        rhythm=Conversation.Rhythm.HALFJAAR,
    )
    seats = case.triangle.seats.select_related("organisation").on(following.held_on)
    people = Participant.objects.bulk_create(Participant.from_seat(following, seat) for seat in seats)
    following.questions.set(Question.objects.filter(kind="voorbereiding")[:3])
    TipNote.objects.bulk_create(TipNote(conversation=following, tip=tip, done=True) for tip in Tip.objects.all()[:5])
    invite(following, adviser)
    question = following.questions.first()
    for person in people[:2]:
        answer = Reflection.objects.create(
            conversation=following,
            participant=person,
            corner=person.corner,
            question=question,
            text="We belden elkaar in de storm van oktober al op de tweede dag.",
        )
        answer.set_visibility(Visibility.MET_NAAM, source="link")


def call_off(planned, adviser):
    """Leave one conversation that was called off beside the planned one."""
    called_off = Conversation.objects.create(
        triangle=planned.triangle,
        title="Startgesprek",
        purpose="Beginnen.",
        held_on=timezone.localdate() - dt.timedelta(weeks=3),
    )
    called_off.cancel(adviser)
