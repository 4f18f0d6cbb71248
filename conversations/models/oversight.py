"""What the overview of an organisation tells of each of its triangles, kept ready."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from triangles.models import Organisation, Overseer, Seat, Triangle

from .conversation import Conversation

NEVER, NOT_PLANNED = date.min, date.max  # where a triangle without that day stands in the list


class OverseenQuerySet(models.QuerySet):
    def visible_to(self, user, day):
        """Limit to triangles in use in which an organisation, of which `user` has the overview, holds a seat on `day`.

        The seats themselves are asked: a row that was not refreshed yet opens nothing.
        """
        seats = Seat.objects.on(day).filter(triangle=OuterRef("triangle"), organisation=OuterRef("organisation"))
        return self.filter(
            Exists(seats),
            organisation__in=Overseer.objects.filter(user=user.pk).values("organisation"),
            triangle__archived_at__isnull=True,
            triangle__rehearsal_until__isnull=True,
        )


class Overseen(models.Model):
    """A triangle in the overview of one of its organisations. Written on change and nightly; pages only read it.

    It holds rhythm, days and numbers: nothing that was said, scored or judged, and nobody's name.
    """

    class Stand(models.TextChoices):
        GEEN = "geen", "geen gesprek gepland"
        CONCEPT = "concept", "in concept"
        UITGENODIGD = "uitgenodigd", "uitgenodigd"
        DICHT = "dicht", "voorbereiding gesloten"
        VOORBIJ = "voorbij", "datum voorbij, nog niets vastgelegd"
        LOOPT = "loopt", "in gesprek"
        VERSLAG = "verslag", "verslag in concept"

    triangle = models.ForeignKey(Triangle, models.CASCADE, related_name="overseen", verbose_name="driehoek")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="overseen", verbose_name="organisatie")
    folded = models.CharField("naam in kleine letters", max_length=300)
    of_opdrachtgever = models.BooleanField("als opdrachtgever")
    of_opdrachtnemer = models.BooleanField("als opdrachtnemer")
    of_eigenaar = models.BooleanField("als eigenaar")
    rhythm = models.CharField("ritme", max_length=20, choices=Conversation.Rhythm, blank=True)
    last_on = models.DateField("laatste gesprek", default=NEVER)
    next_on = models.DateField("volgend gesprek", default=NOT_PLANNED)
    stand = models.CharField("stand van de voorbereiding", max_length=12, choices=Stand, default=Stand.GEEN)
    late = models.PositiveIntegerField("afspraken over de datum", default=0)
    empty = models.CharField("lege hoeken", max_length=60, blank=True)  # words apart
    signs = models.CharField("soorten tekens", max_length=160, blank=True)  # words apart

    objects = OverseenQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van een overzicht"
        verbose_name_plural = "regels van een overzicht"
        indexes = [
            models.Index(fields=["organisation", "folded", "id"], name="overseen_by_name"),
            models.Index(fields=["organisation", "last_on", "id"], name="overseen_by_last"),
            models.Index(fields=["organisation", "next_on", "id"], name="overseen_by_next"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["triangle", "organisation"], name="overseen_once"),
            models.CheckConstraint(
                condition=Q(of_opdrachtgever=True) | Q(of_opdrachtnemer=True) | Q(of_eigenaar=True),
                name="overseen_has_a_corner",
            ),
        ]

    def __str__(self):
        return f"regel {self.pk} van een overzicht"  # never the name of the triangle: the beheerder may meet it
