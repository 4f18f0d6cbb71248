"""The sentences that ask for attention on the home page: pure, from rows of values and the date of today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial

from django.urls import reverse
from django.utils.text import Truncator

from driehoek.dates import spoken
from driehoek.html import fill
from triangles.models import Corner

INVITE_WITHIN = timedelta(days=42)  # weeks that participants' calendars need
REMIND_WITHIN = timedelta(days=7)
BRIEF_WITHIN = timedelta(days=14)
NOW, SOON, LATER, ONCE = range(4)
WITHOUT_CORNER = {
    "opdrachtgever": "Zonder opdrachtgever aan tafel ontbreekt wat de opgave vraagt.",
    "opdrachtnemer": "Zonder opdrachtnemer aan tafel ontbreekt wat uitvoerbaar is.",
    "eigenaar": "Zonder eigenaar aan tafel kijkt niemand of het houdbaar blijft.",
}


@dataclass(frozen=True)
class Notice:
    """One thing that asks attention. `urgency` sorts, 0 first; `page` is a route with `key` as its value, or ''.

    `place` is what comes behind the address; `corner` is the one it is about, or ''. `tell` gives the detail, made when
    asked for like the address: a long list shows only its beginning.
    """

    urgency: int
    title: str
    tell: Callable
    page: str = ""
    key: int | None = None
    place: str = ""
    action: str = ""
    corner: str = ""
    is_empty: bool = False  # whether that corner is without anybody

    @property
    def detail(self):
        return self.tell()

    @property
    def url(self):
        """The address to act on it, or ''."""
        return address(self.page, self.key) + self.place if self.page else ""


@lru_cache(maxsize=10_000)
def address(page, *keys):
    """Return where the page with route `page` about `keys` stands; kept, as finding it is most of the work of a row."""
    return fill("{}", reverse(page, args=keys))


PLAN = ("conversations:plan", "Ga verder met voorbereiden")
BRIEFING = ("conversations:briefing", "Lees de briefing")
CLOSE = ("conversations:briefing", "Sluit de voorbereiding")
LEAD = ("conversations:lead", "Ga naar het gesprek")
READ = ("conversations:report", "Lees het concept")
ESTABLISH = ("conversations:report_establish", "Stel het verslag vast")
LOOK = ("conversations:conversation", "Bekijk het gesprek")


def about_conversation(row, day):
    """Return the Notice of a conversation on `day`, or None when it asks nothing of who looks.

    `row` holds today.FIELDS, its `participants`, and whether who looks `advises` or `leads` it.
    """
    tell = {"concept": concept, "voorbereiding": preparation, "gesprek": meeting, "verslag": draft}
    told = tell[row["phase"]](row, day)
    if told is None:
        return None
    urgency, title, detail, (page, action) = told
    return Notice(urgency, title, partial(with_place, row, detail), page, row["pk"], action=action)


def with_place(row, detail):
    return f"{row['triangle__name']} · ‘{row['title']}’ {detail}".strip()


def concept(row, day):
    held_on = row["held_on"]
    if held_on is None or held_on > day + INVITE_WITHIN or not row["advises"]:
        return None
    if held_on < day:
        passed = f"stond op {spoken(held_on)}. Er is niemand uitgenodigd."
        return SOON, "De datum van een gesprek is voorbij", passed, PLAN
    return LATER, "De uitnodiging is nog niet verstuurd", f"is op {spoken(held_on)}.", PLAN


def preparation(row, day):
    held_on = row["held_on"]
    if held_on and held_on < day:
        title = "Een gesprek is geweest, maar er staat nog niets vast"
        return SOON, title, f"was op {spoken(held_on)}.", LEAD if row["leads"] else LOOK
    if held_on == day and row["leads"]:
        return NOW, "Vandaag leid je een gesprek", "Open het als iedereen er is.", LEAD
    return waiting_answers(row, day) or unread_briefing(row, day)


def waiting_answers(row, day):
    """Tell of a preparation that closes soon without all answers, or that may be closed now."""
    closes_on = row["preparation_closes_on"]
    if closes_on is None or row["preparation_closed_at"]:
        return None
    waiting = [person["name"] for person in row["participants"] if not person["answered"]]
    if closes_on < day:
        late = f"{unanswered(waiting, len(row['participants']))}." if waiting else "Iedereen heeft ze ingevuld."
        return SOON, "De voorbereiding kan dicht", f"Vragen invullen kon tot en met {spoken(closes_on)}. {late}", CLOSE
    if not waiting or closes_on > day + REMIND_WITHIN:
        return None
    last = "Vandaag is de laatste dag." if closes_on == day else f"De laatste dag is {spoken(closes_on)}."
    look = ("conversations:plan", "Bekijk de voorbereiding") if row["advises"] else BRIEFING
    return SOON, unanswered(waiting, len(row["participants"])), last, look


def unread_briefing(row, day):
    held_on = row["held_on"]
    if not row["leads"] or row["briefing_read_at"] or held_on is None or held_on > day + BRIEF_WITHIN:
        return None
    return LATER, "Er ligt een briefing voor je klaar", f"is op {spoken(held_on)}.", BRIEFING


def unanswered(waiting, invited):
    """Say who did not answer the questions yet: `waiting` are names, `invited` counts everybody."""
    if len(waiting) == invited:
        return "Nog niemand heeft de vragen vooraf ingevuld"
    if len(waiting) == 1:
        return f"{waiting[0]} heeft de vragen vooraf nog niet ingevuld"
    return f"{len(waiting)} van de {invited} deelnemers hebben de vragen vooraf nog niet ingevuld"


def meeting(row, day):
    return NOW, "Een gesprek is bezig", "", LEAD if row["leads"] else LOOK


def draft(row, day):
    until = row["responses_until"]
    if row["draft_released_at"] is None:
        return SOON, "Een conceptverslag ligt klaar", "De deelnemers kunnen het nog niet lezen.", READ
    if until is None:
        return LATER, "De deelnemers lezen een conceptverslag", "", READ
    if until < day:
        passed = f"Reageren kon tot en met {spoken(until)}."
        return SOON, "Een verslag kan worden vastgesteld", passed, ESTABLISH if row["advises"] else READ
    return LATER, "De deelnemers lezen een conceptverslag", f"Reageren kan tot en met {spoken(until)}.", READ


TITLES = ("Een afspraak is over de datum", "Bij een afspraak is hulp nodig")


def about_agreement(row):
    """Return the Notice of an action past its date, or of help that is asked; its page lies below the ledger."""
    needs_help = row["last_step__what"] == "hulp"
    title, page, action = TITLES[needs_help], "conversations:ledger", "Bekijk de afspraak"
    corners = [corner for corner in Corner.values if row[f"of_{corner}"]]
    corner = corners[0] if len(corners) == 1 else ""
    key, place = row["conversation__triangle"], f"{row['pk']}/"
    tell, urgency = (help_words, SOON) if needs_help else (late, LATER)
    return Notice(urgency, title, partial(tell, row), page, key, place, action, corner)


def help_words(row):
    return f"{row['conversation__triangle__name']} · ‘{Truncator(row['text']).chars(160)}’"


def late(row):
    until = spoken(row["due_on"])
    who = f"{row['owner_name']} zou dit doen, uiterlijk {until}." if row["owner_name"] else f"Uiterlijk {until}."
    return f"{row['conversation__triangle__name']} · ‘{Truncator(row['text']).chars(160)}’ {who}"


def about_proposal(row, name):
    """Return the Notice that `name` proposes to talk; `row` is of today.read_triangles."""
    title, tell = f"{name} stelt een gesprek voor", partial(str, row["name"])
    return Notice(SOON, title, tell, "conversations:triangle", row["pk"], "#voorstellen", "Lees het voorstel")


def about_erasure(row):
    """Return the Notice that somebody asks to be erased from a triangle; `row` is of today.read_triangles."""
    title, tell = "Iemand vraagt om gewist te worden", partial(str, row["name"])
    return Notice(SOON, title, tell, "conversations:erasures", row["pk"], action="Beslis mee")


def about_question(key, name, day):
    """Return the Notice that somebody is asked to facilitate, in the triangle `name`, on `day` or None."""
    tell = partial(" · ".join, [name, f"op {spoken(day)}" if day else "de datum is nog niet gekozen"])
    title = "Je bent gevraagd om een gesprek te begeleiden"
    return Notice(SOON, title, tell, "conversations:guide_request", key, action="Zeg ja of nee")


def about_absence(row, person):
    """Return the Notice that a participant of the conversation `row` cannot come; `person` is one of its people."""
    title, tell = f"{person['name']} is verhinderd", partial(" · ".join, [row["triangle__name"], row["title"]])
    return Notice(SOON, title, tell, "conversations:participants", row["pk"], action="Bekijk wie er in de plaats komt")


def about_triangle(row):
    """Return the Notice of a triangle with an empty corner; `row` is of today.read_triangles."""
    empty = [corner for corner, is_filled in row["filled"].items() if not is_filled]
    title = f"{row['name']} heeft nog geen {' en geen '.join(empty)}"
    tell = partial(" ".join, [WITHOUT_CORNER[corner] for corner in empty])
    place, action = f"?hoek={empty[0]}", f"Vul de {empty[0]} in"
    return Notice(ONCE, title, tell, "triangles:seat_new", row["pk"], place, action, empty[0], is_empty=True)


STANDS = {
    "gesprek": "In gesprek",
    "opvolging": "Verslag vastgesteld",
    "afgerond": "Afgerond",
    "geannuleerd": "Ging niet door",
}


def tell_stand(row):
    """Add to the `row` of a conversation in a plain list: its `url`, its `day` in words, and how far it is, `stand`."""
    row["url"] = address("conversations:conversation", row["pk"])
    row["day"] = spoken(row["held_on"]) if row["held_on"] else "Zonder datum"
    draft = "Leesronde" if row["draft_released_at"] else "Nog niet vrijgegeven"
    row["stand"] = STANDS.get(row["phase"], draft)
    return row
