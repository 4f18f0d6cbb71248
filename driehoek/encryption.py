"""Private text, encrypted before it reaches the database, with the keys of `TEXT_KEYS`.

A model with private text is a `BoundText` and says whose and about what a text is. That is encrypted along with the
words, so that a token that is copied to another row or field opens nowhere.
"""

import base64
import json
from functools import lru_cache
from operator import attrgetter

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute


@lru_cache
def fernet(keys):
    """Return the cipher for `keys` (tuple of str, newest first): the first encrypts, all decrypt."""
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key):
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"driehoek private text")
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def cipher():
    return fernet(tuple(settings.TEXT_KEYS))


BOUND = "rij."  # what a token begins with that belongs to one row
TOKEN = "gAAAA"  # how every token of Fernet begins


def under_first_key(token):
    """Return a token of the same words under the first key. Raises InvalidToken when no key opens it."""
    bare = token.removeprefix(BOUND)
    return token[: len(token) - len(bare)] + cipher().rotate(bare).decode()


def is_under_first_key(token):
    """Whether the first key opens a token, so that it needs no other."""
    try:
        fernet((settings.TEXT_KEYS[0],)).decrypt(token.removeprefix(BOUND))
    except InvalidToken:
        return False
    return True


class Sealed(str):
    """A token as it stands in the database, not opened yet."""

    __slots__ = ()


class MisplacedTextError(Exception):
    """A text stands in a `row`, or a field, that it was not written for."""

    def __init__(self, field, row):
        super().__init__(f"{field} van rij {row.pk} hoort hier niet.")
        self.row = row


class NoKeyError(ImproperlyConfigured):
    """No key in TEXT_KEYS opens a text."""


SHUT = (MisplacedTextError, NoKeyError)  # why words do not open


class BoundText:
    """What a model with private text is: `bound_by` names the columns that say whose and about what a text is."""

    bound_by = ()

    def bindings(self, name):
        """Return what the text in the field `name` is encrypted along with, as plain JSON."""
        return [attrgetter(column)(self) for column in self.bound_by]

    def is_bound_to(self, name, kept):
        """Whether a text that was encrypted along with `kept` belongs here. An author may be gone since."""
        return all(old == new or new is None for old, new in zip(kept, self.bindings(name), strict=True))


class OpenedWhenRead:
    """Opens the text of a row once it is asked for: only then is known which row that is."""

    def __init__(self, field):
        self.field, self.deferred = field, DeferredAttribute(field)

    def __get__(self, row, owner=None):
        if row is None:
            return self
        words = self.deferred.__get__(row, owner)
        if isinstance(words, Sealed):
            words = row.__dict__[self.field.attname] = self.field.open(words, row)
        return words

    def __set__(self, row, words):
        row.__dict__[self.field.attname] = words


class EncryptedTextField(models.TextField):
    """Text that stands in the database as a token only; the empty string stays empty. It cannot be searched.

    In a `BoundText` the words come with the row alone: `values()` gives tokens, `update()` takes what `sealed` makes.
    """

    descriptor_class = OpenedWhenRead

    @property
    def is_bound(self):
        return issubclass(self.model, BoundText)  # not in a migration, which knows columns alone

    def seal(self, words, row):
        """Return `words` as the token that belongs in this field of `row`."""
        if not words or isinstance(words, Sealed):
            return words
        kept = json.dumps([self.place, row.bindings(self.name), words], ensure_ascii=False)
        return Sealed(BOUND + cipher().encrypt(kept.encode()).decode())

    def open(self, token, row):
        """Return the words of a token. Raises MisplacedTextError where it belongs in another row or field."""
        place, kept, words = self.unpack(token)
        if place != self.place or not row.is_bound_to(self.name, kept):
            raise MisplacedTextError(self, row)
        return words

    @property
    def place(self):
        return f"{self.model._meta.label_lower}.{self.name}"

    def unpack(self, token):
        """Return (place, bindings, words); a token from before texts were bound has neither of the first two."""
        try:
            words = cipher().decrypt(token.removeprefix(BOUND)).decode()
        except InvalidToken:
            raise NoKeyError(f"Geen sleutel in TEXT_KEYS opent {self.model.__name__}.{self.name}.") from None
        return json.loads(words) if token.startswith(BOUND) else ("", [], words)

    def pre_save(self, row, add):
        words = getattr(row, self.attname)
        return self.seal(words, row) if self.is_bound else words

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        if not value or isinstance(value, Sealed):
            return value
        if self.is_bound:
            raise TypeError(f"{self} is bound to its row: give it as sealed(row, {self.name!r}, words).")
        return cipher().encrypt(value.encode()).decode()

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        return Sealed(value) if self.is_bound else self.unpack(value)[2]

    def get_lookup(self, name):
        if name in {"isnull"}:
            return super().get_lookup(name)
        raise FieldError(f"{self.name} is versleuteld: daarop kan niet worden gezocht.")


def sealed(row, name, words):
    """Return `words` as what stands in the field `name` of `row`, for an `update()`."""
    return row._meta.get_field(name).seal(words, row)
