"""The account team of a triangle: who is in it per corner, how often it meets, and when next."""

from dataclasses import dataclass
from datetime import date

from driehoek.prepared import Prepared
from triangles.models import Triangle
from triangles.wording import CornerWords, corner_words

from .models import ESTABLISHED, FollowUp

FOLLOW_UPS = FollowUp.objects.filter(conversation__phase__in=ESTABLISHED).order_by("-conversation__held_on", "-pk")
LAST_FOLLOW_UP = Prepared(lambda triangle: FOLLOW_UPS.filter(conversation__triangle=triangle)[:1], triangle=-9001)


@dataclass(frozen=True)
class CornerTeam:
    """The members of one corner: those that are in it `now`, and those that left."""

    words: CornerWords
    now: list
    former: list


@dataclass(frozen=True)
class TeamMoment:
    """`rhythm` as it was agreed, or ''; `next_on` a day or None, and whether that day `is_past`."""

    rhythm: str
    next_on: date | None
    is_past: bool


def team_moment(triangle: Triangle, follow_up, day):
    """Return the TeamMoment; what the last conversation agreed (a FollowUp or None) holds until it is changed here."""
    agreed = follow_up.account_team_rhythm if follow_up else ""
    next_on = triangle.team_next_on
    return TeamMoment(triangle.team_rhythm or agreed, next_on, bool(next_on and next_on < day))


def is_in_team(member, day):
    return member.left_on is None or member.left_on > day


def build_team(triangle, day):
    """Return (CornerTeam of each corner, TeamMoment) as it stands on `day`; two queries."""
    members = list(triangle.team.all())
    corners = [
        CornerTeam(
            words,
            [one for one in members if one.corner == words.corner and is_in_team(one, day)],
            [one for one in members if one.corner == words.corner and not is_in_team(one, day)],
        )
        for words in corner_words(triangle.kind)
    ]
    return corners, team_moment(triangle, last_follow_up(triangle), day)


def last_follow_up(triangle):
    """Return the FollowUp of the last conversation of a triangle that is vastgesteld and has one, or None."""
    return next(iter(LAST_FOLLOW_UP.objects(triangle=triangle.pk)), None)
