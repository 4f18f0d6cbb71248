"""What the big screen shows at the part that the room is at: nothing that is private, nothing that is not shown."""

from dataclasses import dataclass, field
from io import BytesIO

import segno
from django.utils.safestring import mark_safe

from driehoek.mail import site_link
from principles.models import CardText

from .board import build_board, find_row
from .leading import meeting_of
from .looking_back import earlier_agreements
from .models import Arrival, Participant, Phase, RunSheetItem, Verdict
from .report import build_content
from .report_page import compose
from .run_sheet import build_run_sheet, find_step
from .scoring import CORNERS

Kind = RunSheetItem.Kind
OVER = "Het gesprek is afgelopen."
CLOSED = {
    Phase.CONCEPT: "Het gesprek is nog niet begonnen.",
    Phase.VOORBEREIDING: "Het gesprek is nog niet begonnen.",
    Phase.GEANNULEERD: "Dit gesprek gaat niet door.",
}


@dataclass(frozen=True)
class Screen:
    """`kind` names the template; `name` is the heading; `part` is what that kind shows."""

    kind: str
    name: str
    is_running: bool
    part: dict = field(default_factory=dict)

    @property
    def foot(self):
        """The template below: what the marks mean beside scores, else the state and the promise of the room."""
        return "legend" if self.kind == Kind.PRINCIPE else "room"


def build_screen(conversation):
    """Return the Screen of a conversation as it is now."""
    if conversation.phase != Phase.GESPREK:
        return Screen("gesloten", conversation.title, False, {"words": CLOSED.get(conversation.phase, OVER)})
    meeting, steps = meeting_of(conversation), build_run_sheet(conversation)
    step = find_step(steps, meeting.step) or steps[0]
    make = PARTS.get(step.kind)
    return Screen(step.kind, step.name, True, make(conversation, step, meeting) if make else {})


def welcome(conversation, step, meeting):
    """The way in, and how many are in of how many are expected."""
    people = conversation.participants.exclude(attendance=Participant.Attendance.AFWEZIG)
    inside = conversation.arrivals.filter(state=Arrival.State.BINNEN, kind=Arrival.Kind.DEELNEMER)
    address = site_link("conversations:join")
    return {
        "host": address.split("://")[1].rstrip("/"),
        "code": f"{meeting.code[:3]} {meeting.code[3:]}" if meeting.code else "",
        "qr": draw_qr(f"{address}?code={meeting.code}", "QR-code om mee te doen") if meeting.code else "",
        "inside": inside.values("participant").distinct().count(),
        "expected": people.count(),
    }


def draw_qr(text, name):
    """Return a QR code of `text` as SVG without a size of its own; `name` is for who does not see it."""
    out = BytesIO()
    look = {"dark": "#14202b", "light": "#fff", "svgclass": "dh-qr", "lineclass": None, "title": name}
    segno.make(text, error="m", micro=False).save(out, "svg", xmldecl=False, omitsize=True, border=2, **look)
    return mark_safe(out.getvalue().decode())  # nosec: made here, `name` is a literal of ours


def closing(conversation, step, meeting):
    """The draft as the beamer shows it: without quotes and names of readers."""
    return {"page": compose(build_content(conversation), on_screen=True)}


def principle(conversation, step, meeting):
    board = build_board(conversation)
    row = find_row(board, step.code)
    numbers = next((cells for one, cells in board.numbers if one.code == step.code), [])
    return {"board": board, "row": row, "numbers": numbers}


def looking_back(conversation, step, meeting):
    """The agreements of last time, each with its verdicts once these are shown."""
    agreements = list(earlier_agreements(conversation))
    shown = {}
    for verdict in Verdict.objects.filter(conversation=conversation, agreement__in=agreements, shown_at__isnull=False):
        shown.setdefault(verdict.agreement_id, {})[verdict.corner] = verdict.get_value_display()
    rows = [
        (one, [(corner, shown[one.pk][corner]) for corner in CORNERS if corner in shown.get(one.pk, {})])
        for one in agreements
    ]
    return {"agreements": rows}


def card(conversation, step, meeting):
    return {"text": CardText.objects.newest().filter(card__code=step.code).first()}


def follow_up(conversation, step, meeting):
    return {"agreements": list(conversation.agreements.order_by("-most_important", "pk"))}


PARTS = {
    "welkom": welcome,
    "principe": principle,
    "terugblik": looking_back,
    "kaart": card,
    "vervolg": follow_up,
    "afsluiting": closing,
}
