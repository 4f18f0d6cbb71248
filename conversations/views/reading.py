"""A participant reads the concept, remarks or agrees, and keeps the PDF; adviser or facilitator answers a remark."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.reading import AgreeForm, AnswerForm, AwayForm, RemarkForm, SeenForm
from conversations.links import Purpose
from conversations.models import PhaseError, ReportRemark, ReportResponse
from conversations.reading import (
    OtherBrowserError,
    StaleReadingError,
    StaleRemarkError,
    agree,
    answer_remark,
    build_reading,
    put_remark,
    read_on_later,
)
from conversations.report import build_content, newest_report
from conversations.report_page import compose
from conversations.report_sections import PRINCIPLE, label_of
from conversations.visits import may_read_remarks, visited
from triangles.views.pages import sent

from .establishing import form_view, get_draft
from .participation import people_of
from .report import as_pdf, parts_of, parts_to_change

READERS = (Purpose.DEELNEMEN, Purpose.LEZEN)
FIRST = ("kop", "kort", "tafel", "vooraf", "meegegeven")  # sections above the scores, on the page to read on
Answer = ReportResponse.Answer
KEPT = "Uw opmerking is bewaard. De adviseurs en de begeleider lezen die."
ANSWER_STALE = "De opmerking of het antwoord veranderde intussen. Wat je typte, staat er nog."
LATER = "Dank u. Verandert het verslag, dan ziet u hier wat er anders is."
STALE = "U schreef dit intussen anders, in een ander venster. Wat u net typte, staat er nog."


@visited(*READERS)
@require_safe
def read(request, visit):
    """Show the report as it is now, per section with the reader's own remark."""
    reading = build_reading(visit.link.participant, timezone.localdate())
    context = {**people_of(visit), "visit": visit, "reading": reading, "has_page": visit.link.purpose == READERS[0]}
    if reading is None:
        return render(request, "conversations/participation/reading/nothing.html", context)
    may_remark = may_read_remarks(visit)
    parts = {
        section.key: {"section": section, "remark": reading.remarks.get(section.key) if may_remark else None}
        for section in reading.sections
    }
    page = compose(reading.content, on_screen=True)
    for found in page["principles"]:
        found["part"] = parts[f"{PRINCIPLE}{found['code']}"]
    has_agreed = reading.response and reading.response.answer == Answer.AKKOORD
    context |= {
        "page": page,
        "parts": parts,
        "jumps": in_order(parts),
        "may_remark": may_remark,
        "may_agree": reading.is_open and (reading.changed or not has_agreed),
    }
    return render(request, "conversations/participation/reading/read.html", context)


def in_order(parts):
    """Return the parts ({key: part}) as the page shows them, scores beside the principles, without the whole report."""
    others = [part for key, part in parts.items() if key not in {*FIRST, "geheel"}]
    return [parts[key] for key in FIRST if key in parts] + others


@visited(*READERS)
@require_safe
def read_about(request, visit):
    """Show what stands at the end of the report: how it came about, the numbers and the principles in words."""
    reading = build_reading(visit.link.participant, timezone.localdate())
    if reading is None:
        return redirect("conversations:read", visit.link.participant_id)
    context = people_of(visit) | {"page": compose(reading.content, on_screen=True)}
    return render(request, "conversations/participation/reading/about.html", context)


@visited(*READERS)
@require_POST
def answer(request, visit):
    """Agree with the report as it stood on the screen, or keep what was read for later."""
    form = AgreeForm(request.POST)
    participant = visit.link.participant_id
    later = form.is_valid() and form.cleaned_data["later"]
    try:
        (read_on_later if later else agree)(visit, form.cleaned_data.get("seen", ""), timezone.localdate())
    except StaleReadingError as stale:
        messages.error(request, str(stale))
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, LATER if later else "Dank u wel. U bent akkoord.")
    return redirect("conversations:read", participant)


@visited(*READERS)
@require_safe
def choose_section(request, visit):
    """Ask what a remark is about: all of the report, or one section of it."""
    reading = build_reading(visit.link.participant, timezone.localdate())
    if reading is None or not reading.is_open:
        return redirect("conversations:read", visit.link.participant_id)
    if not may_read_remarks(visit):
        return redirect("conversations:code", visit.link.participant_id)
    *sections, whole = reading.sections
    context = {"reading": reading, "sections": [whole, *sections], "seen": begin(request, None)["seen"]}
    return render(request, "conversations/participation/reading/choose.html", people_of(visit) | context)


