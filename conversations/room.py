"""What the facilitator's screen shows: the run sheet, the part that is on now, and what was agreed so far."""

import hashlib
from dataclasses import dataclass, field

from principles.models import CardText, ExampleAgreementText, PrincipleText

from . import route
from .board import build_board, held_with
from .looking_back import earlier_agreements
from .matrix import typed_parts
from .mirror import count_guessers, read_mirror
from .models import AgreementStep, Insight, Verdict, Visibility
from .recording.kinds import new_part
from .recording.looking_back import verdict_part
from .recording.outcome import follow_up_of
from .run_sheet import Kind, build_run_sheet, find_step
from .saving import KINDS
from .scoring import CORNERS
from .speaking import can_be_spoken_for


@dataclass
class Room:
    """`now` is the Step on the screen, `before` and `after` its neighbours or None; `part` is what its kind needs."""

    steps: list
    now: object
    before: object = None
    after: object = None
    part: dict = field(default_factory=dict)


def build_room(conversation, user, key=""):
    """Return the Room at the part `key`; without one, or when it is not there, at the first part that is not done."""
    steps = [step for step in build_run_sheet(conversation) if not step.is_dropped]
    now = find_step(steps, key) or next((step for step in steps if not step.is_done), steps[-1])
    place = steps.index(now)
    return Room(
        steps=steps,
        now=now,
        before=steps[place - 1] if place else None,
        after=steps[place + 1] if place + 1 < len(steps) else None,
        part=PARTS[now.kind](conversation, user, now) if now.kind in PARTS else {},
    )


def welcome(conversation, user, step):
    """Who sits where, each with the form for being there, and whether an absent one scored."""
    kind = KINDS["aanwezig"]
    people = sorted(conversation.participants.select_related("speaker"), key=lambda one: CORNERS.index(one.corner))
    scored = set(conversation.scores.counted().values_list("participant_id", flat=True))
    rows = [(person, kind.form(person, part=f"aanwezig:{person.pk}")) for person in people]
    absent = [person for person in people if person.attendance == "afwezig" and person.pk in scored]
    return {"rows": rows, "absent_but_scored": absent, "can_speak_for_others": bool(can_be_spoken_for(people))}


def principle(conversation, user, step):
    """The board of one principle, what to ask, what was said, and the texts with a name that the table may see."""
    board = build_board(conversation)
    row = next(row for row in board.rows if row.code == step.code)
    text = wording(conversation, step.code)
    quotes = conversation.explanations.released().filter(principle__code=step.code, visibility=Visibility.MET_NAAM)
    return {
        "board": board,
        "row": row,
        "rows": board.numbers_of(row.code),
        "prompt": route.prompt_for(row.scores) if row.shown else route.BEFORE_SHOWING,
        "questions": text.follow_ups,
        "forms": insight_forms(conversation, step.code),
        "quotes": quotes.select_related("participant") if row.shown else [],
        "late": row.answered - len(row.scores) if row.shown else 0,
        "missing": max(row.expected - row.answered, 0),
        "hidden": [one for one in board.rows if not one.shown],
        **about_others(conversation, row),
    }


def about_others(conversation, row):
    """What people thought of the other corners: shown, else how many said so and can be shown."""
    mirror = read_mirror(conversation, row)
    waits = conversation.mirror and row.shown and mirror is None
    return {"mirror": mirror, "guessers": count_guessers(conversation, row.code) if waits else 0}


def insight_forms(conversation, code):
    """Return a form per insight on one principle: usually one, but a file may hold more; an empty one without any."""
    found = list(conversation.insights.filter(principle__code=code)) or [Insight(conversation=conversation, version=0)]
    parts = [f"inzicht:{code}", *(f"inzicht:{code}:{insight.pk}" for insight in found[1:])]
    return [KINDS["inzicht"].form(insight, part=part) for insight, part in zip(found, parts, strict=True)]


def wording(conversation, code):
    """Return the PrincipleText that the conversation is held with."""
    texts = conversation.principle_texts if conversation.pinned_at else PrincipleText.objects.current()
    return texts.filter(principle__code=code).first() or PrincipleText.objects.newest().get(principle__code=code)


@dataclass(frozen=True)
class Earlier:
    """An agreement of last time. `forms` are (corner, form or None when the corner answered by itself)."""

    agreement: object
    forms: list
    verdicts: list  # (corner, Verdict) that are shown
    decision: object
    decided: AgreementStep | None = None


