"""What asks somebody's attention today, read as values in a flat number of queries however much there is."""

from dataclasses import dataclass, field
from datetime import date, time

from django.urls import reverse

from triangles.models import Corner

from .attention import (
    about_absence,
    about_agreement,
    about_conversation,
    about_erasure,
    about_proposal,
    about_question,
    about_triangle,
    tell_stand,
)
from .models import UNOPENED, AgreementStep, Phase
from .noticing import read_notices
from .today_rows import (
    EARLIER_SHOWN,
    PEOPLE_OF,
    QUESTIONS_OF,
    SEATS_OF,
    read_actions,
    read_behind,
    read_current,
)

TIPS = 6
TICKS = [[place < ready for place in range(TIPS)] for ready in range(TIPS + 1)]  # by how many tips are ready
ITEMS_SHOWN = 7
AHEAD_SHOWN = 10
WRITING_SHOWN = 3
OVERDUE_SHOWN = 5
NOT_LATE = (AgreementStep.What.HULP, AgreementStep.What.GEDAAN)  # told otherwise, or said to be done


@dataclass(frozen=True)
class Today:
    """`items` are Notices, most pressing first; the conversations by phase are rows of values.

    `running` are in the room, `ahead` in concept or preparation, `writing` have a draft; of `behind` there is one page,
    and `has_older` says that more lies behind. `triangles` are those that are advised. What `is_all` shows no limits.
    """

    items: list = field(default_factory=list)
    running: list = field(default_factory=list)
    ahead: list = field(default_factory=list)
    writing: list = field(default_factory=list)
    behind: list = field(default_factory=list)
    has_older: bool = False
    triangles: list = field(default_factory=list)
    is_all: bool = False

    @property
    def first(self):
        return self.items[0] if self.items else None

    @property
    def next(self):
        return self.items[1:] if self.is_all else self.items[1:ITEMS_SHOWN]

    @property
    def more(self):
        """How many things are not shown."""
        return 0 if self.is_all else max(len(self.items) - ITEMS_SHOWN, 0)

    @property
    def ahead_shown(self):
        return self.ahead if self.is_all else self.ahead[:AHEAD_SHOWN]

    @property
    def ahead_more(self):
        """How many coming conversations are not shown."""
        return len(self.ahead) - len(self.ahead_shown)

    @property
    def writing_shown(self):
        return self.writing if self.is_all else self.writing[:WRITING_SHOWN]

    @property
    def writing_more(self):
        return len(self.writing) - len(self.writing_shown)

    @property
    def begin_url(self):
        """The address to plan a conversation: in the one triangle, or where to choose among more of them."""
        if len(self.triangles) == 1:
            return reverse("conversations:new", args=[self.triangles[0]["pk"]])
        return reverse("conversations:triangles")

    @property
    def is_empty(self):
        return not (self.triangles or self.items or self.running or self.ahead or self.writing or self.behind)


def build_today(user, day, before=None, is_all=False):
    """Return the Today of `user` on `day` in six queries, seven for who may be asked to facilitate.

    `before` is (date or None, key) to page back from, None on the first page; `is_all` shows everything that is asked
    and planned, not only its beginning.
    """
    triangles, advised = read_triangles(user, day)
    visible = {"user": user.pk, "triangles": list(advised)}
    current = sort_current(read_current(visible), user.pk, {row["pk"] for row in triangles})
    ahead = [row for row in current if row["phase"] in UNOPENED]
    read_people(ahead)
    running = [row for row in current if row["phase"] == Phase.GESPREK]
    writing = [row for row in current if row["phase"] == Phase.VERSLAG]
    behind = read_behind(visible, before)
    for row in (*running, *(writing if is_all else writing[:WRITING_SHOWN]), *behind):
        tell_stand(row)
    notices = [notice for row in current if (notice := about_conversation(row, day))]
    overdue = read_overdue(triangles, day)
    notices += [about_agreement(row) for row in overdue]
    names, told = {row["pk"]: row["name"] for row in triangles}, {str(row["pk"]) for row in overdue}
    notices += read_notices(user, names, told, day, is_all) if names else []
    notices += [about_question(*row) for row in QUESTIONS_OF.ask(user=user.pk)] if user.guides else []
    notices += [
        about_absence(row, one) for row in current if row["advises"] for one in row["participants"] if one["away"]
    ]
    notices += [about_proposal(row, name) for row in triangles for name in sorted(row["proposals"].values())]
    notices += [about_erasure(row) for row in triangles if row["erasing"]]
    notices += [about_triangle(row) for row in triangles if not all(row["filled"].values())]
    return Today(
        items=sorted(notices, key=lambda notice: notice.urgency),
        running=running,
        ahead=ahead,
        writing=writing,
        behind=behind[:EARLIER_SHOWN],
        has_older=len(behind) > EARLIER_SHOWN,
        triangles=triangles,
        is_all=is_all,
    )


