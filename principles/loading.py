"""Bring the database up to the content files, without undoing what an administrator edited since."""

from django.apps import apps as installed
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from principles.entries import read_entries
from principles.models import Card, CardSource, Principle
from principles.reading import CONTENT
from principles.versions import Origin

OWNERS = {"source": CardSource, "principle": Principle}


def load_after_migrate(sender, apps=installed, **kwargs):
    """Receive post_migrate. `apps` is the state migrated to: halfway or backwards there is nothing to load into.

    After a flush Django gives no `apps`: then every table is there.
    """
    if all(has_columns(apps, model) for model in sender.get_models()):
        load_content()


def has_columns(apps, model):
    """Tell whether `model` has in `apps` the columns that the code expects."""
    try:
        migrated = apps.get_model(model._meta.label)
    except LookupError:
        return False
    return {each.column for each in model._meta.fields} == {each.column for each in migrated._meta.fields}


def load_content(folder=CONTENT):
    """Load all content files, all or nothing; safe to repeat. Raises ContentError before anything is written."""
    entries = read_entries(folder)
    keys = {}
    with transaction.atomic():
        for model, listed in entries.items():
            keys[model] = load_subjects(model, listed, keys)


def load_subjects(model, entries, keys):
    """Create, change, reorder, retire and take back the subjects of `model`; return {code: primary key}.

    A fixed number of statements, whatever the number of entries; one when nothing changed. An entry that is as it
    was at its last load adds no text. `keys` is {model: {code: primary key}} of the models loaded before.
    """
    stored = {subject.code: subject for subject in model.objects.all()}
    subjects = {entry.code: stored.pop(entry.code, None) or model(code=entry.code) for entry in entries}
    changed = [entry for entry in entries if subjects[entry.code].loaded_digest != entry.digest]
    wanted = [subject_fields(entry, position, keys) for position, entry in enumerate(entries, start=1)]
    save_subjects(model, list(zip(subjects.values(), wanted, strict=True)))
    if changed:
        add_texts(model, subjects, changed)
    if changed and model is Card:
        set_principles(subjects, changed, keys[Principle])
    if any(subject.retired_at is None for subject in stored.values()):
        model.objects.filter(code__in=stored, retired_at=None).update(retired_at=timezone.now())
    return {code: subject.pk for code, subject in subjects.items()}


def subject_fields(entry, position, keys):
    """Return what the subject of `entry` has to have in its own columns, as {attribute: value}."""
    fields = {"position": position, "retired_at": None, "loaded_digest": entry.digest}
    for link, value in entry.links.items():
        if link in OWNERS:
            fields[f"{link}_id"] = keys[OWNERS[link]][value]
        elif link != "principles":
            fields[link] = value
    return fields


def save_subjects(model, wanted):
    """Write the new subjects and those that differ from what is wanted; `wanted` is a list of (subject, fields)."""
    new = [subject for subject, _ in wanted if subject.pk is None]
    differing = []
    for subject, fields in wanted:
        if subject.pk and any(getattr(subject, name) != value for name, value in fields.items()):
            differing.append(subject)
        vars(subject).update(fields)
    model.objects.bulk_create(new)
    if differing:
        model.objects.bulk_update(differing, [name.removesuffix("_id") for name in wanted[0][1]])


def add_texts(model, subjects, changed):
    """Write the next version of the text of every changed entry."""
    text_model = model.texts.rel.related_model
    name = text_model.subject_field
    keys = [subjects[entry.code].pk for entry in changed]
    last = dict(
        text_model.objects.filter(**{f"{name}__in": keys}).values_list(name).annotate(last=Max("number")).order_by()
    )
    text_model.objects.bulk_create(
        text_model(**{f"{name}_id": key}, number=last.get(key, 0) + 1, origin=Origin.FILE, **entry.words)
        for key, entry in zip(keys, changed, strict=True)
    )


def set_principles(cards, changed, principles):
    """Make the principles of every changed card those of its entry; `principles` is {code: primary key}."""
    through = Card.principles.through
    through.objects.filter(card__in=[cards[entry.code].pk for entry in changed]).delete()
    through.objects.bulk_create(
        through(card_id=cards[entry.code].pk, principle_id=principles[code])
        for entry in changed
        for code in entry.links["principles"]
    )
