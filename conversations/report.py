"""The verslag: its content from released text only, its HTML and PDF, and vaststellen.

The content is one dict of plain JSON values. It alone feeds the page, the PDF and later Word, and it is what is frozen.
There is no other way from a private text to a report than `given_texts`.
"""

import hashlib
import re
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from driehoek import pdf

from . import mirror
from .board import build_board, held_with
from .inviting import established
from .last_time import last_time
from .models import Conversation, Report, Visibility, replaced
from .report_page import compose
from .report_sections import changed_since, fingerprint
from .retention.texts import are_loosened, most_on_one
from .scoring import CORNERS

FORMAT = 1
CHANGED = "Het gesprek is intussen gewijzigd. Lees het verslag nog eens en probeer opnieuw."
OTHER_VERSION = "Er is intussen een andere versie vastgesteld. Lees die eerst."
# Control characters, and marks that turn the direction of the text around them as well.
UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class StaleContentError(Exception):
    """Somebody changed the conversation while its report was being made; try again."""


def build_content(conversation, stamp=None):
    """Return the content of the report as it is now; `stamp` is that of vaststellen, else it is a concept."""
    board = build_board(conversation)
    texts = [{"code": text.pop("principle__code"), **text} for text in held_with(conversation)]
    table = list(at_the_table(conversation))
    content = printable(
        {
            "format": FORMAT,
            "stamp": stamp or draft_stamp(conversation),
            "triangle": {"name": conversation.triangle.name, "purpose": conversation.triangle.purpose},
            "conversation": about(conversation),
            "table": table,
            "principles": texts,
            "board": board.as_content(),
            "insights": list(conversation.insights.values("principle__code", "text", "applied", "shared_view")),
            "given": given_texts(conversation),
            "agreements": [agreed(agreement) for agreement in agreements_of(conversation)],
            "parked": list(conversation.parked.values_list("text", flat=True)),
            "follow_up": follow_up(conversation),
            "entry": entry(conversation),
            "compared": last_time(conversation, board, texts, table),
            **mirror.as_content(conversation),
        }
    )
    return content | {"responses": printable(responses(conversation, content))}


def draft_stamp(conversation):
    version = conversation.reports.established().count() + 1
    return {"state": "concept", "version": version, "at": None, "by": "", "reason": ""}


def about(conversation):
    plain = "title purpose place form ground_rules shared_interest embedded_in rhythm display classification"
    return {
        **{name: str(getattr(conversation, name)) for name in plain.split()},
        "held_on": iso(conversation.held_on),
        "start": conversation.start and conversation.start.strftime("%H:%M"),
        "minutes": conversation.duration_minutes,
        "is_over": conversation.is_over,
        "is_rehearsal": conversation.is_rehearsal,
        "responses_until": iso(conversation.responses_until) if conversation.draft_released_at else None,
        "facilitator": conversation.facilitator_label,
        "facilitator_organisation": conversation.facilitator_organisation,
        "created_at": conversation.created_at.isoformat(),
    }


def at_the_table(conversation):
    """Yield who took part, in the order of the corners; that an absent one scored only where scores name a corner."""
    per_hoek = conversation.display == Conversation.Display.PER_HOEK and not are_loosened(conversation)
    scored = Exists(conversation.scores.shown().filter(participant=OuterRef("pk")))
    speaker = Coalesce("speaker__name", Value(""))
    rows = conversation.participants.annotate(scored=scored, spoken_by=speaker).values(
        "corner", "name", "function", "organisation", "coordinating", "attendance", "scored", "spoken_by"
    )
    for row in sorted(rows, key=lambda row: CORNERS.index(row["corner"])):
        if not row["spoken_by"]:
            del row["spoken_by"]
        yield {**row, "scored": row["scored"] if per_hoek else None}


def given_texts(conversation):
    """Return the texts that their authors let be printed: those with a name in the order of the corners, then naamloos.

    A naamloos text carries no name, corner or principle, and stands in an order that says nothing about its author.
    """
    asked = dict(conversation.question_texts.values_list("question_id", "text"))
    named, nameless = [], []
    for text in conversation.reflections.for_report().select_related("participant"):
        sort(text, {"kind": "vraag", "about": asked.get(text.question_id) or question_now(text)}, named, nameless)
    for text in conversation.explanations.for_report().select_related("participant", "principle"):
        code = text.principle.code if text.visibility == Visibility.MET_NAAM else ""
        sort(text, {"kind": "score", "about": code}, named, nameless)
    named.sort(key=lambda quote: CORNERS.index(quote["corner"]))
    return named + sorted(nameless, key=lambda quote: hashlib.sha256(quote["text"].encode()).digest())


def question_now(reflection):
    return reflection.question.texts.order_by("-number").values_list("text", flat=True).first()


def sort(text, quote, named, nameless):
    """Put a released text where it belongs; without a name left to it, it is naamloos."""
    name = text.author_name
    shown = {**quote, "text": text.text, "name": name, "corner": text.corner if name else ""}
    (named if name else nameless).append(shown)


def agreements_of(conversation):
    return conversation.agreements.select_related("principle").order_by("-most_important", "pk")


def agreed(agreement):
    return {
        "text": agreement.text,
        "kind": agreement.kind,
        "corners": agreement.corners,
        "owner": agreement.owner_name,
        "due_on": iso(agreement.due_on),
        "principle": agreement.principle.code if agreement.principle else "",
        "sign": agreement.sign,
        "most_important": agreement.most_important,
        "status": agreement.status,
    }


