"""How long somebody with an account stays in, where they are in now, and the end of it.

An hour without a sign of a person, or twelve hours after coming in, a session knows nobody any more. It is not thrown
away by looking: the login page can still say why. What was typed meanwhile is kept by the page itself.
"""

import datetime as dt
import re

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from driehoek.polls import is_poll
from driehoek.sessions import ENDED, SessionStore, end, opened, stored

CAME_IN, SEEN = "came_in", "seen"  # seconds since 1970
LOG_IN = {"account_login", "mfa_login_webauthn", "openid_connect_login"}  # who comes in leaves the old session behind
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "een iPhone"),
    ("iPad", "een iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS|een Mac", "een Mac"),
    ("CrOS|Chromebook", "een Chromebook"),
    ("Linux", "Linux"),
]


def now():
    return int(timezone.now().timestamp())


def stamp(request, **_):
    """Note in the session that somebody came in. Called at every login."""
    request.session[CAME_IN] = request.session[SEEN] = now()


def why_over(session):
    """Return why a session of an account counts no more: 'stil', 'lang' or, ended by somebody else, 'elders'.

    '' when it does, or when nobody is in it. One without the moments is of before they were kept, and is over too.
    """
    if SESSION_KEY not in session:
        return "elders" if session.get(ENDED) else ""
    if now() - session.get(CAME_IN, 0) >= settings.SESSION_COOKIE_AGE:
        return "lang"
    return "stil" if now() - session.get(SEEN, 0) >= settings.SESSION_IDLE_SECONDS else ""


class KnowWhoIsIn(AuthenticationMiddleware):
    """Django's own, but a session that is over knows nobody; and what a person does keeps theirs awake."""

    def process_request(self, request):
        super().process_request(request)
        request.leads_now = bool  # a view says who leads a meeting that runs: they listen, and that is work
        request.why_over = lambda: why_over(request.session)
        request.user = SimpleLazyObject(lambda: AnonymousUser() if request.why_over() else get_user(request))

    def process_view(self, request, view, args, kwargs):
        """Let somebody who comes in again start with nothing of the session that is over."""
        if request.method == "POST" and request.resolver_match.view_name in LOG_IN and request.why_over():
            request.session.flush()

    def process_response(self, request, response):
        if hasattr(request.session, "_session_cache"):  # it was read, so no query more
            keep_awake(request.session, lambda: is_by_hand(request) or request.leads_now())
        return response


def is_by_hand(request):
    """Whether a person did this: not a part of a page that asks for its own news."""
    return request.method not in {"GET", "HEAD"} or not is_poll(request)


def keep_awake(session, is_there):
    """Move the hour on when somebody `is_there()`; asked and written at most once in SESSION_SEEN_SECONDS."""
    if SESSION_KEY not in session or why_over(session):
        return
    if now() - session[SEEN] >= settings.SESSION_SEEN_SECONDS and is_there():
        session[SEEN] = now()


def sessions_of(user, current=""):
    """Return the sessions in which `user` is now, the latest first; `current` is the key of the one that asks.

    Each is a dict with pk, device, since, seen_at and is_current.
    """
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user).order_by("-created_at")}
    alive = Session.objects.filter(pk__in=rows, expire_date__gt=timezone.now()).values_list("pk", "session_data")
    held = {key: opened(key, text) for key, text in alive}
    mine = user.get_session_auth_hash()
    return [
        {
            "pk": row.pk,
            "device": row.user_agent,
            "since": row.created_at,
            "seen_at": dt.datetime.fromtimestamp(held[key][SEEN], dt.UTC),
            "is_current": key == stored(current),
        }
        for key, row in rows.items()
        if key in held and held[key].get("_auth_user_hash") == mine and not why_over(held[key])
    ]


def device_of(user_agent):
    """Return a browser and what it runs on, in plain words; no proof of anything. Its own words stay."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Een browser")
    system = next((name for mark, name in SYSTEMS if re.search(mark, user_agent)), "een onbekend apparaat")
    return f"{browser} op {system}"


def end_sessions(user, *, but=None, only=None):
    """End the sessions of `user`: all, all `but` the one with that key, or the one with number `only`."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=stored(but))
    rows = rows if only is None else rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    end(keys)
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_others(request, user, **_):
    """End the other sessions of somebody whose password changed, or who has a second factor from now on."""
    end_sessions(user, but=request.session.session_key)


def note_device(request, **_):
    """Note in which browser somebody came in."""
    UserSession.objects.create_from_request(request)


def keep_no_address(instance, **_):
    """Keep no network address of a device, of what its browser tells a few words, and of its key the digest."""
    instance.ip = "0.0.0.0"  # nosec
    if instance._state.adding:
        instance.session_key = stored(instance.session_key)
        instance.user_agent = device_of(instance.user_agent)


def forget_over():
    """Remove the sessions whose time is over, and what was known of their devices."""
    SessionStore.clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("pk")).delete()
    return ""
