"""Private text, encrypted before it reaches the database, with the keys of `TEXT_KEYS`."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


@lru_cache
def fernet(keys):
    """Return the cipher for `keys` (tuple of str, newest first): the first encrypts, all decrypt."""
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key):
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"driehoek private text")
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def cipher():
    return fernet(tuple(settings.TEXT_KEYS))


class EncryptedTextField(models.TextField):
    """Text that stands in the database as a Fernet token only; the empty string stays empty. It cannot be searched."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return cipher().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value, expression, connection):
        if not value:
            return value
        try:
            return cipher().decrypt(value).decode()
        except InvalidToken:
            raise ImproperlyConfigured(f"Geen sleutel in TEXT_KEYS opent {self.model.__name__}.{self.name}.") from None

    def get_lookup(self, name):
        if name in {"isnull"}:
            return super().get_lookup(name)
        raise FieldError(f"{self.name} is versleuteld: daarop kan niet worden gezocht.")
