"""The mirror question: what people think that the other corners scored. Hidden until shown, as a score is."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from principles.models import Principle
from triangles.models import Corner

from .audit import record
from .participation import Participant, replaced
from .phases import Phase, PhaseError

NOT_NOW = "Inschattingen tonen kan tijdens het gesprek, of daarna in het concept."
SCORES_FIRST = "Toon eerst de scores op dit principe."


class GuessQuerySet(models.QuerySet):
    def counted(self):
        """Limit to the guesses that count at the table: those of whoever is replaced are theirs alone."""
        return self.filter(~replaced("participant"))

    def shown(self):
        """Limit to what the facilitator has shown; no page, poll or report may start from anything else."""
        return self.counted().filter(shown_at__isnull=False)


class Guess(models.Model):
    """What somebody of `corner` thinks that the corner `about` scores: 1-5, or None for 'weet ik niet'."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="guesses", verbose_name="gesprek")
    participant = models.ForeignKey(
        Participant, models.RESTRICT, null=True, related_name="guesses", verbose_name="deelnemer"
    )
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    about = models.CharField("over de hoek", max_length=20, choices=Corner)
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="+", verbose_name="principe")
    value = models.PositiveSmallIntegerField("inschatting", null=True)
    shown_at = models.DateTimeField("getoond", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = GuessQuerySet.as_manager()

    class Meta:
        verbose_name = "inschatting"
        verbose_name_plural = "inschattingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "principle", "about"], name="guess_once"),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5)) | Q(value__isnull=True), name="guess_1_to_5_or_none"
            ),
            models.CheckConstraint(
                condition=Q(corner__in=Corner.values, about__in=Corner.values), name="guess_corners_known"
            ),
            models.CheckConstraint(condition=~Q(corner=F("about")), name="guess_about_another"),
        ]

    def __str__(self):
        return f"inschatting {self.pk}"  # never the value, never who

    @property
    def is_shut(self):
        """Whether it was given before the mail address of the participant changed: by link it does not show."""
        closed_at = self.participant.texts_closed_at if self.pk and self.participant else None
        return closed_at is not None and self.changed_at <= closed_at


def show_guesses(conversation, principle, by):
    """Show what everybody thought of the others on `principle`, whose scores are shown. Raises PhaseError."""
    with transaction.atomic():
        conversation._lock()
        if conversation.phase not in {Phase.GESPREK, Phase.VERSLAG}:
            raise PhaseError(NOT_NOW)
        if not conversation.mirror or not conversation.showings.filter(principle=principle).exists():
            raise PhaseError(SCORES_FIRST)
        waiting = conversation.guesses.counted().filter(principle=principle, shown_at__isnull=True)
        waiting.update(shown_at=timezone.now())
        record("inschattingen getoond", by=by, conversation=conversation, principle=principle.code)
