"""What the page of a triangle shows beside its seats, read in a flat number of queries."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery

from driehoek.prepared import Prepared, as_dicts
from triangles.drawing import Chart, draw_seats
from triangles.models import AgendaTopic, Corner, Membership, TeamMember
from triangles.seating import CornerSeats, seats_by_corner

from .account_team import TeamMoment, is_in_team, last_follow_up, team_moment
from .advising import with_lost_mail
from .asking import is_quiet
from .models import AHEAD, ESTABLISHED, Agreement, AgreementStep, Conversation, FollowUp, Participant, Phase
from .moments import write_bars, write_moments, write_seats
from .proposing import open_proposals
from .trend import ShownScores, Trend

CONVERSATIONS_SHOWN = 12
STATES = {
    Phase.CONCEPT: "nog niet uitgenodigd",
    Phase.VOORBEREIDING: "gepland",
    Phase.GESPREK: "bezig",
    Phase.VERSLAG: "verslag in concept",
    Phase.OPVOLGING: "verslag vastgesteld",
    Phase.AFGEROND: "afgerond",
    Phase.GEANNULEERD: "ging niet door",
}
FIELDS = (
    *("pk", "title", "phase", "held_on", "start", "rhythm", "embedded_in"),
    *("self_facilitated", "display", "focus", "facilitator_name", "facilitator"),
)
COUNTS = ("participants", "agreements")
STANDING = (
    Q(kind=Agreement.Kind.WERKAFSPRAAK)
    | Q(last_step__what=AgreementStep.What.HULP)
    | Q(kind=Agreement.Kind.ACTIE, asked_on__isnull=False)
)


def ask_kept(triangle):
    kept = Agreement.objects.open().filter(conversation__triangle=triangle, conversation__phase__in=ESTABLISHED)
    kept = kept.filter(STANDING).select_related("last_step")
    return kept.order_by("-most_important", "-conversation__held_on", "pk")


def of_triangle(rows):
    """Return the question for those of `rows` that belong to a triangle (its key)."""
    return Prepared(lambda triangle: rows.filter(triangle=triangle), triangle=-9001)


def how_many(model):
    """Return how many rows of `model` a conversation has, counted in the same question; None without any."""
    mine = model.objects.order_by().filter(conversation=OuterRef("pk")).values("conversation")
    return Subquery(mine.annotate(number=Count("pk")).values("number"))


KEPT = Prepared(ask_kept, triangle=-9001)
ROWS = of_triangle(
    Conversation.objects.order_by(F("held_on").desc(nulls_first=True), "-pk").values_list(
        *FIELDS, how_many(Participant), how_many(Agreement)
    )
)
TOPICS = of_triangle(AgendaTopic.objects.order_by("closed_at", "pk"))
TEAM = of_triangle(TeamMember.objects.all())
MEMBERS = of_triangle(Membership.objects.select_related("user"))


@dataclass(frozen=True)
class TrianglePage:
    """`conversations` are dicts, the one that lies furthest ahead first; `coming` is the next of them, or None."""

    corners: list[CornerSeats]
    agreements: list  # the werkafspraken that stand now, the most important first
    quiet: list
    helpless: list
    conversations: list
    coming: dict | None
    rhythm: dict
    follow_up: FollowUp | None
    topics: list
    team: list
    team_moment: TeamMoment
    advisers: list
    proposals: list
    chart: Chart
    trend: Trend | None

    @property
    def bars(self):
        return write_bars(self.chart)

    @property
    def is_vacant(self):
        """Whether nobody sits in any corner: the seats come before a conversation."""
        return not any(corner.now for corner in self.corners)

    @property
    def filled(self):
        """The corners in which somebody sits now, as one word: the drawing differs by nothing else."""
        return "-".join(corner.words.corner for corner in self.corners if corner.now)

    @property
    def seated(self):
        """The words of each corner with who sits there now, as HTML; '' where nobody does."""
        return [(corner.words, write_seats(corner.now)) for corner in self.corners]

    @property
    def opdrachtgevers(self):
        """Who sits in the corner of the opdrachtgever now."""
        return next(corner.now for corner in self.corners if corner.words.corner == Corner.OPDRACHTGEVER)

    @property
    def rhythm_words(self):
        """Say how often this table meets: 'elk halfjaar', or '' when nothing was agreed."""
        return Conversation.Rhythm(self.rhythm["rhythm"]).label if self.rhythm else ""

    @property
    def agenda_item(self):
        """The last conversation that makes an agenda item for a regular meeting, or None."""
        return next((row for row in self.conversations if row["phase"] in ESTABLISHED and row["embedded_in"]), None)

    @property
    def coordinator(self):
        return next((seat for seat in self.opdrachtgevers if seat.coordinating), None)

    @property
    def shown_conversations(self):
        return write_moments(self.conversations[:CONVERSATIONS_SHOWN])

    @property
    def older_conversations(self):
        return write_moments(self.conversations[CONVERSATIONS_SHOWN:])

    @property
    def older_number(self):
        return max(len(self.conversations) - CONVERSATIONS_SHOWN, 0)

    @property
    def open_topics(self):
        return [topic for topic in self.topics if topic.closed_at is None]

    @property
    def closed_topics(self):
        return [topic for topic in self.topics if topic.closed_at]


def build_triangle_page(triangle, day):
    """Return the TrianglePage of `triangle` as it stands on `day`."""
    corners = seats_by_corner(triangle, day)
    kept, scores = read_agreements(triangle), ShownScores(triangle)
    rows = read_conversations(triangle, scores)
    held_on = sorted(row["held_on"] for row in rows if row["phase"] in ESTABLISHED and row["held_on"])
    follow_up = last_follow_up(triangle)
    return TrianglePage(
        corners=corners,
        agreements=[one for one in kept if one.kind == Agreement.Kind.WERKAFSPRAAK],
        quiet=[one for one in kept if is_silent(one, day)],
        helpless=[one for one in kept if one.last_step and one.last_step.what == AgreementStep.What.HULP],
        conversations=rows,
        coming=find_coming(rows, day),
        rhythm=next((row for row in rows if row["rhythm"]), {}),
        follow_up=follow_up,
        topics=TOPICS.objects(triangle=triangle.pk),
        team=sorted((one for one in TEAM.objects(triangle=triangle.pk) if is_in_team(one, day)), key=by_corner),
        team_moment=team_moment(triangle, follow_up, day),
        advisers=with_lost_mail(sorted(MEMBERS.objects(triangle=triangle.pk), key=by_corner)),
        proposals=list(open_proposals(triangle)),
        chart=draw_seats([seat for corner in corners for seat in everybody(corner)], held_on, day),
        trend=scores.trend(rows),
    )


def everybody(corner):
    return [*corner.former, *corner.now, *corner.coming]


def by_corner(person):
    """Sort people by corner in the fixed order; who belongs to none comes last."""
    return Corner.values.index(person.corner) if person.corner else len(Corner), person.pk


def read_agreements(triangle):
    """Return the open agreements of vastgestelde verslagen: werkafspraken, actions asked after, and who needs help."""
    return KEPT.objects(triangle=triangle.pk)


def is_silent(agreement, day):
    """Whether an action went quiet, see asking.is_quiet."""
    return is_quiet(agreement.kind, agreement.asked_on, agreement.last_step and agreement.last_step.at, day)


def read_conversations(triangle, scores):
    """Return the conversations as dicts, newest first, one without a date on top of those ahead."""
    rows = as_dicts((*FIELDS, *COUNTS), ROWS.ask(triangle=triangle.pk))
    for row in rows:
        row["state"] = STATES[row["phase"]]
        row["is_ahead"] = row["phase"] in AHEAD
        row |= {name: row[name] or 0 for name in COUNTS}
        row["widest"] = scores.widest(row["pk"])
        row["is_guided"] = bool(row["facilitator"] or row["facilitator_name"] or row["self_facilitated"])
    return rows


def find_coming(rows, day):
    """Return the first conversation that still lies ahead, one with a date before one without, or None."""
    ahead = [row for row in rows if row["is_ahead"] and (row["held_on"] is None or row["held_on"] >= day)]
    return min(ahead, key=lambda row: (row["held_on"] is None, row["held_on"] or day, row["pk"]), default=None)
