"""What a participant wrote: reflections beforehand, explanations beside a score, and who may read them.

The rules of visibility are kept by the database itself, see `conversations/guards.py`.
"""

from copy import copy

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Length
from django.utils import timezone

from driehoek.encryption import BoundText, EncryptedTextField, sealed
from principles.models import Principle, Question
from triangles.models import Corner

from .consents import Consent
from .participation import Participant
from .visibility import TABLE, Visibility, is_free


class PrivateTextQuerySet(models.QuerySet):
    def for_table(self):
        """Limit to texts whose author lets the table read them, released or not."""
        return self.filter(visibility__in=TABLE)

    def released(self):
        """Limit to texts that the table has seen."""
        return self.for_table().filter(released_at__isnull=False)

    def written(self):
        """Limit to texts that say something: an answer that its author took back is empty."""
        return self.annotate(size=Length("text")).filter(size__gt=0)

    def saved(self):
        """Limit to texts that were saved at least once: not what was only typed, or skipped."""
        return self.filter(version__gt=0)

    def answered(self):
        """Limit to questions that need no answer any more: something is written, or skipped on purpose."""
        return self.annotate(size=Length("text")).filter(Q(size__gt=0) | Q(skipped=True))

    def named(self):
        """Limit to texts whose author lets the table know who wrote them."""
        return self.filter(visibility=Visibility.MET_NAAM)

    def for_report(self):
        """Limit to released texts that their author also lets be printed. Nothing else may enter a report or export."""
        return self.released().filter(in_report=True)

    def visible_to(self, user):
        """Limit to what `user` may read now.

        An adviser: what is released. The facilitator besides: 'met naam', 'naamloos' once the preparation is
        closed, and 'begeleider' where the newest consent of the author names them.
        """
        if not user.is_authenticated:
            return self.none()
        named = self.model.newest_consent("facilitator")
        led = Q(conversation__facilitator=user) | Q(conversation__second_facilitator=user)
        closed = Q(conversation__preparation_closed_at__isnull=False)
        advised = Q(conversation__triangle__memberships__user=user)
        return (
            self.annotate(consented_facilitator=named)
            .filter(
                Q(visibility__in=TABLE, released_at__isnull=False) & (advised | led)
                | Q(visibility=Visibility.MET_NAAM) & led
                | Q(visibility=Visibility.NAAMLOOS) & led & closed
                | Q(visibility=Visibility.BEGELEIDER) & led & Q(consented_facilitator=user.pk)
            )
            .distinct()
        )


