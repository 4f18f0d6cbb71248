"""Taking an example over into a conversation: where that can be done, and what is filled in.

A werkafspraak and a choice of questions only fill in a form, which somebody then saves. A run sheet is put in place.
"""

from django.db import transaction
from django.db.models import F

from principles.models import Principle

from .board import held_with
from .looking_back import earlier_agreements
from .models import UNOPENED, Conversation, Example, PhaseError, RunSheetItem
from .recording.kinds import RECORDING, may_record
from .run_sheet import ADDED, build_run_sheet, find_card, put_in_place, save

Kind = RunSheetItem.Kind
BEGUN = "Het gesprek is al begonnen. Zet onderdelen één voor één goed."
CLOSING = {Kind.VERVOLG, Kind.AFSLUITING}
ONCE = {Kind.TERUGBLIK, Kind.PRINCIPE, *CLOSING}


def conversations_for(kind, user):
    """Return the conversations into which `user` may take over an example of this kind, the nearest first."""
    mine = Conversation.objects.editable_by(user)
    found = {
        Example.Kind.WERKAFSPRAAK: may_record(user).filter(phase__in=RECORDING),
        Example.Kind.VRAGEN: mine.filter(phase__in=UNOPENED),
        Example.Kind.DRAAIBOEK: (mine | Conversation.objects.led_by(user)).filter(phase__in=UNOPENED),
    }[kind]
    return found.select_related("triangle").order_by(F("held_on").asc(nulls_last=True), "pk")


def fill_in_agreement(form, example):
    """Let the form of a new agreement begin with a werkafspraak of others."""
    content = example.content
    form.initial |= {"kind": "werkafspraak", **{name: content[name] for name in ("text", "sign", "principle")}}


def fill_in_questions(form, example):
    """Tick the questions of others in the form of tip 5, and say so: {"title", "missing": texts not to be chosen here}.

    What the participants answer already stays ticked.
    """
    known = {code for code, _ in form.fields["questions"].choices}
    asked = {question["code"]: question["text"] for question in example.content["questions"]}
    kept = form.initial["questions"] if form.instance.reflections.exists() else []
    form.initial["questions"] = [
        *(code for code in asked if code in known),
        *(code for code in kept if code not in asked),
    ]
    return {"title": example.title, "missing": [text for code, text in asked.items() if code not in known]}


def put_run_sheet(conversation, example):
    """Give a conversation the parts of a run sheet of others, in their order, with the minutes that they chose.

    What is computed is computed again. Cards and topics that were there stay; other parts that the example does not
    have can be put back. Return the names of what could not come along. Raises PhaseError once the meeting is open.
    """
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if conversation.phase not in UNOPENED:
            raise PhaseError(BEGUN)
        made, missing = make_rows(conversation, example.content["parts"])
        there = [step.row for step in build_run_sheet(conversation)[1:]]
        cards = {row.card_id for row in made} - {None}
        added = [row for row in there if row.kind in ADDED and row.card_id not in cards]
        rows = put_left_over(made, [one_like(row) for row in there if row.kind in ONCE])
        conversation.run_sheet.exclude(pk__in=[row.pk for row in added]).delete()
        RunSheetItem.objects.bulk_create(rows)
        for row in added:
            put_in_place(rows, row)
        save(rows, conversation)
    return missing


def make_rows(conversation, parts):
    """Return unsaved rows for the parts that fit this conversation, and the names of those that do not."""
    codes = [text["principle__code"] for text in held_with(conversation)]
    principles = {one.code: one for one in Principle.objects.filter(code__in=codes)}
    looks_back = earlier_agreements(conversation).exists()
    made, missing, seen = [], [], {"welkom"}  # that is always there
    for part in parts:
        kind, about = part["kind"], {}
        if kind == Kind.PRINCIPE:
            about = {"principle": principles.get(part["code"])}
        elif kind == Kind.KAART:
            about = {"card": find_card(part["code"])}
        key = f"{kind} {part['code']}".strip()
        if kind == Kind.ONDERWERP or None in about.values() or (kind == Kind.TERUGBLIK and not looks_back):
            missing.append(part["name"])
        elif key not in seen:
            made.append(new_row(conversation, kind, part["minutes"], part["chosen"], **about))
        seen |= {key} - {Kind.PAUZE}
    return made, missing


def new_row(conversation, kind, minutes, by_hand, **about):
    return RunSheetItem(conversation=conversation, position=0, kind=kind, minutes=minutes, by_hand=by_hand, **about)


def one_like(row):
    """Return an unsaved copy of a part that the example may not have: it drops, but for the looking back."""
    copy = new_row(row.conversation, row.kind, row.minutes, row.by_hand, principle=row.principle)
    copy.dropped = row.dropped if row.kind == Kind.TERUGBLIK else True
    return copy


def put_left_over(made, before):
    """Return `made` with those rows of `before` that it lacks: looking back first, principles before the end."""
    there = {(row.kind, row.principle_id) for row in made}
    left = [row for row in before if (row.kind, row.principle_id) not in there]
    end = next((place for place, row in enumerate(made) if row.kind in CLOSING), len(made))
    return [
        *(row for row in left if row.kind == Kind.TERUGBLIK),
        *made[:end],
        *(row for row in left if row.kind == Kind.PRINCIPE),
        *made[end:],
        *(row for row in left if row.kind in CLOSING),
    ]
