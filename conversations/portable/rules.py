"""The rules of a conversation file beyond its schema, and the one check that a file must pass as a whole.

Each rule passes over parts that do not fit the schema: those are named already, and one mistake is named once.
"""

from dataclasses import dataclass

from conversations.models import MOST_OPDRACHTGEVERS
from principles.models import Principle, Question, QuestionKind, Tip

from .findings import SLUG, BadFileError, Finding, either, pointer, quoted
from .parsing import malformed
from .schema import day, misfits

TABLE = ("naamloos", "met_naam")
SEATS = ("triangle", "seats")
LONGEST_LIST = 1000


@dataclass(frozen=True)
class Subjects:
    """What a file may refer to, each by code: {code: Principle}, {code: Question}, {code: Tip}."""

    principles: dict
    questions: dict
    tips: dict

    @classmethod
    def known(cls):
        """Return all there are; those retired too, for a past conversation was held with them."""
        preparation = Question.objects.filter(kind=QuestionKind.PREPARATION)
        sets = Principle.objects.all(), preparation, Tip.objects.all()
        return cls(*({subject.code: subject for subject in subjects} for subjects in sets))


def check(document, subjects=None):
    """Raise BadFileError with everything that is wrong in `document`; return None when nothing is.

    `document` is the JSON as `parse` returns it; a plain dict will do. `subjects` saves reading them again.
    """
    found = [*malformed(document), *misfits(document)]
    rules = (
        *(seats_rule, holders_rule, coordinating_rule, participants_rule, opdrachtgevers_rule),
        *(agreements_rule, texts_rule, doubles_rule),
    )
    broken = [finding for rule in rules for finding in rule(document)]
    broken += subjects_rule(document, subjects or Subjects.known())
    named = {finding.place for finding in found}
    found += [finding for finding in broken if finding.place not in named]
    if found:
        raise BadFileError(found)


def part(document, *path):
    """Return what stands at `path`, or None when a step on the way is not there or not of the right kind."""
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def listed(document, *path):
    """Return [(pointer, value)] of the list at `path`; one beyond every maximum of the schema is passed over."""
    found = part(document, *path)
    fits = isinstance(found, list) and len(found) <= LONGEST_LIST
    return [(pointer((*path, index)), value) for index, value in enumerate(found)] if fits else []


def rows(document, *path):
    return [(place, value) for place, value in listed(document, *path) if isinstance(value, dict)]


def texts(document, *path):
    return [(place, value) for place, value in listed(document, *path) if isinstance(value, str)]


def seat_ids(document):
    return [row["id"] for _, row in rows(document, *SEATS) if isinstance(row.get("id"), str)]


def seats_rule(document):
    """Yield seats with an id that is taken, and those that end before they begin."""
    seen = {}
    for place, row in rows(document, *SEATS):
        code = row.get("id")
        if isinstance(code, str) and seen.setdefault(code, place) != place:
            yield Finding(f"{place}/id", f"{quoted(code)} is al de id van {seen[code]}; elke plaats heeft een eigen id")
        begins, ends = period(row)
        if begins and ends and ends < begins:
            yield Finding(f"{place}/until", f"dit ligt voor from; hier mag {begins} of later staan, of null")


def holders_rule(document):
    """Yield the seats that one person holds in the same corner beside an earlier one, if only for a day."""
    held = {}
    for place, row in rows(document, *SEATS):
        earlier = held.setdefault(holder(row), []) if holder(row) else []
        beside = [other for other, days in earlier if overlap(days, period(row))]
        if beside:
            reason = (
                f"deze persoon zit in dezelfde tijd al in deze hoek, zie {beside[0]}; laat de perioden niet overlappen"
            )
            yield Finding(place, reason)
        earlier.append((place, period(row)))


def holder(row):
    """Return who holds this seat and where: (corner, organisation, person), or None when that does not fit."""
    found = [row.get(name) for name in ("corner", "organisation", "person")]
    if not all(isinstance(name, str) for name in found):
        return None
    corner, organisation, person = found
    return corner, organisation.lower(), person  # organisations are recognised whatever their capitals


def period(row):
    """Return (first day, last day); either is None when it is open."""
    return day(row.get("from")), day(row.get("until"))


def overlap(one, other):
    """Whether two periods, each (first, last) with both inclusive and None for open, have a day in common."""
    return not any(last and first and last < first for (first, _), (_, last) in ((one, other), (other, one)))


