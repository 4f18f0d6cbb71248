"""Who is behind a session: asked at every request, so the question is put into SQL once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import Exists, OuterRef

from driehoek.prepared import Prepared

from .models import FacilitatorProfile, Overseer, User

FIELDS = [field.attname for field in User._meta.concrete_fields]
OVERSEES = Exists(Overseer.objects.filter(user=OuterRef("pk")))
GUIDES = Exists(FacilitatorProfile.objects.filter(user=OuterRef("pk")))


def ask_for(key):
    """Ask for the fields of a user, whether they have an overview, and whether they may be asked to facilitate."""
    return User.objects.filter(pk=key).order_by().values_list(*FIELDS, OVERSEES, GUIDES)


KNOWN = Prepared(ask_for, key=-9001)


class AccountBackend(AuthenticationBackend):
    """Logging in as allauth does it, by username or mail address, unless only the organisation lets people in."""

    def authenticate(self, request, **credentials):
        return None if settings.OIDC_ONLY else super().authenticate(request, **credentials)

    def get_user(self, user_id):
        """Return the User with this key, None when there is none or the account is closed."""
        for *row, oversees, guides in KNOWN.ask(key=user_id):
            user = User.from_db("default", FIELDS, row)
            user.oversees, user.guides = oversees, guides
            return user if self.user_can_authenticate(user) else None
        return None
