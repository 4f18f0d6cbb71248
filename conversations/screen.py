"""What the big screen shows at the part that the room is at: nothing that is private, nothing that is not shown."""

from dataclasses import dataclass, field
from io import BytesIO

import segno
from django.utils import timezone

from driehoek.mail import site_link
from principles.models import CardText

from .board import build_board, find_row
from .leading import ends_at, meeting_of
from .looking_back import earlier_agreements
from .mirror import read_mirror
from .models import Arrival, Participant, Phase, RunSheetItem, Verdict
from .report import build_content
from .report_page import compose
from .run_sheet import build_run_sheet, find_step
from .scoring import CORNERS, tallest

Kind = RunSheetItem.Kind
OVER = "Het gesprek is afgelopen."
BEFORE = "Het gesprek is nog niet begonnen."
CLOSED = {
    Phase.CONCEPT: BEFORE,
    Phase.VOORBEREIDING: BEFORE,
    Phase.GEANNULEERD: "Dit gesprek gaat niet door.",
}
FOLLOWED = (Phase.VOORBEREIDING, Phase.GESPREK)  # in which something may still happen on the screen
FEW, FIT = 4, 420  # agreements, and their characters together, that fit in large type
MARK, HIGH = 84, 420  # px on a wide screen: of a mark, and of a whole strip
NARROW = {False: 34, True: 30}  # px of a mark on a narrow screen: at a large table a count stands beside it


@dataclass(frozen=True)
class Screen:
    """`kind` names the template; `name` is the heading; `part` is what that kind shows; `door` is how to come in."""

    kind: str
    name: str
    is_followed: bool
    part: dict = field(default_factory=dict)
    door: dict = field(default_factory=dict)

    @property
    def foot(self):
        """The template below: what the marks mean beside scores, else how to come in and the promise of the room."""
        shown = self.kind == Kind.PRINCIPE and self.part["row"].shown
        return "legend" if shown else "room" if self.door else "quiet"


def build_screen(conversation):
    """Return the Screen of a conversation as it is now."""
    if conversation.phase != Phase.GESPREK:
        words = CLOSED.get(conversation.phase, OVER)
        return Screen("gesloten", conversation.title, conversation.phase in FOLLOWED, {"words": words})
    meeting, steps = meeting_of(conversation), build_run_sheet(conversation)
    step = find_step(steps, meeting.step) or steps[0]
    make = PARTS.get(step.kind)
    part = make(conversation, step, meeting) if make else {}
    return Screen(step.kind, step.name, True, part, find_door(conversation, meeting))


def find_door(conversation, meeting):
    """The way in, and how many are in of how many are expected. In is who came by code, and who was ticked."""
    people = conversation.participants.exclude(attendance=Participant.Attendance.AFWEZIG)
    inside = conversation.arrivals.filter(state=Arrival.State.BINNEN, kind=Arrival.Kind.DEELNEMER)
    ticked = people.filter(attendance=Participant.Attendance.AANWEZIG).values_list("pk", flat=True)
    return {
        "host": site_link("conversations:join").split("://")[1].rstrip("/"),
        "code": f"{meeting.code[:3]} {meeting.code[3:]}",
        "inside": len({*ticked, *inside.values_list("participant", flat=True)}),
        "expected": people.count(),
    }


def welcome(conversation, step, meeting):
    if not meeting.code:
        return {"qr": ""}
    return {"qr": draw_qr(site_link("conversations:join_as", meeting.code), "QR-code om mee te doen")}


def draw_qr(text, name):
    """Return a QR code of `text` as SVG without a size of its own; `name` is for who does not see it."""
    out = BytesIO()
    look = {"dark": "#14202b", "light": "#fff", "svgclass": "dh-qr", "lineclass": None, "title": name}
    segno.make(text, error="m", micro=False).save(out, "svg", xmldecl=False, omitsize=True, border=2, **look)
    return out.getvalue().decode()


def closing(conversation, step, meeting):
    """The draft as the beamer shows it: without quotes and names of readers."""
    return {"page": compose(build_content(conversation), on_screen=True)}


def principle(conversation, step, meeting):
    """One row of the board; the newest agreement beside it once there is something to agree about."""
    board = build_board(conversation)
    row = find_row(board, step.code)
    newest = conversation.agreements.order_by("-pk").first() if row.shown else None
    wide = min(MARK, HIGH // (1.64 + 1.16 * tallest(row.scores)))
    return {
        "board": board,
        "row": row,
        "mirror": read_mirror(conversation, row),
        "numbers": board.numbers_of(step.code),
        "newest": newest,
        "marks": {"wide": wide, "middle": round(wide * 2 / 3), "narrow": NARROW[row.is_large]},
    }


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
    return {"agreements": rows} | fit(agreements)


def card(conversation, step, meeting):
    return {"text": CardText.objects.newest().filter(card__code=step.code).first()}


def topic(conversation, step, meeting):
    return {"topic": step.row.topic}


def pause(conversation, step, meeting):
    return {"until": timezone.localtime(ends_at(step, meeting)).time()}


def follow_up(conversation, step, meeting):
    agreements = list(conversation.agreements.order_by("-most_important", "pk"))
    return {"agreements": agreements} | fit(agreements)


def fit(agreements):
    """Return whether agreements need smaller type, and how many characters of each fit; the draft has them whole."""
    count = len(agreements)
    is_long = count > FEW or sum(len(one.text) for one in agreements) > FIT
    return {"is_long": is_long, "fits": (160 if count <= 6 else 100) if is_long else FIT}


PARTS = {
    "welkom": welcome,
    Kind.PRINCIPE: principle,
    Kind.TERUGBLIK: looking_back,
    Kind.KAART: card,
    Kind.ONDERWERP: topic,
    Kind.PAUZE: pause,
    Kind.VERVOLG: follow_up,
    Kind.AFSLUITING: closing,
}
