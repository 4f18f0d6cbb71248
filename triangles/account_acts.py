"""Which acts were done to an account in the admin, for the log: from how it was before, and from the roles given."""

from .changing import keep
from .models import FacilitatorProfile, Overseer, PoolManager

GIVEN = {
    FacilitatorProfile: ("in de poule", "uit de poule"),
    PoolManager: ("poulebeheer gegeven", "poulebeheer ingetrokken"),
    Overseer: ("overzicht gegeven", "overzicht ingetrokken"),
}


def has_new_address(before, user):
    return bool(before) and before["email"].lower() != user.email.lower()


def acts_between(before, user):
    """Return the acts that changed an account from `before` (is_active, is_superuser, email; None: it is new)."""
    if before is None:
        acts = ["account geopend"]
    elif before["is_active"] == user.is_active:
        acts = ["account gewijzigd"]
    else:
        acts = ["account heropend" if user.is_active else "account afgesloten"]
    if user.is_superuser != bool(before and before["is_superuser"]):
        acts.append("functioneel beheer gegeven" if user.is_superuser else "functioneel beheer ingetrokken")
    if has_new_address(before, user):
        acts.append("mailadres van account gewijzigd")
    return acts


def keep_given(by, formset):
    """Keep which roles the rows of a formset gave and took away."""
    given, taken = GIVEN[formset.model]
    for act, rows in ((given, formset.new_objects), (taken, formset.deleted_objects)):
        for row in rows:
            organisation = {"organisation": row.organisation_id} if formset.model is Overseer else {}
            keep(act, by=by, user=row.user_id, **organisation)
