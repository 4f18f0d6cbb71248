from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from .pool import FacilitatorProfile as FacilitatorProfile
from .pool import PoolManager as PoolManager
from .reviewing import AccessReview as AccessReview


class Corner(models.TextChoices):
    """The three corners, in the order of every list and legend."""

    OPDRACHTGEVER = "opdrachtgever", "opdrachtgever"
    OPDRACHTNEMER = "opdrachtnemer", "opdrachtnemer"
    EIGENAAR = "eigenaar", "eigenaar"


class User(AbstractUser):
    """Somebody with an account: adviser, facilitator or beheerder. Participants have none."""

    first_name = last_name = None
    name = models.CharField("naam", max_length=150)
    email = models.EmailField("e-mailadres")
    email_changed_at = models.DateTimeField("mailadres gewijzigd", null=True, editable=False)
    # What the backend tells with whoever it finds, so that no page has to ask:
    oversees = False  # whether they have an overview
    guides = False  # whether they have a profile, and may be asked to facilitate

    REQUIRED_FIELDS = ["email", "name"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Er is al een account met dit e-mailadres.",
            )
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self).split(" ")[0]


class OrganisationQuerySet(models.QuerySet):
    def overseen_by(self, user):
        """Limit to those of which `user` has the overview."""
        return self.filter(pk__in=Overseer.objects.filter(user=user.pk).values("organisation"))


class Organisation(models.Model):
    name = models.CharField("naam", max_length=300)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="organisation_name_unique", violation_error_message="Deze organisatie staat er al."
            )
        ]

    def __str__(self):
        return self.name


