"""The advice on a conversation as its file has it."""

from conversations import advice

from .rules import overlap, period
from .schema import day


def advise(document, today):
    """Return the Advice on a document that passed the check, in the order of the tips.

    Of a conversation that has been held only what says something about the table and the meeting.
    """
    found, triangle = document["conversation"], document["triangle"]
    held_on = day(found.get("date"))
    seats = {row["id"]: row for row in triangle["seats"]}
    people = [person(seats[code]) for code in found["participants"]]
    opdrachtgevers = [row for row in triangle["seats"] if row["corner"] == "opdrachtgever" and holds(row, held_on)]
    is_over = found.get("scores") or found.get("insights") or found.get("agreements")
    return [
        *advice.advise_on_time(held_on, found.get("duration_minutes"), today),
        *advice.advise_on_table(people, len(opdrachtgevers), triangle.get("process_coordinator", "")),
        *([] if is_over else advise_beforehand(found)),
        *advice.advise_on_setting(found.get("form", "")),
    ]


def advise_beforehand(found):
    outcomes, meeting, rhythm = found.get("outcomes", []), found.get("embedded_in", ""), found.get("rhythm", "")
    return [
        *advice.advise_on_interest(found.get("shared_interest", "")),
        *advice.advise_on_outcome(found["purpose"], outcomes, meeting, rhythm),
        *advice.advise_on_guidance(found.get("facilitator", {}).get("name"), found.get("self_facilitated")),
        *advice.advise_on_focus(found.get("focus", [])),
    ]


def person(row):
    return advice.Person(
        row["corner"], row.get("function_level"), row.get("mandate", ""), row.get("coordinating", False)
    )


def holds(row, held_on):
    """Whether the seat is filled on that day; without a day, whether it still is."""
    return overlap(period(row), (held_on, held_on)) if held_on else period(row)[1] is None
