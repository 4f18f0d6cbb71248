"""What a participant writes by personal link: reading it back, saving it over a known version, and taking it back.

Every function that saves runs inside the transaction of its caller, with the conversation locked by `lock`.
"""

from dataclasses import dataclass
from uuid import uuid4

from django.db.models import F
from django.utils import timezone

from driehoek.encryption import sealed

from .models import Consent, Conversation, Link, Op, Participant, Phase, Visibility
from .models.private_texts import TABLE, is_free
from .retention.holds import find_hold
from .saving import SAVED
from .visits import claim_authorship

BEFORE_REPORT = (Phase.VOORBEREIDING, Phase.GESPREK, Phase.VERSLAG)
Source = Consent.Source


class ClosedError(Exception):
    """This cannot be written any more; nothing was saved."""


class ElsewhereError(Exception):
    """Something was written in another browser; this one may not write before the code was typed."""


class MeanwhileError(Exception):
    """What is saved is not what this page was made from; nothing was saved."""


class OtherReaderError(Exception):
    """The facilitator is not the one whom the page named; nothing was saved."""


class HeldError(Exception):
    """A legal hold lies on the conversation: nothing may be taken back or get other words."""


@dataclass(frozen=True)
class Given:
    """What somebody typed. `level` is a Visibility, `version` that of the text on their page, 0 for none.

    `facilitator` is the key of the user whom the page named as the reader, or None.
    """

    text: str
    level: str
    in_report: bool
    version: int
    facilitator: int | None = None


def lock(visit):
    """Return the conversation of `visit` and the participant, both as they are now; both are locked."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("triangle", "facilitator")
    conversation = rows.get(pk=visit.link.participant.conversation_id)
    participant = Participant.objects.select_for_update().get(pk=visit.link.participant_id)
    participant.conversation = conversation
    visit.link.participant = participant
    return conversation, participant


def claim(visit):
    """Raise ElsewhereError when this browser may not write, also when its link was withdrawn this very moment."""
    is_alive = Link.objects.filter(pk=visit.link_id, nonce=visit.nonce, withdrawn_at=None).exists()
    if not is_alive or not claim_authorship(visit):
        raise ElsewhereError


def remember(row, part, by=None):
    """Keep the version of a score or guess under the name `part`, also of one that goes: no older page may win.

    `by` is the Participant who gave it, when that is somebody else.
    """
    about = {"participant": by or row.participant, "conversation": row.conversation}
    Op.objects.create(op_id=uuid4(), part=part, status=SAVED, version=row.version, **about)


def legible(row):
    """Return `row` as its author may see it by link: where it stays shut, one that only says so."""
    return emptied(row, hides_earlier=True) if row.is_shut else row


def emptied(row, *, hides_earlier=False):
    """Return an unsaved text, score or guess about the same thing, that says nothing of what `row` holds."""
    same = {name: getattr(row, name) for name in ("question_id", "principle_id", "about") if hasattr(row, name)}
    bare = type(row)(corner=row.corner, version=0, **same)
    bare.participant, bare.conversation = row.participant, row.conversation
    bare.hides_earlier = hides_earlier
    return bare


def put_text(row, given):
    """Save what its author typed in `row`, a private text that may be new. Returns whether anything changed.

    Raises MeanwhileError, OtherReaderError and HeldError.
    """
    in_report = bool(given.in_report and given.level in TABLE)
    if is_same(row, given, in_report):
        return False
    was_shut = row.is_shut
    if given.version != (row.version if row.pk and not was_shut else 0):
        raise MeanwhileError
    if not given.text:
        return take_back(row)
    if given.level == Visibility.BEGELEIDER and given.facilitator != row.conversation.facilitator_id:
        raise OtherReaderError
    is_changed = save_words(row, given.text)
    of_other = was_shut or source_of(row) not in {"", Source.LINK}
    open_to(row, given.level, in_report, anew=is_changed and given.level != Visibility.ZELF and of_other)
    return True


def is_same(row, given, in_report):
    """Whether `row` says already what is given: sent twice, or nothing was typed. What is shut says nothing."""
    if row.pk is None or not row.text or row.is_shut:
        return not given.text
    same = (row.text, row.visibility, row.in_report) == (given.text, given.level, in_report)
    return same and not needs_name(row, given.level)


def save_words(row, text):
    """Save the words alone, private when they are new; return whether they changed. Raises HeldError."""
    if row.pk is None:
        row.text = text
        row.save()
        return True
    if row.text == text and not row.is_shut:
        return False
    refuse_under_hold(row)
    now, same = timezone.now(), type(row).objects.filter(pk=row.pk)
    same.update(text=sealed(row, "text", text), changed_at=now, version=F("version") + 1)
    row.text, row.changed_at, row.version = text, now, row.version + 1
    return True


def refuse_under_hold(row):
    """Raise HeldError when other words would destroy what `row` says while a legal hold keeps it."""
    if row.text and find_hold(row.conversation_id):
        raise HeldError


def open_to(row, level, in_report, *, anew=False):
    """Give `row` the reader that its author chose.

    `anew`: these are other words than the last consent is about, entered for their author or shut, so it is asked anew.
    """
    if (row.visibility, row.in_report) == (level, in_report) and not anew and not needs_name(row, level):
        return
    facilitator = row.conversation.facilitator if level == Visibility.BEGELEIDER else None
    name = str(facilitator) if facilitator else ""
    row.set_visibility(
        level,
        in_report=in_report,
        source=Source.LINK,
        facilitator=facilitator,
        facilitator_name=name,
        anew=anew,
    )


def take_back(row):
    """Empty a text that its author wants to be gone and can see; who read it stays known. Raises HeldError."""
    if row.pk is None or not row.text or row.is_shut:
        return False
    save_words(row, "")
    if row.visibility != Visibility.ZELF:
        row.set_visibility(Visibility.ZELF, source=Source.LINK)
    return True


def may_lower(conversation):
    """Whether an author may still let fewer people read a text."""
    return conversation.phase in BEFORE_REPORT and conversation.established_at is None


def lower_choices(row):
    """Return the levels that `row` may go to without a new consent, itself first; the facilitator needs an account."""
    levels = [level for level in Visibility if level != row.visibility and is_free(row.visibility, level)]
    if row.conversation.facilitator_id is None:
        levels = [level for level in levels if level != Visibility.BEGELEIDER]
    return [Visibility(row.visibility), *reversed(levels)]


def lower(row, level, in_report):
    """Let fewer people read `row`. Raises ClosedError when that is too late, or would open it."""
    may = may_lower(row.conversation) and not row.is_shut
    if not may or level not in lower_choices(row) or (in_report and not row.in_report):
        raise ClosedError
    in_report = in_report and level in TABLE
    if (row.visibility, row.in_report) != (level, in_report):
        open_to(row, level, in_report)


def source_of(row):
    """Return how the text came to its reader: the source of its newest consent that opened it, or ''."""
    newest = consent_of(row)
    return newest.source if newest else ""


def consent_of(row):
    """Return the newest consent that is not the author's own lowering, or None."""
    if row.pk is None:
        return None
    return row.consents.exclude(source=Source.VERLAAGD).select_related("entered_by").order_by("-pk").first()


def needs_name(row, level):
    """Whether `level` lets a facilitator read whom the author did not see named on this text yet, or not provably."""
    if level != Visibility.BEGELEIDER or row.conversation.facilitator_id is None:
        return False
    newest = consent_of(row)
    if newest is None or newest.facilitator_id != row.conversation.facilitator_id:
        return True
    return not newest.is_genuine()
