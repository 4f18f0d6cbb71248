"""Reading in a triangle: what is there already is recognised and wins, what is new is added."""

from dataclasses import dataclass, field
from itertools import count

from django.db.models import F, Value
from django.db.models.functions import Lower

from triangles.models import AgendaTopic, Organisation, Seat, TeamMember, Triangle

from .findings import Finding, pointer, printable
from .rules import overlap
from .schema import day

CODE_LENGTH = 40
TRIANGLE_LINES = ("contact_frequency", "agreements_place", "process_coordinator")
FIELDS = {"from": "begins_on", "until": "ends_on", "id": "code"}  # where the file and the model differ in name


@dataclass
class Seating:
    """A triangle while it is read in. `differences` are Findings: places where the file says otherwise."""

    triangle: Triangle
    existing: list = field(default_factory=list)
    codes: set = field(default_factory=set)
    organisations: dict = field(default_factory=dict)
    seats: dict = field(default_factory=dict)  # by the id in the file
    topics: dict = field(default_factory=dict)  # by title
    differences: list = field(default_factory=list)

    def compare(self, place, kept, given):
        """Note where `kept`, a model, differs from `given`, {name in the file: value}."""
        for name, value in given.items():
            here = getattr(kept, FIELDS.get(name, name))
            if here != value:
                self.differ(f"{place}/{name}", here, value)

    def differ(self, place, here, value):
        reason = f"hier staat al {shown(here)}; dat blijft, {shown(value)} is niet overgenomen"
        self.differences.append(Finding(place, reason))

    def organisation(self, name):
        """Return the organisation of this name whatever its capitals, as the database compares them; made when new."""
        if name not in self.organisations:
            same = Organisation.objects.annotate(folded=Lower("name")).filter(folded=Lower(Value(name)))
            self.organisations[name] = same.first() or Organisation.objects.create(name=name)
        return self.organisations[name]


def shown(value):
    if value in (None, "", []):
        return "niets"
    words = {True: "ja", False: "nee"}
    return f"‘{words[value] if isinstance(value, bool) else printable(str(value))}’"


def seat_triangle(found):
    """Return the Seating of the triangle in the file (`found`, which passed the check), written to the database."""
    known = recognise(found)
    seating = Seating(known or create(found))
    if known:
        names = ("purpose", "recurring_topics", *TRIANGLE_LINES)
        seating.compare("/triangle", known, {name: found[name] for name in names if name in found})
        seating.existing = list(known.seats.select_related("organisation"))
        seating.topics = {topic.title: topic for topic in sorted(known.topics.all(), key=least_wanted)}
    seat_people(seating, found["seats"])
    put_on_agenda(seating, found.get("agenda", []), ("triangle", "agenda"))
    return seating


def recognise(found):
    same = Triangle.objects.real().filter(name=found["name"], kind=found["kind"]).select_for_update()
    return same.order_by(F("archived_at").asc(nulls_first=True), "pk").first()


def create(found):
    lines = {name: found.get(name, "") for name in TRIANGLE_LINES}
    topics = found.get("recurring_topics", [])
    return Triangle.objects.create(
        name=found["name"], kind=found["kind"], purpose=found["purpose"], recurring_topics=topics, **lines
    )


def seat_people(seating, rows):
    """Give every row of the file its seat, recognised or new."""
    seating.codes = {seat.code for seat in seating.existing}
    added = []
    for index, row in enumerate(rows):
        place = pointer(("triangle", "seats", index))
        seat = same_seat(seating, row)
        if seat is None:
            seat = new_seat(seating, row, asked={row["id"] for row in rows})
            leave_coordination(seating, place, seat)
            added.append(seat)
        else:
            seating.compare(place, seat, described(row))
        if seat.organisation.name != row["organisation"]:
            seating.differ(f"{place}/organisation", seat.organisation.name, row["organisation"])
        seating.seats[row["id"]] = seat
    Seat.objects.bulk_create(added)


def same_seat(seating, row):
    """Return the seat that this person holds already in (part of) the same period, or None."""
    days = day(row.get("from")), day(row.get("until"))
    holder = row["corner"], seating.organisation(row["organisation"]).pk, row["person"]
    used = {seat.code for seat in seating.seats.values()}
    same = [seat for seat in seating.existing if (seat.corner, seat.organisation_id, seat.person) == holder]
    same = [seat for seat in same if overlap((seat.begins_on, seat.ends_on), days)]
    return min(
        same,
        key=lambda seat: (seat.code in used, seat.code != row["id"], seat.begins_on != days[0]),
        default=None,
    )


def new_seat(seating, row, asked):
    """Return an unsaved seat; its code is the id in the file, with a number behind it when that is taken."""
    code = row["id"]
    numbers = count(2)
    while code in seating.codes or (code != row["id"] and code in asked):
        suffix = f"-{next(numbers)}"
        code = row["id"][: CODE_LENGTH - len(suffix)] + suffix
    seating.codes.add(code)
    return Seat(
        triangle=seating.triangle,
        code=code,
        corner=row["corner"],
        organisation=seating.organisation(row["organisation"]),
        person=row["person"],
        function=row["function"],
        mandate=row.get("mandate", ""),
        function_level=row.get("function_level"),
        email=row.get("email", ""),
        begins_on=day(row.get("from")),
        ends_on=day(row.get("until")),
        coordinating=row.get("coordinating", False),
    )


def described(row):
    """Return what a row of the file says of its seat, beside who holds it, as the model keeps it."""
    given = {
        name: row[name] for name in ("function", "mandate", "function_level", "email", "coordinating") if name in row
    }
    return given | {name: day(row[name]) for name in ("from", "until") if name in row}


def leave_coordination(seating, place, seat):
    """Leave coordinating to who does it already: only one may while both their seats are open-ended."""
    taken = any(other.coordinating and other.ends_on is None for other in seating.existing)
    if taken and seat.coordinating and seat.ends_on is None:
        seat.coordinating = False
        reason = "hier coördineert al iemand anders; dat blijft, deze plaats coördineert niet"
        seating.differences.append(Finding(f"{place}/coordinating", reason))


def least_wanted(topic):
    """Sort the topic that is found by its title last: an open one, the oldest."""
    return topic.closed_at is None, -topic.pk


def put_on_agenda(seating, rows, path):
    """Return the topics of `rows`, one per title, in their order; those not yet on the joint agenda are added."""
    added = {}
    for index, row in enumerate(rows):
        known = seating.topics.get(row["title"]) or added.get(row["title"])
        if known:
            given = {name: row[name] for name in ("horizon", "lead") if name in row}
            seating.compare(pointer((*path, index)), known, given)
        else:
            added[row["title"]] = AgendaTopic(
                triangle=seating.triangle, title=row["title"], horizon=row["horizon"], lead=row.get("lead", "")
            )
    AgendaTopic.objects.bulk_create(added.values())
    seating.topics |= added
    return [seating.topics[title] for title in dict.fromkeys(row["title"] for row in rows)]


def join_team(seating, rows):
    """Return the members of the account team in `rows`, one per corner and name, in their order; new ones are added."""
    left_first = sorted(seating.triangle.team.all(), key=lambda member: (member.left_on is None, -member.pk))
    team = {(member.corner, member.name): member for member in left_first}
    wanted = list(dict.fromkeys((row["corner"], row["name"]) for row in rows))
    added = {
        (corner, name): TeamMember(triangle=seating.triangle, corner=corner, name=name)
        for corner, name in wanted
        if (corner, name) not in team
    }
    TeamMember.objects.bulk_create(added.values())
    return [(team | added)[key] for key in wanted]
