"""What advisers made readable for others: copies without names. To read one, nobody needs to see where it is from."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from triangles.models import Triangle


class ExampleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everybody with an account reads all of them."""
        return self.all() if user.is_authenticated else self.none()

    def editable_by(self, user):
        """Limit to what `user` may withdraw: their own and those of triangles they advise; a beheerder, what came in
        by a file and so is of nobody here.
        """
        if not user.is_authenticated:
            return self.none()
        mine = Q(published_by=user) | Q(triangle__in=Triangle.objects.editable_by(user))
        return self.filter(mine | Q(published_by=None, triangle=None) if user.is_staff else mine)


class Example(models.Model):
    """One thing to take over. It is never changed, only withdrawn, and that is for good.

    `content` is {"text", "sign", "principle"} of a werkafspraak (a code or '' as principle), {"questions": [{"code",
    "text"}]} of a choice of questions, {"parts": [{"kind", "code", "name", "minutes", "chosen"}]} of a run sheet.
    """

    class Kind(models.TextChoices):
        WERKAFSPRAAK = "werkafspraak", "werkafspraak"
        VRAGEN = "vragen", "vragen vooraf"
        DRAAIBOEK = "draaiboek", "draaiboek"

    kind = models.CharField("soort", max_length=12, choices=Kind)
    title = models.CharField("titel", max_length=300)
    why = models.TextField("waarom dit helpt", max_length=2_000)
    organisation = models.CharField("van welke organisatie", max_length=300)
    content = models.JSONField("inhoud")
    published_on = models.DateField("gedeeld op", default=timezone.localdate)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="gedeeld door"
    )
    triangle = models.ForeignKey(
        Triangle, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="uit de driehoek"
    )
    digest = models.CharField("SHA-256 van wat te lezen is", max_length=64, unique=True, editable=False)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        verbose_name = "voorbeeld"
        verbose_name_plural = "voorbeelden"
        ordering = ["-published_on", "-pk"]
        indexes = [models.Index(fields=["-published_on", "-id"], name="example_newest_first")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["werkafspraak", "vragen", "draaiboek"]), name="example_kind")
        ]

    def __str__(self):
        return self.title

    @property
    def minutes(self):
        """Return how many minutes the parts of a run sheet take together."""
        return sum(part["minutes"] for part in self.content["parts"])

    def fingerprint(self):
        """Return the SHA-256 (hex) of everything that is readable but the date: the same is published once."""
        readable = [self.kind, self.title, self.why, self.organisation, self.content]
        return hashlib.sha256(json.dumps(readable, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
