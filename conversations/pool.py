"""The pool of facilitators as pages show it: who can be asked, what they know of the content, and on which days."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from driehoek.mail import queue
from triangles.models import FacilitatorProfile, Triangle, User
from triangles.ways_in import has_way_in

from .advising import open_account
from .alerting import tell_advisers
from .guiding import lock, take_back
from .models import AHEAD, Conversation, GuideRequest, Phase, record
from .paging import as_name, as_number, read_place, write_place
from .search import holding

SHOWN = 30
PLACE = ("user__name", "pk")
parse_place = partial(read_place, kinds=(as_name, as_number))
LISTED = (
    FacilitatorProfile.objects.filter(user__is_active=True)
    .order_by(*PLACE)
    .values("pk", "user", "user__name", "user__email", "organisation", "about", "is_available")
)
INVOLVED = FacilitatorProfile.involved_in.through.objects.order_by("triangle__name").values_list(
    "facilitatorprofile", "triangle__name"
)
DATES = (
    Conversation.objects.exclude(phase=Phase.GEANNULEERD)
    .filter(triangle__rehearsal_until=None, held_on__isnull=False)
    .order_by("-held_on", "start", "pk")
    .values("held_on", "start", "duration_minutes")
)


@dataclass(frozen=True)
class Pool:
    """`rows` are dicts of LISTED with `involved`, names of triangles; `next_place` continues them as text, or ''."""

    rows: list
    next_place: str


def read_pool(user, *, words="", available=False, place=None):
    """Return a page of the Pool by name, for somebody who may see it all; two queries.

    `involved` names only triangles that `user` advises; `place` is where the page before ended, see `parse_place`.
    """
    rows = LISTED.filter(holding(words.split(), "user__name", "organisation", "about"))
    if available:
        rows = rows.filter(is_available=True)
    if place:
        rows = rows.filter(TupleGreaterThan(Tuple(*map(F, PLACE)), place))
    rows = list(rows[: SHOWN + 1])
    shown = rows[:SHOWN]
    mine = Triangle.objects.visible_to(user).values("pk")
    found = INVOLVED.filter(facilitatorprofile__in=[row["pk"] for row in shown], triangle__in=mine)
    named = {}
    for profile, name in found if shown else ():
        named.setdefault(profile, []).append(name)
    for row in shown:
        row["involved"] = named.get(row["pk"], [])
    return Pool(shown, write_place(*map(shown[-1].get, PLACE)) if len(rows) > SHOWN else "")


def read_dates(user, day):
    """Return the days on which `user` facilitates: those that come and those of a year back, never which triangle."""
    led = Q(facilitator=user.pk) | Q(second_facilitator=user.pk)
    since = day.replace(year=day.year - 1, day=min(day.day, 28))
    return list(DATES.filter(led, held_on__gte=since))


def read_asked(conversation):
    """Return what was asked for a conversation and not taken back, the newest first, as GuideRequests."""
    return list(conversation.guide_requests.filter(withdrawn_at=None).select_related("user").order_by("-pk"))


def read_questions(user):
    """Return the questions that wait for the answer of `user`, as GuideRequests with their triangle."""
    return list(GuideRequest.objects.open().visible_to(user).select_related("conversation__triangle"))


def known_to(profile):
    """Return the triangles that a facilitator knows of: to say in which of them the content is theirs."""
    user = profile.user_id
    led = Q(conversations__facilitator=user) | Q(conversations__second_facilitator=user)
    asked = Q(conversations__guide_requests__in=GuideRequest.objects.filter(user=user, withdrawn_at=None))
    known = Q(memberships__user=user) | Q(involved_facilitators=profile) | led | asked
    return Triangle.objects.real().filter(pk__in=Triangle.objects.filter(known).order_by().values("pk"))


def add_to_pool(email, name, organisation, by):
    """Make a profile for who has this address, with an account and a mail when there is none; return it or None.

    None: they are in the pool already.
    """
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first() or open_account(email, name, by)
        profile, is_new = FacilitatorProfile.objects.get_or_create(user=user, defaults={"organisation": organisation})
        if not is_new:
            return None
        record("in de poule", by=by, user=user.pk)
        if not has_way_in(user):
            queue("account", user.email, once=f"account:poule:{profile.pk}", user=user.pk)
    return profile


def remove_from_pool(profile, by):
    """Take somebody out of the pool. What waits for their answer is taken back, and the advisers hear of it."""
    with transaction.atomic():
        waiting = GuideRequest.objects.filter(user=profile.user_id, answer="", withdrawn_at=None)
        for asked in waiting.select_related("conversation").order_by("conversation_id"):
            conversation = lock(asked.conversation)
            taken = take_back(waiting.filter(pk=asked.pk).select_related("user"), conversation)
            if taken and conversation.phase in AHEAD:
                tell_advisers(conversation.triangle, "begeleider_antwoord", asked.pk, request=asked.pk)
        record("uit de poule", by=by, user=profile.user_id)
        profile.delete()
