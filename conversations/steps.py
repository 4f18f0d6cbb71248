"""The six steps of planning as one page shows them, and their Kind in the save contract."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format

from driehoek.templatetags.dutch import period
from principles.models import Tip, TipText

from .board import held_with
from .forms.planning import STEPS
from .models import AHEAD, Conversation, PhaseError, TipNote
from .planning import remarks
from .saving import Kind, register
from .scoring import CORNERS

FIXED = "Het gesprek is geweest. De opzet ligt vast."


@dataclass(frozen=True)
class Step:
    """One tip on the page. `facts` are (label, lines, corner or ''); `remarks` sentences, empty when all is well."""

    number: int
    code: str
    name: str
    reason: str
    done: bool
    started: bool
    note: str
    facts: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    @property
    def state(self):
        if self.done:
            return "Klaar"
        return "Nog niet klaar" if self.started else "Nog open"


def build_steps(conversation):
    """Return the Steps of a conversation in the order of the tips; the number of queries does not grow."""
    notes = {note.tip_id: note for note in conversation.tip_notes.all()}
    seen = remarks(conversation, timezone.localdate())
    told = facts(conversation)
    steps = []
    for number, text in enumerate(TipText.objects.current(), 1):
        note, code = notes.get(text.tip_id), text.tip.code
        steps.append(
            Step(
                number=number,
                code=code,
                name=text.name,
                reason=text.reason,
                done=bool(note and note.done),
                started=note is not None,
                note=note.note if note else "",
                facts=told.get(code, []),
                remarks=seen.get(code, []),
            )
        )
    return [step for step in steps if step.code in STEPS]


def facts(conversation):
    """Return what is filled in, {code of the tip: [(label, [line], corner or '')]}; what is empty is left out."""
    told = {
        "tijd": time_facts(conversation),
        "gesprekspartners": table_facts(conversation),
        "vervolg": outcome_facts(conversation),
        "begeleiding": guidance_facts(conversation),
        "voorbereiding": preparation_facts(conversation),
        "setting": setting_facts(conversation),
    }
    return {code: [(*row, "")[:3] for row in rows if any(row[1])] for code, rows in told.items()}


def time_facts(conversation):
    day, hours = conversation.held_on, period(conversation.start, conversation.duration_minutes)
    when = [part for part in (day and date_format(day, "l j F Y"), hours) if part]
    options = [str(option) for option in conversation.date_options.all()]
    minutes = f"{conversation.duration_minutes} minuten" if conversation.duration_minutes and not hours else ""
    return [
        ("Datum", [", ".join(when)]),
        ("Duur", [minutes]),
        ("Voorgesteld", [] if day else options),
        ("Gezamenlijk belang", [conversation.shared_interest]),
        ("Wie stelt het voor", [conversation.initiative], conversation.initiative),
    ]


def table_facts(conversation):
    names = {corner: [] for corner in CORNERS}
    for person in conversation.participants.all():
        names[person.corner].append(person.name)
    rows = [(corner, [", ".join(names[corner]) or "niemand"], corner) for corner in CORNERS]
    return [*rows, ("Leidt het proces", [conversation.triangle.process_coordinator])]


def outcome_facts(conversation):
    labels = dict(Conversation.Outcome.choices)
    return [
        ("Doel", [conversation.purpose]),
        ("Opbrengsten", [labels.get(code, code) for code in conversation.outcomes]),
        ("Vaste plek in", [conversation.embedded_in]),
        ("Ritme", [conversation.get_rhythm_display()]),
    ]


def guidance_facts(conversation):
    read_at = conversation.briefing_read_at
    guide = conversation.facilitator_label
    if conversation.facilitator_organisation:
        guide += f", {conversation.facilitator_organisation}"
    return [
        ("Begeleider", [guide]),
        ("Tweede begeleider", [str(conversation.second_facilitator or "")]),
        ("Briefing", [f"gelezen op {date_format(timezone.localtime(read_at), 'j F Y')}"] if read_at else []),
        ("Contact", [conversation.triangle.contact_frequency]),
        ("Komt terug", conversation.triangle.recurring_topics),
    ]


def preparation_facts(conversation):
    count, closes_on = conversation.questions.count(), conversation.preparation_closes_on
    names = {row["principle__code"]: row["name"] for row in held_with(conversation)} if conversation.focus else {}
    return [
        ("Vragen", [f"{count} {'vraag' if count == 1 else 'vragen'}"] if count else []),
        ("Uiterste datum", [date_format(closes_on, "j F Y")] if closes_on else []),
        ("Nadruk", [names.get(code, code) for code in conversation.focus]),
    ]


def setting_facts(conversation):
    return [
        ("Vorm", [conversation.get_form_display()]),
        ("Plek", [conversation.place]),
        ("Spelregels", [conversation.ground_rules]),
        ("Uitnodiging", [conversation.invitation_text]),
        ("Scores", [conversation.get_display_display(), *(["met de spiegelvraag"] if conversation.mirror else [])]),
    ]


def find_note(conversation, code):
    """Return the TipNote of a step, unsaved with version 0 when it is not there yet. Raises Http404."""
    tip = Tip.objects.filter(code=code).first() if code in STEPS else None
    if tip is None:
        raise Http404
    found = conversation.tip_notes.select_related("tip").filter(tip=tip).first()
    return found or TipNote(conversation=conversation, tip=tip, version=0)


def step_form(conversation, code, data=None):
    """Return the form of a step, unbound without `data`. Raises Http404 for a step that does not exist."""
    return STEPS.get(code, missing)(data, instance=conversation, note=find_note(conversation, code))


def missing(*args, **kwargs):
    raise Http404


def save_step(conversation, code, data, by):
    """Save what was sent for a step; return the form, with its errors when it was refused. Raises PhaseError."""
    with transaction.atomic():
        locked = Conversation.objects.select_for_update(of=("self",)).select_related("triangle").get(pk=conversation.pk)
        if locked.phase not in AHEAD:
            raise PhaseError(FIXED)
        form = step_form(locked, code, data)
        if form.is_valid():
            form.save(by)
        return form


@register("tip")
class TipKind(Kind):
    """A step as it is typed: 'tip:tijd'. Its value is what its form sends, {name of the field: list of texts}."""

    def may_save(self, user, conversation):
        return Conversation.objects.editable_by(user).filter(pk=conversation.pk).exists()

    def find(self, conversation, *keys):
        if len(keys) != 1:
            raise Http404
        return find_note(conversation, keys[0])

    def value_of(self, row):
        return step_form(row.conversation, row.tip.code).as_value()

    def write(self, row, value, user):
        if row.conversation.phase not in AHEAD:
            raise PhaseError(FIXED)
        kind = STEPS[row.tip.code]
        form = kind(kind.data_from(value), instance=row.conversation, note=row)
        form.must_be_whole(value)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        form.save(user, row.version)