def coordinating_rule(document):
    """Yield seats that coordinate beside another, or outside the corner of the opdrachtgevers."""
    first = None
    for place, row in rows(document, *SEATS):
        if row.get("coordinating") is not True:
            continue
        if row.get("corner") in ("opdrachtnemer", "eigenaar"):
            yield Finding(f"{place}/coordinating", "alleen een opdrachtgever kan coördineren; hier hoort false")
        elif first:
            reason = f"er coördineert al iemand, zie {first}; hoogstens één plaats mag dat"
            yield Finding(f"{place}/coordinating", reason)
        else:
            first = place


def participants_rule(document):
    """Yield participants without a seat, and those whose seat is another's on the day of the conversation."""
    seats = {row["id"]: row for _, row in rows(document, *SEATS) if isinstance(row.get("id"), str)}
    held_on = day(part(document, "conversation", "date"))
    for place, code in texts(document, "conversation", "participants"):
        if code not in seats:
            yield unknown(place, code, seats, "plaats")
        elif held_on and not overlap(period(seats[code]), (held_on, held_on)):
            yield Finding(place, f"deze plaats is op {held_on} niet van deze persoon; kijk naar from en until")


def opdrachtgevers_rule(document):
    """Yield each opdrachtgever at the table beyond the last that fits; one with a seat of one day stands in."""
    seats = {row["id"]: row for _, row in rows(document, *SEATS) if isinstance(row.get("id"), str)}
    found = [
        place
        for place, code in texts(document, "conversation", "participants")
        if part(seats.get(code), "corner") == "opdrachtgever" and not is_one_day(seats[code])
    ]
    for place in found[MOST_OPDRACHTGEVERS:]:
        yield Finding(place, f"aan tafel kunnen hoogstens {MOST_OPDRACHTGEVERS} opdrachtgevers zitten")


def is_one_day(seat):
    begins, ends = period(seat)
    return begins is not None and begins == ends


def unknown(place, code, known, what):
    codes = [code for code in known if SLUG.fullmatch(code)]
    choice = f"kies uit {either(codes)}" if codes else "er is er geen"
    return Finding(place, f"{quoted(code)} is hier geen {what}; {choice}")


def agreements_rule(document):
    """Yield agreements of an unknown owner, and each one beyond the first that is the most important."""
    seats, most_important = seat_ids(document), None
    for place, row in rows(document, "conversation", "agreements"):
        if isinstance(row.get("owner"), str) and row["owner"] not in seats:
            yield unknown(f"{place}/owner", row["owner"], seats, "plaats")
        if row.get("most_important") is True:
            if most_important:
                reason = f"er is al een belangrijkste afspraak, zie {most_important}; hoogstens één mag dat zijn"
                yield Finding(f"{place}/most_important", reason)
            most_important = most_important or place


def texts_rule(document):
    """Yield texts that would be printed in the report though their author keeps them from the table."""
    for place, row in rows(document, "conversation", "reflections") + rows(document, "conversation", "scores"):
        if row.get("in_report") is True and row.get("visibility") not in TABLE:
            reason = f"dit mag alleen true zijn als visibility {either(TABLE)} is"
            yield Finding(f"{place}/in_report", reason)


def doubles_rule(document):
    """Yield answers of somebody who does not take part, and second answers to the same thing."""
    participants = [code for _, code in texts(document, "conversation", "participants")]
    for name, subject in (("scores", "principle"), ("reflections", "question")):
        seen = {}
        for place, row in rows(document, "conversation", name):
            who, about = row.get("participant"), row.get(subject)
            if isinstance(who, str) and who not in participants:
                yield unknown(f"{place}/participant", who, participants, "deelnemer")
            if isinstance(who, str) and isinstance(about, str) and seen.setdefault((who, about), place) != place:
                yield Finding(place, f"deze deelnemer gaf hierop al antwoord, zie {seen[who, about]}; één keer mag")


def subjects_rule(document, subjects):
    """Yield references to a question, principle or tip that this installation does not have."""
    tips = part(document, "conversation", "tips")
    named = [(pointer(("conversation", "tips", tip)), tip) for tip in (tips if isinstance(tips, dict) else ())]
    principles = [*column(document, "scores", "principle"), *column(document, "insights", "principle")]
    principles += [*column(document, "agreements", "principle"), *texts(document, "conversation", "focus")]
    yield from not_in(subjects.principles, principles, "principe")
    yield from not_in(subjects.questions, column(document, "reflections", "question"), "vraag vooraf")
    yield from not_in(subjects.tips, named, "tip")


def column(document, name, field):
    """Return [(pointer, text)] of one field in the list `name` of the conversation, where it is there."""
    found = [(f"{place}/{field}", row.get(field)) for place, row in rows(document, "conversation", name)]
    return [(place, text) for place, text in found if isinstance(text, str)]


def not_in(known, references, what):
    return [unknown(place, code, known, what) for place, code in references if code not in known]
