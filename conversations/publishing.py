"""What of a triangle can become readable for others, who may be named in it, and the two acts: publish and withdraw."""

from django.db import transaction

from principles.models import Principle, QuestionText
from triangles.models import Membership

from .models import ESTABLISHED, Agreement, Conversation, Example, Participant, record
from .route import put_focus_first
from .run_sheet import Kind, build_run_sheet

TOPIC = "Onderwerp van de gezamenlijke agenda"  # what it is about stays in the triangle


def publishable_agreements(user):
    """Return the werkafspraken that `user` may publish: vastgesteld, of triangles they may change, no rehearsals."""
    talks = publishable_plans(user).filter(phase__in=ESTABLISHED)
    return Agreement.objects.filter(kind=Agreement.Kind.WERKAFSPRAAK, conversation__in=talks)


def may_be_shared(agreement, triangle):
    """Whether an agreement of `triangle` is among those, for who may change that triangle."""
    is_standing = agreement.kind == Agreement.Kind.WERKAFSPRAAK and agreement.conversation.phase in ESTABLISHED
    return is_standing and triangle.rehearsal_until is None


def publishable_plans(user):
    """Return the conversations of which `user` may publish the questions and the run sheet."""
    return Conversation.objects.editable_by(user).filter(triangle__rehearsal_until=None)


def questions_of(conversation):
    """Return the questions that go out, as an example holds them, in the wording of this conversation."""
    texts = conversation.question_texts.all() if conversation.pinned_at else QuestionText.objects.current()
    chosen = texts.filter(question__in=conversation.questions.all()).order_by("question__position", "question__code")
    return [{"code": code, "text": text} for code, text in chosen.values_list("question__code", "text")]


def parts_of(conversation):
    """Return the run sheet as an example holds it, without what is dropped; a topic goes without its title."""
    steps = [step for step in build_run_sheet(conversation) if not step.is_dropped]
    if conversation.showings.exists():
        steps = hide_ranking(steps, conversation.focus)
    return [
        {
            "kind": step.kind,
            "code": step.code,
            "name": TOPIC if step.kind == "onderwerp" else step.name,
            "minutes": step.minutes,
            "chosen": step.is_by_hand,
        }
        for step in steps
    ]


def hide_ranking(steps, focus):
    """Return the Steps with the principles in the order of before showing, which tells nothing of the scores.

    They take the places where principles stand: `focus` (codes) first, then the fixed order.
    """
    fixed = Principle.objects.order_by("position", "code").values_list("code", flat=True)
    order = put_focus_first(list(fixed), focus)
    told = iter(sorted((step for step in steps if step.kind == Kind.PRINCIPE), key=lambda step: order.index(step.code)))
    return [next(told) if step.kind == Kind.PRINCIPE else step for step in steps]


def organisations_of(triangle, user):
    """Return the names of the organisations in a triangle: of the corner that `user` advises first, then the newest."""
    corner = Membership.objects.filter(triangle=triangle, user=user).values_list("corner", flat=True).first()
    seats = triangle.seats.order_by("-pk").values_list("organisation__name", "corner")
    return list(dict.fromkeys(name for name, _ in sorted(seats, key=lambda seat: seat[1] != corner)))


def people_of(triangle):
    """Return the names of everybody known in a triangle: seats, tables, account team, advisers and facilitators."""
    talks = Conversation.objects.filter(triangle=triangle)
    named = (
        triangle.seats.values_list("person", flat=True),
        triangle.team.values_list("name", flat=True),
        Participant.objects.filter(conversation__in=talks).values_list("name", flat=True),
        Agreement.objects.filter(conversation__in=talks).values_list("owner_name", flat=True),
        Membership.objects.filter(triangle=triangle).values_list("user__name", flat=True),
        talks.values_list("facilitator_name", flat=True),
        talks.filter(facilitator__isnull=False).values_list("facilitator__name", flat=True),
        talks.filter(second_facilitator__isnull=False).values_list("second_facilitator__name", flat=True),
    )
    return list(dict.fromkeys(name for names in named for name in names if name))


def texts_of(example):
    """Return what somebody typed in an example; questions and parts are texts of the product."""
    content = example.content
    return [example.title, example.why, content.get("text", ""), content.get("sign", "")]


def publish(example, by):
    """Make an unsaved Example readable for everybody with an account; return it, or the one that says the same."""
    with transaction.atomic():
        defaults = {
            name: getattr(example, name) for name in ("kind", "title", "why", "organisation", "content", "triangle")
        }
        found, is_new = Example.objects.get_or_create(digest=example.digest, defaults=defaults | {"published_by": by})
        if is_new:
            record("voorbeeld gedeeld", by=by, triangle=found.triangle, example=found.pk, kind=found.kind)
    return found


def withdraw(example, by):
    """Take an Example away for good; what was taken over from it stays with those who did."""
    with transaction.atomic():
        record("voorbeeld ingetrokken", by=by, triangle=example.triangle, example=example.pk, kind=example.kind)
        example.delete()