def follow_up(conversation):
    """Return what was agreed on the way to go on, or None when nothing was written down."""
    found = getattr(conversation, "follow_up", None)
    if found is None:
        return None
    return {
        **{name: getattr(found, name) for name in ("contact_now", "contact_wanted", "account_team_rhythm", "note")},
        "next_on": iso(found.next_on),
        "account_team": found.account_team,
        "team": list(found.team.values("name", "corner")),
        "topics": [
            {"title": topic.title, "horizon": topic.get_horizon_display(), "lead": topic.lead}
            for topic in found.topics.all()
        ],
    }


def entry(conversation):
    """Return how the shown scores were entered: how many each way, from how many people, and how many from paper."""
    shown = conversation.scores.shown().order_by()
    paper = Count("pk", filter=Q(from_paper=True))
    counts = shown.aggregate(people=Count("participant", distinct=True), from_paper=paper)
    if not counts["from_paper"]:
        del counts["from_paper"]
    counts["people"] = counts["people"] or most_on_one(shown)
    return {"ways": dict(shown.values_list("entry").annotate(Count("pk"))), **counts}


def responses(conversation, content):
    """Return who answered what in the reading round, without their remarks; None when there was no round.

    Somebody who agreed with a text that was changed since is told apart: 'eerder'. Whoever was replaced and did not
    answer is left out, for they were not there.
    """
    if not conversation.draft_released_at:
        return None
    answers = {row.participant_id: answer_to(row, content) for row in conversation.responses.all()}
    there = conversation.participants.filter(~replaced("pk") | Q(pk__in=answers))
    return [{"name": name, "answer": answers.get(pk, "")} for pk, name in there.values_list("pk", "name")]


def answer_to(response, content):
    agreed = response.answer == response.Answer.AKKOORD
    return "eerder" if agreed and changed_since(response.seen, content) else response.answer


def iso(day):
    return day and day.isoformat()


def printable(value):
    """Return plain JSON values without the characters that no document can hold."""
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(part) for part in value]
    return UNPRINTABLE.sub("", str(value)) if isinstance(value, str) else value


def what_is_read(content):
    """Return the fingerprint of all that a reader decides about: everything but the stamp."""
    return fingerprint({**content, "stamp": None})


def render_html(content):
    """Return the report as a document of its own, the one that becomes the PDF."""
    return render_to_string("report/report.html", {"page": compose(content)})


def render_pdf(content):
    """Return the PDF (bytes) of a content; equal content gives equal bytes."""
    return pdf.render_pdf(render_html(content))


def establish(conversation, by, reason="", corrected=None, seen=None):
    """Vaststellen: freeze the report as it is now and return the Report. Rendering happens before any lock.

    A later version is a correction: it takes a `reason` and `corrected`, the content of the newest version with its
    changes, in which quotes may only have disappeared. `seen` is `what_is_read` of the content that was on the screen
    of who decides; None asks nothing. Raises PhaseError, ValidationError and StaleContentError.
    """
    newest = newest_report(conversation)
    stamp = next_stamp(newest, by, reason)
    content = build_content(conversation, stamp) if newest is None else correction(newest, corrected, stamp)
    if seen not in (None, what_is_read(newest.content if newest else content)):
        raise StaleContentError(OTHER_VERSION if newest else CHANGED)
    drawn = render_pdf(content)
    with transaction.atomic():
        locked = Conversation.objects.select_for_update(of=("self",)).select_related("triangle").get(pk=conversation.pk)
        if newest_report(locked) != newest:
            raise StaleContentError(OTHER_VERSION)
        if newest is None and fingerprint(build_content(locked, stamp)) != fingerprint(content):
            raise StaleContentError(CHANGED)
        report = store(conversation, content, drawn, by)
        locked.mark_established(by, report)
        established(locked, report.version, by)
    conversation.refresh_from_db()
    return report


def newest_report(conversation):
    """Return the newest report that is vastgesteld, or None."""
    return conversation.reports.established().order_by("-version").first()


def file_name(conversation, version):
    """Return a name of plain letters, digits and dashes, without an ending: 'verslag-kustregister-2026-03-12-concept'.

    `version` is the Report that is vastgesteld, or None.
    """
    state = f"versie {version.version}" if version else "concept"
    parts = ["verslag", conversation.triangle.name[:60], conversation.held_on, state]
    return slugify(" ".join(str(part) for part in parts if part))


def next_stamp(newest, by, reason):
    if newest and not reason.strip():
        raise ValidationError("Zeg waarom je het verslag corrigeert.")
    version = newest.version + 1 if newest else 1
    at = timezone.localtime().replace(microsecond=0)
    return {"state": "vastgesteld", "version": version, "at": at.isoformat(), "by": str(by), "reason": reason.strip()}


def correction(newest, corrected, stamp):
    """Return the content of a next version. Raises ValidationError when it holds a quote that the old one does not."""
    content = printable({**(corrected or newest.content), "stamp": stamp})
    added = Counter(map(fingerprint, content["given"])) - Counter(map(fingerprint, newest.content["given"]))
    if added:
        raise ValidationError("In een correctie mag een tekst verdwijnen, maar er komt geen tekst bij.")
    return content


def store(conversation, content, drawn, by):
    """Insert the version, in place of the concept of it when there is one."""
    stamp = content["stamp"]
    report, _ = Report.objects.update_or_create(
        conversation=conversation,
        version=stamp["version"],
        state=Report.State.CONCEPT,
        defaults={
            "state": Report.State.VASTGESTELD,
            "content": content,
            "reason": stamp["reason"],
            "pdf": drawn,
            "pdf_sha256": hashlib.sha256(drawn).hexdigest(),
            "established_at": timezone.datetime.fromisoformat(stamp["at"]),
            "established_by": by,
        },
    )
    return report
