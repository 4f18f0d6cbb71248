"""PRIV-03: the named ways to open a private text without its author, each refused by the database of either engine."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When

from conversations.models import Consent, Visibility
from tests.factories import ExplanationFactory, ParticipantFactory, ReflectionFactory, at_visibility

pytestmark = pytest.mark.django_db
OPEN = {"visibility": "met_naam", "in_report": True}


@pytest.fixture(params=[ReflectionFactory, ExplanationFactory], ids=["reflection", "explanation"])
def text(request):
    """A text for its author alone, that the table could read once: the consent to that is used up."""
    found = at_visibility(request.param(), Visibility.MET_NAAM, in_report=True)
    found.set_visibility(Visibility.ZELF, source="link")
    return found


def rows(text):
    return type(text).objects.filter(pk=text.pk)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert(text, start, end, **other):
    """Insert the row of a text again by SQL, with `other` values; `start` and `end` are the words around it."""
    table, names = text._meta.db_table, [field.column for field in text._meta.concrete_fields]
    kept = ", ".join("%s" if name in other else name for name in names)
    values = [other[name] for name in names if name in other]
    sql(f"{start} INTO {table} ({', '.join(names)}) SELECT {kept} FROM {table} WHERE id = {text.pk} {end}", *values)


def consent(text, **fields):
    fields = {"participant": text.participant, "level": "met_naam", "in_report": True, "source": "link"} | fields
    return Consent.objects.create(conversation=text.conversation, **{text._meta.model_name: text}, **fields)


def save(text):
    for name, value in OPEN.items():
        setattr(text, name, value)
    text.save()


def update_by_case(text):
    rows(text).update(visibility=Case(When(pk=F("pk"), then=Value("met_naam"))))


def bulk_update(text):
    text.visibility = "met_naam"
    type(text).objects.bulk_update([text], ["visibility"])


def step_by_step(text):
    for level in ("begeleider", "naamloos", "met_naam"):
        rows(text).update(visibility=level)


def born_open(text):
    other = ParticipantFactory(conversation=text.conversation)
    insert(text, "INSERT", "", id=text.pk + 1000, participant_id=other.pk, visibility="met_naam")


def replace(text):
    if connection.vendor == "sqlite":
        insert(text, "INSERT OR REPLACE", "", visibility="met_naam")
    sql(f"DELETE FROM {text._meta.db_table} WHERE id = %s", text.pk)  # what REPLACE stands for elsewhere


def on_conflict(text):
    insert(text, "INSERT", "AND 1 = 1 ON CONFLICT (id) DO UPDATE SET visibility = 'met_naam'")


def forge_consent(text):
    consent(text, participant=ParticipantFactory(conversation=text.conversation))
    rows(text).update(**OPEN)


def consent_to_less(text):
    consent(text, level="naamloos", in_report=False)
    rows(text).update(visibility="met_naam")


def change_consent(text):
    text.consents.filter(level="zelf").update(level="met_naam", in_report=True)
    rows(text).update(**OPEN)


def remove_newest_consent(text):
    text.consents.filter(pk=text.consents.last().pk).delete()
    rows(text).update(**OPEN)


def move_consent(text):
    other = at_visibility(type(text).objects.create(**copied(text)), Visibility.MET_NAAM)
    other.consents.update(**{text._meta.model_name: text})
    rows(text).update(visibility="met_naam")


def copied(text):
    other = ParticipantFactory(conversation=text.conversation)
    subject = "question" if text._meta.model_name == "reflection" else "principle"
    fields = {"conversation": text.conversation, "participant": other, "corner": other.corner, "text": "Anders."}
    return fields | {subject: getattr(text, subject)}


def change_author(text):
    other = ParticipantFactory(conversation=text.conversation)
    rows(text).update(participant=other)


def change_number(text):
    rows(text).update(id=text.pk + 1000)


def empty_consents(text):
    table = Consent._meta.db_table
    if connection.vendor == "sqlite":
        sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE level = 'met_naam'")
    else:
        sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table}")


ATTEMPTS = {
    "queryset.update, on a consent that was used": lambda text: rows(text).update(**OPEN),
    "save of a changed row": save,
    "an expression": update_by_case,
    "bulk_update": bulk_update,
    "raw SQL": lambda text: sql(f"UPDATE {text._meta.db_table} SET visibility = 'met_naam'"),
    "one step after another": step_by_step,
    "the tick for the report alone": lambda text: rows(text).update(in_report=True),
    "a row that is born open": born_open,
    "OR REPLACE": replace,
    "ON CONFLICT": on_conflict,
    "consent of somebody else": forge_consent,
    "consent to less": consent_to_less,
    "a changed consent": change_consent,
    "a removed lowering": remove_newest_consent,
    "consent to another text": move_consent,
    "another author": change_author,
    "another number": change_number,
    "TRUNCATE of the consents": empty_consents,
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_priv_03_no_text_opens_without_a_consent_of_its_author_to_just_that(text, attempt):
    before = Consent.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        ATTEMPTS[attempt](text)
    kept = type(text).objects.get()
    assert (kept.pk, kept.visibility, kept.in_report) == (text.pk, "zelf", False)
    assert kept.participant == text.participant
    assert Consent.objects.count() == before


def test_with_that_consent_it_opens(text):
    consent(text)
    rows(text).update(**OPEN)
    assert rows(text).filter(**OPEN).exists()
