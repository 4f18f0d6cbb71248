"""The mails about accounts and access; each is made from its row when it is sent."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from driehoek.mail import compose, renders, site_link

from .models import Triangle, User
from .new_address import is_fresh
from .ways_in import has_way_in

# What can change of how somebody comes in, by the names of allauth and one of our own; the order stands in the outbox.
CHANGES = {
    "totp_activated": "Er is een app met codes toegevoegd als tweede stap bij het inloggen.",
    "totp_deactivated": "De app met codes is weggehaald als tweede stap bij het inloggen.",
    "webauthn_added": "Er is een passkey toegevoegd.",
    "webauthn_removed": "Er is een passkey weggehaald.",
    "recovery_codes_generated": "Er zijn nieuwe herstelcodes gemaakt. De oude werken niet meer.",
    "taken_away": "De functioneel beheerder heeft je tweede stap weggehaald. Bij het inloggen kies je een nieuwe.",
    "email_changed": "De functioneel beheerder heeft het mailadres van je account veranderd. Je bent overal uitgelogd.",
    "password_changed": "Je wachtwoord is veranderd.",
    "password_set": "Je hebt een wachtwoord gekozen.",
    "password_reset": "Je wachtwoord is opnieuw gekozen, met een link uit de mail.",
    "organisation_linked": "Je account is gekoppeld aan de inlogdienst van je organisatie.",
    "organisation_unlinked": "De functioneel beheerder haalde de koppeling met de inlogdienst weg.",
}


@renders("wachtwoord")
def new_password(row):
    """Somebody forgot their password: ref `user`. Whose address just changed gets none."""
    user = active(row.ref["user"])
    if user is None or is_fresh(user) or settings.OIDC_ONLY:
        return None
    return compose(row, name=str(user), username=user.username, link=password_link(user))


@renders("account")
def new_account(row):
    """The beheerder opened an account: ref `user`. Somebody who came in meanwhile needs no mail."""
    user = active(row.ref["user"])
    if user is None or not is_awaited(user):
        return None
    return compose(row, name=str(user), **how_to_come_in(user))


@renders("collega")
def invited_colleague(row):
    """Somebody may see a triangle from now on: ref `user`, `triangle` and `by`, who invited them.

    It is no longer wanted when the access was taken away before the mail left.
    """
    triangle = Triangle.objects.filter(pk=row.ref["triangle"], memberships__user=row.ref["user"]).first()
    user = active(row.ref["user"])
    if user is None or triangle is None:
        return None
    is_new = is_awaited(user)
    return compose(
        row,
        name=str(user),
        by=str(User.objects.filter(pk=row.ref.get("by")).first() or "Een adviseur van deze driehoek"),
        triangle=triangle.name,
        is_new=is_new,
        **(how_to_come_in(user) if is_new else {"link": site_link("home")}),
    )


@renders("inloggen")
def changed_sign_in(row):
    """Something changed of how somebody comes in: ref `user` and `what`, a place in CHANGES. A closed account too."""
    user = User.objects.filter(pk=row.ref["user"]).first()
    change = list(CHANGES.values())[row.ref["what"]]
    return user and compose(
        row, name=str(user), change=change, link=site_link("mfa_index"), has_password=not settings.OIDC_ONLY
    )


@renders("toegang_nalopen")
def review_due(row):
    """A year passed since somebody went through the list of who has access: ref `user`, a beheerder."""
    user = active(row.ref["user"])
    if user is None or not user.is_superuser:
        return None
    return compose(row, name=str(user), link=site_link("conversations:access"))


def active(pk):
    return User.objects.filter(pk=pk, is_active=True).first()


def password_link(user):
    """Return the address where `user` chooses a password; it works once, and for PASSWORD_RESET_TIMEOUT."""
    token = default_token_generator.make_token(user)
    return site_link("account_reset_password_from_key", user_pk_to_url_str(user), token)


def is_awaited(user):
    """Whether `user` never had a way in, so that a mail may give one; not while the address just changed."""
    return not has_way_in(user) and not is_fresh(user)


def how_to_come_in(user):
    """Return what a mail says to somebody new: the service of the organisation, or where a password is chosen."""
    if settings.OIDC_ONLY:
        return {"organisation": settings.OIDC_NAME, "link": site_link("account_login")}
    again = site_link("account_reset_password")
    return {"organisation": "", "username": user.username, "link": password_link(user), "again": again}
