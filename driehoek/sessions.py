"""Sessions in the database, read by one question put into SQL once: every poll begins there.

The browser holds the key; here stands its digest, and what the session holds is signed along with that. So nobody comes
in with what the table tells, or with what stands at the key of somebody else.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from .prepared import Prepared

ENDED = "ended"


def stored(key):
    """Return under which name (40 hex digits) the session with this key stands in the database; None has none."""
    return key and hashlib.sha256(key.encode()).hexdigest()[:40]


def salt_of(name):
    return f"driehoek.sessie.{name}"


def opened(name, text):
    """Return what the session that stands under `name` holds; nothing when it was made for another."""
    try:
        return signing.loads(text, salt=salt_of(name))
    except signing.BadSignature:
        return {}


def note_of(name):
    """Return under which name stands that the session of that name was ended by somebody else than who was in it."""
    return hashlib.sha256(f"beëindigd {name}".encode()).hexdigest()[:40]


def end(names):
    """End sessions by the names they stand under, and leave word for whoever comes back with one: nothing of them."""
    until = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    alive = Session.objects.filter(pk__in=names)
    notes = [Session(pk=note_of(name), expire_date=until) for name in alive.values_list("pk", flat=True)]
    Session.objects.bulk_create(notes, ignore_conflicts=True)
    alive.delete()


def ask_for(key):
    return Session.objects.filter(pk=key).values_list("session_data", "expire_date")


KEPT = Prepared(ask_for, key="?sessie?")


class SessionStore(db.SessionStore):
    def load(self):
        """Return what the session holds; one that is not there, or over, holds nothing and gets another key.

        Of one that was ended elsewhere it holds that, so that the login page can say so.
        """
        name = stored(self.session_key)
        for text, until in KEPT.ask(key=name):
            if until > timezone.now():
                return self.decode(text)
        self._session_key = None
        noted = Session.objects.filter(pk=note_of(name), expire_date__gt=timezone.now())
        return {ENDED: True} if noted.exists() else {}

    def encode(self, session_dict):
        return signing.dumps(session_dict, salt=salt_of(stored(self.session_key)), compress=True)

    def decode(self, session_data):
        return opened(stored(self.session_key), session_data)

    def exists(self, session_key):
        return super().exists(stored(session_key))

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))

    @classmethod
    def get_model_class(cls):
        return Session
