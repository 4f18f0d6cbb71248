"""The run sheet by rules: which parts, in which order, how long, and what to ask at a pattern of shown scores. Pure.

Nothing here may be given a score that is not shown: before showing, the order is the focus and then the fixed order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .scoring import CORNERS, distance, lies_where, widest_first

USUAL = 120  # minutes, while no duration is filled in
STRETCH = 90  # minutes at a table without a break
LENGTHS = {  # kind: its share of the duration as 1/n, the least and the most minutes; principles get the rest
    "welkom": (15, 1, 10),
    "terugblik": (8, 2, 15),
    "kaart": (12, 2, 10),
    "onderwerp": (12, 2, 10),
    "pauze": (1, 10, 10),
    "vervolg": (8, 2, 20),
    "afsluiting": (12, 1, 10),
}
LOW, HIGH, CLOSE = 2, 4, 1


@dataclass(frozen=True)
class Part:
    """One part of the meeting. `code` is that of a principle, else ''; `minutes` are whole minutes."""

    kind: str
    code: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Prompt:
    """What to say at the table: an opening, and questions to follow on with. Sentences for participants."""

    opening: str
    follow_on: tuple[str, ...] = ()


def plan(codes, focus=(), duration=None, looks_back=False):
    """Return the Parts of a meeting in order, the welcome first.

    `codes` are principles in their fixed order, `focus` those that come first, `duration` whole minutes or None.
    `looks_back`: there are agreements of last time. The minutes add up to the duration from 15 minutes on.
    """
    principles = [Part("principe", code) for code in put_focus_first(codes, focus)]
    opening = [Part("welkom")] + [Part("terugblik")] * looks_back
    parts = opening + with_breaks(principles, duration or USUAL) + [Part("vervolg"), Part("afsluiting")]
    lengths = divide([part.kind for part in parts], duration)
    return [Part(part.kind, part.code, minutes) for part, minutes in zip(parts, lengths, strict=True)]


def put_focus_first(codes, focus):
    """Return `codes` with those of the focus on top, in the order of the focus."""
    return [code for code in focus if code in codes] + [code for code in codes if code not in focus]


def with_breaks(parts, duration):
    """Put a break between the parts for every stretch of 90 minutes that is full, spread evenly."""
    count = min((duration - 1) // STRETCH, len(parts) - 1)
    places = {round(len(parts) * (nr + 1) / (count + 1)) for nr in range(count)}
    spread = []
    for place, part in enumerate(parts):
        spread += [Part("pauze"), part] if place in places else [part]
    return spread


def divide(kinds, duration=None, by_hand=()):
    """Return whole minutes per kind of part: fixed ones their share, principles the same, going on the rest.

    `by_hand` holds, in the same order, the minutes that somebody chose, or None for a part to compute; empty computes
    all. What was chosen stays, also when the sum then is not the duration.
    """
    duration = duration or USUAL
    by_hand = by_hand or [None] * len(kinds)
    parts = list(zip(kinds, by_hand, strict=True))
    lengths = [chosen or length(kind, duration) for kind, chosen in parts]
    count = parts.count(("principe", None))
    each = max(1, (duration - sum(lengths)) // count) if count else 0
    lengths = [each if part == ("principe", None) else minutes for part, minutes in zip(parts, lengths, strict=True)]
    if ("vervolg", None) in parts:
        lengths[parts.index(("vervolg", None))] += max(0, duration - sum(lengths))
    return lengths


def length(kind, duration):
    share, least, most = LENGTHS.get(kind, (1, 0, 0))
    return min(most, max(least, duration // share))


def clock_times(start, lengths):
    """Return at what time each part begins; `start` is a time or None, and then so are all."""
    if start is None:
        return [None] * len(lengths)
    begin = datetime.combine(datetime.min, start)
    return [(begin + timedelta(minutes=sum(lengths[:place]))).time() for place in range(len(lengths))]


def put_widest_first(codes, shown):
    """Return the principles that are left, widest distance first; `shown` is {code: pairs (corner, value)} shown.

    What is not shown keeps its order after them, because nothing may follow from it.
    """
    known = [code for code in codes if code in shown]
    widest = widest_first(known, lambda code: distance([value for _, value in shown[code]]))
    return widest + [code for code in codes if code not in shown]


def find_pattern(scores):
    """Return (pattern, corner or None) of shown scores, pairs (corner or None, 1-5 or None).

    The patterns are geen_beeld, eens_hoog, eens_laag, hoek_lager, twee_tegen_een and anders. Without corners, in a
    naamloos conversation, no pattern that names one is ever found.
    """
    given = [value for _, value in scores if value is not None]
    if not given or (len(scores) - len(given)) * 2 >= len(scores):
        return "geen_beeld", None
    if max(given) - min(given) <= CLOSE:
        return agreed(given), None
    return find_corner_apart(scores) or ("anders", None)


def agreed(given):
    """Return the pattern of values that lie at most one point apart."""
    if min(given) >= HIGH:
        return "eens_hoog"
    return "eens_laag" if max(given) <= LOW else "anders"


def find_corner_apart(scores):
    """Return (pattern, corner) when one corner lies wholly below or above the two others, else None.

    When two corners do so, the one with most room around it is meant, and of equal ones the lower.
    """
    values = {corner: [v for v in found if v is not None] for corner, found in lies_where(scores).items()}
    if not all(values.get(corner) for corner in CORNERS):
        return None
    apart = []
    for corner in CORNERS:
        others = [value for other in CORNERS if other != corner for value in values[other]]
        apart += [(min(others) - max(values[corner]), "hoek_lager", corner)]
        apart += [(min(values[corner]) - max(others), "twee_tegen_een", corner)]
    room, pattern, corner = max(apart, key=lambda found: (found[0], found[1] == "hoek_lager"))
    return (pattern, corner) if room > 0 else None


PROMPTS = {
    "geen_beeld": Prompt(
        "Een deel van de tafel heeft hier geen beeld bij. Wie kan een voorbeeld geven?",
        (
            "Wat zou u moeten weten om hier wel iets van te vinden?",
            "Ligt dit buiten uw zicht, of praten we er nooit over?",
        ),
    ),
    "eens_hoog": Prompt(
        "U bent het eens, en de scores zijn hoog. Aan welk moment dacht u?",
        ("Wat doen we waardoor dit lukt?", "Zou iemand buiten deze tafel dezelfde score geven?"),
    ),
    "eens_laag": Prompt(
        "U bent het eens dat dit beter kan. Waar merkt u dat het eerst?",
        ("Hoe zou het eruitzien als dit één punt hoger was?", "Wie kan de eerste stap zetten?"),
    ),
    "hoek_lager": Prompt(
        "De {corner} scoort lager dan de andere twee hoeken. Wat ziet de {corner} dat de anderen niet zien?",
        ("Wat is hierin nieuw voor de andere hoeken?", "Wat zou de {corner} nodig hebben voor één punt hoger?"),
    ),
    "twee_tegen_een": Prompt(
        "De {corner} kijkt er positiever naar dan de andere twee hoeken. Aan welk moment dacht ieder?",
        ("Waar komt dat verschil vandaan, los van personen?", "Wat wil de {corner} hier van de anderen weten?"),
    ),
    "anders": Prompt(
        "Aan welk moment dacht u bij deze score?",
        ("Wat herkent u in wat een ander zegt?", "Wat gebeurt er als we dit zo laten?"),
    ),
}
BEFORE_SHOWING = Prompt(
    "Kies voor uzelf welke zin het best past. Nog even niet overleggen. U ziet straks allemaal tegelijk waar we staan."
)


def prompt_for(scores):
    """Return the Prompt that fits shown scores; see find_pattern."""
    pattern, corner = find_pattern(scores)
    words = PROMPTS[pattern]
    if corner is None:
        return words
    return Prompt(words.opening.format(corner=corner), tuple(text.format(corner=corner) for text in words.follow_on))
