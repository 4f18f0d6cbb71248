"""Who comes in through the organisation: by the number it knows them by; the first time by their verified address.

That number (`sub`) is linked to the account once somebody is in, and from then on the mail address opens nothing.
"""

import hashlib
import logging
from functools import wraps
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.shortcuts import render

from .accounts import queue_change
from .changing import keep
from .models import User
from .new_address import is_fresh

logger = logging.getLogger(__name__)
PROVIDER = "organisatie"
REASONS = {
    "verified": "{name} zegt niet dat je mailadres is gecontroleerd. Daarom kun je hiermee niet inloggen.",
    "unknown": "Bij dit mailadres hoort geen account. Vraag de functioneel beheerder om een uitnodiging.",
    "closed": "Dit account is afgesloten. Vraag de functioneel beheerder om het weer te openen.",
    "fresh": "Het mailadres van dit account is net veranderd. Probeer het morgen opnieuw.",
    "other": "Dit account hoort bij iemand anders van {name}. Bel de functioneel beheerder als dat niet klopt.",
    "cancelled": "Je hebt het inloggen bij {name} afgebroken.",
    "failed": "Inloggen met {name} is niet gelukt. Probeer het zo nog eens{else_}.",
}


def refuse(request, reason):
    """Answer 403 with a page that says why somebody does not come in; `reason` is a key of REASONS."""
    else_ = ", of bel de functioneel beheerder" if settings.OIDC_ONLY else ", of log in met je wachtwoord"
    why = REASONS[reason].format(name=settings.OIDC_NAME, else_=else_)
    return render(request, "socialaccount/refused.html", {"why": why}, status=403)


def known_as(signed):
    """Return what we keep of who signed in there (claims of the id_token): a digest of the service and their number.

    With the service in it the same number of another service opens nothing.
    """
    return hashlib.sha256(f"{signed['iss']}\n{signed['sub']}".encode()).hexdigest()


def find_account(told, person):
    """Return (User, "") for what the provider told (claims) of `person`, a digest; or (None, why not)."""
    linked = SocialAccount.objects.filter(provider=PROVIDER, uid=person).select_related("user").first()
    user, why_not = (linked.user, "") if linked else first_time(told)
    if why_not:
        return None, why_not
    return (user, "") if user.is_active else (None, "closed")


def first_time(told):
    """Return (User, "") for a verified address, while nobody else came in with that account; or (None, why not)."""
    if told.get("email_verified") is not True or not told.get("email"):
        return None, "verified"
    user = account_with(str(told["email"]))
    if user is None:
        return None, "unknown"
    if is_linked(user):
        return None, "other"
    return (None, "fresh") if is_fresh(user) and user.is_active else (user, "")


def account_with(address):
    """Return the User with this address, capitals or not; never one whose letters a database merely takes for equal."""
    found = User.objects.filter(email__iexact=address) if address.isascii() else ()
    return next((user for user in found if user.email.lower() == address.lower()), None)


def is_linked(user):
    return SocialAccount.objects.filter(provider=PROVIDER, user=user).exists()


def link(request, user, person="", **_):
    """Link who came in through the organisation, all steps taken, to the account; who is linked already stays that."""
    if not person:
        return
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two at once are one
        known = SocialAccount.objects.filter(provider=PROVIDER, user=user).first()
        if known:
            known.save()  # with the moment
            return
        SocialAccount.objects.create(provider=PROVIDER, uid=person, user=user)
        keep("inlogdienst gekoppeld", by=user, user=user.pk)
        queue_change(user, "organisation_linked")


def unlink(user):
    """Let the first that comes in with the address of `user` be linked again; return whether there was a link."""
    return SocialAccount.objects.filter(provider=PROVIDER, user=user).delete()[0] > 0


def by_password(view, *, may_look=False):
    """Close a view of passwords (404) while only the organisation lets people in; `may_look`: the page itself stays."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if settings.OIDC_ONLY and not (may_look and request.method in {"GET", "HEAD"}):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def warn_of_origin(address):
    """Tell in the log that browsers stop the way to `address`, because no setting lets a form lead on to there."""
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in settings.OIDC_ORIGINS:
        logger.error("De inlogdienst staat op een ander adres: zet %s in OIDC_ORIGINS", origin)


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Every attempt ends in `pre_social_login`: in, or refused. Nobody is made; a link is kept once somebody is in."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        told = sociallogin.account.extra_data
        person = known_as(told["id_token"])
        user, why_not = find_account(told["userinfo"], person)
        if why_not:
            raise ImmediateHttpResponse(refuse(request, why_not))
        if request.user.is_authenticated:
            get_adapter().logout(request)
        sociallogin.user = user
        record_authentication(request, sociallogin)
        how = {"redirect_url": sociallogin.get_redirect_url(request), "signal_kwargs": {"person": person}}
        raise ImmediateHttpResponse(perform_login(request, user, email_verification="none", **how))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(refuse(request, "cancelled" if error == "cancelled" else "failed"))
