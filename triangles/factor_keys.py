"""Another key for the secrets of second factors, which are kept under the keys of private text."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from driehoek.encryption import is_under_first_key, under_first_key

SECRETS = ("secret", "seed")  # of an app with codes, and of the codes for later


def rotate_secrets():
    """Bring every secret under the first key; return (rows changed, rows with a secret). Raises InvalidToken."""
    rows = [pk for pk, kept in Authenticator.objects.values_list("pk", "data") if find_secrets(kept)]
    return sum(renew(pk) for pk in rows), len(rows)


def find_secrets(kept):
    return {name: kept[name] for name in SECRETS if kept.get(name)}


def renew(pk):
    """Renew the secrets of one row, locked meanwhile; return whether anything changed."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=pk).first()
        old = {
            name: token
            for name, token in find_secrets(row.data if row else {}).items()
            if not is_under_first_key(token)
        }
        if old:
            row.data |= {name: under_first_key(token) for name, token in old.items()}
            row.save(update_fields=["data"])
    return bool(old)
