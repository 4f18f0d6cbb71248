"""All that is kept of a Person as plain values: one shape for the page, the JSON file and the PDF."""

import datetime as dt
import re

from django.utils import timezone
from django.utils.text import slugify

from conversations.acts import ACTS
from conversations.models import Conversation
from driehoek.dates import spoken
from principles.models import Principle, PrincipleText, Question, QuestionText
from triangles.models import Triangle

from .kept_of_accounts import PARTS

KIND, SCHEMA = "driehoek-persoonsgegevens", 1  # a change of keys is a new number
CLOSED, NUMBER = "gesloten", "nummer"
CLOSED_WORDS = "Van voor de wijziging van het mailadres. Deze woorden geven we niet."
WHO = ("plaatsen", "account")  # the parts that say what somebody is called
FIRST = ("vraag", "principe", "naam", "mailadres", "e_mailadres", "gebruikersnaam", "handeling", "apparaat", "tekst")
FIRST += ("wie_dit_leest", "mag_ook_in_het_verslag")
SMALL = ("gemaakt", "gewijzigd", "vrijgegeven", "getypt_op", "moment", "hoe_ingevuld", "versie", "pogingen", "gesprek")
NO_COUNTS = ("mag_ook_in_het_verslag",)
SAID = {"TOTP Authenticator": "App met codes", "WebAuthn": "Passkey", "Recovery codes": "Herstelcodes"}
OPEN = ("triangles.User", "triangles.Organisation", "contenttypes.ContentType")  # named whoever asks


def build_personal(person, sessions=None):
    """Return everything that is kept of a Person as values for JSON, in a fixed order with Dutch keys.

    `sessions` is how many sessions an account has, None for who has none.
    """
    visible = Visible(person)
    told = {part.name: [values_of(part, row, visible) for row in part.told_to(person)] for part in PARTS}
    return {
        "soort": KIND,
        "versie": SCHEMA,
        "gemaakt_op": timezone.localtime().isoformat(timespec="seconds"),
        "van": {"namen": list(person.names), "mailadres": person.address, "sessies": sessions},
        "gegevens": told,
    }


def values_of(part, row, visible):
    """Return one row of a part (Kept) as a dict with Dutch keys."""
    is_shut = part.shut is not None and part.shut(row)
    told = {}
    for field in part.fields:
        is_closed = is_shut and field.name in part.words
        told[key_of(part, field)] = "" if is_closed else value_of(field, row, visible)
    told |= {label: tell(row) for label, tell in part.also}
    return told | ({CLOSED: CLOSED_WORDS} if is_shut else {})


def key_of(part, field):
    """Return the Dutch key of a field: its label in small letters, with _ for what is no letter or digit."""
    if field.primary_key and field.name == "id":
        return NUMBER
    return re.sub(r"-+", "_", slugify(label_of(part, field)))


def label_of(part, field):
    return part.labels.get(field.name, str(field.verbose_name))


def value_of(field, row, visible):
    """Return what one field of `row` says, as a value that JSON knows; a related row by its name, or its number."""
    if field.many_to_many:
        return [visible.name(one) for one in getattr(row, field.name).order_by("pk")]
    if field.is_relation:
        return visible.name(getattr(row, field.name))
    value = getattr(row, field.attname)
    if field.choices and value is not None:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value if isinstance(value, bool | int | list | dict | None) else str(value)


class Visible:
    """How related rows are named to a Person: in full where they may read them now, else by their number."""

    def __init__(self, person):
        self.user = person.user
        self.keys = {}
        if person.user:
            for model in (Conversation, Triangle):
                self.keys[model] = set(model.objects.visible_to(person.user).values_list("pk", flat=True))
        self.wording = {
            Question: dict(QuestionText.objects.newest().values_list("question", "text")),
            Principle: dict(PrincipleText.objects.newest().values_list("principle", "name")),
        }

    def name(self, row):
        if row is None:
            return None
        if type(row) in self.wording:
            return self.wording[type(row)].get(row.pk, str(row))
        if self.user is None or row._meta.label in OPEN or row.pk in self.keys.get(type(row), ()):
            return str(row)
        return f"{row._meta.verbose_name} {row.pk}"


def readable(told):
    """Return [(title, rows)] of what build_personal told: the parts and fields that say something.

    A row is {"first": ..., "small": ...}, both lists of (label, words): what it is about, and how it came about.
    """
    known, found = [*told["van"]["namen"], told["van"]["mailadres"]], []
    for part in PARTS:
        labels = {key_of(part, one): label_of(part, one) for one in part.fields if one.name not in part.raw}
        labels |= {label: label for label, _ in part.also} | {CLOSED: CLOSED}
        skipped = () if part.name in WHO else known
        rows = [in_words(row, labels, skipped) for row in told["gegevens"][part.name]]
        if rows:
            found.append((part.title, rows))
    return found


def in_words(row, labels, skipped):
    """Return one row as `readable` does. `labels` are by key; words that are in `skipped` stand above already."""
    said = [(key, labels[key], words_in(key, value)) for key, value in row.items() if key in labels and key != NUMBER]
    said = [(key, capital(label), words) for key, label, words in said if words and words not in skipped]
    said.sort(key=lambda one: FIRST.index(one[0]) if one[0] in FIRST else len(FIRST))  # the others keep their order
    return {
        "first": [(label, words) for key, label, words in said if key not in SMALL],
        "small": [(label, words) for key, label, words in said if key in SMALL],
    }


def capital(label):
    label = label.replace("e-mailadres", "mailadres")
    return label[0].upper() + label[1:]


def words_in(key, value):
    """Say a value in Dutch words: a 'nee' only where that says something, and no word of the program."""
    if value is False and key not in NO_COUNTS:
        return ""
    said = words_for(value)
    if said in ACTS:
        return ACTS[said].words
    return SAID.get(said, said.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z]+)+", said) else said)


def words_for(value):
    """Say a value of JSON in Dutch words; '' when it says nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {words_for(inner)}" for key, inner in value.items())
    return moment_words(str(value))


def moment_words(text):
    """Say a moment or a day in words; any other text stays as it is."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?", text):
        return text
    moment = dt.datetime.fromisoformat(text)
    return spoken(moment.date()) if len(text) == 10 else f"{spoken(moment.date())}, {moment:%H.%M} uur"
