"""Seals on rows that open something: made with a key of the application, so that the database cannot make one.

They hang on `TEXT_KEYS`: another SECRET_KEY ends sessions and links, and closes no text that was given to somebody.
"""

import json

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac


def seals(kind, *values):
    """Yield the seal (64 hex digits) over plain `values` under each key, newest first; `kind` keeps tables apart."""
    text = json.dumps(values)
    for key in settings.TEXT_KEYS:
        yield salted_hmac(f"driehoek.zegel.{kind}", text, secret=key, algorithm="sha256").hexdigest()


def seal(kind, *values):
    return next(seals(kind, *values))


class SealedRow:
    """What a model with a `seal` is: `sealed_by` names the columns that the seal is over.

    Only a new row is sealed when it is saved. What changes a sealed column later writes the seal along, and never for a
    row that is not genuine as it stands: that would make good what somebody wrote past the application.
    """

    sealed_by = ()

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.seal = self.make_seal()
        super().save(*args, **kwargs)

    def make_seal(self, **changes):
        """Return the seal of this row once `changes` are made to its columns."""
        return seal(*self._sealed(**changes))

    def is_genuine(self):
        """Whether the application sealed this row as it stands, under any of its keys."""
        return self.bears_seal()

    def bears_seal(self, **changes):
        """Whether the seal of this row, under any of the keys, is one over its columns with `changes` made to them."""
        return any(constant_time_compare(self.seal, one) for one in seals(*self._sealed(**changes)))

    def _sealed(self, **changes):
        return [self._meta.model_name, *(changes.get(name, getattr(self, name)) for name in self.sealed_by)]
