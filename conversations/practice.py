"""Where somebody is in a rehearsal: which step is now and what comes next. The words of the steps are in the help."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from .models import Agreement, Conversation, Insight, Phase, Score, Visit

IN_PHASE = {  # the steps that can be taken in a phase; the last one ends it
    Phase.CONCEPT: ("tips",),  # of one that is made by hand; the rehearsal itself begins with everybody invited
    Phase.VOORBEREIDING: ("tips", "deelnemer", "briefing", "openen"),
    Phase.GESPREK: ("tonen", "vastleggen", "beeindigen"),
    Phase.VERSLAG: ("vrijgeven", "vaststellen"),
}
LAST = ("opruimen",)
BEHIND = {  # what was done: the steps that are behind then, of those that can be taken
    "looked": ("tips", "deelnemer"),
    "closed": ("tips", "deelnemer", "briefing"),
    "shown": ("tonen",),
    "recorded": ("vastleggen",),
    "released": ("vrijgeven",),
}


@dataclass(frozen=True)
class State:
    """What was done in a rehearsal so far. `done` are names in BEHIND."""

    phase: str
    done: frozenset = frozenset()


@dataclass(frozen=True)
class Place:
    """Step `number` of `total`. `onward` is the step to go to, or None when all that is needed lies on this page."""

    number: int
    total: int
    step: object
    onward: object
    is_here: bool


def find_place(steps, state, page):
    """Return the Place in `steps`, those of the help, of who is on `page`, the full name of a route. Pure.

    It is the first step that is not done yet, or a later one of this phase whose page this is.
    """
    behind = {code for name in state.done for code in BEHIND[name]}
    open_now = [code for code in IN_PHASE.get(state.phase, LAST) if code not in behind]
    waiting = [step for step in steps if step.code in open_now]
    here = next((step for step in waiting if page in step.names), None)
    step = here or waiting[0]
    onward = step_after(steps, step, open_now) if here else step
    if onward and onward.address == page:
        onward = None
    return Place(steps.index(step) + 1, len(steps), step, onward, is_here=here is not None)


def step_after(steps, step, open_now):
    """Return the step after `step`: one that is open now, else the first of the next phase; None after the last."""
    later = steps[steps.index(step) + 1 :]
    return next((one for one in later if one.code in open_now), later[0] if later else None)


def read_state(triangle):
    """Return (key of the newest conversation in the rehearsal with this key, its State), or None; one query."""
    mine = OuterRef("pk")
    made = {
        "looked": Exists(Visit.objects.filter(link__participant__conversation=mine)),
        "shown": Exists(Score.objects.shown().filter(conversation=mine)),
        "insight": Exists(Insight.objects.filter(conversation=mine).exclude(text="")),
        "agreed": Exists(Agreement.objects.filter(conversation=mine)),
    }
    fields = ("pk", "phase", "preparation_closed_at", "draft_released_at")
    found = Conversation.objects.filter(triangle=triangle).order_by("-pk").values(*fields, **made).first()
    return found and (found["pk"], State(found["phase"], frozenset(what_is_done(found))))


def what_is_done(found):
    """Yield the names of what was done, from the values of a conversation."""
    told = {
        "looked": found["looked"],
        "closed": found["preparation_closed_at"],
        "shown": found["shown"],
        "recorded": found["insight"] and found["agreed"],
        "released": found["draft_released_at"],
    }
    return (name for name, is_done in told.items() if is_done)
