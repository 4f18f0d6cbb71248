"""Personal links, and the browsers in which they were opened."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from driehoek.seals import SealedRow

from .participation import Participant, new_nonce


class Link(SealedRow, models.Model):
    """A personal link. Its token is made at sending and stands nowhere; a new nonce withdraws earlier ones.

    The seal says whose it is: pointed at somebody else by hand, it opens nothing.
    """

    sealed_by = ("purpose", "nonce", "participant_id", "conversation_id", "user_id")

    class Purpose(models.TextChoices):
        DEELNEMEN = "deelnemen", "deelnemen"
        DATUM = "datum", "een datum kiezen"
        LEZEN = "lezen", "het verslag lezen"
        VOORTGANG = "voortgang", "melden hoe het staat"
        SCHERM = "scherm", "het grote scherm"
        AGENDA = "agenda", "agenda van een adviseur"
        ZAAL = "zaal", "meedoen in de zaal"

    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="links", verbose_name="deelnemer"
    )
    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, null=True, blank=True, related_name="links", verbose_name="gesprek"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="links", verbose_name="gebruiker"
    )
    purpose = models.CharField("doel", max_length=12, choices=Purpose)
    nonce = models.CharField("nonce", max_length=40, default=new_nonce, editable=False)
    until = models.DateTimeField("geldig tot")
    withdrawn_at = models.DateTimeField("ingetrokken", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt", default=timezone.now, editable=False)
    seal = models.CharField("zegel", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "persoonlijke link"
        verbose_name_plural = "persoonlijke links"
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["deelnemen", "datum", "lezen", "voortgang", "scherm", "agenda", "zaal"]),
                name="link_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(participant__isnull=False, conversation__isnull=True, user__isnull=True)
                & ~Q(purpose__in=["scherm", "agenda"])
                | Q(participant__isnull=True, conversation__isnull=False, user__isnull=True, purpose="scherm")
                | Q(participant__isnull=True, conversation__isnull=True, user__isnull=False, purpose="agenda"),
                name="link_one_subject",
            ),
            models.UniqueConstraint(fields=["participant", "purpose"], name="link_one_per_participant_and_purpose"),
            models.UniqueConstraint(fields=["conversation", "purpose"], name="link_one_per_conversation"),
            models.UniqueConstraint(fields=["user", "purpose"], name="link_one_per_user"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, tot {self.until:%d-%m-%Y}"

    def renew(self, **columns):
        """Give this link, with what changes in its `columns`, a new nonce: what was given out before is worthless."""
        for name, value in columns.items():
            setattr(self, name, value)
        self.nonce = new_nonce()
        self.seal = self.make_seal()
        self.save(update_fields=[*columns, "nonce", "seal"])


AFTER_CODE = "code"  # stands in a seal for `reads_back` where the code was typed


class VisitQuerySet(models.QuerySet):
    def let_read(self, reads_back, *, after_code=False, **columns):
        """Set `reads_back` with its seal, and other `columns`, of the visits that are genuine; return how many.

        `after_code`: because the code from the mailbox was typed in that browser, which the seal tells from then on.
        """
        sealed = AFTER_CODE if after_code else reads_back
        return sum(
            self.filter(pk=visit.pk, seal=visit.seal).update(
                reads_back=reads_back, seal=visit.make_seal(reads_back=sealed), **columns
            )
            for visit in self.select_related("link")
            if visit.is_genuine()
        )


class Visit(SealedRow, models.Model):
    """One browser in which a personal link was opened. The browser holds the key; here stands its digest.

    `reads_back` says that private text saved earlier may be shown in it: it was written here, or the code that was
    mailed was typed here. `nonce` is that of the link at opening, so that withdrawing the link ends the visit. The seal
    says which browser opened which link, and what it may read: added or widened by hand, it is no visit. It also says
    whether the code was typed there, which no column does.
    """

    sealed_by = ("link_id", "nonce", "key_digest", "reads_back")

    link = models.ForeignKey(Link, models.CASCADE, related_name="visits", verbose_name="persoonlijke link")
    key_digest = models.CharField("sleutel (SHA-256)", max_length=64, editable=False)
    nonce = models.CharField("nonce", max_length=40, editable=False)
    opened_at = models.DateTimeField("geopend", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("beëindigd", null=True, blank=True)
    reads_back = models.BooleanField("leest terug", default=False)
    code_digest = models.CharField("code (SHA-256)", max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField("code geldig tot", null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField("pogingen", default=0, editable=False)
    seal = models.CharField("zegel", max_length=64, blank=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "bezoek met een persoonlijke link"
        verbose_name_plural = "bezoeken met een persoonlijke link"
        constraints = [models.UniqueConstraint(fields=["link", "key_digest"], name="visit_once_per_browser")]

    def __str__(self):
        return f"bezoek {self.pk}"

    @property
    def has_typed_code(self):
        """Whether the newest code from the mailbox was typed in this browser."""
        return not self.code_digest and self._is_after_code()

    def _is_after_code(self):
        return self.reads_back and self.bears_seal(reads_back=AFTER_CODE)

    def make_seal(self, **changes):
        """Return the seal once `changes` are made; that the code was typed stays in it as long as it reads back."""
        if changes.get("reads_back", self.reads_back) and self._is_after_code():
            changes["reads_back"] = AFTER_CODE
        return super().make_seal(**changes)

    def is_genuine(self):
        return self.link.is_genuine() and (super().is_genuine() or self._is_after_code())
