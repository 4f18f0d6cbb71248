"""What the corners say of agreements of last time, and what the table decides on them."""

from django.core.exceptions import ValidationError
from django.http import Http404

from conversations.forms.meeting import DecisionForm, VerdictForm
from conversations.looking_back import decide, earlier_agreements
from conversations.models import Agreement, Op, Verdict, record
from conversations.saving import register
from triangles.models import Corner

from .kinds import FormKind, row_of


@register("oordeel")
class VerdictKind(FormKind):
    form_class = VerdictForm
    title = "Oordeel van een hoek"

    def find(self, conversation, agreement, corner):
        if corner not in Corner.values:
            raise Http404
        found = row_of(earlier_agreements(conversation), agreement)
        row = Verdict.objects.filter(conversation=conversation, agreement=found, corner=corner).first()
        row = row or Verdict(conversation=conversation, agreement=found, corner=corner, version=0)
        row.conversation = conversation
        return row

    def value_of(self, row):
        """Answer a verdict only once all are shown; before that the corner itself knows."""
        return {"value": row.value if row.shown_at else ""}

    def subject_of(self, row):
        return f"{row.get_corner_display().capitalize()}: {row.agreement.text}"

    def put(self, row, form, user):
        if row.pk and not row.shown_at and not is_typed_here(row):
            raise ValidationError("Deze hoek heeft zelf geantwoord. Dat antwoord blijft staan.")
        form.save()
        if row.shown_at:
            record("getoond oordeel hersteld", by=user, conversation=row.conversation, agreement=row.agreement_id)


def verdict_part(agreement, corner):
    return f"oordeel:{agreement}:{corner}"


def is_typed_here(verdict):
    """Whether the newest save of a verdict came from a facilitator, not from the corner itself."""
    part = verdict_part(verdict.agreement_id, verdict.corner)
    saves = Op.objects.filter(conversation=verdict.conversation_id, part=part).order_by("-version")
    newest = saves.first()
    return bool(newest and newest.user_id)


@register("besluit")
class DecisionKind(FormKind):
    """Its version is that of the agreement; every save is one more link in the chain."""

    form_class = DecisionForm
    title = "Wat doen jullie met deze afspraak?"

    def find(self, conversation, agreement):
        row = row_of(earlier_agreements(conversation), agreement)
        row.decided_in = conversation
        return row

    def form_options(self, row):
        return {}

    def value_of(self, row):
        return {"what": "", "until": "", "note": "", "now": row.get_status_display()}

    def subject_of(self, row):
        return row.text

    def conversation_of(self, row):
        return row.decided_in

    def put(self, row, form, user):
        there = Agreement.objects.select_for_update().get(pk=row.pk)  # it may change outside the meeting as well
        if there.version != row.version - 1:
            raise ValidationError("Iemand wijzigde deze afspraak net. Kijk eerst wat er nu staat.")
        decide(row, row.decided_in, user, **form.cleaned_data)
