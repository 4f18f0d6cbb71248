"""Seals under another key. Those of consents stay as they are, because the database lets nobody change a consent."""

from .models import Consent, Link, Visibility, Visit


def reseal():
    """Bring the seals of links and visits under the first key; return how many changed. A wrong seal stays wrong."""
    rows = (*Link.objects.iterator(), *Visit.objects.select_related("link").iterator())
    return sum(renew(row) for row in rows if row.seal != row.make_seal() and row.is_genuine())


def renew(row):
    return type(row).objects.filter(pk=row.pk, seal=row.seal).update(seal=row.make_seal())


def count_old():
    """Return how many consents of texts for a facilitator alone need an older key, to let that facilitator read."""
    asked = Consent.objects.filter(level=Visibility.BEGELEIDER).select_related("reflection", "explanation").iterator()
    return sum(one.seal != one.make_seal() and one.is_genuine() and is_in_use(one) for one in asked)


def is_in_use(consent):
    text = consent.reflection or consent.explanation
    return text.participant_id is not None and text.visibility == Visibility.BEGELEIDER
