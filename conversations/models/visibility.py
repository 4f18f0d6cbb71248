"""The four readers of a private text, and between which of them its author need not be asked again."""

from django.db import models


class Visibility(models.TextChoices):
    """Who may read a text, from closed to open; no ladder, see `is_free`."""

    ZELF = "zelf", "alleen ik"
    BEGELEIDER = "begeleider", "alleen de begeleider"
    NAAMLOOS = "naamloos", "de tafel, zonder mijn naam"
    MET_NAAM = "met_naam", "de tafel, met mijn naam"


TABLE = (Visibility.NAAMLOOS, Visibility.MET_NAAM)


def is_free(old, new):
    """Whether a text may go from `old` to `new` without a new consent of its author."""
    return new == old or new == Visibility.ZELF or (old == Visibility.MET_NAAM)
