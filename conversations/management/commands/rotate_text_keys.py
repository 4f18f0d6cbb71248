from cryptography.fernet import InvalidToken
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from conversations.models import record
from conversations.resealing import count_old, reseal
from driehoek.encryption import (
    BOUND,
    TOKEN,
    EncryptedTextField,
    cipher,
    is_under_first_key,
    sealed,
    under_first_key,
)
from triangles.factor_keys import rotate_secrets

BATCH = 200
ROUNDS = 5
BUSY = (
    "{count} teksten staan nog onder een oude sleutel: er wordt nog mee geschreven. Start eerst alle werkers opnieuw "
    "met de nieuwe TEXT_KEYS. Geef deze opdracht daarna nog eens."
)
LOOSE = (
    "{count} teksten zijn tijdens een migratie geschreven door een oude werker. Ze gaan niet open. "
    "Start eerst alle werkers opnieuw. Geef deze opdracht dan nog eens, met --bind."
)
NEEDED = (
    "Laat de oude sleutel staan: {count} toestemmingen voor een begeleider zijn ermee verzegeld. "
    "De sleutel mag weg als die teksten zijn opgeruimd."
)


class Command(BaseCommand):
    help = (
        "Versleutel alle privétekst opnieuw met de eerste sleutel van TEXT_KEYS, en verzegel links en bezoeken. "
        "Zegt of een oude sleutel nog moet blijven staan."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--bind",
            action="store_true",
            help="maak eerst vast aan hun rij wat een oude werker tijdens de migratie schreef; alleen meteen daarna",
        )

    def handle(self, *args, **options):
        fields, total = encrypted_fields(), 0
        if options["bind"]:
            self.stdout.write(f"vastgemaakt aan hun rij: {sum(bind(model, name) for model, name in fields)}")
        if left := sum(loose(model, name).count() for model, name in fields):
            raise CommandError(LOOSE.format(count=left))
        for model, name in fields:
            changed, seen = rotate(model, name)
            total += changed
            self.stdout.write(f"{model._meta.verbose_name_plural}: {changed} van {seen} opnieuw versleuteld")
        changed, seen = rotate_secrets()
        self.stdout.write(f"tweede factoren: {changed} van {seen} opnieuw versleuteld")
        record("sleutels gewisseld", changed=total + changed)
        if resealed := reseal():
            self.stdout.write(f"links en bezoeken: {resealed} opnieuw verzegeld")
        if left := sum(settle(model, name) for model, name in fields):
            raise CommandError(BUSY.format(count=left))
        if count := count_old():
            self.stdout.write(NEEDED.format(count=count))


def encrypted_fields():
    """Return (model, field name) of everything that is kept encrypted."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def loose(model, name):
    """Limit to what should be bound to its row and is not: a worker of before the migration wrote it."""
    rows = tokens_of(model, name).exclude(token="").exclude(token__startswith=BOUND + TOKEN)
    return rows if model._meta.get_field(name).is_bound else rows.none()


def bind(model, name):
    """Bind what is loose to the row in which it stands; return how many. Words that were plain then are encrypted."""
    with transaction.atomic():
        found = list(loose(model, name).values_list("pk", "token"))
        rows = model._base_manager.in_bulk([pk for pk, _ in found])
        return sum(put(model, name, pk, old, sealed(rows[pk], name, words_in(old, model, pk))) for pk, old in found)


def words_in(token, model, pk):
    if not token.startswith(TOKEN):
        return token
    bare = renewed(token, model, pk)
    return cipher().decrypt(bare).decode()


def settle(model, name):
    """Go round again for what was written under an old key meanwhile; return how many texts stay that way."""
    for _ in range(ROUNDS):
        if not rotate(model, name)[0]:
            return 0
    return rotate(model, name)[0]


def rotate(model, name):
    """Bring every row under the first key, a batch at a time; return (rows changed, rows seen)."""
    changed = seen = last = 0
    while tokens := read_tokens(model, name, last):
        changed += renew(model, name, tokens)
        seen += len(tokens)
        last = tokens[-1][0]
    return changed, seen


def read_tokens(model, name, last):
    """Return [(key, what stands there)] of the next rows after the one with key `last`."""
    rows = tokens_of(model, name).filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", "token")[:BATCH])


def tokens_of(model, name):
    return model._base_manager.annotate(token=Cast(name, TextField()))


def renew(model, name, tokens):
    """Write what stands under an old key under the first; return how many rows changed.

    All is encrypted before anything is locked. A row that somebody wrote meanwhile is left as they wrote it. Raises
    CommandError at a row that no key opens; what was done before it stays done.
    """
    fresh = [(pk, token, renewed(token, model, pk)) for pk, token in tokens if token and not is_under_first_key(token)]
    if not fresh:
        return 0
    with transaction.atomic():
        return sum(put(model, name, *row) for row in fresh)


def put(model, name, pk, token, new):
    same = tokens_of(model, name).filter(pk=pk, token=token)
    return same.update(**{name: Value(new, output_field=TextField())})


def renewed(token, model, pk):
    try:
        return under_first_key(token)
    except InvalidToken:
        label = model._meta.verbose_name
        raise CommandError(f"Geen sleutel in TEXT_KEYS opent {label} {pk}. Zet de oude sleutel er ook in.") from None