def looking_back(conversation, user, step):
    agreements = list(earlier_agreements(conversation).select_related("conversation"))
    verdicts = {}
    for verdict in Verdict.objects.filter(conversation=conversation, agreement__in=agreements):
        verdicts.setdefault(verdict.agreement_id, {})[verdict.corner] = verdict
    typed = typed_parts(conversation, "oordeel:")
    decided = {row.agreement_id: row for row in AgreementStep.objects.filter(conversation=conversation)}
    rows = [earlier(conversation, one, verdicts.get(one.pk, {}), typed, decided.get(one.pk)) for one in agreements]
    return {"agreements": rows}


def earlier(conversation, agreement, verdicts, typed, decided):
    decision, kind = KINDS["besluit"], KINDS["oordeel"]
    forms = []
    for corner in CORNERS:
        row = verdicts.get(corner) or Verdict(conversation=conversation, agreement=agreement, corner=corner, version=0)
        part = verdict_part(agreement.pk, corner)
        may_show = row.pk is None or row.shown_at or typed.get((part, row.version))
        forms.append((corner, kind.form(row, part=part) if may_show else None))
    shown = [(corner, verdicts[corner]) for corner in CORNERS if corner in verdicts and verdicts[corner].shown_at]
    return Earlier(agreement, forms, shown, decision.form(agreement, part=f"besluit:{agreement.pk}"), decided)


def card(conversation, user, step):
    return {"text": CardText.objects.newest().filter(card__code=step.code).first()}


def topic(conversation, user, step):
    return {"topic": step.row.topic}


def follow_up(conversation, user, step):
    """How it goes on, with new subjects and members, and what stood on the joint agenda already."""
    row = follow_up_of(conversation)
    kind = KINDS["vervolg"]
    topics = list(row.topics.all()) if row else []
    team = list(row.team.all()) if row else []
    return {
        "form": kind.form(row or kind.find(conversation), part="vervolg"),
        "topics": with_part("onderwerp", topics),
        "team": with_part("teamlid", team),
        "known": conversation.triangle.topics.filter(closed_at__isnull=True).exclude(pk__in=[one.pk for one in topics]),
        "topic_form": new_form(conversation, "onderwerp"),
        "member_form": new_form(conversation, "teamlid"),
    }


def new_form(conversation, word):
    """Return the empty form of a row to add, under a part of its own."""
    return KINDS[word].form(KINDS[word].find(conversation, "nieuw"), part=new_part(word))


def closing(conversation, user, step):
    """What the draft holds now, so that nobody ends the meeting with an empty one."""
    return {
        "shown": conversation.showings.count(),
        "said": conversation.insights.exclude(text="").count(),
    }


PARTS = {
    "welkom": welcome,
    Kind.PRINCIPE: principle,
    Kind.TERUGBLIK: looking_back,
    Kind.KAART: card,
    Kind.ONDERWERP: topic,
    Kind.VERVOLG: follow_up,
    Kind.AFSLUITING: closing,
}


def with_part(kind, rows):
    """Return (row, part) pairs of saved rows."""
    return [(row, f"{kind}:{row.pk}") for row in rows]


def beside(conversation):
    """Return what stands beside every part: agreements so far and parked content, with the form to park more."""
    kind = KINDS["geparkeerd"]
    return {
        "agreements": with_part("afspraak", conversation.agreements.order_by("-most_important", "pk")),
        "parked": with_part("geparkeerd", conversation.parked.all()),
        "park_form": kind.form(kind.find(conversation, "nieuw"), part="geparkeerd:nieuw"),
    }


def guide(step, board):
    """Return the Prompt beside a part of the run sheet: of shown scores only; None where there is nothing to ask."""
    row = next((row for row in board.rows if row.code == step.code and step.kind == Kind.PRINCIPE), None)
    return route.prompt_for(row.scores) if row and row.shown else None


def nameless(conversation):
    """Return the released explanations without a name, in an order that says nothing about who wrote them or where.

    They are released together, once all principles are shown; neither their principle nor their corner comes along.
    """
    texts = conversation.explanations.released().filter(visibility=Visibility.NAAMLOOS)
    return sorted((row.text for row in texts), key=lambda text: hashlib.sha256(text.encode()).digest())


def examples(conversation):
    """Return (code and name of the principle, text) of the example agreements in use, the focus first."""
    names = {text["principle__code"]: text["name"] for text in held_with(conversation)}
    texts = ExampleAgreementText.objects.current().select_related("example__principle")
    found = [(text.example.principle.code, text.text) for text in texts]
    order = route.put_focus_first(list(names), conversation.focus)
    found = [pair for pair in found if pair[0] in names]
    return [(code, names[code], text) for code, text in sorted(found, key=lambda pair: order.index(pair[0]))]
