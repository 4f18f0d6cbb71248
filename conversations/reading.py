"""The reading round: what participants answer to the concept, and what adviser and facilitator answer to that.

Nobody agrees with a text that was not on their screen, and whoever does not answer never counts as somebody who agrees.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from .inviting import remark_answered
from .models import Conversation, Phase, PhaseError, Report, ReportRemark, ReportResponse
from .report import build_content, newest_report
from .report_sections import changed_since, fingerprint, label_of, prints_of, sections_of
from .visits import legible_remarks, may_read_remarks

Answer = ReportResponse.Answer
MARK = 16  # hex digits
CLOSED = "De leesronde is voorbij. Lezen kan nog wel."
OTHER_TEXT = "Het verslag is veranderd terwijl u las. Dit is de nieuwe tekst. Lees die eerst."


class StaleRemarkError(Exception):
    """Somebody else saved this remark or its answer meanwhile; `now` is the ReportRemark as it stands, or None."""

    def __init__(self, now):
        super().__init__("stale remark")
        self.now = now


class StaleReadingError(Exception):
    """What the reader decides about is not what was on the screen."""


class OtherBrowserError(Exception):
    """The remarks were written in another browser: first the code that is mailed."""


@dataclass(frozen=True)
class Reading:
    """What a participant may read now, what they answered, and what is different since."""

    content: dict
    report: Report | None  # the version that is vastgesteld, else it is the concept
    sections: list
    is_open: bool
    response: ReportResponse | None = None
    remarks: dict = field(default_factory=dict)  # {key of a section: ReportRemark}
    shut: frozenset = frozenset()  # keys of sections with a remark that stays shut, see ReportRemark.is_shut
    changed: list = field(default_factory=list)

    @property
    def seen(self):
        """Return what the forms on the page send along: one fingerprint of all that stands there."""
        return mark_of(prints_of(self.sections))


def mark_of(prints):
    return fingerprint(prints)[:MARK]


def is_open(conversation, day):
    """Whether participants can answer to the concept on `day`."""
    until = conversation.responses_until
    released = conversation.phase == Phase.VERSLAG and conversation.draft_released_at is not None
    return released and (until is None or day <= until)


def find_content(conversation):
    """Return (content, version) of what participants may read now: the version is None for a concept.

    (None, None) when there is nothing for them yet.
    """
    newest = newest_report(conversation)
    if newest:
        return newest.content, newest
    is_released = conversation.phase == Phase.VERSLAG and conversation.draft_released_at is not None
    return (build_content(conversation), None) if is_released else (None, None)


def build_reading(participant, day):
    """Return the Reading of `participant` on `day`, or None when there is nothing to read yet."""
    conversation = participant.conversation
    content, report = find_content(conversation)
    if content is None:
        return None
    response = find_response(participant)
    remarks = {remark.section: remark for remark in remarks_of(response)}
    shut = frozenset(key for key, remark in remarks.items() if remark.is_shut(participant))
    return Reading(
        content=content,
        report=report,
        sections=sections_of(content),
        is_open=is_open(conversation, day),
        response=response,
        remarks={key: remark for key, remark in remarks.items() if key not in shut},
        shut=shut,
        changed=changed_since(response.seen, content) if response and report is None else [],
    )


def find_response(participant):
    return ReportResponse.objects.filter(participant=participant).first()


def remarks_of(response):
    return response.remarks.select_related("answered_by") if response else ReportRemark.objects.none()


def agree(visit, seen, day):
    """Note that the reader agrees with what was on the screen. Raises StaleReadingError and PhaseError."""
    answer(visit, seen, day, Answer.AKKOORD)


def read_on_later(visit, seen, day):
    """Keep what the reader saw, so that they are told what changed. Raises StaleReadingError and PhaseError."""
    answer(visit, seen, day, None)


def answer(visit, seen, day, given):
    """Store an Answer (None leaves the one that is there) with what was read; one transaction."""
    with transaction.atomic():
        conversation = lock_open(visit, day)
        prints = prints_of(sections_of(build_content(conversation)))
        if seen != mark_of(prints):
            raise StaleReadingError(OTHER_TEXT)
        response, _ = ReportResponse.objects.get_or_create(
            conversation=conversation, participant=visit.link.participant
        )
        if given:
            response.answer, response.at = given, timezone.now()
        save(response, prints)


def lock_open(visit, day):
    """Lock the conversation of a visit and return it as it is now. Raises PhaseError when answering is over."""
    pk = visit.link.participant.conversation_id
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("triangle").get(pk=pk)
    if not is_open(conversation, day):
        raise PhaseError(CLOSED)
    return conversation


def save(response, seen):
    response.seen = seen
    response.version += 1
    response.save()


def put_remark(visit, section, text, *, version, seen, day):
    """Write, change or ('') take away the remark of a reader on the section with key `section`; one transaction.

    `version` is that of the remark on the screen, 0 when there was none. One that stays shut is written over, and else
    left as it is. Raises PhaseError, OtherBrowserError and StaleRemarkError.
    """
    with transaction.atomic():
        conversation = lock_open(visit, day)
        if not may_read_remarks(visit):
            raise OtherBrowserError
        person = visit.link.participant
        had = legible_remarks(person).exists()
        response, _ = ReportResponse.objects.get_or_create(conversation=conversation, participant=person)
        remark = response.remarks.filter(section=section).first()
        is_shut = remark is not None and remark.is_shut(person)
        if version != (remark.version if remark and not is_shut else 0):
            raise StaleRemarkError(None if is_shut else remark)
        if text or not is_shut:
            write_remark(response, remark or ReportRemark(response=response, section=section, version=0), text, is_shut)
        settle(response, visit.key_digest if not had else "")
        save(response, what_was_read(response, seen, build_content(conversation)))


def write_remark(response, remark, text, is_shut):
    if not text:
        remark.delete() if remark.pk else None
    elif text != remark.text or is_shut:
        remark.text, remark.at, remark.version = text, timezone.now(), remark.version + 1
        if is_shut:  # the answer to words that do not show does not show either
            remark.answer, remark.answered_by, remark.answered_at = "", None, None
        remark.save()


def settle(response, browser):
    """Let the answer follow from the remarks: with one it is a remark, without any it is no answer at all.

    `browser` is the digest of where the first one that may be read back was written, '' when there was one already.
    """
    has_remarks = response.remarks.exists()
    response.answer = Answer.OPMERKING if has_remarks else Answer.NOG_NIET
    response.written_in = (browser or response.written_in) if has_remarks else ""
    response.at = timezone.now()


def what_was_read(response, seen, content):
    """Return what the reader knows: all of it, when the report is as it was on the screen that `seen` is of."""
    prints = prints_of(sections_of(content))
    return prints if seen == mark_of(prints) else response.seen or dict.fromkeys(prints, "")


def answer_remark(remark, by, text, version):
    """Answer a remark as adviser or facilitator, its author gets a mail; '' takes the answer back.

    Raises PhaseError and StaleRemarkError.
    """
    with transaction.atomic():
        pk = remark.response.conversation_id
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=pk)
        if conversation.phase != Phase.VERSLAG:
            raise PhaseError("Het verslag is vastgesteld. Antwoorden kan niet meer.")
        now = ReportRemark.objects.filter(pk=remark.pk).first()
        if now is None or now.version != version:
            raise StaleRemarkError(now)
        now.answer, now.version = text, version + 1
        now.answered_by, now.answered_at = (by, timezone.now()) if text else (None, None)
        now.save()
        if text:
            remark_answered(now.response.participant, by)


def unanswered(conversation):
    """Limit to the remarks of a conversation that wait for an answer, also to what was changed after the last one."""
    waiting = Q(answered_at=None) | Q(answered_at__lt=F("at"))
    return ReportRemark.objects.filter(waiting, response__conversation=conversation)


def group_remarks(conversation, content):
    """Return [(key, label, remarks)] per section that has any, in the order of the report: for adviser and facilitator.

    The remarks of one section stand in the order of the table.
    """
    found = ReportRemark.objects.filter(response__conversation=conversation).order_by("response__participant")
    remarks = list(found.select_related("response__participant", "answered_by"))
    order = [section.key for section in sections_of(content)]
    order += [remark.section for remark in remarks if remark.section not in order]
    groups = [(key, [remark for remark in remarks if remark.section == key]) for key in dict.fromkeys(order)]
    return [(key, label_of(key, content), rows) for key, rows in groups if rows]
