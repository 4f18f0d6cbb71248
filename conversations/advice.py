"""What would make a conversation better, per tip: advice, never a block. Pure; a plan is given as plain values.

Each function returns a list of Advice, empty when there is nothing to say. Planning shows it beside the tip that it
belongs to, reading in a file prints it.
"""

from dataclasses import dataclass
from datetime import timedelta

CORNERS = ("opdrachtgever", "opdrachtnemer", "eigenaar")
WEEKS_AHEAD = timedelta(weeks=6)
LONG_ENOUGH = 90  # minutes
MOST_PER_CORNER = 2
LEVELS_APART = 2


@dataclass(frozen=True)
class Advice:
    """`tip` is the code of the tip it belongs to, `text` a Dutch sentence for the adviser."""

    tip: str
    text: str


@dataclass(frozen=True)
class Person:
    """Somebody at the table: `level` 1-5 or None when not filled in, `mandate` what they may decide here or ''."""

    corner: str
    level: int | None = None
    mandate: str = ""


def advise_on_time(held_on, minutes, today):
    """Tip 1. `held_on` is a date or None, `minutes` whole minutes or None."""
    found = []
    if held_on and today <= held_on < today + WEEKS_AHEAD:
        found.append("De datum ligt minder dan zes weken vooruit. Misschien kan niet iedereen zich vrijmaken.")
    if minutes and minutes < LONG_ENOUGH:
        found.append(f"Het gesprek duurt {minutes} minuten. Vanaf {LONG_ENOUGH} minuten is er tijd om door te vragen.")
    return [Advice("tijd", text) for text in found]


def advise_on_interest(shared_interest):
    """Tip 1."""
    if shared_interest.strip():
        return []
    return [Advice("tijd", "Het gezamenlijk belang is niet ingevuld. Eén zin houdt de afspraak overeind.")]


def advise_on_table(people, opdrachtgevers=0, process_coordinator=""):
    """Tip 2. `people` are the Persons at the table, `opdrachtgevers` how many that corner has on the day."""
    found = [text for corner in CORNERS for text in corner_texts(corner, people)]
    if levels_differ(people):
        found.append("Het functieniveau verschilt twee treden of meer. Vul in waarover ieder hier mag beslissen.")
    if opdrachtgevers > sum(person.corner == "opdrachtgever" for person in people) > 0:
        found.append("Er zijn meer opdrachtgevers dan er aan tafel zitten. Spreek af wie namens wie spreekt.")
    if opdrachtgevers > 1 and not process_coordinator:
        found.append("Er zijn meer opdrachtgevers, en niemand leidt het proces tussen hen.")
    return [Advice("gesprekspartners", text) for text in found]


def corner_texts(corner, people):
    count = sum(person.corner == corner for person in people)
    if count == 0:
        return [f"Er zit geen {corner} aan tafel. Met drie hoeken wordt het een gesprek in de driehoek."]
    if count > MOST_PER_CORNER:
        return [f"Er zitten {count} mensen aan tafel als {corner}. Met één of twee per hoek komt ieder aan het woord."]
    return []


def levels_differ(people):
    """Whether the highest of one corner stands two steps or more above that of another, who has no mandate on paper."""
    highest = {}
    for person in people:
        if person.level and person.level >= highest.get(person.corner, person).level:
            highest[person.corner] = person
    steps = [person.level for person in highest.values()]
    return any(max(steps) - person.level >= LEVELS_APART and not person.mandate for person in highest.values())


def advise_on_outcome(purpose, outcomes, embedded_in, rhythm):
    """Tip 3."""
    found = []
    if not purpose.strip():
        found.append("Er is geen doel ingevuld. Bedenk vooraf wat het gesprek moet opleveren.")
    if "inbedding" in outcomes and not (embedded_in and rhythm):
        found.append("Je koos voor inbedding. Noem ook het overleg en het ritme.")
    return [Advice("vervolg", text) for text in found]


def advise_on_guidance(facilitator, self_facilitated):
    """Tip 4. `facilitator` is a name or ''."""
    if facilitator or self_facilitated:
        return []
    return [Advice("begeleiding", "Er is nog niet gekozen wie het gesprek begeleidt.")]


def advise_on_focus(focus):
    """Tip 5. `focus` is a list of codes of principles."""
    return [] if focus else [Advice("voorbereiding", "Er is nog geen focus gekozen.")]


def advise_on_setting(form):
    """Tip 6."""
    words = {"online": "Het gesprek is online", "hybride": "Een deel zit online"}
    if form not in words:
        return []
    return [Advice("setting", f"{words[form]}. Open praten gaat makkelijker als iedereen bij elkaar zit.")]
