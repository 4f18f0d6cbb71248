"""Who did what, without content: the audit log, destruction, legal holds and save operations."""

import hashlib
import json
from contextlib import contextmanager
from datetime import UTC, timedelta

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from conversations.acts import check

FIRST_HASH = "0" * 64
A_DAY = timedelta(days=1)  # to come back from lifting a hold by mistake
CHAIN_LOCK = 7_205_311  # any number of our own: one writer of the chain at a time on PostgreSQL


class AuditEventQuerySet(models.QuerySet):
    def first_broken(self):
        """Return the id of the first event that was changed, or whose predecessor was removed or swapped; else None."""
        previous = FIRST_HASH
        for event in self.order_by("pk").iterator():
            if event.prev_hash != previous or event.hash != event.fingerprint():
                return event.pk
            previous = event.hash
        return None


class AuditEvent(models.Model):
    """One act. It holds numbers, never names or texts, and no foreign keys: it outlives what it speaks of."""

    at = models.DateTimeField("moment", default=timezone.now, db_index=True)
    action = models.CharField("handeling", max_length=60)
    actor_kind = models.CharField("wie", max_length=12)
    actor_id = models.BigIntegerField("nummer van wie", null=True)
    triangle_id = models.BigIntegerField("driehoek", null=True)
    conversation_id = models.BigIntegerField("gesprek", null=True, db_index=True)
    details = models.JSONField("bijzonderheden", default=dict)
    prev_hash = models.CharField("vorige hash", max_length=64)
    hash = models.CharField("hash", max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "auditregel"
        verbose_name_plural = "auditlog"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind__in=["gebruiker", "deelnemer", "systeem"]), name="audit_actor_known"
            )
        ]

    def __str__(self):
        return f"{self.pk} {self.action}"

    def fingerprint(self):
        """Return the SHA-256 (hex) over this act and the hash of the one before."""
        act = [
            self.prev_hash,
            self.at.astimezone(UTC).isoformat(),
            self.action,
            self.actor_kind,
            self.actor_id,
            self.triangle_id,
            self.conversation_id,
            self.details,
        ]
        return hashlib.sha256(json.dumps(act, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record(action, *, by=None, conversation=None, triangle=None, **details):
    """Add an act to the log, inside the transaction of the act itself.

    `by` is a User, a Participant, or None for the system. `details` are numbers and fixed words, never content: what
    `conversations.acts` does not know raises its UnknownActError.
    """
    check(action, details)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
        last = AuditEvent.objects.order_by("-pk").values_list("hash", flat=True).first()
        event = AuditEvent(
            action=action,
            actor_kind=_actor_kind(by),
            actor_id=by and by.pk,
            triangle_id=conversation.triangle_id if conversation else triangle and triangle.pk,
            conversation_id=conversation and conversation.pk,
            details=details,
            prev_hash=last or FIRST_HASH,
        )
        event.hash = event.fingerprint()
        event.save(force_insert=True)
    return event


def _actor_kind(by):
    if by is None:
        return "systeem"
    return "gebruiker" if by._meta.label == settings.AUTH_USER_MODEL else "deelnemer"


class Destruction(models.Model):
    """Permission to remove what the database otherwise keeps, and the proof of it: counts and rule, no content.

    While a row is open (no `closed_at`) the guards let private text of that one conversation go.
    """

    class Rule(models.TextChoices):
        VASTGESTELD = "vastgesteld", "14 dagen na vaststellen"
        GESPREK = "gesprek", "90 dagen na het gesprek"
        GEANNULEERD = "geannuleerd", "14 dagen na annuleren"
        ONGEDATEERD = "ongedateerd", "90 dagen na de laatste wijziging, zonder datum"
        OEFENING = "oefening", "7 dagen na een oefengesprek"
        CONCEPT = "concept", "concept verwijderd"
        PERSOON = "persoon", "op verzoek van een persoon"
        BEWAARTERMIJN = "bewaartermijn", "bewaartermijn van de installatie"
        CONTACT = "contact", "mailadressen, na de laatste afspraak"

    conversation_id = models.BigIntegerField("gesprek", db_index=True)
    rule = models.CharField("regel", max_length=20, choices=Rule)
    opened_at = models.DateTimeField("begonnen", default=timezone.now)
    closed_at = models.DateTimeField("klaar", null=True)
    counts = models.JSONField("aantallen", default=dict)

    class Meta:
        verbose_name = "vernietiging"
        verbose_name_plural = "vernietigingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation_id"], condition=Q(closed_at__isnull=True), name="destruction_one_open"
            )
        ]

    def __str__(self):
        return f"gesprek {self.conversation_id}: {self.get_rule_display()}"


