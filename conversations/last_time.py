"""What a report keeps of the conversation before it, to lay the two beside each other; from its report alone."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q

from .board import Board, arrange
from .comparing import is_succeeded
from .looking_back import STATUS
from .models import ESTABLISHED, Agreement, AgreementStep, Participant, Report, Score, Verdict

EARLIER = (
    Report.objects.established()
    .filter(
        Exists(Score.objects.shown().filter(conversation=OuterRef("conversation"))),
        conversation__phase__in=ESTABLISHED,
        conversation__held_on__isnull=False,
    )
    .order_by("-conversation__held_on", "-conversation", "-version")
    .values_list("conversation", "content")
)
DECIDED = AgreementStep.objects.filter(what__in=STATUS).order_by("at", "pk")
JUDGED = Verdict.objects.filter(shown_at__isnull=False).order_by("pk")
WORDED = ("name", "explanation", "core_question", "scale_low", "scale_middle", "scale_high", "pole_low", "pole_high")


def last_time(conversation, board, texts, table):
    """Return as plain values for JSON what is compared with, or None: then there is nothing to lay beside `board`.

    `board` is that of `conversation`, `texts` and `table` are its principles and people as the report holds them. The
    scores of then lose their corner when a successor would read those of a predecessor, and when the scores of now have
    none; `nameless` says which. Four queries, or fewer.
    """
    found = find_earlier(conversation) if board.shown else None
    if found is None:
        return None
    key, earlier = found
    then, before = Board.from_content(earlier["board"]), there(earlier["table"])
    nameless = why_nameless(then, board, before, there(table))
    return {
        "title": earlier["conversation"]["title"],
        "held_on": earlier["conversation"]["held_on"],
        "board": (without_corners(then) if nameless else then).as_content(),
        "nameless": nameless,
        "table": [{"corner": corner, "name": name} for corner, name in before],
        "reworded": reworded(earlier["principles"], texts),
        "agreements": agreements(conversation, key),
    }


def there(table):
    """Return who was there, as pairs (corner, name)."""
    absent = Participant.Attendance.AFWEZIG
    return [(person["corner"], person["name"]) for person in table if person["attendance"] != absent]


def why_nameless(then, now, before, after):
    """Say why the scores of a Board lose their corner beside those of `now`: 'opvolging', 'naamloos' or ''."""
    if not then.is_per_hoek:
        return ""
    if not now.is_per_hoek:
        return "naamloos"
    return "opvolging" if is_succeeded(before, after) else ""


def without_corners(board):
    rows = [replace(row, scores=arrange([(None, value) for _, value in row.scores])) for row in board.rows]
    return Board("naamloos", tuple(rows))


def find_earlier(conversation):
    """Return (key, content of its report) of the last conversation before this one that has shown scores, or None."""
    found = EARLIER.filter(conversation__triangle=conversation.triangle_id).exclude(conversation=conversation)
    if conversation.held_on:
        found = found.filter(conversation__held_on__lt=conversation.held_on)
    return found.first()


def reworded(before, now):
    """Return the codes of the principles that were held with another text."""
    then = {text["code"]: [text[name] for name in WORDED] for text in before}
    return [text["code"] for text in now if then.get(text["code"], words(text)) != words(text)]


def words(text):
    return [text[name] for name in WORDED]


def agreements(conversation, earlier):
    """Return those made in the `earlier` conversation (its key), and older ones that this conversation came back to."""
    here = {"agreement": OuterRef("pk"), "conversation": conversation}
    spoken_of = Exists(JUDGED.filter(**here)) | Exists(DECIDED.filter(**here))
    found = Agreement.objects.filter(Q(conversation=earlier) | spoken_of, conversation__triangle=conversation.triangle)
    rows = list(found.exclude(conversation=conversation).order_by("-most_important", "pk"))
    said, decided = {}, {}
    for key, corner, value in JUDGED.filter(conversation=conversation).values_list("agreement", "corner", "value"):
        said.setdefault(key, {})[corner] = value
    for step in DECIDED.filter(conversation=conversation):
        until = step.until and step.until.isoformat()
        decided[step.agreement_id] = {"what": step.what, "until": until, "note": step.note}
    return [about(row, said.get(row.pk, {}), decided.get(row.pk)) for row in rows]


def about(agreement, said, decided):
    return {
        "text": agreement.text,
        "kind": agreement.kind,
        "corners": agreement.corners,
        "owner": agreement.owner_name,
        "status": agreement.status,
        "verdicts": said,
        "decided": decided,
    }