class Overseer(models.Model):
    """Who sees the rhythm of all triangles in which an organisation holds a seat. It opens no triangle."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="overseeing", verbose_name="gebruiker"
    )
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="overseers", verbose_name="organisatie")

    class Meta:
        verbose_name = "overzicht van een organisatie"
        verbose_name_plural = "wie het overzicht heeft"
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="overseer_once")]

    def __str__(self):
        return f"{self.user}, overzicht van {self.organisation}"


class TriangleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Limit to the triangles that `user` advises."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=Membership.objects.filter(user=user).values("triangle"))

    def editable_by(self, user):
        """Limit to what `user` may change: the triangles they advise that are not archived."""
        return self.visible_to(user).filter(archived_at__isnull=True)

    def real(self):
        """Leave out rehearsals."""
        return self.filter(rehearsal_until__isnull=True)


class Triangle(models.Model):
    class Kind(models.TextChoices):
        RIJK = "rijk", "Rijk"
        VERBONDEN_PARTIJ = "verbonden_partij", "verbonden partij"
        ANDERS = "anders", "anders"

    name = models.CharField("naam", max_length=300)
    kind = models.CharField("soort", max_length=20, choices=Kind, default=Kind.RIJK)
    purpose = models.TextField("maatschappelijke opgave", max_length=20_000)
    contact_frequency = models.CharField("hoe vaak is er contact", max_length=300, blank=True)
    recurring_topics = models.JSONField("onderwerpen die terugkeren", default=list, blank=True)
    agreements_place = models.CharField("waar staan de werkafspraken", max_length=300, blank=True)
    process_coordinator = models.CharField("wie leidt het proces bij meer opdrachtgevers", max_length=300, blank=True)
    team_rhythm = models.CharField("ritme van het accountteam", max_length=300, blank=True)
    team_next_on = models.DateField("volgende keer van het accountteam", null=True, blank=True)
    archived_at = models.DateTimeField("gearchiveerd", null=True, blank=True)
    rehearsal_until = models.DateTimeField("oefening, weg na", null=True, blank=True)
    created_at = models.DateTimeField("aangemaakt", default=timezone.now, editable=False)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = TriangleQuerySet.as_manager()

    class Meta:
        verbose_name = "driehoek"
        verbose_name_plural = "driehoeken"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["rijk", "verbonden_partij", "anders"]), name="triangle_kind_known"
            )
        ]

    def __str__(self):
        return self.name


class SeatQuerySet(models.QuerySet):
    def on(self, day):
        """Limit to the seats that are filled on `day`; a seat without dates is always filled."""
        return self.filter(Q(begins_on__isnull=True) | Q(begins_on__lte=day)).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class Seat(models.Model):
    """Who holds a corner, from when until when. Both dates are inclusive; empty means open."""

    class Level(models.IntegerChoices):
        MEDEWERKER = 1, "medewerker"
        AFDELINGSHOOFD = 2, "afdelingshoofd"
        DIRECTEUR = 3, "directeur"
        PLAATSVERVANGEND = 4, "plv. directeur-generaal of lid raad van bestuur"
        HOOGSTE = 5, "directeur-generaal, secretaris-generaal of bestuursvoorzitter"

    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="seats", verbose_name="driehoek")
    code = models.CharField("code", max_length=40)
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="seats", verbose_name="organisatie")
    person = models.CharField("naam", max_length=300)
    function = models.CharField("functie", max_length=300)
    mandate = models.CharField("waarover mag deze persoon hier beslissen", max_length=300, blank=True)
    function_level = models.PositiveSmallIntegerField("functieniveau", choices=Level, null=True, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    begins_on = models.DateField("vanaf", null=True, blank=True)
    ends_on = models.DateField("tot en met", null=True, blank=True)
    coordinating = models.BooleanField("coördineert de opdrachtgevers", default=False)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plaats"
        verbose_name_plural = "bezetting"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["triangle", "code"], name="seat_code_unique_in_triangle"),
            models.CheckConstraint(condition=Q(corner__in=Corner.values), name="seat_corner_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")) | Q(ends_on__isnull=True) | Q(begins_on__isnull=True),
                name="seat_ends_after_it_begins",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(condition=Q(function_level__range=(1, 5)), name="seat_level_1_to_5"),
            models.CheckConstraint(
                condition=Q(coordinating=False) | Q(corner=Corner.OPDRACHTGEVER),
                name="seat_only_opdrachtgever_coordinates",
                violation_error_message="Alleen een opdrachtgever kan coördineren.",
            ),
            models.UniqueConstraint(
                fields=["triangle"],
                condition=Q(coordinating=True, ends_on__isnull=True),
                name="seat_one_coordinates",
                violation_error_message="Er coördineert al iemand.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.corner}"


class Membership(models.Model):
    """Which user advises which corner of a triangle. It is the only thing that opens a triangle."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="gebruiker"
    )
    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="memberships", verbose_name="driehoek")
    corner = models.CharField("adviseert de hoek", max_length=20, choices=Corner, blank=True)
    created_at = models.DateTimeField("sinds", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "adviseur van een driehoek"
        verbose_name_plural = "adviseurs van driehoeken"
        constraints = [
            models.UniqueConstraint(fields=["user", "triangle"], name="membership_once"),
            models.CheckConstraint(condition=Q(corner__in=["", *Corner.values]), name="membership_corner_known"),
        ]

    def __str__(self):
        return f"{self.user} bij {self.triangle}"


class AgendaTopic(models.Model):
    """A subject on the joint agenda for the longer term."""

    class Horizon(models.TextChoices):
        KWARTAAL = "kwartaal", "dit kwartaal"
        JAAR = "jaar", "dit jaar"
        LANGE_TERMIJN = "lange_termijn", "lange termijn"

    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="topics", verbose_name="driehoek")
    title = models.CharField("onderwerp", max_length=300)
    horizon = models.CharField("termijn", max_length=20, choices=Horizon)
    lead = models.CharField("trekker", max_length=20, choices=Corner, blank=True)
    closed_at = models.DateTimeField("afgesloten", null=True, blank=True)
    result = models.TextField("resultaat", max_length=20_000, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "onderwerp op de gezamenlijke agenda"
        verbose_name_plural = "gezamenlijke agenda"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(horizon__in=["kwartaal", "jaar", "lange_termijn"]), name="topic_horizon_known"
            ),
            models.CheckConstraint(condition=Q(lead__in=["", *Corner.values]), name="topic_lead_known"),
        ]

    def __str__(self):
        return self.title


class TeamMember(models.Model):
    """A member of the account team: an adviser who shares news with the other corners."""

    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="team", verbose_name="driehoek")
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    name = models.CharField("naam", max_length=300)
    left_on = models.DateField("weg sinds", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "lid van het accountteam"
        verbose_name_plural = "accountteam"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(corner__in=Corner.values), name="team_corner_known")]

    def __str__(self):
        return f"{self.name} ({self.corner})"