def sort_current(rows, me, advised):
    """Return the rows of what asks something by date, those without a date last.

    `me` is the key of who looks, `advised` are the triangles in use that they advise; each row tells whether they
    `advises` or `leads` it.
    """
    found = sorted(rows, key=lambda row: (row["held_on"] or date.max, row["start"] or time.max, row["pk"]))
    for row in found:
        row["advises"] = row["triangle"] in advised
        unguided = row["advises"] and row["self_facilitated"] and row["facilitator"] is None
        row["leads"] = unguided or me in (row["facilitator"], row["second_facilitator"])
        row["participants"] = []
    return found


def read_people(ahead):
    """Add to each row how many of the six tips are ready, as `ready` and `tips`, and in preparation `participants`.

    A participant is a dict of `name`, `corner`, `answered` and `away`: that they answered the questions beforehand,
    never what, and that they said not to come while no adviser saw to a replacement.
    """
    found = {row["pk"]: row for row in ahead}
    told = PEOPLE_OF.ask(keys=list(found)) if found else ()
    for key, ready, person, name, corner, answered, stand_in, confirmed_at in told:
        row = found[key]
        row["ready"] = ready or 0
        if person and row["phase"] == Phase.VOORBEREIDING:
            away = stand_in is not None and confirmed_at is None
            row["participants"].append({"name": name, "corner": corner, "answered": answered, "away": away})
    for row in ahead:
        row["tips"] = TICKS[min(row["ready"], TIPS)]
        row["participants"].sort(key=by_corner)


def by_corner(person):
    return Corner.values.index(person["corner"])


def read_triangles(user, day):
    """Return the triangles in use that `user` advises, and the keys of all that they advise, archived ones as well.

    The first are dicts of `pk`, `name`, `filled`, `proposals` and `erasing`. `filled` is {corner: whether so on `day`};
    `proposals` is {key of an open one: name of who made it}; `erasing` says that somebody asked to be erased.
    """
    found, advised = {}, set()
    for pk, name, archived_at, corner, begins_on, ends_on, erasing, *proposed in SEATS_OF.ask(user=user.pk):
        advised.add(pk)
        if archived_at:
            continue
        proposal, closed_at, proposer = proposed
        fresh = {"pk": pk, "name": name, "filled": dict.fromkeys(Corner.values, False)}
        fresh |= {"proposals": {}, "erasing": erasing}
        triangle = found.setdefault(pk, fresh)
        if proposal and closed_at is None:
            triangle["proposals"][proposal] = proposer
        if corner and (begins_on or day) <= day <= (ends_on or day):
            triangle["filled"][corner] = True
    return sorted(found.values(), key=lambda row: (row["name"].lower(), row["pk"])), advised


def read_overdue(triangles, day):
    """Return the agreements in `triangles` that need help, then the open actions past their date, the oldest first."""
    mine = [row["pk"] for row in triangles]
    rows = read_actions(mine, day)
    needing = [row for row in rows if row["last_step__what"] == AgreementStep.What.HULP]
    late = [row for row in rows if row["last_step__what"] not in NOT_LATE]
    return needing + late[:OVERDUE_SHOWN]
