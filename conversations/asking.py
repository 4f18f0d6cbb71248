"""Asking who sees to an agreement how it stands: six weeks after vaststellen, and in the week before its date.

An agreement is asked after once per occasion: what its owners heard or said of it shortly before counts as asked.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from driehoek.dates import spoken
from triangles.forms.storing import locked
from triangles.models import Corner, Seat, Triangle

from .inviting import morning_of, tell
from .links import end_of
from .models import ESTABLISHED, Agreement, AgreementStep, Conversation, Participant, record
from .signs import shortened

KINDS = (Agreement.Kind.ACTIE, Agreement.Kind.WERKAFSPRAAK)  # a besluit was taken: nothing is waited for
What = AgreementStep.What
SAID = {What.LOOPT: "het loopt", What.GEDAAN: "gedaan", What.HULP: "hulp nodig"}  # between two conversations
SIX_WEEKS = timedelta(days=42)
CATCH_UP = timedelta(days=14)  # so late the question of six weeks still goes when nights were missed
BEFORE_DATE = timedelta(days=7)
SHORTLY = timedelta(days=14)  # what was asked or said so long before an occasion counts for it
QUIET = timedelta(days=56)  # without a word since the question
KEPT = (
    Agreement.objects.open()
    .filter(
        kind__in=KINDS,
        conversation__phase__in=ESTABLISHED,
        conversation__triangle__archived_at=None,
        conversation__triangle__rehearsal_until=None,
    )
    .select_related("conversation", "last_step", "owner")
    .order_by(F("due_on").asc(nulls_last=True), "pk")
)
PEOPLE = (
    Participant.objects.filter(conversation__phase__in=ESTABLISHED, stand_in__confirmed_at=None)
    .select_related("conversation__triangle")
    .order_by(F("conversation__held_on").asc(nulls_first=True), "conversation", "pk")
)


@dataclass(frozen=True)
class Holders:
    """Who sits in the corners of one triangle now: the keys of their seats, and of each corner who is asked for it.

    Only who was at a table can be asked: a newcomer has no personal link yet.
    """

    seats: set = field(default_factory=set)
    by_corner: dict = field(default_factory=dict)

    def seats_for(self, agreement):
        """Return the keys of the seats that see to an agreement.

        That is whoever was named; when they left, who came in their corner. When nobody was named, or nobody there can
        be asked yet, it is the corners that it belongs to.
        """
        if agreement.owner_id in self.seats:
            return [agreement.owner_id]
        if successors := self.by_corner.get(agreement.owner and agreement.owner.corner):
            return successors
        return [seat for corner in agreement.corners for seat in self.by_corner.get(corner, ())]


def read_holders(triangle, day):
    """Return the Holders of a triangle (its key) on `day`; for a corner in which somebody coordinates that is them."""
    corners = defaultdict(lambda: ([], []))
    can_be_asked = Exists(PEOPLE.filter(seat=OuterRef("pk")))
    seats = Seat.objects.filter(triangle=triangle).on(day).order_by("pk")
    rows = list(seats.values_list("pk", "corner", "coordinating", can_be_asked))
    for seat, corner, coordinates, was_there in rows:
        if was_there:
            corners[corner][not coordinates].append(seat)
    by_corner = {corner: corners[corner][0] or corners[corner][1] for corner in Corner.values}
    return Holders({seat for seat, *_ in rows}, by_corner)


def agreements_of(participant, day):
    """Return the open agreements that a participant sees to on `day`, the first date on top; two queries."""
    triangle = participant.conversation.triangle_id
    holders, seat = read_holders(triangle, day), participant.seat_id
    return [one for one in KEPT.filter(conversation__triangle=triangle) if seat in holders.seats_for(one)]


def is_waited_for(agreement):
    """Whether there is something to ask: nobody said yet that it is done."""
    return agreement.last_step is None or agreement.last_step.what != What.GEDAAN


def ask_due():
    """Ask the owners whose agreements it is time for; return in Dutch how many mails that are, or ''.

    A day that was missed is caught up with, a second round of the same day asks nothing.
    """
    today = timezone.localdate()
    moments = six_weeks_ago(today)
    dated = Q(due_on__range=(today, today + BEFORE_DATE))
    waiting = KEPT.filter(dated | Q(conversation__triangle__in=moments))
    triangles = {
        one.conversation.triangle_id for one in waiting if is_due(one, moments.get(one.conversation.triangle_id), today)
    }
    sent = sum(ask_in(triangle, moments.get(triangle), today) for triangle in sorted(triangles))
    return f"Vragen naar afspraken klaargezet: {sent}." if sent else ""


def six_weeks_ago(today):
    """Return {triangle: the moment of its last report that was vastgesteld six weeks ago, or shortly before that}."""
    before = end_of(today - SIX_WEEKS)
    found = Conversation.objects.filter(phase__in=ESTABLISHED, established_at__lt=before)
    found = found.filter(established_at__gte=before - CATCH_UP - timedelta(days=1))
    return dict(found.order_by("established_at").values_list("triangle", "established_at"))


def is_due(agreement, established_at, today):
    """Whether the owners of an agreement should be asked on `today`.

    `established_at` is of the report in this triangle that is six weeks old, or None; one of a later report waits.
    """
    if not is_waited_for(agreement):
        return False
    heard_on = last_heard(agreement)
    due_on, own = agreement.due_on, agreement.conversation.established_at
    if due_on and due_on - BEFORE_DATE <= today <= due_on and heard_on < due_on - SHORTLY:
        return True
    if established_at is None or (own and own > established_at):
        return False
    return heard_on < timezone.localdate(established_at) + SIX_WEEKS - SHORTLY


def last_heard(agreement):
    """Return the day on which its owners were asked or said something last; the first of days when they never did."""
    step = agreement.last_step
    said_on = timezone.localdate(step.at) if step and step.what in SAID else date.min
    return max(agreement.asked_on or date.min, said_on)


def ask_in(triangle, established_at, today):
    """Mail everybody who sees to an agreement of a triangle that is due, about all that is theirs; return how many."""
    with locked(Triangle(pk=triangle)):
        kept = list(KEPT.filter(conversation__triangle=triangle))
        due = [one for one in kept if is_due(one, established_at, today)]
        return len(mail_owners(due, kept, today, due=morning_of(today)))


def ask_now(agreement, by):
    """Mail who sees to an agreement now, as an adviser wants; return their names, none when nobody can be mailed today.

    Each is mailed once a day at most.
    """
    triangle, today = agreement.conversation.triangle, timezone.localdate()
    with locked(triangle):
        kept = list(KEPT.filter(conversation__triangle=triangle))
        wanted = [one for one in kept if one.pk == agreement.pk and is_waited_for(one)]
        names = mail_owners(wanted, kept, today, by=by)
        if names:
            record("gevraagd hoe het staat", by=by, conversation=agreement.conversation, agreement=agreement.pk)
    return names


def mail_owners(wanted, kept, today, **options):
    """Mail everybody who sees to one of `wanted` about all that is theirs of `kept`; return the names of who is mailed.

    The caller holds the lock of the triangle, of which these are agreements.
    """
    holders = read_holders(wanted[0].conversation.triangle_id, today) if wanted else Holders()
    people = people_of({seat for one in wanted for seat in holders.seats_for(one)})
    asked = {seat: one.name for seat, one in people.items() if tell(one, "voortgang", today, **options)}
    told = [one.pk for one in kept if is_waited_for(one) and {*asked}.intersection(holders.seats_for(one))]
    Agreement.objects.filter(pk__in=told).update(asked_on=today)
    return list(asked.values())


def people_of(seats):
    """Return {seat: the Participant in whose name it is asked}: as they were at the last table."""
    return {person.seat_id: person for person in PEOPLE.filter(seat__in=seats)}


def who_is_asked(agreement, day):
    """Return the names of who gets the mail about an agreement on `day`; two queries."""
    people = people_of(read_holders(agreement.conversation.triangle_id, day).seats_for(agreement))
    return [person.name for person in people.values() if person.email]


def may_ask(agreement):
    """Whether there is something to ask about an agreement of a report that is vastgesteld."""
    is_kept = agreement.status == Agreement.Status.OPEN and agreement.kind in KINDS
    return is_kept and agreement.conversation.phase in ESTABLISHED and is_waited_for(agreement)


def last_said(agreement):
    """Tell when which word came last from somebody who sees to an agreement, or ''."""
    step = agreement.last_step
    if step is None or step.what not in SAID:
        return ""
    return f"Het laatste bericht, van {spoken(timezone.localdate(step.at))}: {SAID[step.what]}."


def in_a_line(agreement):
    """Say an agreement in one line, with its date when it has one."""
    words = f"‘{shortened(agreement.text)}’"
    if not agreement.due_on:
        return words
    return f"{words} {agreement.due_label} {spoken(agreement.due_on)}."


def quiet_words(kind, asked_on, last_at, day):
    """Say that an open action went quiet, or ''; see `is_quiet`."""
    if not is_quiet(kind, asked_on, last_at, day):
        return ""
    return f"Gevraagd op {spoken(asked_on)}, daarna niets gehoord."


def is_quiet(kind, asked_on, last_at, day):
    """Whether an open action went quiet: eight weeks after the question there was no step of any kind.

    `last_at` is the moment of its last step, or None.
    """
    if kind != Agreement.Kind.ACTIE or asked_on is None or day < asked_on + QUIET:
        return False
    return last_at is None or timezone.localdate(last_at) < asked_on
