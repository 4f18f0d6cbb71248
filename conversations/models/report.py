"""The verslag as it was vastgesteld, and what participants answered in the reading round."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from driehoek.encryption import BoundText, EncryptedTextField

from .participation import Participant


class ReportQuerySet(models.QuerySet):
    def established(self):
        return self.filter(state=Report.State.VASTGESTELD)


class Report(models.Model):
    """One version. Vastgesteld is frozen by the database; a concept is a correction in the making."""

    class State(models.TextChoices):
        CONCEPT = "concept", "concept"
        VASTGESTELD = "vastgesteld", "vastgesteld"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="reports", verbose_name="gesprek")
    version = models.PositiveSmallIntegerField("versie", default=1)
    state = models.CharField("stand", max_length=12, choices=State, default=State.CONCEPT)
    content = models.JSONField("inhoud")
    reason = models.TextField("reden van de correctie", max_length=20_000, blank=True)
    pdf = models.BinaryField("PDF", null=True, editable=False)
    pdf_sha256 = models.CharField("SHA-256 van de PDF", max_length=64, blank=True, editable=False)
    established_at = models.DateTimeField("vastgesteld", null=True, blank=True)
    established_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vastgesteld door",
    )
    created_at = models.DateTimeField("gemaakt", default=timezone.now, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "verslag"
        verbose_name_plural = "verslagen"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "version"], name="report_version_once"),
            models.CheckConstraint(condition=Q(state__in=["concept", "vastgesteld"]), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(state="concept") | Q(pdf__isnull=False, established_at__isnull=False) & ~Q(pdf_sha256=""),
                name="report_established_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="report_correction_has_a_reason",
                violation_error_message="Zeg waarom je het verslag corrigeert.",
            ),
        ]

    def __str__(self):
        return f"verslag versie {self.version}, {self.get_state_display()}"

    def is_intact(self):
        """Whether the stored bytes are those that were vastgesteld."""
        return hashlib.sha256(bytes(self.pdf)).hexdigest() == self.pdf_sha256

    def proof(self):
        """Return what the audit log keeps of a version: its number, and the SHA-256 of its PDF and of its content."""
        written = json.dumps(self.content, sort_keys=True, ensure_ascii=False)
        content = hashlib.sha256(written.encode()).hexdigest()
        return {"version": self.version, "pdf": self.pdf_sha256 or None, "content": content}


class ReportResponse(models.Model):
    """What a participant answered to the concept in the reading round, and how it read when they did.

    `seen` is {section: fingerprint} of what stood on their screen; `written_in` the digest of the browser in which
    their remarks were written.
    """

    class Answer(models.TextChoices):
        NOG_NIET = "", "nog geen antwoord"
        AKKOORD = "akkoord", "akkoord"
        OPMERKING = "opmerking", "ik heb een opmerking"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="responses", verbose_name="gesprek")
    participant = models.ForeignKey(Participant, models.RESTRICT, related_name="responses", verbose_name="deelnemer")
    answer = models.CharField("antwoord", max_length=12, choices=Answer, blank=True, default=Answer.NOG_NIET)
    seen = models.JSONField("gelezen tekst", default=dict, blank=True, editable=False)
    written_in = models.CharField("browser (SHA-256)", max_length=64, blank=True, editable=False)
    at = models.DateTimeField("moment", default=timezone.now)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "reactie op het concept"
        verbose_name_plural = "reacties op het concept"
        constraints = [
            models.UniqueConstraint(fields=["conversation", "participant"], name="response_once"),
            models.CheckConstraint(condition=Q(answer__in=["", "akkoord", "opmerking"]), name="response_known"),
        ]

    def __str__(self):
        return f"{self.participant}: {self.get_answer_display()}"


class ReportRemark(BoundText, models.Model):
    """A remark on one section of the concept: for adviser, facilitator and its author, who reads the answer to it."""

    bound_by = ("response.participant_id", "section")

    response = models.ForeignKey(ReportResponse, models.CASCADE, related_name="remarks", verbose_name="reactie")
    section = models.CharField("deel van het verslag", max_length=100)
    text = EncryptedTextField("opmerking", max_length=20_000)
    at = models.DateTimeField("moment", default=timezone.now)
    answer = EncryptedTextField("antwoord", max_length=20_000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beantwoord door",
    )
    answered_at = models.DateTimeField("beantwoord", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "opmerking bij het concept"
        verbose_name_plural = "opmerkingen bij het concept"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["response", "section"], name="remark_once_per_section")]

    def __str__(self):
        return f"opmerking {self.pk}"  # never the text, never who

    @property
    def is_answered(self):
        """Whether the answer is about the text as it stands now."""
        return self.answered_at is not None and self.answered_at >= self.at

    def is_shut(self, author):
        """Whether `author`, its Participant, wrote it before their mail address changed: by link it does not show."""
        return author.texts_closed_at is not None and self.at <= author.texts_closed_at
