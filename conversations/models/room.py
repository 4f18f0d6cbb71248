"""The meeting as it runs: where it is, who leads it, who came in with the code, and what shared texts said before."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .participation import Participant

SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which look alike
LENGTH = 6  # 31 ** 6 is close to 900 million


def new_code():
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


class Meeting(models.Model):
    """Where a conversation is now that it is held. Screens follow `step`, the key of a part of the run sheet.

    `leader` is who shows and goes on; None is whoever may lead. `code` lets people in while the meeting runs.
    """

    conversation = models.OneToOneField("Conversation", models.CASCADE, related_name="meeting", verbose_name="gesprek")
    step = models.CharField("onderdeel", max_length=80, default="welkom")
    step_at = models.DateTimeField("onderdeel begonnen", default=timezone.now)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="leidt nu"
    )
    code = models.CharField("code van de zaal", max_length=LENGTH, blank=True, default=new_code)

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        constraints = [models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="meeting_code_once")]

    def __str__(self):
        return f"bijeenkomst {self.pk}"  # never the code

    @classmethod
    def close(cls, conversation):
        """Let nobody in any more with the code of the room; inside the transaction that ends the meeting."""
        cls.objects.filter(conversation=conversation).update(code="")


class Arrival(models.Model):
    """A browser in which the code of the room was typed, and who its holder says to be; the facilitator lets them in.

    `participant` is None for the big screen, and for a tablet that is passed round until somebody takes their turn.
    """

    class Kind(models.TextChoices):
        DEELNEMER = "deelnemer", "een deelnemer"
        TABLET = "tablet", "een tablet die rondgaat"
        SCHERM = "scherm", "het grote scherm"

    class State(models.TextChoices):
        WACHT = "wacht", "wacht op de begeleider"
        BINNEN = "binnen", "binnen"
        GEWEIGERD = "geweigerd", "niet toegelaten"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="arrivals", verbose_name="gesprek")
    key_digest = models.CharField("sleutel (SHA-256)", max_length=64, editable=False)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, related_name="arrivals", verbose_name="deelnemer"
    )
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.DEELNEMER)
    state = models.CharField("toestand", max_length=10, choices=State, default=State.WACHT)
    asked_at = models.DateTimeField("gevraagd", default=timezone.now)
    answered_at = models.DateTimeField("beantwoord", null=True)

    class Meta:
        verbose_name = "aanmelding in de zaal"
        verbose_name_plural = "aanmeldingen in de zaal"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "key_digest"], name="arrival_once_per_browser"),
            models.CheckConstraint(condition=Q(kind__in=["deelnemer", "tablet", "scherm"]), name="arrival_kind_known"),
            models.CheckConstraint(condition=Q(state__in=["wacht", "binnen", "geweigerd"]), name="arrival_state_known"),
        ]

    def __str__(self):
        return f"aanmelding {self.pk}"


class EarlierText(models.Model):
    """What a shared text said before somebody changed it. Kept for thirty days; never of a private text or a score."""

    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="earlier_texts", verbose_name="gesprek"
    )
    part = models.CharField("onderdeel", max_length=80)
    version = models.PositiveIntegerField("versie")
    value = models.JSONField("inhoud")
    replaced_at = models.DateTimeField("vervangen", default=timezone.now, db_index=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="vervangen door"
    )

    class Meta:
        verbose_name = "eerdere tekst"
        verbose_name_plural = "eerdere teksten"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["conversation", "part"], name="earlier_text_of_part")]

    def __str__(self):
        return f"{self.part}, versie {self.version}"
