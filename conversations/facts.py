"""What is known of triangles, as plain facts for the signs: as many queries for one as for hundreds."""

from collections import defaultdict

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from principles.models import PrincipleText
from triangles.models import Seat, Triangle

from .models import AHEAD, ESTABLISHED, HELD, Agreement, AgreementStep, Conversation, Participant, Phase, Score, Verdict
from .signs import Facts, Plan, Promise, Sitting

IN_USE = (
    Triangle.objects.filter(archived_at__isnull=True, rehearsal_until__isnull=True)
    .order_by()
    .values_list("pk", "created_at")
)
TALKS = (
    Conversation.objects.exclude(phase=Phase.GEANNULEERD)
    .order_by()
    .values("pk", "triangle", "phase", "held_on", "created_at", "changed_at", "rhythm", "follow_up__next_on")
)
SEATS = Seat.objects.order_by("pk").values_list("triangle", "pk", "corner", "person", "begins_on", "ends_on")
AT_TABLE = (
    Participant.objects.exclude(attendance=Participant.Attendance.AFWEZIG, conversation__phase__in=HELD)
    .order_by()
    .values_list("conversation", "conversation__phase", "seat")
)
NOT_KEPT = Verdict.objects.filter(
    agreement=OuterRef("pk"), value=Verdict.Value.NIET, shown_at__isnull=False, conversation__phase__in=ESTABLISHED
)
PROMISES = (
    Agreement.objects.open()
    .filter(conversation__phase__in=ESTABLISHED)
    .order_by("due_on", "pk")
    .values("pk", "conversation__triangle", "kind", "text", "due_on")
)
VERDICTS = (
    Verdict.objects.filter(
        shown_at__isnull=False, conversation__phase__in=ESTABLISHED, agreement__status=Agreement.Status.OPEN
    )
    .order_by()
    .values_list("agreement", "conversation", "corner", "value")
)
KEPT_ON = (
    AgreementStep.objects.filter(
        what=AgreementStep.What.BEHOUDEN, conversation__phase__in=ESTABLISHED, agreement__status=Agreement.Status.OPEN
    )
    .order_by()
    .values_list("agreement", "conversation")
)
SCORES = (
    Score.objects.shown()
    .filter(conversation__phase__in=ESTABLISHED, value__isnull=False)
    .order_by()
    .values_list("conversation", "principle__code")
    .annotate(Min("value"), Max("value"), Count("value"))
)
NAMES = PrincipleText.objects.order_by().values_list("principle__code", "name")


def read_facts(keys, day):
    """Return {key: Facts} of the triangles among `keys` that are in use: not archived and no rehearsal."""
    since = dict(IN_USE.filter(pk__in=keys))
    talks = read_talks(keys)
    rank = {row["pk"]: place for rows in talks.values() for place, row in enumerate(rows)}
    met, invited = read_tables(keys)
    seats = read_seats(keys, met)
    promises = read_promises(keys, day, rank)
    scores = read_scores(keys)
    names = dict(NAMES.filter(pk__in=PrincipleText.objects.current().values("pk")))
    return {
        key: Facts(
            known_since=timezone.localdate(at),
            seats=tuple(seats[key]),
            plans=tuple(plan_of(row, invited) for row in talks[key] if row["phase"] in AHEAD),
            promises=tuple(promises[key]),
            names=names,
            **last_talks(talks[key], scores),
        )
        for key, at in since.items()
    }


def read_talks(keys):
    """Return {triangle: rows of its conversations, the last one held at the end}."""
    found = defaultdict(list)
    for row in TALKS.filter(triangle__in=keys):
        row["day"] = row["held_on"] or timezone.localdate(row["created_at"])
        found[row["triangle"]].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["day"], row["pk"]))
    return found


def last_talks(rows, scores):
    """Return what Facts tell of the conversations that were held; `rows` are those of one triangle, oldest first."""
    held = [row for row in rows if row["phase"] in HELD]
    if not held:
        return {}
    last = held[-1]
    scored = [scores[row["pk"]] for row in held if row["pk"] in scores]
    return {
        "last_on": last["day"],
        "rhythm": next((row["rhythm"] for row in reversed(held) if row["rhythm"]), ""),
        "next_on": last["follow_up__next_on"],
        "is_established": last["phase"] in ESTABLISHED,
        "last": scored[-1] if scored else {},
        "before": scored[-2] if len(scored) > 1 else {},
    }


def plan_of(row, invited):
    changed_on = timezone.localdate(row["changed_at"])
    return Plan(row["held_on"], changed_on, frozenset(invited[row["pk"]]), is_running=row["phase"] == Phase.GESPREK)


def read_tables(keys):
    """Return (the keys of seats that were at a table, {conversation that lies ahead: the seats invited to it})."""
    met, invited = set(), defaultdict(set)
    rows = AT_TABLE.filter(conversation__triangle__in=keys, conversation__phase__in=[*HELD, *AHEAD])
    for conversation, phase, seat in rows:
        if phase in HELD:
            met.add(seat)
        else:
            invited[conversation].add(seat)
    return met, invited


def read_seats(keys, met):
    found = defaultdict(list)
    for triangle, key, corner, person, begins_on, ends_on in SEATS.filter(triangle__in=keys):
        found[triangle].append(Sitting(key, corner, person, begins_on, ends_on, has_met=key in met))
    return found


def read_promises(keys, day, rank):
    """Return {triangle: Promises} of the agreements that are late or were judged; a besluit is never late.

    `rank` holds the place of each conversation in time: the last one that judged an agreement, or kept it, counts.
    """
    verdicts, said, spoken_of = list(VERDICTS.filter(conversation__triangle__in=keys)), defaultdict(list), {}
    for agreement, conversation in [*KEPT_ON.filter(conversation__triangle__in=keys), *(row[:2] for row in verdicts)]:
        last = spoken_of.get(agreement, conversation)
        spoken_of[agreement] = max(last, conversation, key=lambda one: rank.get(one, -1))
    for agreement, conversation, corner, value in verdicts:
        if value == Verdict.Value.NIET:
            said[agreement, conversation].append(corner)
    found, standing, taken = defaultdict(list), Agreement.Kind.WERKAFSPRAAK, Agreement.Kind.BESLUIT
    late = Q(due_on__lt=day) & ~Q(kind=taken) & ~Q(last_step__what=AgreementStep.What.GEDAAN)
    for row in PROMISES.filter(late | Exists(NOT_KEPT), conversation__triangle__in=keys):
        due_on = None if row["kind"] == taken else row["due_on"]
        not_kept = tuple(said[row["pk"], spoken_of.get(row["pk"])])
        promise = Promise(row["pk"], row["text"], due_on, row["kind"] == standing, not_kept)
        found[row["conversation__triangle"]].append(promise)
    return found


def read_scores(keys):
    """Return {conversation: {code of principle: its lowest and highest shown score}}, of one score only that one."""
    found = defaultdict(dict)
    for conversation, code, lowest, highest, count in SCORES.filter(conversation__triangle__in=keys):
        found[conversation][code] = (lowest, highest) if count > 1 else (lowest,)
    return found
