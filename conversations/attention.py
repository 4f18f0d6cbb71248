"""The sentences that ask for attention on the home page: pure, from rows of values and the date of today."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator

INVITE_WITHIN = timedelta(days=42)  # weeks that participants' calendars need
REMIND_WITHIN = timedelta(days=7)
NOW, SOON, LATER, ONCE = range(4)
WITHOUT_CORNER = {
    "opdrachtgever": "Zonder opdrachtgever aan tafel ontbreekt wat de opgave vraagt.",
    "opdrachtnemer": "Zonder opdrachtnemer aan tafel ontbreekt wat uitvoerbaar is.",
    "eigenaar": "Zonder eigenaar aan tafel kijkt niemand of het houdbaar blijft.",
}


@dataclass(frozen=True)
class Notice:
    """One thing that asks attention. `urgency` sorts, 0 first; `page` is one of the conversation `key`, or ''."""

    urgency: int
    title: str
    detail: str
    page: str = ""
    key: int | None = None
    place: str = ""
    action: str = ""
    corner: str = ""

    @property
    def url(self):
        """The address to act on it, or ''. Made when asked for: a long list shows only its beginning."""
        return reverse(f"conversations:{self.page}", args=[self.key]) + self.place if self.page else ""


def about_conversation(row, day):
    """Return the Notice of a conversation on `day`, or None when it asks nothing. `row` holds today.FIELDS and more."""
    told = {"concept": concept, "voorbereiding": preparation, "gesprek": meeting, "verslag": draft}[row["phase"]](
        row, day
    )
    if told is None:
        return None
    urgency, title, detail = told
    page, action = (
        ("report", "Lees het concept") if row["phase"] == "verslag" else ("conversation", "Bekijk het gesprek")
    )
    where = f"{row['triangle__name']} · ‘{row['title']}’"
    return Notice(urgency, title, f"{where} {detail}".strip(), page, row["pk"], action=action)


def concept(row, day):
    held_on = row["held_on"]
    if held_on is None or held_on > day + INVITE_WITHIN:
        return None
    if held_on < day:
        return SOON, "De datum van een gesprek is voorbij", f"stond op {spoken(held_on)}. Er is niemand uitgenodigd."
    return LATER, "De uitnodiging is nog niet verstuurd", f"is op {spoken(held_on)}."


def preparation(row, day):
    if row["held_on"] and row["held_on"] < day:
        return SOON, "Een gesprek is geweest, maar er staat nog niets vast", f"was op {spoken(row['held_on'])}."
    waiting = [person["name"] for person in row["participants"] if not person["answered"]]
    closes_on = row["preparation_closes_on"]
    if not waiting or closes_on is None or closes_on > day + REMIND_WITHIN:
        return None
    last = "Vandaag is de laatste dag." if closes_on == day else f"De laatste dag is {spoken(closes_on)}."
    return SOON, unanswered(waiting, len(row["participants"])), last


def unanswered(waiting, invited):
    """Say who did not answer the questions yet: `waiting` are names, `invited` counts everybody."""
    if len(waiting) == invited:
        return "Nog niemand heeft de vragen vooraf ingevuld"
    if len(waiting) == 1:
        return f"{waiting[0]} heeft de vragen vooraf nog niet ingevuld"
    return f"{len(waiting)} van de {invited} deelnemers hebben de vragen vooraf nog niet ingevuld"


def meeting(row, day):
    return NOW, "Een gesprek is bezig", ""


def draft(row, day):
    until = row["responses_until"]
    if row["draft_released_at"] is None:
        return SOON, "Een conceptverslag ligt klaar", "De deelnemers kunnen het nog niet lezen."
    if until is None:
        return LATER, "De deelnemers lezen een conceptverslag", ""
    if until < day:
        return SOON, "Een verslag kan worden vastgesteld", f"Reageren kon tot en met {spoken(until)}."
    return LATER, "De deelnemers lezen een conceptverslag", f"Reageren kan tot en met {spoken(until)}."


def about_agreement(row):
    """Return the Notice of an action past its date."""
    until = spoken(row["due_on"])
    who = f"{row['owner_name']} zou dit doen, uiterlijk {until}." if row["owner_name"] else f"Uiterlijk {until}."
    detail = f"{row['conversation__triangle__name']} · ‘{Truncator(row['text']).chars(160)}’ {who}"
    title, action = "Een afspraak is over de datum", "Bekijk de afspraak"
    return Notice(LATER, title, detail, "conversation", row["conversation_id"], "#afspraken", action)


def about_triangle(row):
    """Return the Notice of a triangle with an empty corner; `row` is of today.read_triangles."""
    empty = [corner for corner, is_filled in row["filled"].items() if not is_filled]
    title = f"{row['name']} heeft nog geen {' en geen '.join(empty)}"
    return Notice(ONCE, title, " ".join(WITHOUT_CORNER[corner] for corner in empty), corner=empty[0])


def spoken(day):
    return date_format(day, "j F Y")
