"""What can be done with a conversation now, by its phase and by who asks: pure."""

from dataclasses import dataclass

from driehoek.dates import spoken

from .models import AHEAD, UNOPENED, Phase


@dataclass(frozen=True)
class Way:
    """A page to go to: its words and the name of its route, of which the conversation's number is the only value."""

    label: str
    page: str


@dataclass(frozen=True)
class Stand:
    """How far a conversation is, in one or two sentences, and the one step that comes next, if any."""

    words: str
    step: Way | None = None


PLAN = Way("Ga verder met voorbereiden", "conversations:plan")
BRIEFING = Way("Lees de briefing", "conversations:briefing")
SHEET = Way("Bekijk het draaiboek", "conversations:run_sheet")
LEAD = Way("Ga naar het gesprek", "conversations:lead")
DRAFT = Way("Lees het conceptverslag", "conversations:report")
READ = Way("Lees het verslag", "conversations:report")
RELEASE = Way("Geef het concept vrij om te lezen", "conversations:report_release")
ESTABLISH = Way("Stel vast", "conversations:report_establish")
READERS = "Nu lezen alleen de begeleider en de adviseurs het."
PEOPLE = Way("Deelnemers", "conversations:participants")


def is_led_by(conversation, user, *, advises):
    """Whether `user` leads the meeting: as facilitator, or as adviser of a table that guides itself."""
    unguided = advises and conversation.self_facilitated and conversation.facilitator_id is None
    return unguided or user.pk in (conversation.facilitator_id, conversation.second_facilitator_id)


def find_stand(conversation, day, *, advises, leads):
    """Return the Stand of a conversation on `day` for somebody who `advises` its triangle, `leads` it, or both."""
    tell = {
        Phase.CONCEPT: concept,
        Phase.VOORBEREIDING: preparation,
        Phase.GESPREK: meeting,
        Phase.VERSLAG: draft,
        Phase.OPVOLGING: following,
        Phase.AFGEROND: concluded,
        Phase.GEANNULEERD: cancelled,
    }
    return tell[conversation.phase](conversation, day, advises, leads)


def concept(conversation, day, advises, leads):
    if advises:
        return Stand("Niemand heeft nog iets ontvangen.", PLAN)
    return Stand("De adviseur bereidt dit gesprek nog voor. Er is nog niemand uitgenodigd.", BRIEFING)


def preparation(conversation, day, advises, leads):
    if leads and conversation.held_on and conversation.held_on <= day:
        return Stand("De deelnemers zijn uitgenodigd. Op de dag zelf open je hier het gesprek.", LEAD)
    if leads:
        return Stand("De deelnemers zijn uitgenodigd.", SHEET if conversation.briefing_read_at else BRIEFING)
    closes_on = conversation.preparation_closes_on
    if closes_on and closes_on < day and not conversation.preparation_closed_at:
        return Stand("De laatste dag voor de vragen is voorbij. Sluit de voorbereiding.", BRIEFING)
    return Stand("De deelnemers zijn uitgenodigd.", PLAN)


def meeting(conversation, day, advises, leads):
    if leads:
        return Stand("Dit gesprek is bezig.", LEAD)
    return Stand("Dit gesprek is bezig. De begeleider legt vast wat er wordt gezegd.")


def draft(conversation, day, advises, leads):
    if conversation.draft_released_at is None:
        return Stand(f"Het gesprek is geweest. Er ligt een conceptverslag. {READERS}", DRAFT)
    until = conversation.responses_until
    if until is None:
        return Stand("De deelnemers kunnen het conceptverslag lezen.", DRAFT)
    if until >= day:
        return Stand(f"De leesronde loopt tot en met {spoken(until)}.", DRAFT)
    if advises:
        return Stand(f"De leesronde liep tot en met {spoken(until)}. Je kunt het verslag vaststellen.", ESTABLISH)
    return Stand(f"De leesronde liep tot en met {spoken(until)}. De adviseur stelt het verslag vast.", DRAFT)


def following(conversation, day, advises, leads):
    return Stand("Het verslag is vastgesteld. De afspraken lopen.", READ)


def concluded(conversation, day, advises, leads):
    return Stand("Dit gesprek is afgerond. De afspraken blijven van de driehoek.", READ)


def cancelled(conversation, day, advises, leads):
    return Stand("Dit gesprek ging niet door.")


def find_ways(phase, *, advises, leads):
    """Return the pages of a conversation that make sense now, in the order of the journey."""
    ways = []
    if advises and phase in UNOPENED:
        ways.append(Way("Voorbereiden", "conversations:plan"))
    if phase in UNOPENED:
        ways.append(Way("Datumprikker", "conversations:poll"))
    if phase in AHEAD:
        ways += [Way("Briefing", "conversations:briefing"), Way("Draaiboek", "conversations:run_sheet")]
    if phase not in {Phase.CONCEPT, Phase.GEANNULEERD}:
        ways.append(PEOPLE)
    if leads and phase in {Phase.VOORBEREIDING, Phase.GESPREK}:
        ways.append(Way("Leiden", "conversations:lead"))
    if phase == Phase.GEANNULEERD:
        return ways
    name = {Phase.GESPREK: "Concept tot nu toe", Phase.VERSLAG: "Conceptverslag"}.get(phase, "Verslag")
    return [*ways, Way("Opzet" if phase in UNOPENED else name, "conversations:report")]


def find_report_stand(conversation, day, *, advises, leads):
    """Return the Stand of the report itself: who can read it now, and what somebody may do with it next."""
    if conversation.phase != Phase.VERSLAG:
        return Stand(OTHER_REPORTS[conversation.phase])
    if conversation.draft_released_at is None:
        return Stand(READERS, RELEASE if advises or leads else None)
    until = conversation.responses_until
    if until and until >= day:
        return Stand(f"De deelnemers lezen het concept. Reageren kan tot en met {spoken(until)}.")
    words = f"Reageren kon tot en met {spoken(until)}." if until else "De deelnemers lezen het concept."
    return Stand(words, ESTABLISH) if advises else Stand(f"{words} De adviseur stelt het verslag vast.")


OTHER_REPORTS = {
    Phase.CONCEPT: "Dit gesprek is er nog niet geweest. Hier staat wat tot nu toe bekend is.",
    Phase.VOORBEREIDING: "Dit gesprek is er nog niet geweest. Hier staat wat tot nu toe bekend is.",
    Phase.GESPREK: "Het gesprek is bezig. Hier staat wat tot nu toe is vastgelegd en getoond.",
    Phase.OPVOLGING: "Dit verslag ligt vast. Een correctie wordt een nieuwe versie.",
    Phase.AFGEROND: "Dit verslag ligt vast. Een correctie wordt een nieuwe versie.",
    Phase.GEANNULEERD: "Dit gesprek ging niet door.",
}
