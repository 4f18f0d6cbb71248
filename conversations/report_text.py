"""The Dutch sentences of the verslag, from its content alone: what page, PDF and later Word have in common. Pure."""

from datetime import date, datetime, timedelta

from django.utils.dateformat import format as format_date
from django.utils.text import Truncator

from .strip import distance_words, enumerate_words

NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
SHARED = {"gedeeld": "een gedeeld beeld", "verschillend": "een verschillend beeld", "niet_besproken": "niet besproken"}
APPLIED = {"ja": "ja", "deels": "deels", "nee": "nee", "verdeeld": "verdeeld", "niet_besproken": "niet besproken"}
RHYTHMS = {"kwartaal": "elk kwartaal", "halfjaar": "elk halfjaar", "jaar": "elk jaar"}
WAYS = {"zelf": "zelf gegeven", "namens": "namens een deelnemer ingevoerd", "samen": "samen ingevuld"}
STATUS = {"gedaan": "Gedaan.", "geparkeerd": "Geparkeerd.", "vervallen": "Vervallen."}
LINE_WORDS = {None: "te weinig om te vergelijken", 0: "alle gelijk"}  # after the word 'Scores'
SHORT = 160  # characters: longer texts are not repeated outside their own place


def long_day(iso):
    """'Donderdag 12 maart 2026'."""
    return upper_first(format_date(date.fromisoformat(iso), "l j F Y"))


def day(iso):
    """'12 maart 2026', of an ISO date or moment."""
    return format_date(datetime.fromisoformat(iso), "j F Y")


def hours(start, minutes):
    """'9.30 tot 12.00 uur', of 'HH:MM' and a length in minutes that may be missing."""
    begin = datetime.strptime(start, "%H:%M")
    if not minutes:
        return f"{clock(begin)} uur"
    return f"{clock(begin)} tot {clock(begin + timedelta(minutes=minutes))} uur"


def clock(moment):
    return f"{moment.hour}.{moment.minute:02}"


def upper_first(text):
    return text[:1].upper() + text[1:]


