"""The second step at the door: an app with codes, a passkey, or a code kept for later; asked of every account.

allauth keeps in the session how somebody came in. Who came in by password alone gets no further than the page where a
second step is chosen; coming in by passkey or through the organisation counts as strong.
"""

from io import BytesIO

import segno
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from driehoek.encryption import cipher
from driehoek.polls import is_poll

from .sessions import end_others

STRONG = {"mfa", "socialaccount"}
KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # codes for later come with these
# What somebody may open who still has to choose, or to confirm with, a second step.
ON_THE_WAY = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
}


class FactorAdapter(DefaultMFAAdapter):
    """What allauth asks: our words, and its secrets under our keys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Kies eerst een tweede stap. Daarna kun je herstelcodes maken.",
        "incorrect_code": "Deze code klopt niet. Kijk of de code in je app intussen veranderd is.",
    }

    def encrypt(self, text):
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return cipher().decrypt(encrypted_text).decode()

    def build_totp_svg(self, url):
        out = BytesIO()
        segno.make(url, error="m").save(
            out, kind="svg", xmldecl=False, svgns=True, scale=5, border=4, title="QR-code", light="#fff"
        )
        return out.getvalue().decode()

    def _get_site_name(self):
        return "Driehoek"

    def generate_authenticator_name(self, user, type):
        return "Mijn passkey"


def is_strong(session):
    """Whether the somebody in this session showed more than a password."""
    return any(record["method"] in STRONG for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, []))


class RequireSecondFactor:
    """Send who came in by password alone to choose or confirm a second step; scripts get 403, so that text is kept.

    On a page that needs no account they are nobody. Asks the database nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or request.resolver_match.view_name in ON_THE_WAY:
            return None
        if not getattr(view, "login_required", True):
            known = request.user
            request.user = SimpleLazyObject(lambda: known if is_strong(request.session) else AnonymousUser())
            return None
        if SESSION_KEY not in request.session or is_strong(request.session):
            return None
        if is_poll(request) or request.content_type == "application/json":
            return HttpResponse(status=403)
        return redirect("mfa_index")


def count_as_strong(request, user, authenticator, **_):
    """Let a second step that was just set up count at once: setting it up took using it. Other sessions end."""
    if authenticator.type in KINDS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        end_others(request, user)


def count_as_weak(request, user, **_):
    """Ask for a new second step when the last one was taken away."""
    if not Authenticator.objects.filter(user=user, type__in=KINDS).exists():
        request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)


def has_second_step(user):
    return Authenticator.objects.filter(user=user, type__in=KINDS).exists()


def take_away(user):
    """Take away every second step of `user`; return how many there were. They choose again when they come in."""
    count = Authenticator.objects.filter(user=user, type__in=KINDS).count()
    Authenticator.objects.filter(user=user).delete()
    return count
