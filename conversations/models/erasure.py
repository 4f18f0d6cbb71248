"""The wish of a person to be erased, and the two people who looked at it before it was done."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from driehoek.encryption import BoundText, EncryptedTextField
from triangles.models import Triangle

from .participation import Participant


class ErasureRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Limit to those that nobody refused and that were not done."""
        return self.filter(state__in=ErasureRequest.WAITING)

    def editable_by(self, user):
        """Limit to those an adviser decides on: in the triangles they advise that are not archived."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(triangle__in=Triangle.objects.visible_to(user))

    def confirmable_by(self, user):
        """Limit to what `user`, a functioneel beheerder, may look at second: approved by somebody else."""
        if not (user.is_authenticated and user.is_staff):
            return self.none()
        return self.filter(state=ErasureRequest.State.AKKOORD).exclude(approved_by=user)


class ErasureRequest(BoundText, models.Model):
    """One wish in one triangle. The database itself refuses that one person approves and confirms.

    `counts` says what went and `kept` what stayed: numbers under fixed words. `participant` is by whom it came, and is
    None when it came in writing about somebody who never sat at a table.
    """

    class State(models.TextChoices):
        GEVRAAGD = "gevraagd", "gevraagd"
        AKKOORD = "akkoord", "wacht op een tweede akkoord"
        GEWIST = "gewist", "gewist"
        GEWEIGERD = "geweigerd", "geweigerd"

    WAITING = (State.GEVRAAGD, State.AKKOORD)
    bound_by = ("triangle_id",)

    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="erasures", verbose_name="driehoek")
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="erasures", verbose_name="deelnemer"
    )
    state = models.CharField("stand", max_length=10, choices=State, default=State.GEVRAAGD)
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now, editable=False)
    in_writing = models.BooleanField("schriftelijk gevraagd", default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="akkoord van"
    )
    approved_at = models.DateTimeField("akkoord op", null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="bevestigd door"
    )
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="geweigerd door"
    )
    reason = EncryptedTextField("waarom niet", max_length=2_000, blank=True)
    decided_at = models.DateTimeField("gewist of geweigerd op", null=True)
    counts = models.JSONField("wat gewist is", default=dict)
    kept = models.JSONField("wat blijft", default=dict)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "verzoek om te wissen"
        verbose_name_plural = "verzoeken om te wissen"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["gevraagd", "akkoord", "gewist", "geweigerd"]), name="erasure_state_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(confirmed_by__isnull=True)
                | ~Q(approved_by=F("confirmed_by")),
                name="erasure_four_eyes",
                violation_error_message="Wie akkoord gaf, kan niet ook bevestigen.",
            ),
            models.CheckConstraint(
                condition=~Q(state="gewist")
                | Q(approved_by__isnull=False, confirmed_by__isnull=False, decided_at__isnull=False),
                name="erasure_done_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="akkoord") | Q(approved_by__isnull=False), name="erasure_approved_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="geweigerd") | Q(refused_by__isnull=False, decided_at__isnull=False),
                name="erasure_refused_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["participant"], condition=Q(state__in=["gevraagd", "akkoord"]), name="erasure_one_open"
            ),
        ]

    def __str__(self):
        return f"verzoek {self.pk}: {self.get_state_display()}"  # never who

    @property
    def is_waiting(self):
        return self.state in self.WAITING
