"""The author's yes to a reader of a private text, and that a text was read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from driehoek.seals import SealedRow

from .participation import Participant
from .visibility import Visibility

ONE_TEXT = Q(reflection__isnull=False, explanation__isnull=True) | Q(reflection__isnull=True, explanation__isnull=False)


class Consent(SealedRow, models.Model):
    """The author's yes to one reader of one text. Append-only; a lowered text adds a row by trigger, without a seal."""

    sealed_by = ("participant_id", "reflection_id", "explanation_id", "level", "in_report", "facilitator_id")

    class Source(models.TextChoices):
        LINK = "link", "via de persoonlijke link"
        BESTAND = "bestand", "uit een gespreksbestand"
        NAMENS = "namens", "ingevoerd namens de deelnemer"
        VERLAAGD = "verlaagd", "door de schrijver beperkt"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="consents", verbose_name="gesprek")
    participant = models.ForeignKey(Participant, models.RESTRICT, related_name="consents", verbose_name="schrijver")
    reflection = models.ForeignKey(
        "Reflection", models.CASCADE, null=True, related_name="consents", verbose_name="reflectie"
    )
    explanation = models.ForeignKey(
        "Explanation", models.CASCADE, null=True, related_name="consents", verbose_name="toelichting"
    )
    level = models.CharField("wie mag lezen", max_length=12, choices=Visibility)
    in_report = models.BooleanField("ook in het verslag", default=False)
    source = models.CharField("bron", max_length=10, choices=Source)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ingevoerd door"
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="begeleider die de schrijver zag",
    )
    facilitator_name = models.CharField("naam van die begeleider", max_length=300, blank=True)
    at = models.DateTimeField("moment", default=timezone.now)
    seal = models.CharField("zegel", max_length=64, blank=True, db_default="", editable=False)

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=ONE_TEXT, name="consent_one_text"),
            models.CheckConstraint(condition=Q(level__in=Visibility.values), name="consent_level_known"),
            models.CheckConstraint(
                condition=Q(source__in=["link", "bestand", "namens", "verlaagd"]), name="consent_source_known"
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}, {self.get_source_display()}"


class TextRead(models.Model):
    """That a facilitator opened a private text; its author sees it."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="reads", verbose_name="gesprek")
    reflection = models.ForeignKey(
        "Reflection", models.CASCADE, null=True, related_name="reads", verbose_name="reflectie"
    )
    explanation = models.ForeignKey(
        "Explanation", models.CASCADE, null=True, related_name="reads", verbose_name="toelichting"
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gelezen door")
    at = models.DateTimeField("moment", default=timezone.now)

    class Meta:
        verbose_name = "gelezen tekst"
        verbose_name_plural = "gelezen teksten"
        constraints = [
            models.CheckConstraint(condition=ONE_TEXT, name="read_one_text"),
            models.UniqueConstraint(fields=["reflection", "reader"], name="read_reflection_once"),
            models.UniqueConstraint(fields=["explanation", "reader"], name="read_explanation_once"),
        ]

    def __str__(self):
        return f"gelezen door {self.reader}"
