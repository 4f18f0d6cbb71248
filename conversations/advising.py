"""Acts that change who may open a triangle, or whether it is still in use: each one transaction and one audit event."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from driehoek.mail import Outbox, queue
from driehoek.prepared import Prepared
from triangles.changing import changed
from triangles.forms import locked
from triangles.models import Membership, Triangle, User

from .models import record

LOST = (Outbox.State.MISLUKT, Outbox.State.ONZEKER)
MANY = 50  # lost mails of the whole site: from there on it is quicker to ask after one triangle
LOST_ONES = Prepared(lambda: Outbox.objects.filter(state__in=LOST, kind="collega").values_list("ref")[:MANY])
LAST_ONE = "Dit is de laatste adviseur. Voeg eerst een collega toe: anders kan niemand de driehoek nog openen."


def begin_triangle(form, by):
    """Write the triangle of a valid NewTriangleForm and make `by` its adviser; return it."""
    with transaction.atomic():
        triangle = form.save()
        Membership.objects.create(user=by, triangle=triangle, corner=form.cleaned_data["my_corner"])
        record("driehoek gemaakt", by=by, triangle=triangle)
    return triangle


def add_adviser(form, by):
    """Give the colleague of an AdviserForm access and queue the mail that says so.

    Return the Membership, or None with errors in the form.
    """
    triangle = form.triangle
    with locked(triangle):
        if not form.is_valid():
            return None
        found = form.cleaned_data
        user = form.user or open_account(found["email"], found["name"], by)
        membership = Membership.objects.create(user=user, triangle=triangle, corner=found["corner"])
        record("adviseur toegevoegd", by=by, triangle=triangle, adviser=user.pk)
        queue_invitation(membership, by, str(timezone.localdate()))  # at most one a day, however often it is done
    return membership


def queue_invitation(membership, by, occasion):
    """Queue the mail about somebody's access, once per `occasion` (a short text); it stands in for what was lost."""
    user, triangle = membership.user, membership.triangle_id
    once = f"collega:{triangle}:{user.pk}:{occasion}"
    if queue("collega", user.email, once=once, user=user.pk, triangle=triangle, by=by.pk):
        about(triangle).filter(ref__user=user.pk, state__in=LOST).update(state=Outbox.State.VERVALLEN)


def about(triangle):
    """Return the mails about access to a triangle (its number)."""
    return Outbox.objects.filter(kind="collega", ref__triangle=triangle)


def may_be_lost(triangle):
    """Whether a mail about access to `triangle` (its number) failed or may not have arrived."""
    refs = LOST_ONES.ask()
    return len(refs) == MANY or any(ref.get("triangle") == triangle for (ref,) in refs)


def with_lost_mail(members):
    """Give each Membership of one triangle `lost_mail`: the Outbox row that failed or may not have arrived, or None."""
    triangle = members[0].triangle_id if members else None
    rows = about(triangle).order_by("pk") if may_be_lost(triangle) else []
    newest = {row.ref["user"]: row for row in rows}
    for member in members:
        row = newest.get(member.user_id)
        member.lost_mail = row if row and row.state in LOST else None
    return members


def mail_again(membership, by):
    """Send the mail about somebody's access again; return whether there was one that got lost."""
    with locked(membership.triangle):
        lost = with_lost_mail([membership])[0].lost_mail
        if lost:
            queue_invitation(membership, by, f"opnieuw:{lost.pk}")
    return lost is not None


def open_account(email, name, by):
    """Return the user of this address, made without a password when there is none; inside a transaction."""
    user = User(username=free_username(email), email=email, name=name)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
            record("account geopend", by=by, user=user.pk)
    except IntegrityError:  # somebody invited the same colleague just now
        return User.objects.get(email__iexact=email)
    return user


def free_username(email):
    """Return a user name that nobody has: what stands before the @, with a number when needed."""
    wanted = slugify(email.split("@")[0].replace(".", "-"))[:60] or "adviseur"
    taken = set(User.objects.filter(username__istartswith=wanted).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    numbered = (f"{wanted}{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def change_corner(membership, corner, by):
    membership.corner = corner
    with transaction.atomic():
        membership.save(update_fields=["corner"])
        record("adviseur gewijzigd", by=by, triangle=membership.triangle, adviser=membership.user_id)


def remove_adviser(membership, by):
    """Take away somebody's access. Raises ValidationError when nobody who can log in would be left."""
    triangle = membership.triangle
    with locked(triangle):
        others = triangle.memberships.exclude(pk=membership.pk)
        if not others.filter(user__is_active=True).exists():
            raise ValidationError(LAST_ONE)
        deleted, _ = triangle.memberships.filter(pk=membership.pk).delete()
        if deleted:
            record("adviseur verwijderd", by=by, triangle=triangle, adviser=membership.user_id)


def archive(triangle, by):
    """Put a triangle away: it can be read but no longer changed. Once more changes nothing."""
    with transaction.atomic():
        waiting = Triangle.objects.filter(pk=triangle.pk, archived_at__isnull=True)
        if waiting.update(archived_at=timezone.now()):
            record("driehoek gearchiveerd", by=by, triangle=triangle)
            changed(triangle.pk)


def reopen(triangle, by):
    """Take a triangle back into use. Once more changes nothing."""
    with transaction.atomic():
        if Triangle.objects.filter(pk=triangle.pk, archived_at__isnull=False).update(archived_at=None):
            record("driehoek teruggehaald", by=by, triangle=triangle)
            changed(triangle.pk)
