"""What the page of a triangle shows beside its seats, read in a flat number of queries."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from triangles.drawing import Chart, draw_seats
from triangles.models import Corner
from triangles.seating import CornerSeats, seats_by_corner

from .account_team import FOLLOW_UPS, TeamMoment, is_in_team, team_moment
from .advising import with_lost_mail
from .asking import is_quiet
from .models import AHEAD, ESTABLISHED, Agreement, AgreementStep, Conversation, FollowUp, Phase
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
    def is_vacant(self):
        """Whether nobody sits in any corner: the seats come before a conversation."""
        return not any(corner.now for corner in self.corners)

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
        return self.conversations[:CONVERSATIONS_SHOWN]

    @property
    def older_conversations(self):
        return self.conversations[CONVERSATIONS_SHOWN:]

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
    follow_up = FOLLOW_UPS.filter(conversation__triangle=triangle).first()
    return TrianglePage(
        corners=corners,
        agreements=[one for one in kept if one.kind == Agreement.Kind.WERKAFSPRAAK],
        quiet=[one for one in kept if is_silent(one, day)],
        helpless=[one for one in kept if one.last_step and one.last_step.what == AgreementStep.What.HULP],
        conversations=rows,
        coming=find_coming(rows, day),
        rhythm=next((row for row in rows if row["rhythm"]), {}),
        follow_up=follow_up,
        topics=list(triangle.topics.order_by("closed_at", "pk")),
        team=sorted((one for one in triangle.team.all() if is_in_team(one, day)), key=by_corner),
        team_moment=team_moment(triangle, follow_up, day),
        advisers=with_lost_mail(sorted(triangle.memberships.select_related("user"), key=by_corner)),
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
    kept = Agreement.objects.open().filter(conversation__triangle=triangle, conversation__phase__in=ESTABLISHED)
    standing, needs_help = Q(kind=Agreement.Kind.WERKAFSPRAAK), Q(last_step__what=AgreementStep.What.HULP)
    kept = kept.filter(standing | needs_help | Q(kind=Agreement.Kind.ACTIE, asked_on__isnull=False))
    return list(kept.select_related("last_step").order_by("-most_important", "-conversation__held_on", "pk"))


def is_silent(agreement, day):
    """Whether an action went quiet, see asking.is_quiet."""
    return is_quiet(agreement.kind, agreement.asked_on, agreement.last_step and agreement.last_step.at, day)


def read_conversations(triangle, scores):
    """Return the conversations as dicts, newest first, one without a date on top of those ahead."""
    fields = (
        "pk",
        "title",
        "phase",
        "held_on",
        "start",
        "rhythm",
        "embedded_in",
        "self_facilitated",
        "display",
        "focus",
    )
    rows = triangle.conversations.order_by(F("held_on").desc(nulls_first=True), "-pk")
    rows = list(rows.values(*fields, guide_name=F("facilitator_name"), guide=F("facilitator")))
    people = dict(triangle.conversations.values_list("pk").annotate(Count("participants")).order_by())
    made = dict(triangle.conversations.values_list("pk").annotate(Count("agreements")).order_by())
    for row in rows:
        row["state"] = STATES[row["phase"]]
        row["is_ahead"] = row["phase"] in AHEAD
        row["participants"], row["agreements"] = people[row["pk"]], made[row["pk"]]
        row["widest"] = scores.widest(row["pk"])
        row["is_guided"] = bool(row["guide"] or row["guide_name"] or row["self_facilitated"])
    return rows


def find_coming(rows, day):
    """Return the first conversation that still lies ahead, one with a date before one without, or None."""
    ahead = [row for row in rows if row["is_ahead"] and (row["held_on"] is None or row["held_on"] >= day)]
    return min(ahead, key=lambda row: (row["held_on"] is None, row["held_on"] or day, row["pk"]), default=None)
