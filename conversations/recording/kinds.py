"""A part of the save contract that is one form; what is common to everything recorded at the table."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import DateField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date

from conversations.earlier import keep
from conversations.models import Conversation, Op, Phase
from conversations.saving import Kind, find_kind
from driehoek.dates import spoken
from principles.models import Principle

RECORDING = {Phase.VOORBEREIDING, Phase.GESPREK, Phase.VERSLAG}
TOO_LATE = "Dit kan nu niet: het gesprek is nog niet uitgenodigd, of het verslag is al vastgesteld."


def may_record(user):
    """Return the conversations whose shared parts `user` may write: those they lead, and as adviser the drafts."""
    return Conversation.objects.led_by(user) | Conversation.objects.editable_by(user).filter(phase=Phase.VERSLAG)


class FormKind(Kind):
    """A kind whose value is an object with the fields of `form_class`."""

    form_class = None
    title = ""  # what the page of this part is called
    is_shared = False  # whether an adviser may write it too while the report is a draft
    has_examples = False  # whether a new one can begin with an example

    def may_save(self, user, conversation):
        allowed = may_record(user) if self.is_shared else Conversation.objects.led_by(user)
        return allowed.filter(pk=conversation.pk).exists()

    def form(self, row, data=None, part=""):
        """Return the form on `row`; `data` is {field: text, list of texts or bool}, as it travels."""
        sent = as_sent(data) if data is not None else None
        form = self.form_class(sent, auto_id=f"{part.replace(':', '-')}-%s", **self.form_options(row))
        form.part, form.version, form.row = part, row.version, row
        return form

    def form_options(self, row):
        return {"instance": row}

    def value_of(self, row):
        form = self.form(row)
        return {name: as_plain(form[name].value()) for name in form.fields}

    def write(self, row, value, user):
        if self.conversation_of(row).phase not in RECORDING:
            raise ValidationError(TOO_LATE)
        if not isinstance(value, dict):
            raise ValidationError("Dit is geen geldige wijziging.")
        form = self.form(row, value)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        self.put(row, form, user)

    def subject_of(self, row):
        """Return what the part is about, for above its form; '' when the title says enough."""
        return ""

    def describe(self, form, value):
        """Return (label, words) of every field in which `value`, what stands there now, differs from what was typed."""
        differing = [name for name in form.fields if as_plain(form[name].value()) != value.get(name, "")]
        return [(form[name].label, in_words(form.fields[name], value.get(name, ""))) for name in differing]

    def tell(self, form, value):
        """Return (label, words) of every field that is filled in in `value`, as it was answered once."""
        filled = [(name, field) for name, field in form.fields.items() if value.get(name)]
        return [(form[name].label, in_words(field, value[name])) for name, field in filled]

    def conversation_of(self, row):
        """Return the conversation in which the part is written."""
        return row.conversation

    def put(self, row, form, user):
        """Save a valid form on its row."""
        form.save()

    def rows(self, conversation):
        """Return all rows of a kind to which rows are added."""
        raise NotImplementedError

    def remove(self, row):
        """Take the part away for good. Raises Http404 for what stays."""
        raise Http404


def as_sent(value):
    """Return a JSON value as a browser would send the form."""
    sent = MultiValueDict()
    for name, content in value.items():
        if isinstance(content, list):
            sent.setlist(name, [str(each) for each in content])
        elif content not in (None, False):
            sent[name] = "on" if content is True else str(content)
    return sent


def as_plain(value):
    """Return the value of a bound or unbound field as plain JSON."""
    if value is None or isinstance(value, bool):
        return value or ""
    return [str(each) for each in value] if isinstance(value, (list, tuple)) else str(value)


def in_words(field, value):
    """Return the value of a field as somebody reads it."""
    if isinstance(field, DateField) and value:
        day = parse_date(value)
        return spoken(day) if day else value
    names = {"True": "ja"} | {str(key): str(label) for key, label in getattr(field, "choices", [])}
    values = value if isinstance(value, list) else [value]
    return ", ".join(names.get(str(each), str(each)) for each in values if each != "") or "leeg"


def from_post(kind, post):
    """Return the value that a plain form sent, for the fields of a FormKind; `post` is a QueryDict."""
    fields = kind.form_class.base_fields
    return {name: read(post, name, field) for name, field in fields.items()}


def read(post, name, field):
    many = getattr(field.widget, "allow_multiple_selected", False)
    return post.getlist(name) if many else post.get(name, "")


def row_of(rows, key):
    """Return the row of a queryset by its number as text. Raises Http404."""
    if not key.isascii() or not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(rows, pk=int(key))


def principle_of(code):
    return get_object_or_404(Principle.objects, code=code)


def is_new(key):
    """Whether a key asks for a row that is not there yet: 'nieuw', or 'nieuw-' and something of the page's own."""
    return key == "nieuw" or key.startswith("nieuw-")


def new_part(word):
    """Return a part under which one new row is made and, once it is there, changed; `word` is that of its kind."""
    return f"{word}:nieuw-{secrets.token_hex(8)}"


def added_row(kind, conversation, key, rows, new):
    """Return the row of `rows` that `key` asks for, or `new`; what a key with 'nieuw-' made once, it means ever after.

    Raises Http404 for a row that is not there (any more).
    """
    if not is_new(key):
        return row_of(rows, key)
    made = Op.objects.filter(conversation=conversation, part=f"{kind.word}:{key}", made__isnull=False)
    found = made.values_list("made", flat=True).first() if key != "nieuw" else None
    return row_of(rows, str(found)) if found else new


def remove_part(user, conversation, part):
    """Take a part away, in one transaction. Raises Http404 when it is not there, stays, or may not be written."""
    kind, keys = find_kind(user, conversation, part)
    with transaction.atomic():
        locked = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
        if not isinstance(kind, FormKind) or locked.phase not in RECORDING:
            raise Http404
        row = kind.find(locked, *keys)
        if row.pk is None:
            raise Http404
        if kind.has_history:
            keep(kind, row, kind.value_of(row), row.version, user, locked)
        kind.remove(row)
