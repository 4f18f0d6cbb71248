"""What all content shares: a subject with a code that stays, and numbered texts that never change."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q


class TextIsFrozenError(Exception):
    """A text that exists was about to change or disappear; a new wording is a new version."""


class Origin(models.TextChoices):
    FILE = "bestand", "bestand"
    ADMIN = "beheer", "beheer"


class TextQuerySet(models.QuerySet):
    def newest(self):
        """Limit to the highest number per subject, retired subjects too, in their order."""
        subject = self.model.subject_field
        newer = self.model.objects.filter(**{subject: OuterRef(subject), "number__gt": OuterRef("number")})
        return self.filter(~Exists(newer)).select_related(subject).order_by(f"{subject}__position", f"{subject}__code")

    def current(self):
        """Limit to the highest number per subject that is in use, in their order; one query."""
        return self.newest().filter(**{f"{self.model.subject_field}__retired_at": None})

    def update(self, **kwargs):
        raise TextIsFrozenError("Een tekst verandert niet: maak een nieuwe versie.")

    def delete(self):
        raise TextIsFrozenError("Een tekst verdwijnt niet: een gesprek kan ermee gehouden zijn.")

    delete.queryset_only = True


class Text(models.Model):
    """One wording of a subject. A subclass names its foreign key in `subject_field`, with related_name 'texts'."""

    subject_field: str

    number = models.PositiveSmallIntegerField("versie", editable=False)
    origin = models.CharField("herkomst", max_length=10, choices=Origin, default=Origin.ADMIN, editable=False)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.subject.code}, versie {self.number}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TextIsFrozenError("Een tekst verandert niet: maak een nieuwe versie.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TextIsFrozenError("Een tekst verdwijnt niet: een gesprek kan ermee gehouden zijn.")

    @property
    def subject(self):
        return getattr(self, self.subject_field)


def text_constraints(subject_field):
    """Return what the database guards on a text table: versions count from 1 and are unique per subject."""
    return [
        models.UniqueConstraint(fields=[subject_field, "number"], name="%(class)s_number_unique"),
        models.CheckConstraint(condition=Q(number__gte=1), name="%(class)s_number_from_1"),
        models.CheckConstraint(condition=Q(origin__in=Origin.values), name="%(class)s_origin_known"),
    ]


class Subject(models.Model):
    """Something content is about. `loaded_digest` is the hex SHA-256 of its entry in the file at its last load."""

    code = models.SlugField("code", max_length=100, unique=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    retired_at = models.DateTimeField("vervallen op", null=True, blank=True)
    loaded_digest = models.CharField("kenmerk van het bestand", max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self):
        return self.code

    def next_number(self):
        """Return the number of the next version, and hold others back until the transaction that writes it ends."""
        type(self).objects.select_for_update().get(pk=self.pk)
        return (self.texts.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def add_text(self, **words):
        """Write the next version of this subject's text and return it; `words` are the fields of that text."""
        with transaction.atomic():
            return self.texts.create(number=self.next_number(), **words)
