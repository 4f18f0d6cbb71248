"""Agreements, their chain over conversations, the verdict of each corner, and signs that it is time to talk."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from principles.models import Principle
from triangles.models import Corner, Seat, Triangle

from .participation import Participant


class AgreementQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=Agreement.Status.OPEN)

    def overdue(self, day):
        """Limit to open agreements whose date lies before `day`."""
        return self.open().filter(due_on__lt=day)


class Agreement(models.Model):
    class Kind(models.TextChoices):
        ACTIE = "actie", "actie"
        WERKAFSPRAAK = "werkafspraak", "werkafspraak"
        BESLUIT = "besluit", "besluit"

        @property
        def due_label(self):
            """What the date of such an agreement is for."""
            return {"actie": "Uiterlijk", "besluit": "Genomen op", "werkafspraak": "Terugkijken op"}[self]

    class Status(models.TextChoices):
        OPEN = "open", "open"
        GEDAAN = "gedaan", "gedaan"
        GEPARKEERD = "geparkeerd", "geparkeerd"
        VERVALLEN = "vervallen", "vervallen"

    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="agreements", verbose_name="gemaakt in het gesprek"
    )
    kind = models.CharField("soort", max_length=15, choices=Kind)
    text = models.TextField("afspraak", max_length=20_000)
    of_opdrachtgever = models.BooleanField("van de opdrachtgever", default=False)
    of_opdrachtnemer = models.BooleanField("van de opdrachtnemer", default=False)
    of_eigenaar = models.BooleanField("van de eigenaar", default=False)
    owner = models.ForeignKey(
        Seat, models.SET_NULL, null=True, blank=True, related_name="owned_agreements", verbose_name="wie zorgt ervoor"
    )
    owner_name = models.CharField("naam van wie ervoor zorgt", max_length=300, blank=True)
    due_on = models.DateField("uiterlijk, of terugkijken op", null=True, blank=True)
    principle = models.ForeignKey(
        Principle, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bij welk principe"
    )
    sign = models.TextField("waaraan merken we dat het werkt", max_length=20_000, blank=True)
    most_important = models.BooleanField("belangrijkste afspraak", default=False)
    status = models.CharField("stand", max_length=12, choices=Status, default=Status.OPEN)
    parked_until = models.DateField("geparkeerd tot", null=True, blank=True)
    asked_on = models.DateField("gevraagd hoe het staat", null=True, blank=True, editable=False)
    last_step = models.ForeignKey(
        "AgreementStep",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="laatste stap sinds die is gemaakt",
    )
    created_at = models.DateTimeField("gemaakt", default=timezone.now, editable=False)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(most_important=True),
                name="agreement_one_most_important",
                violation_error_message="Er is al een belangrijkste afspraak.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["actie", "werkafspraak", "besluit"]), name="agreement_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "gedaan", "geparkeerd", "vervallen"]), name="agreement_status_known"
            ),
            models.CheckConstraint(
                condition=Q(of_opdrachtgever=True) | Q(of_opdrachtnemer=True) | Q(of_eigenaar=True),
                name="agreement_has_a_corner",
                violation_error_message="Kies minstens één hoek.",
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def due_label(self):
        return self.Kind(self.kind).due_label

    @property
    def corners(self):
        """Return the corners it belongs to, in the order of every list."""
        return [corner for corner in Corner.values if getattr(self, f"of_{corner}")]


class AgreementStep(models.Model):
    """One link in the chain of an agreement: made, kept, changed, parked, dropped. It is only ever added to."""

    class What(models.TextChoices):
        GEMAAKT = "gemaakt", "gemaakt"
        LOOPT = "loopt", "loopt"
        GEDAAN = "gedaan", "gedaan"
        HULP = "hulp", "hulp nodig"
        BEHOUDEN = "behouden", "houden we"
        GEWIJZIGD = "gewijzigd", "gewijzigd"
        GEPARKEERD = "geparkeerd", "geparkeerd"
        VERVALLEN = "vervallen", "vervallen"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="steps", verbose_name="afspraak")
    conversation = models.ForeignKey(
        "Conversation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="agreement_steps",
        verbose_name="in het gesprek",
    )
    what = models.CharField("wat", max_length=12, choices=What)
    note = models.TextField("toelichting of reden", max_length=20_000, blank=True)
    before = models.JSONField("hoe het was", default=dict, blank=True)
    until = models.DateField("tot", null=True, blank=True)
    by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="door gebruiker",
    )
    by_participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="door deelnemer"
    )
    at = models.DateTimeField("moment", default=timezone.now)

    class Meta:
        verbose_name = "stap van een afspraak"
        verbose_name_plural = "stappen van een afspraak"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="vervallen") | ~Q(note=""),
                name="agreement_dropped_with_a_reason",
                violation_error_message="Zeg waarom deze afspraak vervalt.",
            )
        ]

    def __str__(self):
        return f"{self.agreement}: {self.get_what_display()}"

    def save(self, *args, **kwargs):
        """Keep with the agreement which step came last; that it was made is none."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new and self.what != self.What.GEMAAKT:
            self.agreement.last_step = self
            self.agreement.save(update_fields=["last_step"])


class Verdict(models.Model):
    """What one corner says of an earlier agreement; hidden from the others until all are shown together."""

    class Value(models.TextChoices):
        NAGEKOMEN = "nagekomen", "nagekomen"
        DEELS = "deels", "deels"
        NIET = "niet", "niet nagekomen"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="verdicts", verbose_name="afspraak")
    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="verdicts", verbose_name="in het gesprek"
    )
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    value = models.CharField("oordeel", max_length=12, choices=Value)
    shown_at = models.DateTimeField("getoond", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "oordeel van een hoek"
        verbose_name_plural = "oordelen van hoeken"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "conversation", "corner"], name="verdict_once_per_corner"),
            models.CheckConstraint(condition=Q(corner__in=Corner.values), name="verdict_corner_known"),
            models.CheckConstraint(condition=Q(value__in=["nagekomen", "deels", "niet"]), name="verdict_value_known"),
        ]

    def __str__(self):
        return f"oordeel {self.pk}"  # never the value: it may not be shown yet


class SignalQuerySet(models.QuerySet):
    def shown_on(self, day):
        """Leave out what is hidden until after `day`."""
        return self.filter(Q(dismissed_until__isnull=True) | Q(dismissed_until__lte=day))


class Signal(models.Model):
    """A reason to propose a conversation. Written on change and nightly; pages only read it."""

    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="signals", verbose_name="driehoek")
    kind = models.CharField("soort", max_length=40)
    subject = models.CharField("waarover", max_length=80, blank=True)
    why = models.TextField("waarom", max_length=1_000, default="")
    raised_at = models.DateTimeField("gezien", default=timezone.now)
    dismissed_until = models.DateField("niet tonen tot", null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        constraints = [models.UniqueConstraint(fields=["triangle", "kind", "subject"], name="signal_once")]

    def __str__(self):
        return f"{self.kind} bij {self.triangle}"


class SignalRound(models.Model):
    """The day on which the signals of all triangles were brought up to date."""

    day = models.DateField("dag", primary_key=True)

    class Meta:
        verbose_name = "ronde langs de signalen"
        verbose_name_plural = "rondes langs de signalen"

    def __str__(self):
        return f"{self.day:%d-%m-%Y}"
