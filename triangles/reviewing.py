"""Once a year somebody goes through the list of who has access; this says when, and asks for it."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from driehoek.mail import queue

from .changing import keep

PERIOD = relativedelta(years=1)


class AccessReview(models.Model):
    """Somebody went through the list of accounts: who, when, and how many stood on it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="door")
    at = models.DateTimeField("moment", default=timezone.now)
    accounts = models.PositiveIntegerField("accounts op de lijst")

    class Meta:
        verbose_name = "controle van de toegang"
        verbose_name_plural = "controles van de toegang"
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%d-%m-%Y}"


def last_review():
    return AccessReview.objects.select_related("by").first()


def due_on():
    """Return the day from which the list asks to be gone through; None while there are no accounts."""
    from .models import User

    last = last_review()
    begin = last.at if last else User.objects.aggregate(first=models.Min("date_joined"))["first"]
    return begin and (timezone.localtime(begin) + PERIOD).date()


def note_review(user, accounts):
    """Keep that `user` went through the list, on which `accounts` stood."""
    with transaction.atomic():
        AccessReview.objects.create(by=user, accounts=accounts)
        keep("toegang nagelopen", by=user, accounts=accounts)


def ask_for_review():
    """Mail every beheerder once when a year has passed."""
    from .models import User

    day = due_on()
    if day is None or timezone.localdate() < day:
        return ""
    asked = [
        queue("toegang_nalopen", user.email, once=f"toegang:{user.pk}:{day:%Y%m%d}", user=user.pk)
        for user in User.objects.filter(is_superuser=True, is_active=True)
    ]
    return f"Gevraagd om de lijst met accounts na te lopen: {sum(asked)}" if any(asked) else ""
