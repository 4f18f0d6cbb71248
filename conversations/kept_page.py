"""What is kept of one conversation, until when and why: in words for who reads the page, from the rules themselves."""

from dataclasses import dataclass, replace

from django.conf import settings

from driehoek.dates import spoken
from driehoek.templatetags.dutch import days
from triangles.models import User

from .models import AuditEvent, Destruction
from .retention.ends import cleared_on, contacts_end, day_of, last_day, moments_of, whole_end
from .retention.holds import find_hold
from .retention.rules import text_ends

RULES = Destruction.Rule


@dataclass(frozen=True)
class Kept:
    """One kind of thing. `until` is a day in words, or in which case it goes; `why` the rule behind it.

    `is_held`: a legal hold keeps it longer.
    """

    what: str
    until: str
    why: str
    is_held: bool = True


def build_kept(conversation):
    """Return what the page shows: `rows` (Kept, what goes first on top), `hold` (the open LegalHold or None), and more.

    `typed_by` is the user who wrote the hold down, `past` are the holds that were lifted, `traces` the days of mail.
    """
    hold = find_hold(conversation)
    rows = rehearsed(conversation) if conversation.is_rehearsal else list(kinds(conversation))
    if hold:
        rows = [kept_longer(row) if row.is_held else row for row in rows]
    past = conversation.holds.filter(lifted_at__isnull=False)
    return {
        "rows": rows,
        "hold": hold,
        "typed_by": hold and typed_by(hold),
        "past": past,
        "traces": settings.KEEP.traces,
    }


def typed_by(hold):
    """Return the User who wrote down a LegalHold, by the log; None when that was done from the command line."""
    placed = AuditEvent.objects.filter(action="bewaarplicht opgelegd", conversation_id=hold.conversation_id)
    event = placed.order_by("-pk").first()
    return event and event.actor_id and User.objects.filter(pk=event.actor_id).first()


def kept_longer(row):
    """Return a Kept as it is under a legal hold."""
    otherwise = f"Zonder bewaarplicht: {row.until[0].lower()}{row.until[1:]}."
    return Kept(row.what, "Tot de bewaarplicht is opgeheven", otherwise)


def build_own(conversation):
    """Return the few Kept that a participant reads first: own texts, mail address, and their name in a verslag."""
    hold = find_hold(conversation)
    if conversation.is_rehearsal:
        return rehearsed(conversation)
    texts = Kept("Wat u schreef en de tafel niet las", until_private(conversation), "")
    rows = [texts, replace(contacts(conversation), what="Uw mailadres"), outcome(conversation)]
    return [kept_longer(row) if hold and row.is_held else row for row in rows]


def rehearsed(conversation):
    until = spoken(day_of(conversation.triangle.rehearsal_until))
    return [Kept("Alles van deze oefening", f"Uiterlijk op {until}", "Een oefening ruimt zichzelf op.")]


def kinds(conversation):
    """Yield a Kept per kind of thing, the private ones first."""
    until, why = until_private(conversation), why_private(conversation)
    yield Kept("Antwoorden en toelichtingen die de tafel niet las", until, why)
    yield Kept("De naam bij scores en bij wat de tafel las", until, "De hoek blijft erbij staan, de naam niet.")
    yield Kept("Antwoorden over de datum en opmerkingen bij het concept", until, why)
    yield contacts(conversation)
    yield from traces()
    yield outcome(conversation)
    steps, why = "Wie een stap zette, en wanneer", "In Driehoek kan niemand een regel uit het logboek weghalen."
    yield Kept(steps, "Dat blijft", why, is_held=False)


def traces():
    """Yield a Kept per kind of thing that is over by itself."""
    term, again = days(settings.KEEP.traces), "Zo is een vergissing terug te draaien."
    yield Kept("Eerdere versies van wat jullie samen opschreven", f"{term} nadat de tekst is vervangen", again)
    yield Kept("Links en bezoeken", f"{term} nadat ze voorbij zijn", "Om te zien wie er al bij kon.")
    sent = "Om te zien of iets aankwam."
    yield Kept("Mail die is verstuurd, of niet aankwam", f"{term} na het versturen", sent, is_held=False)


def until_private(conversation):
    gone = cleared_on(conversation)
    return f"Gewist op {spoken(gone)}" if gone else f"Uiterlijk op {spoken(last_day(conversation))}"


def why_private(conversation):
    """Say which terms run now; the one that is over first counts."""
    keep, moments = settings.KEEP, moments_of(conversation)
    is_planned_here = moments.held_on == conversation.held_on
    words = {
        RULES.VASTGESTELD: f"{days(keep.established)} na vaststellen",
        RULES.GESPREK: f"{days(keep.meeting)} na {'het gesprek' if is_planned_here else 'het invoeren'}",
        RULES.GEANNULEERD: f"{days(keep.cancelled)} na annuleren",
        RULES.ONGEDATEERD: f"{days(keep.undated)} na de laatste wijziging, want er is geen datum",
    }
    running = [words[rule] for _, rule in text_ends(moments, keep)]
    if conversation.held_on and not (conversation.established_at or conversation.cancelled_at):
        running.insert(0, words[RULES.VASTGESTELD])
    told = ", of ".join(running)
    return f"{told[0].upper()}{told[1:]}{': wat het eerst komt' if len(running) > 1 else ''}."


def contacts(conversation):
    """Say when the mail addresses of the driehoek go."""
    why = f"{days(settings.KEEP.contact)} na het sluiten van de laatste afspraak, als er geen gesprek meer komt."
    end = contacts_end(conversation.triangle)
    return Kept("Mailadressen", f"Uiterlijk op {spoken(end)}" if end else "Zolang een afspraak openstaat", why)


def outcome(conversation):
    """Say how long verslag and agreements stay, with the names in them."""
    what, years = "Verslag en afspraken, met de namen daarin", settings.KEEP.reports
    if years is None:
        return Kept(what, "Die blijven", "Deze organisatie koos geen termijn.", is_held=False)
    end = whole_end(conversation)
    until = f"Uiterlijk op {spoken(end)}" if end else "Zolang een afspraak openstaat"
    return Kept(what, until, f"{years} jaar na het gesprek en de laatste afspraak. Dan gaat het hele gesprek weg.")
