"""What somebody with an account may do, in words and counts: no triangle is named here."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from .models import User
from .second_factor import KINDS


def with_roles(users):
    """Add to a queryset of users what `roles_of` needs, and `steps`: whether they have a second step."""
    return users.select_related("facilitator", "pool_manager").annotate(
        advised=Count("memberships", filter=Q(memberships__triangle__rehearsal_until=None), distinct=True),
        overviews=Count("overseeing", distinct=True),
        steps=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=KINDS)),
    )


def roles_of(user):
    """Return the roles of a user from `with_roles`, as words."""
    has = [
        ("adviseur", user.advised),
        ("begeleider", hasattr(user, "facilitator")),
        ("poulebeheerder", hasattr(user, "pool_manager")),
        ("overzicht", user.overviews),
        ("functioneel beheerder", user.is_superuser),
    ]
    return [role for role, is_theirs in has if is_theirs]


def accounts_reviewed_by(user):
    """Limit to the accounts that `user` goes through once a year: all of them for a beheerder, none for others."""
    if not user.is_authenticated or not user.is_superuser:
        return User.objects.none()
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("pk")
    sessions = UserSession.objects.filter(session_key__in=alive)
    return with_roles(
        User.objects.annotate(
            open_sessions=Count("usersession", filter=Q(usersession__in=sessions), distinct=True)
        ).order_by("-is_active", "name", "username")
    )
