"""How an account is opened: with a password, or, where that is set up alone, by the service of the organisation."""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings


def has_way_in(user):
    """Whether somebody chose a password; where there are none, whether the organisation's service knows them here."""
    if settings.OIDC_ONLY:
        return SocialAccount.objects.filter(user=user).exists()
    return user.has_usable_password()
