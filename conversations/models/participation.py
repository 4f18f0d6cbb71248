"""Who takes part, how they come in, and when they can."""

import secrets

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from driehoek.encryption import BoundText, EncryptedTextField
from triangles.models import Corner, Seat, Triangle

MOST_OPDRACHTGEVERS = 8  # at one table; who stands in for another of them does not count


class Participant(models.Model):
    """Somebody at the table, as they were then: a later change of the seat leaves this alone."""

    class Attendance(models.TextChoices):
        ONBEKEND = "", "nog niet ingevuld"
        AANWEZIG = "aanwezig", "aanwezig"
        AFWEZIG = "afwezig", "afwezig"

    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="participants", verbose_name="gesprek"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="participations", verbose_name="plaats")
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    name = models.CharField("naam", max_length=300)
    function = models.CharField("functie", max_length=300)
    organisation = models.CharField("organisatie", max_length=300)
    email = models.EmailField("e-mailadres", blank=True)
    coordinating = models.BooleanField("coördineert", default=False)
    attendance = models.CharField("aanwezigheid", max_length=10, choices=Attendance, blank=True, default="")
    speaker = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="speaks_for",
        verbose_name="spreekt namens deze",
    )  # somebody of the same corner, who scores for them while they are absent
    texts_closed_at = models.DateTimeField("eerdere tekst gesloten", null=True, editable=False)  # the address changed
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seat"], name="participant_once"),
            models.CheckConstraint(condition=Q(corner__in=Corner.values), name="participant_corner_known"),
            models.CheckConstraint(
                condition=Q(attendance__in=["", "aanwezig", "afwezig"]), name="participant_attendance_known"
            ),
            models.CheckConstraint(
                condition=Q(speaker__isnull=True) | Q(attendance="afwezig") & ~Q(speaker=F("pk")),
                name="participant_spoken_for_is_absent",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.corner})"

    @classmethod
    def from_seat(cls, conversation, seat):
        """Return an unsaved participant that copies `seat` as it is now."""
        return cls(
            conversation=conversation,
            seat=seat,
            corner=seat.corner,
            name=seat.person,
            function=seat.function,
            organisation=seat.organisation.name,
            email=seat.email,
            coordinating=seat.coordinating,
        )


def new_nonce():
    return secrets.token_urlsafe(24)  # 192 random bits


class Appointment(models.Model):
    """What the agendas of the participants were told last; `sequence` goes up each time that this changes.

    `is_off`: the date was taken back, or the conversation called off. Then the last moment stays, to cancel it by.
    """

    conversation = models.OneToOneField(
        "Conversation", models.CASCADE, related_name="appointment", verbose_name="gesprek"
    )
    sequence = models.PositiveSmallIntegerField("volgnummer", default=0)
    held_on = models.DateField("datum")
    start = models.TimeField("begin", null=True)
    minutes = models.PositiveSmallIntegerField("duur in minuten", null=True)
    place = models.CharField("plek", max_length=300, blank=True)
    is_off = models.BooleanField("gaat niet door", default=False)

    class Meta:
        verbose_name = "afspraak in de agenda"
        verbose_name_plural = "afspraken in de agenda"

    def __str__(self):
        return f"{self.held_on:%d-%m-%Y}, wijziging {self.sequence}"


class DateOption(models.Model):
    """A moment proposed in the date poll."""

    conversation = models.ForeignKey(
        "Conversation", models.CASCADE, related_name="date_options", verbose_name="gesprek"
    )
    starts_at = models.DateTimeField("begin")

    class Meta:
        verbose_name = "voorgesteld moment"
        verbose_name_plural = "voorgestelde momenten"
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["conversation", "starts_at"], name="date_option_once")]

    def __str__(self):
        return timezone.localtime(self.starts_at).strftime("%d-%m-%Y %H.%M")


class Availability(BoundText, models.Model):
    """What a participant (or their secretary) answered to one moment. No row is no answer, and that is not 'nee'."""

    class Answer(models.TextChoices):
        JA = "ja", "ja"
        LIEVER_NIET = "liever_niet", "liever niet"
        NEE = "nee", "nee"

    bound_by = ("participant_id", "option_id")

    option = models.ForeignKey(DateOption, models.CASCADE, related_name="answers", verbose_name="moment")
    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="availabilities", verbose_name="deelnemer"
    )
    answer = models.CharField("antwoord", max_length=12, choices=Answer)
    remark = EncryptedTextField("opmerking", max_length=300, blank=True)
    by_secretary = models.BooleanField("door het secretariaat", default=False)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "antwoord op een moment"
        verbose_name_plural = "antwoorden op momenten"
        constraints = [
            models.UniqueConstraint(fields=["option", "participant"], name="availability_once"),
            models.CheckConstraint(condition=Q(answer__in=["ja", "liever_niet", "nee"]), name="availability_known"),
        ]

    def __str__(self):
        return f"{self.participant}: {self.get_answer_display()}"


class StandInQuerySet(models.QuerySet):
    def settled(self):
        """Limit to those by which somebody else sits at the table and the first one is absent."""
        return self.filter(person__isnull=False, participant__attendance=Participant.Attendance.AFWEZIG)


def replaced(key):
    """Return the condition that the participant of a row, in its column `key`, is replaced by somebody else."""
    return Exists(StandIn.objects.settled().filter(participant=OuterRef(key)))


class StandIn(models.Model):
    """Who a participant that cannot come proposes in their place, if anybody; an adviser confirms it.

    `person` is the participant that comes instead, once confirmed. What the first one wrote stays theirs alone.
    """

    participant = models.OneToOneField(
        Participant, models.CASCADE, related_name="stand_in", verbose_name="verhinderde deelnemer"
    )
    name = models.CharField("naam", max_length=300, blank=True)
    function = models.CharField("functie", max_length=300, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    told_at = models.DateTimeField("gemeld", default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField("bevestigd", null=True, blank=True)
    person = models.OneToOneField(
        Participant, models.SET_NULL, null=True, blank=True, related_name="stands_in_for", verbose_name="komt in plaats"
    )

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = "vervanging"
        verbose_name_plural = "vervangingen"

    def __str__(self):
        return f"vervanging {self.pk}"


class Proposal(BoundText, models.Model):
    """A participant proposes to talk again; the words are for the advisers of the driehoek."""

    bound_by = ("participant_id", "triangle_id")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="proposals", verbose_name="deelnemer")
    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="proposals", verbose_name="driehoek")
    text = EncryptedTextField("waarover", max_length=2_000)
    at = models.DateTimeField("moment", default=timezone.now, editable=False)
    closed_at = models.DateTimeField("afgehandeld", null=True, blank=True)

    class Meta:
        verbose_name = "voorstel voor een gesprek"
        verbose_name_plural = "voorstellen voor een gesprek"
        ordering = ["pk"]

    def __str__(self):
        return f"voorstel {self.pk}"  # never the words