def lower_first(text):
    """Begin with a small letter, so that a text can follow a colon; an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() or text[1:2] in (".", " ") else text[:1].lower() + text[1:]


def sentence(text):
    """End with a full stop, unless a sign stands there already."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def number(count):
    """A count in words up to twelve, in digits above."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def state_line(content):
    """Return (state, rest) for the cover: ('Vastgesteld', '26 maart 2026, versie 1'); of a rehearsal that it is one."""
    stamp, until = content["stamp"], content["conversation"]["responses_until"]
    if stamp["state"] == "vastgesteld":
        state, rest = "Vastgesteld", f"{day(stamp['at'])}, versie {stamp['version']}"
    else:
        state, rest = "CONCEPT", f"reageren kan tot en met {day(until)}" if until else "nog niet vastgesteld"
    if is_rehearsal(content):
        return "OEFENING", f"alles is verzonnen; {state.lower()}, {rest}"
    return state, rest


def is_rehearsal(content):
    return content["conversation"].get("is_rehearsal", False)  # a report of long ago does not say it


def running_lines(content):
    """Return what stands in the header and footer of every page: (name and date, state, rubricering)."""
    stamp, talk = content["stamp"], content["conversation"]
    name = Truncator(content["triangle"]["name"]).chars(50)
    held = f", {day(talk['held_on'])}" if talk["held_on"] else ""
    state, rest = state_line(content)
    is_draft = stamp["state"] == "concept" or is_rehearsal(content)
    state_now = f"{state}, versie {stamp['version']}" if is_draft else f"Vastgesteld op {rest}"
    return name + held, state_now, talk["classification"]


def kind_line(content):
    kind = "Verslag" if content["conversation"]["is_over"] else "Opzet"
    return f"{kind} van het gesprek over de samenwerking in de driehoek {content['triangle']['name']}"


def document_title(content):
    name = running_lines(content)[0]
    kind = "Verslag" if content["conversation"]["is_over"] else "Opzet"
    return f"{kind} {name} (concept)" if content["stamp"]["state"] == "concept" else f"{kind} {name}"


def facts(content):
    """Return the facts of the cover as (label, lines); what is not known is left out, but never the date."""
    talk = content["conversation"]
    moment = [long_day(talk["held_on"]) if talk["held_on"] else "Nog geen datum"]
    if talk["start"]:
        moment.append(hours(talk["start"], talk["minutes"]))
    form = {"online": "Online", "hybride": "Deels online"}.get(talk["form"], "")
    place = [line for line in (talk["place"], form) if line]
    guide = [line for line in (talk["facilitator"], talk["facilitator_organisation"]) if line]
    next_on = (content["follow_up"] or {}).get("next_on")
    following = [day(next_on)] if next_on else []
    found = [("Datum", moment), ("Plek", place), ("Begeleiding", guide), ("Volgend gesprek", following)]
    return [(label, lines) for label, lines in found if lines]


def agreed_line(content):
    """Return who vaststelde and how many agreed, as (bold, rest); empty texts for a concept without reading round."""
    stamp, answers = content["stamp"], content["responses"]
    bold = f"Vastgesteld door {stamp['by']}." if stamp["by"] else ""
    counts = [f"{label}: {len(names)}." for label, names in answers_by_kind(answers)]
    return bold, " ".join(counts)


def answers_by_kind(answers):
    """Return [(label, names)] of the reading round, only what occurs; empty without a round."""
    labels = {
        "akkoord": "Akkoord",
        "eerder": "Akkoord met een eerdere tekst",
        "opmerking": "Met een opmerking",
        "": "Geen reactie",
    }
    named = [
        (label, [row["name"] for row in answers or [] if row["answer"] == answer]) for answer, label in labels.items()
    ]
    return [(label, names) for label, names in named if names]


def absent_words(person):
    """Say of a row of the table that this person was absent, who spoke for them and whether they scored; '' if not."""
    if person["attendance"] != "afwezig":
        return ""
    if speaker := person.get("spoken_by"):  # a report of long ago does not say it
        return f"afwezig, vertegenwoordigd door {speaker}"
    return "afwezig, wel gescoord" if person["scored"] else "afwezig"


def spoken_for(table):
    """Return a sentence for everybody who spoke for others: 'Marijke sprak namens Fouad en Bo.'"""
    found = {}
    for person in table:
        if speaker := person.get("spoken_by"):
            found.setdefault(speaker, []).append(person["name"])
    return [f"{speaker} sprak namens {enumerate_words(names)}." for speaker, names in found.items()]


def findings(content, board):
    """Return what somebody who reads one page should know, as (bold, rest)."""
    with_distance = [row for row in board.shown if row.distance is not None]
    found = list(distances(with_distance, content["insights"]))
    if count := len(content["agreements"]):
        found.append(
            (f"Er {'is één afspraak' if count == 1 else f'zijn {number(count)} afspraken'}.", first_date(content))
        )
    return found


def first_date(content):
    dates = [row["due_on"] for row in content["agreements"] if row["due_on"] and row["kind"] == "actie"]
    return f"De eerste termijn is {day(min(dates))}." if dates else ""


def distances(rows, insights):
    """Yield what lies furthest apart and what closest, for rows that have a distance, widest first."""
    if not rows:
        return
    widest, closest = rows[0].distance, rows[-1].distance
    if widest == closest:
        yield from even(rows)
        return
    far = [row for row in rows if row.distance == widest]
    near = [row for row in rows if row.distance == closest]
    yield f"Het verst uit elkaar {lie(far)}.", at_each(far, widest)
    yield f"Het dichtst bij elkaar {lie(near)}.", said_about(near, insights) or at_each(near, closest)


def even(rows):
    if rows[0].distance == 0:
        yield "Alle scores zijn per principe gelijk.", ""
    elif len(rows) == 1:
        yield f"{rows[0].name}: {distance_words(rows[0].distance)}.", ""
    else:
        yield "Het verschil is overal even groot.", f"Bij elk principe {points(rows[0].distance)}."


def lie(rows):
    return f"{'ligt' if len(rows) == 1 else 'liggen'} {enumerate_words(lower_first(row.name) for row in rows)}"


def at_each(rows, gap):
    where = {1: "Het", 2: "Bij beide is het"}.get(len(rows), f"Bij alle {number(len(rows))} is het")
    if gap == 0:
        return "De scores zijn daar gelijk."
    return f"{where} verschil {'is ' if len(rows) == 1 else ''}{points(gap)}."


def points(gap):
    return f"{gap} {'punt' if gap == 1 else 'punten'}"


def said_about(rows, insights):
    """Return what was said on the one row that there is, when it is short enough to stand in a summary; else ''."""
    texts = [row["text"] for row in insights if row["principle__code"] == rows[0].code]
    return texts[0] if len(rows) == len(texts) == 1 and len(texts[0]) <= SHORT and "\n" not in texts[0] else ""


def outcome_line(row, insights):
    """Return scores and outcome of one principle in one line: 'Scores: … Na het gesprek: … Toegepast: …'."""
    view = next((SHARED[i["shared_view"]] for i in reversed(insights) if i["shared_view"]), "")
    applied = next((APPLIED[i["applied"]] for i in reversed(insights) if i["applied"]), "")
    parts = [f"Scores: {LINE_WORDS.get(row.distance, row.distance_words)}."] if row and row.scores else []
    if view:
        parts.append(f"Na het gesprek: {view}.")
    if applied:
        parts.append(f"Toegepast: {applied}.")
    return " ".join(parts)


def when(agreement, held_on):
    """Say the date of an agreement by its kind."""
    due = agreement["due_on"]
    if agreement["kind"] == "besluit":
        taken = due or held_on
        return f"Genomen op {day(taken)}" if taken else "Genomen"
    if agreement["kind"] == "werkafspraak":
        return f"Terugkijken op {day(due)}" if due else "Doorlopend"
    return f"Uiterlijk {day(due)}" if due else "Geen datum afgesproken"


def who(agreement):
    if agreement["owner"]:
        return agreement["owner"]
    return "alle drie de hoeken" if len(agreement["corners"]) == 3 else "niemand in het bijzonder"
