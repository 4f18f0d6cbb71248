"""Who is at the table, and the scores and explanations that the facilitator enters on their behalf."""

from django.core.exceptions import ValidationError

from conversations.forms.meeting import NO_VIEW, AttendanceForm, ExplanationForm, ScoreForm
from conversations.models import Consent, Explanation, Score, Visibility, record
from conversations.models.private_texts import TABLE
from conversations.saving import register

from .kinds import FormKind, principle_of, row_of

OWN_SCORE = "Deze deelnemer heeft zelf gescoord. Die score blijft staan."
OWN_TEXT = "Deze deelnemer heeft zelf een toelichting gegeven. Die blijft staan."


@register("aanwezig")
class AttendanceKind(FormKind):
    form_class = AttendanceForm
    title = "Aanwezigheid"
    is_shared = True

    def subject_of(self, row):
        return row.name

    def find(self, conversation, participant):
        return row_of(conversation.participants, participant)


class OnBehalf(FormKind):
    """What belongs to one participant and one principle."""

    def subject_of(self, row):
        text = row.principle.texts.order_by("-number").first()
        return f"{row.participant.name} over {text.name if text else row.principle}"


@register("score")
class ScoreKind(OnBehalf):
    form_class = ScoreForm
    title = "Score"

    def find(self, conversation, participant, code):
        person, principle = row_of(conversation.participants, participant), principle_of(code)
        found = conversation.scores.filter(participant=person, principle=principle).first()
        return found or Score(
            conversation=conversation, participant=person, corner=person.corner, principle=principle, version=0
        )

    def form_options(self, row):
        return {}

    def value_of(self, row):
        """Answer no value: whoever may write a score on behalf may not read one that another gave."""
        return {"score": "", "entry": row.entry}

    def put(self, row, form, user):
        if row.pk and row.entry == Score.Entry.ZELF:
            raise ValidationError(OWN_SCORE)
        score = form.cleaned_data["score"]
        row.value = None if score == NO_VIEW else int(score)
        row.entry = form.cleaned_data["entry"]
        row.conversation.pin_texts()
        row.save()
        if row.shown_at:
            record("getoonde score hersteld", by=user, conversation=row.conversation, principle=row.principle.code)


@register("toelichting")
class ExplanationKind(OnBehalf):
    form_class = ExplanationForm
    title = "Toelichting namens een deelnemer"

    def find(self, conversation, participant, code):
        person, principle = row_of(conversation.participants, participant), principle_of(code)
        found = conversation.explanations.filter(participant=person, principle=principle).first()
        return found or Explanation(
            conversation=conversation, participant=person, corner=person.corner, principle=principle, version=0
        )

    def form_options(self, row):
        return {
            "instance": row,
            "initial": {"visibility": row.visibility if row.pk else "", "in_report": row.in_report},
        }

    def form(self, row, data=None, part=""):
        form = super().form(row, data, part)
        if not is_entered_on_behalf(row):
            form.initial |= {"text": "", "visibility": "", "in_report": False}
        return form

    def put(self, row, form, user):
        if row.pk and not is_entered_on_behalf(row):
            raise ValidationError(OWN_TEXT)
        level, before = form.cleaned_data["visibility"], row.visibility
        in_report = form.cleaned_data["in_report"] and level in TABLE
        form.save()
        if (before, row.in_report) == (level, in_report):
            return
        row.set_visibility(
            level,
            in_report=in_report,
            source=Consent.Source.NAMENS,
            entered_by=user,
            facilitator=user if level == Visibility.BEGELEIDER else None,
            facilitator_name=str(user) if level == Visibility.BEGELEIDER else "",
        )


def is_entered_on_behalf(explanation):
    """Whether the facilitator typed this text for its author, and may see it again: only then this page shows it.

    A text for the facilitator alone comes back only to the one whom the author named, without a second one beside.
    """
    if explanation.pk is None or explanation.visibility == Visibility.ZELF:
        return False
    newest = explanation.consents.exclude(source=Consent.Source.VERLAAGD).order_by("-pk").first()
    if newest is None or newest.source != Consent.Source.NAMENS:
        return False
    lead = explanation.conversation
    named = newest.facilitator_id == lead.facilitator_id and lead.second_facilitator_id is None
    return explanation.visibility in TABLE or named
