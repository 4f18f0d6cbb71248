"""The mails about accounts and access; each is made from its row when it is sent."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from driehoek.mail import compose, renders, site_link

from .models import Triangle, User


@renders("wachtwoord")
def new_password(row):
    """Somebody forgot their password: ref `user`."""
    user = active(row.ref["user"])
    return user and compose(row, name=str(user), username=user.username, link=password_link(user))


@renders("account")
def new_account(row):
    """The beheerder opened an account: ref `user`. Somebody who chose a password meanwhile needs no mail."""
    user = active(row.ref["user"])
    if user is None or user.has_usable_password():
        return None
    return compose(row, name=str(user), username=user.username, link=password_link(user), again=forgotten_link())


@renders("collega")
def invited_colleague(row):
    """Somebody may see a triangle from now on: ref `user`, `triangle` and `by`, who invited them.

    It is no longer wanted when the access was taken away before the mail left.
    """
    triangle = Triangle.objects.filter(pk=row.ref["triangle"], memberships__user=row.ref["user"]).first()
    user = active(row.ref["user"])
    if user is None or triangle is None:
        return None
    is_new = not user.has_usable_password()
    return compose(
        row,
        name=str(user),
        username=user.username,
        by=str(User.objects.filter(pk=row.ref.get("by")).first() or "Een adviseur van deze driehoek"),
        triangle=triangle.name,
        is_new=is_new,
        link=password_link(user) if is_new else site_link("home"),
        again=forgotten_link(),
    )


def active(pk):
    return User.objects.filter(pk=pk, is_active=True).first()


def password_link(user):
    """Return the address where `user` chooses a password; it works once, and for PASSWORD_RESET_TIMEOUT."""
    token = default_token_generator.make_token(user)
    return site_link("account_reset_password_from_key", user_pk_to_url_str(user), token)


def forgotten_link():
    return site_link("account_reset_password")
