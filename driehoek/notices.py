"""Where a notice waits for the next page: in a cookie with the same locks as that of the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class LockedCookie(CookieStorage):
    cookie_name = "__Host-melding" if settings.SESSION_COOKIE_SECURE else "melding"


class Notices(FallbackStorage):
    """In the cookie, and what does not fit there in the session."""

    storage_classes = (LockedCookie, SessionStorage)
