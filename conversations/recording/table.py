"""Who is at the table, and the scores and explanations that the facilitator enters on their behalf."""

from django.core.exceptions import ValidationError

from conversations.forms.meeting import NO_VIEW, NOTHING, PAPER, AttendanceForm, ExplanationForm, ScoreForm
from conversations.models import Consent, Explanation, Op, Score, Visibility, record
from conversations.models.private_texts import TABLE
from conversations.retention.texts import are_loosened
from conversations.saving import register

from .kinds import FormKind, principle_of, row_of

OWN_SCORE = "Deze deelnemer heeft zelf gescoord. Die score blijft staan."
NAMES_GONE = "De namen bij de scores van dit gesprek zijn gewist. Er kan geen score meer bij."
SHOWN_SCORE = "Deze score is al getoond. Je kunt hem nog wijzigen, niet meer wissen."
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
    """A score that was cleared leaves no row, but its version goes on: no older page may win from a new one."""

    form_class = ScoreForm
    title = "Score"

    def find(self, conversation, participant, code):
        person, principle = row_of(conversation.participants, participant), principle_of(code)
        found = conversation.scores.filter(participant=person, principle=principle).first()
        if found:
            return found
        row = Score(conversation=conversation, participant=person, corner=person.corner, principle=principle)
        row.version = last_version(conversation, f"score:{participant}:{code}")
        return row

    def form_options(self, row):
        return {}

    def value_of(self, row):
        """Answer no value: whoever may write a score on behalf may not read one that another gave."""
        return {"score": "", "entry": row.entry if row.pk else ""}

    def put(self, row, form, user):
        if row.pk and row.entry == Score.Entry.ZELF:
            raise ValidationError(OWN_SCORE)
        if are_loosened(row.conversation):
            raise ValidationError(NAMES_GONE)
        score = form.cleaned_data["score"]
        if score == NOTHING:
            clear(row)
            return
        row.value = None if score == NO_VIEW else int(score)
        entry = form.cleaned_data["entry"]
        row.from_paper = entry == PAPER
        row.entry = Score.Entry.NAMENS if row.from_paper else entry
        row.conversation.pin_texts()
        row.save()
        if row.shown_at:
            record("getoonde score hersteld", by=user, conversation=row.conversation, principle=row.principle.code)


def clear(score):
    """Take away what was entered on behalf, until it is shown. Raises ValidationError afterwards."""
    if score.shown_at:
        raise ValidationError(SHOWN_SCORE)
    if score.pk:
        score.participant.guesses.filter(principle=score.principle, shown_at__isnull=True).delete()
        score.delete()


def last_version(conversation, part):
    """Return the version of the newest save of a part, 0 when there was none."""
    newest = Op.objects.filter(conversation=conversation, part=part).order_by("-version").first()
    return newest.version if newest else 0


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
        record("toelichting namens deelnemer", by=user, conversation=row.conversation)


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
