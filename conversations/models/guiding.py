"""Asking somebody of the pool to facilitate: until they say yes they see nothing but the request."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from driehoek.encryption import BoundText, EncryptedTextField
from triangles.models import Triangle

from .participation import new_nonce
from .phases import AHEAD


class GuideRequestQuerySet(models.QuerySet):
    def open(self):
        """Limit to those that wait for an answer, about a conversation that is not over."""
        there = self.filter(conversation__phase__in=AHEAD, conversation__triangle__archived_at=None)
        return there.filter(answer="", withdrawn_at=None)

    def visible_to(self, user):
        """Limit to what was asked of `user` and not taken back: what it is about stays theirs to read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(user=user, withdrawn_at=None)

    def editable_by(self, user):
        """Limit to what an adviser may take back: of the triangles they advise that are not archived."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(conversation__triangle__in=Triangle.objects.editable_by(user))


class GuideRequest(BoundText, models.Model):
    """One question to one person. Its token is made at sending, like that of a personal link, and stands nowhere."""

    class Answer(models.TextChoices):
        WACHT = "", "nog geen antwoord"
        JA = "ja", "ja"
        NEE = "nee", "nee"

    purpose = "begeleiden"  # what its token is bound to

    bound_by = ("user_id", "conversation_id")

    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="guide_requests", verbose_name="gesprek"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="guide_requests", verbose_name="gevraagd"
    )
    is_second = models.BooleanField("als tweede begeleider", default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="gevraagd door"
    )
    asked_at = models.DateTimeField("gevraagd op", default=timezone.now, editable=False)
    nonce = models.CharField("nonce", max_length=40, default=new_nonce, editable=False)
    answer = models.CharField("antwoord", max_length=3, choices=Answer, blank=True, default="")
    line = EncryptedTextField("toelichting", max_length=300, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, editable=False)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, editable=False)

    objects = GuideRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag aan een begeleider"
        verbose_name_plural = "vragen aan begeleiders"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["", "ja", "nee"]), name="guide_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=["ja", "nee"], answered_at__isnull=False, withdrawn_at__isnull=True),
                name="guide_answered_or_withdrawn",
            ),
            models.UniqueConstraint(
                fields=["conversation", "is_second"],
                condition=Q(answer="", withdrawn_at__isnull=True),
                name="guide_one_open_request",
            ),
        ]

    def __str__(self):
        return f"vraag {self.pk}: {self.get_answer_display()}"
