"""What would make a conversation better, per tip: advice, never a block. Pure; a plan is given as plain values.

Each function returns a list of Advice, empty when there is nothing to say. Planning shows it beside the tip that it
belongs to, reading in a file prints it.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format

from driehoek.templatetags.dutch import in_words

from .strip import enumerate_words

CORNERS = ("opdrachtgever", "opdrachtnemer", "eigenaar")
WEEKS_AHEAD = timedelta(weeks=6)
LONG_ENOUGH = 90  # minutes
MOST_PER_CORNER = 2
LEVELS_APART = 2
MOVED_OFTEN = 2
TIME_TO_READ = timedelta(days=7)
LAST_WEEK = timedelta(days=7)
OPEN_WORDS, TRUST_WORDS = ("open", "vrijuit", "eerlijk"), ("vertrouw",)


@dataclass(frozen=True)
class Advice:
    """`tip` is the code of the tip it belongs to, `text` a Dutch sentence for the adviser.

    `act` is what stands on the button that does it at once, '' when only the adviser can.
    """

    tip: str
    text: str
    act: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody at the table: `level` 1-5 or None when not filled in, `mandate` what they may decide here or ''.

    `coordinates`: they bring the wishes of the opdrachtgevers together, without deciding for the others.
    """

    corner: str
    level: int | None = None
    mandate: str = ""
    coordinates: bool = False


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


def advise_on_moves(moves):
    """Tip 1. `moves` counts how often the date was changed after it was set."""
    if moves < MOVED_OFTEN:
        return []
    return [Advice("tijd", f"De datum is al {moves} keer verzet. Bel de hoeken: past dit gesprek nog?")]


def advise_on_poll(waiting):
    """Tip 1. `waiting` are the names of those who were asked for a date and did not answer."""
    if not waiting:
        return []
    verb = "heeft" if len(waiting) == 1 else "hebben"
    return [Advice("tijd", f"{enumerate_words(waiting)} {verb} nog geen datum geprikt.")]


def advise_on_table(people, opdrachtgevers=0, process_coordinator=""):
    """Tip 2. `people` are the Persons at the table, `opdrachtgevers` how many that corner has on the day."""
    found = [text for corner in CORNERS for text in corner_texts(corner, people)]
    if levels_differ(people):
        found.append("Het functieniveau verschilt twee treden of meer. Vul in waarover ieder hier mag beslissen.")
    if opdrachtgevers > sum(person.corner == "opdrachtgever" for person in people) > 0:
        found.append("Er zijn meer opdrachtgevers dan er aan tafel zitten. Spreek af wie namens wie spreekt.")
    if sum(person.corner == "opdrachtgever" for person in people) > MOST_PER_CORNER and not coordinated(people):
        found.append("Geen van de opdrachtgevers aan tafel coördineert. Vul bij de bezetting in wie dat doet.")
    if opdrachtgevers > 1 and not process_coordinator:
        found.append("Er zijn meer opdrachtgevers, en niemand leidt het proces tussen hen.")
    return [Advice("gesprekspartners", text) for text in found]


def coordinated(people):
    return any(person.coordinates for person in people)


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


def advise_on_newcomers(newcomers):
    """Tip 2. `newcomers` are pairs (name, date) of those who came after the previous conversation."""
    text = "{} is nieuw sinds {}. Praat {} bij over de afspraken van vorige keer."
    return [
        Advice("gesprekspartners", text.format(name, date_format(since, "j F Y"), name)) for name, since in newcomers
    ]


def advise_on_outcome(purpose, outcomes, embedded_in, rhythm):
    """Tip 3."""
    found = []
    if not purpose.strip():
        found.append("Er is geen doel ingevuld. Bedenk vooraf wat het gesprek oplevert.")
    if "inbedding" in outcomes and not (embedded_in and rhythm):
        found.append("Je koos voor inbedding. Noem ook het overleg en het ritme.")
    return [Advice("vervolg", text) for text in found]


def advise_on_open_agreements(count, on_agenda):
    """Tip 3. `count` are the open agreements of earlier conversations, `on_agenda` whether the run sheet holds them."""
    if not count or on_agenda:
        return []
    if count == 1:
        return [Advice("vervolg", "Eén open afspraak van eerder staat nog niet op de agenda.", "Zet die erop")]
    text = f"{in_words(count).capitalize()} open afspraken van eerder staan nog niet op de agenda."
    return [Advice("vervolg", text, "Zet ze erop")]


def advise_on_guidance(facilitator, self_facilitated, asked=""):
    """Tip 4. `facilitator` is a name or '', `asked` that of who was asked and did not answer yet."""
    if facilitator or self_facilitated:
        return []
    if asked:
        return [Advice("begeleiding", f"{asked} is gevraagd als begeleider en heeft nog niet geantwoord.")]
    return [Advice("begeleiding", "Er is nog niet gekozen wie het gesprek begeleidt.")]


def advise_on_second_guide(asked):
    """Tip 4. `asked` is the name of who was asked as second facilitator and did not answer yet, or ''."""
    if not asked:
        return []
    return [Advice("begeleiding", f"{asked} is gevraagd als tweede begeleider en heeft nog niet geantwoord.")]


def advise_on_involvement(name, ties):
    """Tip 4. `ties` say in words how the facilitator `name` is part of the content: 'adviseert de eigenaar'."""
    if not ties:
        return []
    text = f"{name} {enumerate_words(ties)}. Wie buiten de inhoud staat, ziet meer. Kies bewust."
    return [Advice("begeleiding", text)]


def advise_on_briefing(facilitator, read_at):
    """Tip 4. `facilitator` is the name of somebody with an account, or ''; `read_at` a moment or None."""
    if not facilitator or read_at:
        return []
    return [Advice("begeleiding", f"{facilitator} heeft de briefing nog niet gelezen.")]


def advise_on_deadline(closes_on, held_on):
    """Tip 5. Both are dates or None."""
    if not closes_on or not held_on or held_on - closes_on >= TIME_TO_READ:
        return []
    return [Advice("voorbereiding", "De uiterste datum geeft de begeleider minder dan een week om te lezen.")]


def advise_on_answers(waiting, held_on, today):
    """Tip 5. `waiting` are the names of those who got the questions and did not answer, `held_on` a date or None."""
    if not waiting or not held_on or not today <= held_on <= today + LAST_WEEK:
        return []
    verb = "heeft" if len(waiting) == 1 else "hebben"
    text = f"{enumerate_words(waiting)} {verb} de vragen nog niet ingevuld. Het gesprek is binnen een week."
    return [Advice("voorbereiding", text)]


def advise_on_focus(focus):
    """Tip 5. `focus` is a list of codes of principles."""
    return [] if focus else [Advice("voorbereiding", "Er is nog geen focus gekozen.")]


def advise_on_setting(form):
    """Tip 6."""
    words = {"online": "Het gesprek is online", "hybride": "Een deel zit online"}
    if form not in words:
        return []
    return [Advice("setting", f"{words[form]}. Open praten gaat makkelijker als iedereen bij elkaar zit.")]


def advise_on_invitation(text):
    """Tip 6. `text` is what the invitation says."""
    said = text.lower()
    if any(word in said for word in OPEN_WORDS) and any(word in said for word in TRUST_WORDS):
        return []
    return [Advice("setting", "De uitnodiging noemt openheid en vertrouwen niet. Eén zin erover helpt.")]