class HeldError(Exception):
    """Something is kept by a legal hold."""


@contextmanager
def destroying(conversation, rule, *, by=None):
    """Open the guards for one conversation, in one transaction; yields a dict to put the counts in.

    The row of the conversation stays locked, so that no hold is placed meanwhile. Raises HeldError when a legal hold
    lies on the conversation.
    """
    pk = conversation.pk
    with transaction.atomic():
        type(conversation).objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if LegalHold.objects.open().filter(conversation_id=pk).exists():
            raise HeldError("Op dit gesprek ligt een bewaarplicht: er mag niets weg.")
        row = Destruction.objects.create(conversation_id=pk, rule=rule)
        counts = {}
        record("vernietigd", by=by, conversation=conversation, rule=rule)
        yield counts
        Destruction.objects.filter(pk=row.pk).update(closed_at=timezone.now(), counts=counts)


class LegalHoldQuerySet(models.QuerySet):
    def open(self):
        """Limit to holds that were not lifted."""
        return self.filter(lifted_at__isnull=True)

    def keeping(self):
        """Limit to holds by which nothing goes by itself: open ones, and those lifted less than a day ago."""
        return self.filter(Q(lifted_at__isnull=True) | Q(lifted_at__gt=timezone.now() - A_DAY))


class LegalHold(models.Model):
    """Stops every destruction of one conversation until it is lifted; who placed and lifted it are names of people."""

    conversation = models.ForeignKey("Conversation", models.PROTECT, related_name="holds", verbose_name="gesprek")
    reason = models.TextField("reden", max_length=20_000)
    name = models.CharField("opgelegd door", max_length=300)
    placed_at = models.DateTimeField("opgelegd", default=timezone.now)
    lifted_at = models.DateTimeField("opgeheven", null=True, blank=True)
    lifted_by = models.CharField("opgeheven door", max_length=300, blank=True)
    lift_reason = models.TextField("reden van opheffen", max_length=20_000, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = "bewaarplicht"
        verbose_name_plural = "bewaarplichten"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(lifted_at__isnull=True), name="hold_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | ~Q(lifted_by="") & ~Q(lift_reason=""),
                name="hold_lifted_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.conversation}: {self.name}"


class Op(models.Model):
    """A save that was answered: the same number again gets the same answer. It holds no text."""

    op_id = models.UUIDField("nummer", primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, verbose_name="gebruiker")
    participant = models.ForeignKey("Participant", models.CASCADE, null=True, verbose_name="deelnemer")
    conversation = models.ForeignKey("Conversation", models.CASCADE, verbose_name="gesprek")
    part = models.CharField("onderdeel", max_length=80)
    status = models.PositiveSmallIntegerField("antwoord")
    version = models.PositiveIntegerField("versie")
    made = models.PositiveBigIntegerField("gemaakte rij", null=True)  # of the first save of a part that was new
    created_at = models.DateTimeField("moment", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "opgeslagen wijziging"
        verbose_name_plural = "opgeslagen wijzigingen"
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, participant__isnull=True)
                | Q(user__isnull=True, participant__isnull=False),
                name="op_one_author",
            )
        ]

    def __str__(self):
        return str(self.op_id)
