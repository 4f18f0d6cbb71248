"""The phases of a conversation, and what is said of several of them at once."""

from django.core.exceptions import ValidationError
from django.db import models


class Phase(models.TextChoices):
    CONCEPT = "concept", "concept"
    VOORBEREIDING = "voorbereiding", "in voorbereiding"
    GESPREK = "gesprek", "in gesprek"
    VERSLAG = "verslag", "verslag in concept"
    OPVOLGING = "opvolging", "in opvolging"
    AFGEROND = "afgerond", "afgerond"
    GEANNULEERD = "geannuleerd", "geannuleerd"


UNOPENED = (Phase.CONCEPT, Phase.VOORBEREIDING)
AHEAD = (*UNOPENED, Phase.GESPREK)  # until the meeting is over its plan may change
ESTABLISHED = (Phase.OPVOLGING, Phase.AFGEROND)  # the verslag is vastgesteld
HELD = (Phase.VERSLAG, *ESTABLISHED)  # the meeting is behind us
BEFORE = {  # from which phases each phase can be reached
    Phase.VOORBEREIDING: {Phase.CONCEPT},
    Phase.GESPREK: {Phase.VOORBEREIDING},
    Phase.VERSLAG: {Phase.GESPREK},
    Phase.OPVOLGING: {Phase.VERSLAG},
    Phase.AFGEROND: {Phase.OPVOLGING},
    Phase.GEANNULEERD: {*AHEAD},
}


class PhaseError(ValidationError):
    """The step cannot be taken now; the message says why, in Dutch."""
