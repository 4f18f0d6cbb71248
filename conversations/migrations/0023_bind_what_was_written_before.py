"""Private text is encrypted along with whose it is, and rows that open something get a seal of the application.

In batches, each a transaction of its own: what broke off goes on with `migrate`, and does nothing twice.
"""

import json
from contextlib import contextmanager, nullcontext

from django.db import migrations, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from driehoek.encryption import BOUND, TOKEN, cipher
from driehoek.seals import seal

# What a text is bound by, as the models say it; the last two were plain until now.
TEXTS = [
    ("Reflection", "text", ["participant_id", "question_id", ("visibility", "in_report")]),
    ("Reflection", "typed", ["participant_id", "question_id"]),
    ("Explanation", "text", ["participant_id", "principle_id", ("visibility", "in_report")]),
    ("ReportRemark", "text", ["response__participant_id", "section"]),
    ("ReportRemark", "answer", ["response__participant_id", "section"]),
    ("Proposal", "text", ["participant_id", "triangle_id"]),
    ("Availability", "remark", ["participant_id", "option_id"]),
    ("GuideRequest", "line", ["user_id", "conversation_id"]),
]
WERE_PLAIN = ("remark", "line")
CHUNK = 500
# How to take the guard of consents away, put it back (None: as it was written), and see whether it stands there.
GUARD = {
    "sqlite": (
        "DROP TRIGGER consent_no_update",
        None,
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'consent_no_update'",
    ),
    "postgresql": (
        "ALTER TABLE conversations_consent DISABLE TRIGGER consent_no_update",
        "ALTER TABLE conversations_consent ENABLE ALWAYS TRIGGER consent_no_update",
        "SELECT 1 FROM pg_trigger WHERE tgname = 'consent_no_update' "
        "AND tgrelid = 'conversations_consent'::regclass AND tgenabled <> 'D'",
    ),
}


def bind_texts(apps, editor):
    for label, name, bound_by in TEXTS:
        model = apps.get_model("conversations", label)
        for batch in batches(tokens_of(model, name, bound_by)):
            for row in batch:
                if row["token"] and not row["token"].startswith(BOUND + TOKEN):
                    put(model, row, name, bound(label, name, bound_by, row))


def bound(label, name, bound_by, row):
    """Return the token of the same words, encrypted along with whose and about what they are."""
    words = row["token"] if name in WERE_PLAIN else cipher().decrypt(row["token"]).decode()
    keys = [[row[one] for one in by] if isinstance(by, tuple) else row[by] for by in bound_by]
    kept = json.dumps([f"conversations.{label.lower()}.{name}", keys, words], ensure_ascii=False)
    return BOUND + cipher().encrypt(kept.encode()).decode()


def loosen_texts(apps, editor):
    for label, name, _ in TEXTS:
        model = apps.get_model("conversations", label)
        for batch in batches(tokens_of(model, name, [])):
            for row in batch:
                if row["token"].startswith(BOUND + TOKEN):
                    words = json.loads(cipher().decrypt(row["token"].removeprefix(BOUND)))[2]
                    plain = words if name in WERE_PLAIN else cipher().encrypt(words.encode()).decode()
                    put(model, row, name, plain)


def tokens_of(model, name, bound_by):
    columns = [one for by in bound_by for one in (by if isinstance(by, tuple) else (by,))]
    return model.objects.annotate(token=Cast(name, TextField())).values("pk", "token", *columns)


def batches(rows):
    """Yield `rows` (dicts with a pk) in order, some at a time, each within a transaction that ends with that batch.

    Tables may be larger than the memory; and what was done stays done, so that a run that broke off goes on.
    """
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        with transaction.atomic():
            yield found
        last = found[-1]["pk"]


def put(model, row, name, token):
    """Write a token over the one that was read; what somebody wrote meanwhile stays."""
    same = model.objects.annotate(token=Cast(name, TextField())).filter(pk=row["pk"], token=row["token"])
    same.update(**{name: Value(token, output_field=TextField())})


def seal_rows(apps, editor):
    """Seal the links, visits and consents that have no seal."""
    seal_each(apps, "Link", ["purpose", "nonce", "participant_id", "conversation_id", "user_id"])
    seal_each(apps, "Visit", ["link_id", "nonce", "key_digest", "reads_back"])
    yes = ["participant_id", "reflection_id", "explanation_id", "level", "in_report", "facilitator_id"]
    given = apps.get_model("conversations", "Consent").objects.exclude(source="verlaagd")  # those have none
    seal_each(apps, "Consent", yes, given, lambda: consents_may_change(editor.connection))


def seal_each(apps, label, columns, rows=None, opened=nullcontext):
    model = apps.get_model("conversations", label)
    rows = model.objects if rows is None else rows
    for batch in batches(rows.filter(seal="").values("pk", *columns)):
        with opened():
            for row in batch:
                token = seal(label.lower(), *(row[one] for one in columns))
                model.objects.filter(pk=row["pk"], seal="").update(seal=token)


@contextmanager
def consents_may_change(connection):
    """Take away the guard that keeps consents from any change, where it stands, and put it back the same.

    Within a transaction: when anything breaks off, the guard stands as it stood.
    """
    taken, put_back, is_there = GUARD[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(is_there)
        found = cursor.fetchone()
        if found:
            cursor.execute(taken)
        yield
        if found:
            cursor.execute(put_back or found[0])


class Migration(migrations.Migration):
    atomic = False  # see above

    dependencies = [
        ("conversations", "0022_heads_of_the_audit_log"),
    ]

    operations = [
        migrations.RunPython(bind_texts, loosen_texts),
        migrations.RunPython(seal_rows, migrations.RunPython.noop),
    ]
