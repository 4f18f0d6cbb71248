from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from conversations.encryption import EncryptedTextField, cipher, fernet

BATCH = 200


class Command(BaseCommand):
    help = "Versleutel alle privétekst opnieuw met de eerste sleutel van TEXT_KEYS; daarna mag de oude sleutel weg."

    def handle(self, *args, **options):
        for model, name in encrypted_fields():
            changed, seen = rotate(model, name)
            self.stdout.write(f"{model._meta.verbose_name_plural}: {changed} van {seen} opnieuw versleuteld")


def encrypted_fields():
    """Return (model, field name) of everything that is kept encrypted."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def rotate(model, name):
    """Bring every row under the first key, a batch per transaction; return (rows changed, rows seen)."""
    changed = seen = last = 0
    while rows := rotate_batch(model, name, last):
        changed += sum(row_changed for _, row_changed in rows)
        seen += len(rows)
        last = rows[-1][0]
    return changed, seen


def rotate_batch(model, name, last):
    """Bring the next rows after key `last` under the first key; return [(key, whether it changed)].

    Raises CommandError at a row that no key opens; what was done before it stays done.
    """
    with transaction.atomic():
        rows = model._base_manager.select_for_update().filter(pk__gt=last).order_by("pk").only("pk")
        rows = list(rows.annotate(token=Cast(name, TextField()))[:BATCH])
        old = [row for row in rows if row.token and not opens(row.token)]
        for row in old:
            setattr(row, name, Value(renewed(row.token, model, row.pk), output_field=TextField()))
        model._base_manager.bulk_update(old, [name])
    changed = {row.pk for row in old}
    return [(row.pk, row.pk in changed) for row in rows]


def opens(token):
    """Whether the first key opens `token`, so that it needs no other."""
    try:
        fernet((settings.TEXT_KEYS[0],)).decrypt(token)
    except InvalidToken:
        return False
    return True


def renewed(token, model, pk):
    try:
        return cipher().rotate(token).decode()
    except InvalidToken:
        label = model._meta.verbose_name
        raise CommandError(f"Geen sleutel in TEXT_KEYS opent {label} {pk}. Zet de oude sleutel er ook in.") from None