@visited(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def remark(request, visit, section):
    """Write, change or take away a remark on one section."""
    participant = visit.link.participant
    reading = build_reading(participant, timezone.localdate())
    if reading is None or not reading.is_open:
        return redirect("conversations:read", participant.pk)
    if not may_read_remarks(visit):
        return redirect("conversations:code", participant.pk)
    found = next((one for one in reading.sections if one.key == section), None)
    if found is None:
        raise Http404
    now = reading.remarks.get(section)
    is_away = AwayForm(sent(request)).is_valid()
    form = RemarkForm(sent(request), initial=begin(request, now), is_away=is_away)
    if form.is_valid() and save(request, visit, form, section):
        return redirect("conversations:read", participant.pk)
    context = {**people_of(visit), "section": found, "form": form, "now": now, "reading": reading}
    context["hides_earlier"] = section in reading.shut
    return render(request, "conversations/participation/reading/remark.html", context)


def begin(request, now):
    """Return what the form of a remark starts with."""
    seen = SeenForm(request.GET)
    marked = seen.cleaned_data["seen"] if seen.is_valid() else ""
    return {"text": now.text if now else "", "version": now.version if now else 0, "seen": marked}


def save(request, visit, form, section):
    """Store what the form holds and say so; False when somebody was first, with what was typed kept in the form."""
    typed = form.cleaned_data
    told = {"version": typed["version"], "seen": typed["seen"], "day": timezone.localdate()}
    try:
        put_remark(visit, section, typed["text"], **told)
    except StaleRemarkError as stale:
        keep_typed(form, stale.now, STALE)
        return False
    except PhaseError as refused:
        messages.error(request, refused.message)
    except OtherBrowserError:
        messages.error(request, "U schreef al iets op in een andere browser. Vul eerst de code in.")
    else:
        messages.success(request, KEPT if typed["text"] else "Uw opmerking is weg.")
    return True


def keep_typed(form, now, words):
    """Let the form be sent again over `now`, the remark as it stands, with an error that says what happened."""
    form.data = form.data.copy()
    form.data["version"] = now.version if now else 0
    form.add_error("text", words)


@visited(*READERS)
@require_safe
def read_pdf(request, visit):
    """Download the PDF that was stored at vaststellen; of a concept there is none."""
    conversation = visit.link.participant.conversation
    newest = newest_report(conversation)
    if newest is None:
        messages.error(request, "De PDF is er pas als het verslag is vastgesteld.")
        return redirect("conversations:read", visit.link.participant_id)
    return as_pdf(conversation, newest, bytes(newest.pdf))


@form_view
def report_answer(request, pk, remark):
    """Answer a remark of the reading round, as adviser or as facilitator."""
    conversation = get_draft(request, pk)
    rows = ReportRemark.objects.filter(response__conversation=conversation).select_related("response__participant")
    found = get_object_or_404(rows, pk=remark)
    is_away = AwayForm(sent(request)).is_valid()
    form = AnswerForm(sent(request), initial={"text": found.answer, "version": found.version}, is_away=is_away)
    if form.is_valid() and save_answer(request, found, form):
        return redirect("conversations:report", pk)
    content = build_content(conversation)
    context = {
        "conversation": conversation,
        "remark": rows.filter(pk=remark).first() or found,
        "form": form,
        "label": label_of(found.section, content),
        "parts": parts_of(found.section, parts_to_change(conversation, content)),
    }
    return render(request, "conversations/report/answer.html", context)


def save_answer(request, remark, form):
    """Store an answer and say so; False when the remark changed meanwhile, with what was typed kept in the form."""
    try:
        answer_remark(remark, request.user, form.cleaned_data["text"], form.cleaned_data["version"])
    except PhaseError as refused:
        messages.error(request, refused.message)
    except StaleRemarkError as stale:
        if stale.now:
            keep_typed(form, stale.now, ANSWER_STALE)
            return False
        messages.error(request, "De schrijver heeft deze opmerking weggehaald.")
    else:
        messages.success(request, "Je antwoord is bewaard." if form.cleaned_data["text"] else "Je antwoord is weg.")
    return True
