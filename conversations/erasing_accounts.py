"""Erasing an account: the row and its number stay, because others' records point to it; the person does not."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from driehoek.mail import Outbox
from triangles.models import FacilitatorProfile, Membership, Overseer, PoolManager, Triangle, User
from triangles.sessions import end_sessions

from .erasing import check_hold
from .erasure_journal import note
from .models import AHEAD, Conversation, GuideRequest, Link
from .stripping import GONE

ADVISES = "Dit account is de enige adviseur van driehoek {}. Laat die eerst een andere adviseur kiezen."
GUIDES = "Dit account begeleidt nog gesprek {}. Laat daar eerst een andere begeleider kiezen."


class AccountInUseError(Exception):
    """Others still depend on the account; the message is Dutch and names a number."""


def erase_account(user, *, shares=False):
    """Erase what an account says of a person, and close it; return how many rows went.

    `shares`: others have its mail address too, so the mail to it stays. Their name stays where a vastgesteld verslag
    holds it. Raises AccountInUseError and HeldError.
    """
    check_free(user)
    with transaction.atomic():
        check_hold(led_by(user))
        end_sessions(user)
        models = (Membership, Overseer, FacilitatorProfile, PoolManager, GuideRequest, Link)
        models += (EmailAddress, Authenticator, SocialAccount)
        counts = {model._meta.verbose_name: model.objects.filter(user=user).delete()[0] for model in models}
        if not shares:
            counts["mail"] = Outbox.objects.filter(to__iexact=user.email).delete()[0]
        forget_in_admin(user)
        counts["gesprekken"] = forget_guide(user)
        close(user)
        note("account", user=user.pk, shares=shares)
    return {kind: number for kind, number in counts.items() if number}


def forget_in_admin(user):
    """Take their name out of what was done in the beheer to their account; lines about others stay as they are."""
    of_user = ContentType.objects.get_for_model(User)
    about = LogEntry.objects.filter(content_type=of_user, object_id=str(user.pk))
    about.update(object_repr=GONE, change_message="")


def check_free(user):
    """Raise AccountInUseError while a triangle in use has no other adviser, or a coming conversation this guide."""
    others = Membership.objects.exclude(user=user).filter(user__is_active=True).values("triangle")
    mine = Triangle.objects.editable_by(user).exclude(pk__in=others).first()
    if mine:
        raise AccountInUseError(ADVISES.format(mine.pk))
    talk = led_by(user).filter(phase__in=AHEAD).first()
    if talk:
        raise AccountInUseError(GUIDES.format(talk.pk))


def led_by(user):
    return Conversation.objects.filter(Q(facilitator=user) | Q(second_facilitator=user))


def forget_guide(user):
    """Take the name of the guide out of conversations of which no verslag holds it; return how many."""
    talks = led_by(user).exclude(reports__state="vastgesteld")
    return talks.exclude(facilitator_name="").update(facilitator_name=GONE, facilitator_email="")


def close(user):
    """Leave of the account a number that nobody can log in with."""
    gone = User.objects.select_for_update().get(pk=user.pk)
    gone.username, gone.name, gone.email = f"{GONE}-{user.pk}", GONE, f"{GONE}-{user.pk}@{GONE}.invalid"
    gone.is_active = gone.is_staff = gone.is_superuser = False
    gone.last_login, gone.date_joined = None, timezone.now()
    gone.set_unusable_password()
    gone.save()
