"""The page of a participant: what is asked of them now, and who else is at the table."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format

from driehoek.dates import spoken
from driehoek.templatetags.dutch import in_words

from . import absence, polling, reading, reflecting, scoring_by_link, scoring_for_others
from .looking_back import earlier_agreements
from .models import Phase
from .reading import Answer
from .retention.words import when_it_goes
from .scoring import CORNERS
from .strip import enumerate_words

EARLIER_SHOWN = 8
OWN = ("Mijn antwoorden", "conversations:own_answers")
SECRETARY = ("Mijn secretariaat antwoordt", "conversations:date_secretary")
AGENDA = (("Zet in mijn agenda", "conversations:calendar"), ("Ik ben verhinderd", "conversations:prevented"))


@dataclass(frozen=True)
class Task:
    """One thing that is asked of a participant. `page` is a route with the participant's key, or '' while it waits.

    `code` is that of a question or principle, for a route that has one. `acts` are more things to do with it: pairs
    (words, route). `button` is what stands on the button of the page while this is the first thing to do, the title
    when empty; `minutes` is how long it takes from here.
    """

    title: str
    words: str
    page: str = ""
    is_done: bool = False
    acts: list = field(default_factory=list)
    button: str = ""
    minutes: int = 0
    code: str = ""


def build_mine(visit, day):
    """Return the context of the page: `tasks`, the first `now` that is not done, and the people at the table."""
    participant = visit.link.participant
    conversation = participant.conversation
    is_replaced, people = absence.is_replaced(participant), table_of(conversation)
    finds = [replaced] if is_replaced else TASKS
    tasks = [task for find in finds if (task := find(participant, conversation, day))]
    others = [person for person in people if person.speaker_id == participant.pk]
    if others and not is_replaced:
        tasks += for_others(conversation, others)
    return {
        "participant": participant,
        "participant_name": participant.name,
        "conversation": conversation,
        "tasks": tasks,
        "now": next((task for task in tasks if task.page and not task.is_done), None),
        "minutes": sum(task.minutes for task in tasks if task.page and not task.is_done),
        "people": people,
        "earlier": [(one, about_agreement(one)) for one in earlier_agreements(conversation)[:EARLIER_SHOWN]],
        "advisers": [row.user for row in conversation.triangle.memberships.select_related("user").order_by("pk")],
        "goes": when_it_goes(conversation),
    }


def for_others(conversation, people):
    """Ask for the scores of those whom somebody speaks for, as long as scores can be given."""
    if not scoring_by_link.is_open(conversation):
        return []
    codes = [text["principle__code"] for text in scoring_by_link.principles_of(conversation)]
    done, of, code = scoring_for_others.progress(people, codes)
    words = f"U spreekt namens {enumerate_words(person.name for person in people)}. {done} van {of} scores gegeven."
    page = "conversations:score_for_others"
    return [Task("Scores geven namens anderen", words, page, done == of, minutes=2, code=code)]


def table_of(conversation):
    """Return everybody in the order of the corners, who coordinates first in theirs."""
    people = conversation.participants.select_related("speaker").order_by("-coordinating", "pk")
    return sorted(people, key=lambda person: CORNERS.index(person.corner))


def about_agreement(agreement):
    """Say of whom an earlier agreement is, and for when."""
    corners = agreement.corners
    whose = "Alle drie de hoeken" if len(corners) == len(CORNERS) else enumerate_words(corners).capitalize()
    words = agreement.owner_name or whose
    if agreement.due_on and agreement.kind != "besluit":
        until = "uiterlijk" if agreement.kind == "actie" else "terugkijken op"
        words += f", {until} {spoken(agreement.due_on)}"
    return f"{words}."


def replaced(participant, conversation, day):
    """Tell whoever does not come that nothing is asked any more; what they wrote stays theirs."""
    return Task("Uw eigen antwoorden", "U komt niet. Wat u opschreef, blijft van u.", OWN[1], True)


def room(participant, conversation, day):
    """Ask to come along while the meeting runs."""
    if conversation.phase != Phase.GESPREK:
        return None
    words = "Hier geeft u uw scores, en ziet u wat er getoond is."
    return Task("Het gesprek is bezig", words, "conversations:follow", button="Doe mee")


def dating(participant, conversation, day):
    """Ask when somebody can come, and tell when it is once that is known; only while the meeting lies ahead."""
    if conversation.phase != Phase.VOORBEREIDING:
        return None
    title, page = "Een datum kiezen", "conversations:date_answers"
    options = polling.open_options(conversation)
    if conversation.held_on:
        words = f"Klaar. Het is {polling.planned_words(conversation)} geworden."
        return Task(title, words, page if options else "", True, [*AGENDA])
    if not options:
        return Task(title, "De adviseur stelt nog momenten voor.")
    done, of = len(polling.answers_of(participant, options)), len(options)
    if done == of:
        return Task(title, "Klaar. U mag uw antwoorden nog veranderen.", page, True)
    words = f"{done} van {of} momenten beantwoord." if done else f"{many(of, 'moment', 'momenten')}, 1 minuut."
    return Task(title, words, page, acts=[SECRETARY], button="Kies een datum", minutes=1)


def many(number, one, more):
    return f"{in_words(number).capitalize()} {one if number == 1 else more}"


def reflection(participant, conversation, day):
    """Ask to answer the questions that the adviser chose, until the preparation is closed."""
    done, of, code = reflecting.progress(participant)
    if not of:
        return None
    title, progress = "Vragen vooraf invullen", f"{done} van {of} klaar."
    if not reflecting.is_open(conversation):
        return Task(title, f"De voorbereiding is gesloten. {progress}", is_done=done == of, acts=[OWN])
    if done == of:
        words = "Klaar. U mag uw antwoorden nog veranderen."
        return Task(title, words, "conversations:reflect", True, [OWN], code=code)
    left = round(reflecting.MINUTES_EACH * (of - done))
    asked = "Eén vraag" if of == 1 else f"{in_words(of).capitalize()} vragen"
    words = progress if done else f"{asked}, ongeveer {in_minutes(left)}."
    if closes_on := conversation.preparation_closes_on:
        last = date_format(closes_on, "j F")
        words += f" Tot en met {last}." if day <= closes_on else f" De uiterste datum was {last}. Het kan nog."
    button = "Ga verder met de vragen" if done else "Begin met de vragen"
    return Task(title, words, "conversations:reflect", button=button, minutes=left, code=code)


def in_minutes(number):
    return f"{number} {'minuut' if number == 1 else 'minuten'}"


def scores(participant, conversation, day):
    """Ask for a score on each principle, beforehand or in the room, until they are shown."""
    done, of, code = scoring_by_link.progress(participant)
    title = f"{in_words(of).capitalize()} scores geven"
    if not scoring_by_link.is_open(conversation):
        return Task(title, f"{done} van {of} gegeven.", is_done=done == of, acts=[OWN])
    if done == of:
        words = "Klaar. U mag een score veranderen tot de begeleider die toont."
        return Task(title, words, "conversations:score_by_link", True, code=code)
    words = f"{done} van {of} klaar." if done else "2 minuten."
    return Task(title, f"{words} Mag nu, mag ook in de zaal.", "conversations:score_by_link", minutes=2, code=code)


def report(participant, conversation, day):
    """Ask to read the report and to answer to the concept, once there is one to read."""
    title, page = "Het verslag lezen", "conversations:read"
    if conversation.phase == Phase.GEANNULEERD:
        return None
    if conversation.established_at:
        words = f"Vastgesteld op {spoken(timezone.localdate(conversation.established_at))}. Daarmee ligt de tekst vast."
        return Task(title, words, page, acts=[("Download de PDF", "conversations:read_pdf")])
    found = reading.build_reading(participant, day)
    if found is None:
        return Task(title, "Na het gesprek. 5 minuten.")
    words, is_done = about_reading(found, conversation.responses_until)
    return Task(title, words, page, is_done, button="Lees het conceptverslag")


def about_reading(found, until):
    """Return (words, whether it is done) for a Reading of the concept."""
    given, remarks = found.response.answer if found.response else "", len(found.remarks) + len(found.shut)
    if found.changed and found.is_open:
        return "Het concept is veranderd sinds u het las.", False
    if given == Answer.AKKOORD:
        return "U bent akkoord. Het wordt daarna vastgesteld.", True
    if given == Answer.OPMERKING:
        answered = sum(bool(remark.answer) for remark in found.remarks.values())
        replies = f" Beantwoord: {answered}." if answered else ""
        return f"U maakte {in_words(remarks)} opmerking{'en' if remarks > 1 else ''}.{replies}", True
    last = f" tot en met {date_format(until, 'j F')}" if until else ""
    if found.is_open:
        return f"Het concept ligt klaar. Reageren kan{last}.", False
    return f"Reageren kon{last}. U reageerde niet. Lezen kan nog.", True


TASKS = [room, dating, reflection, scores, report]