class PrivateText(BoundText, models.Model):
    """A text of one participant. Born `zelf`; only a consent of its author raises it."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="%(class)ss", verbose_name="gesprek")
    participant = models.ForeignKey(
        Participant, models.RESTRICT, null=True, related_name="%(class)ss", verbose_name="deelnemer"
    )
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    text = EncryptedTextField("tekst", max_length=20_000, blank=True)
    visibility = models.CharField("wie dit leest", max_length=12, choices=Visibility, default=Visibility.ZELF)
    in_report = models.BooleanField("mag ook in het verslag", default=False)
    released_at = models.DateTimeField("vrijgegeven", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = PrivateTextQuerySet.as_manager()
    hides_earlier = False  # whether this is the empty row that stands in for one that is shut

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"  # never the text, never who

    def bindings(self, name):
        """Who may read goes along with the answer itself: one that is raised past this model does not open."""
        bound = super().bindings(name)
        return [*bound, [self.visibility, self.in_report]] if name == "text" else bound

    def is_bound_to(self, name, kept):
        if name != "text":
            return super().is_bound_to(name, kept)
        *_, (level, in_report) = kept
        is_mine = super().is_bound_to(name, [*kept[:-1], [self.visibility, self.in_report]])
        return is_mine and is_free(level, self.visibility) and in_report >= self.in_report

    @property
    def is_shut(self):
        """Whether it says something from before the mail address of its author changed: no link shows it back."""
        closed_at = self.participant.texts_closed_at if self.text and self.participant else None
        return closed_at is not None and self.changed_at <= closed_at

    @classmethod
    def newest_consent(cls, field):
        """Return a subquery for `field` of the newest consent of each text."""
        newest = Consent.objects.filter(**{cls._meta.model_name: OuterRef("pk")}).order_by("-pk")
        return Subquery(newest.values(field)[:1])

    @property
    def author_name(self):
        """Return the name that may stand beside the text for others: only when its author chose 'met naam'."""
        named = self.visibility == Visibility.MET_NAAM and self.participant
        return self.participant.name if named else ""

    def set_visibility(
        self, level, *, in_report=False, source, entered_by=None, facilitator=None, facilitator_name="", anew=False
    ):
        """Give the text another reader, in one transaction with the consent that it needs.

        `level` is a Visibility; `source` a Consent.Source; `entered_by` the user who did it for the author, else None;
        `facilitator` and `facilitator_name` are whom the author saw named; `anew` writes a consent also where nothing
        opens. The database refuses what the rules forbid.
        """
        in_report = bool(in_report and level in TABLE)
        with transaction.atomic():
            if anew or self._needs_consent(level, in_report):
                Consent.objects.create(
                    **{self._meta.model_name: self},
                    conversation_id=self.conversation_id,
                    participant_id=self.participant_id,
                    level=level,
                    in_report=in_report,
                    source=source,
                    entered_by=entered_by,
                    facilitator=facilitator,
                    facilitator_name=facilitator_name,
                )
            changed = type(self).objects.filter(pk=self.pk, version=self.version)
            words = self._sealed_for(level, in_report)
            if not changed.update(text=words, visibility=level, in_report=in_report, version=F("version") + 1):
                raise StaleTextError
        self.visibility, self.in_report, self.version = level, in_report, self.version + 1

    def _sealed_for(self, level, in_report):
        """Return the words as they stand in the database when `level` may read them."""
        opened = copy(self)
        opened.visibility, opened.in_report = level, in_report
        return sealed(opened, "text", self.text)

    def _needs_consent(self, level, in_report):
        opens = not is_free(self.visibility, level) or (in_report and not self.in_report)
        return opens or level == Visibility.BEGELEIDER  # always to one named facilitator


class StaleTextError(Exception):
    """Somebody changed this text meanwhile."""


class Reflection(PrivateText):
    """The answer to a question beforehand.

    `typed` is what its author typed and did not save yet, kept for that author alone: nothing else may read it.
    `typed_in` tells the page on which that was. `skipped`: the author chose to leave the question.
    """

    bound_by = ("participant_id", "question_id")

    question = models.ForeignKey(Question, models.PROTECT, related_name="+", verbose_name="vraag")
    typed = EncryptedTextField("getypt, niet opgeslagen", max_length=20_000, blank=True, editable=False)
    typed_at = models.DateTimeField("getypt op", null=True, editable=False)
    typed_in = models.CharField("pagina waarop dat was", max_length=36, blank=True, editable=False)
    skipped = models.BooleanField("overgeslagen", default=False)

    class Meta:
        verbose_name = "reflectie"
        verbose_name_plural = "reflecties"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "question"], name="reflection_once"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="reflection_visibility_known"),
            models.CheckConstraint(
                condition=Q(in_report=False) | Q(visibility__in=["naamloos", "met_naam"]),
                name="reflection_report_is_table",
            ),
            models.CheckConstraint(condition=Q(corner__in=Corner.values), name="reflection_corner_known"),
        ]

    @property
    def typed_here(self):
        """Return what its author typed and did not save, or '' where that stays shut; see `is_shut`."""
        closed_at = self.participant.texts_closed_at if self.typed and self.participant else None
        return "" if closed_at is not None and self.typed_at <= closed_at else self.typed


class Explanation(PrivateText):
    """The words beside a score: a row of its own, because it has another reader than the score."""

    bound_by = ("participant_id", "principle_id")

    principle = models.ForeignKey(Principle, models.PROTECT, related_name="+", verbose_name="principe")

    class Meta:
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "principle"], name="explanation_once"),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="explanation_visibility_known"),
            models.CheckConstraint(
                condition=Q(in_report=False) | Q(visibility__in=["naamloos", "met_naam"]),
                name="explanation_report_is_table",
            ),
            models.CheckConstraint(condition=Q(corner__in=Corner.values), name="explanation_corner_known"),
        ]
