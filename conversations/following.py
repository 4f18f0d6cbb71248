"""What a participant's own device shows while the meeting runs: the part that the room is at, and what to answer there.

Before showing there is no value in it that was not given in this very visit.
"""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.utils import timezone

from driehoek.prepared import Prepared

from .answering import given_here
from .board import build_board, find_row
from .guessing import find_guesses, part_of_guess
from .leading import meeting_of
from .links import Purpose, is_alive
from .live import STATE_OF_STEP, STEP, State, read_version, shorten
from .looking_back import earlier_agreements
from .mirror import read_mirror
from .models import UNOPENED, Conversation, Phase, RunSheetItem, Verdict
from .recording.looking_back import verdict_part
from .run_sheet import build_run_sheet, find_step
from .scoring import CORNERS
from .scoring_by_link import find_principle, find_score, is_hidden, part_of
from .visits import may_read_back, visits_with

Kind = RunSheetItem.Kind
IN_THE_ROOM = (Purpose.DEELNEMEN, Purpose.ZAAL)
NOW = {
    "welkom": "Het gesprek begint zo. Hier verschijnt vanzelf wat er van u gevraagd wordt.",
    Kind.KAART: "U praat nu over een gesprekskaart. Hier hoeft u niets te doen.",
    Kind.ONDERWERP: "U praat nu over een onderwerp van de gezamenlijke agenda. Hier hoeft u niets te doen.",
    Kind.PAUZE: "Het is pauze. Hier hoeft u niets te doen.",
    Kind.VERVOLG: "Samen maakt u afspraken. De begeleider schrijft ze op. U ziet ze op het grote scherm.",
    Kind.AFSLUITING: "Samen leest u het verslag in concept, op het grote scherm.",
}


@dataclass(frozen=True)
class Followed:
    """`kind` names the template; `name` is the heading, `words` the line below it, `part` what that kind shows."""

    kind: str
    name: str
    words: str = ""
    part: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Own:
    """What somebody answered on one part: whether anything stands there, and its value where this visit may see it."""

    is_given: bool
    is_seen: bool = False
    value: str | int | None = None
    is_shown: bool = False


def build_followed(visit):
    """Return what the page of the participant of `visit` shows now, as a Followed."""
    participant = visit.link.participant
    conversation = participant.conversation
    if conversation.phase != Phase.GESPREK:
        return outside(conversation)
    step = step_now(conversation)
    if step.kind == Kind.PRINCIPE:
        row = row_of(conversation, step.code)
        own = own_score(visit, step.code)
        guesses = [] if row["row"].shown else own_guesses(visit, step.code)
        return Followed("principe", row["row"].name, row["row"].question, row | {"own": own, "guesses": guesses})
    if step.kind == Kind.TERUGBLIK:
        return Followed("terugblik", step.name, "", {"agreements": own_verdicts(visit)})
    return Followed("elders", step.name, NOW.get(step.kind, ""))


def outside(conversation):
    if conversation.phase in UNOPENED:
        return Followed("voorbij", "Het gesprek is nog niet begonnen", "Hier kunt u straks meedoen.")
    return Followed("voorbij", "Het gesprek is afgelopen", "Dank u wel. Hier hoeft u niets meer te doen.")


def step_now(conversation):
    """Return the Step that the room is at."""
    steps = build_run_sheet(conversation)
    return find_step(steps, meeting_of(conversation).step) or steps[0]


def row_of(conversation, code):
    """Return what everyone sees of a principle: its `text`, its `row` on the board, the `numbers` and the `mirror`."""
    texts, place = find_principle(conversation, code)
    board = build_board(conversation)
    row = find_row(board, code)
    told = {"row": row, "numbers": board.numbers_of(code), "mirror": read_mirror(conversation, row)}
    return {"text": texts[place], "board": board, **told}


def own_score(visit, code):
    """Return the Own of the score of a participant on a principle."""
    participant = visit.link.participant
    score = find_score(participant, code)
    if score.pk is None:
        return Own(is_given=False)
    is_seen = bool(given_here(visit, {part_of(participant, code): score.version}))
    is_seen = is_seen or (may_read_back(visit) and not score.is_shut and not is_hidden(score, visit))
    return Own(True, is_seen, score.value if is_seen else None, score.shown_at is not None)


def own_guesses(visit, code):
    """Return pairs (corner, Own) of what a participant thinks that the others score; none where that is not asked."""
    rows = find_guesses(visit.link.participant, code)
    here = given_here(visit, {part_of_guess(row): row.version for row in rows if row.pk})
    return [(row.about, own_guess(visit, row, here)) for row in rows]


def own_guess(visit, row, here):
    """Return the Own of a Guess; `here` are the parts that were given in this visit."""
    if row.pk is None:
        return Own(is_given=False)
    is_seen = part_of_guess(row) in here or (may_read_back(visit) and not row.is_shut)
    return Own(True, is_seen, row.value if is_seen else None, row.shown_at is not None)


def own_verdicts(visit):
    """Return per earlier agreement (agreement, Own of the corner, shown verdicts as pairs (corner, word))."""
    participant = visit.link.participant
    agreements = list(earlier_agreements(participant.conversation))
    found = {}
    for verdict in Verdict.objects.filter(conversation=participant.conversation, agreement__in=agreements):
        found.setdefault(verdict.agreement_id, {})[verdict.corner] = verdict
    mine = {pk: verdicts.get(participant.corner) for pk, verdicts in found.items()}
    versions = {part_of_verdict(row): row.version for row in mine.values() if row}
    here = given_here(visit, versions)
    return [(one, own_verdict(mine.get(one.pk), here), shown_in(found.get(one.pk, {}))) for one in agreements]


def part_of_verdict(row):
    return verdict_part(row.agreement_id, row.corner)


def own_verdict(row, here):
    """Return the Own of a Verdict of the corner, or None; `here` are the parts that were given in this visit."""
    if row is None:
        return Own(is_given=False)
    is_seen = part_of_verdict(row) in here
    return Own(True, is_seen, row.value if is_seen else None, row.shown_at is not None)


def shown_in(verdicts):
    """Return pairs (corner, word) of the verdicts that were shown, in the order of every list."""
    shown = [verdicts[corner] for corner in CORNERS if corner in verdicts and verdicts[corner].shown_at]
    return [(verdict.corner, verdict.get_value_display()) for verdict in shown]


def ask_in_visit(key, participant):
    """Return the rows behind `version_in_visit`: what `is_alive` looks at, and the state of the meeting."""
    found = visits_with(key).filter(link__participant=participant, link__purpose__in=IN_THE_ROOM).order_by()
    link = ("link__purpose", "link__until", "link__withdrawn_at", "link__participant__conversation__phase")
    return found.values_list(*link, State(STEP, of="link__participant__conversation"))


OF_VISIT = Prepared(ask_in_visit, key="?sleutel?", participant=-9001)


def version_in_visit(key, participant):
    """Return the version for the browser with the digest `key`, None without a living visit to this participant."""
    now = timezone.now()
    for purpose, until, withdrawn_at, phase, state in OF_VISIT.ask(key=key, participant=participant):
        person = SimpleNamespace(conversation=SimpleNamespace(phase=phase))
        link = SimpleNamespace(purpose=purpose, until=until, withdrawn_at=withdrawn_at, participant=person)
        if is_alive(link, now):
            return shorten([(state,)])
    return None


def version_now(conversation):
    """Return the version of all that a participant's device shows of a running meeting."""
    return read_version(Conversation.objects.all(), conversation.pk, STATE_OF_STEP)
