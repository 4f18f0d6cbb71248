"""The questions beforehand: one page per question, the readers chosen first."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from conversations.forms.reflecting import ReflectionForm
from conversations.reflecting import (
    answered,
    find_asked,
    is_open,
    lower_reflection,
    read_reflection,
    save_reflection,
    take_back_reflection,
    unread_reflection,
)
from conversations.views.writing_by_link import (
    CLOSED,
    MEANWHILE,
    SAVED,
    about_text,
    attempt,
    lower_by,
    lower_form,
    segments,
    status_of,
    take_back_by,
)
from conversations.visits import may_read_back, visited


@visited()
@require_http_methods(["GET", "HEAD", "POST"])
def reflect(request, visit, question):
    """Show one question and save the answer to it. What was typed is kept whatever comes in between."""
    participant = visit.link.participant
    questions, place = find_asked(participant.conversation, question)
    is_sent, row = request.method == "POST", own_row(visit, questions[place])
    if row is None and not is_sent:
        return redirect("conversations:code", participant.pk)
    form = form_of(request, row or unread_reflection(participant, questions[place]))
    outcome = "" if is_open(participant.conversation) else CLOSED
    if is_sent and not outcome and form.is_valid():
        outcome = attempt(form, lambda given: save_reflection(visit, question, given, form.pages))
    if outcome == SAVED:
        messages.success(request, "Opgeslagen.")
        return redirect(*onward(participant, questions, place))
    context = {**about(visit, questions, place, form, row), "outcome": outcome}
    if outcome == MEANWHILE:
        form.renew(read_reflection(visit.link.participant, questions[place]))
        context |= about(visit, questions, place, form, form.row)
    page = "closed" if outcome == CLOSED else "reflect"
    status = status_of(outcome) if is_sent else 200
    return render(request, f"conversations/participation/reflecting/{page}.html", context, status=status)


def form_of(request, row):
    return ReflectionForm(request.POST if request.method == "POST" else None, row=row)


def own_row(visit, question):
    """Return the answer that is shown here, or None when this browser may not read back."""
    return read_reflection(visit.link.participant, question) if may_read_back(visit) else None


def about(visit, questions, place, form, row):
    """Return what the page of one question shows; `row` is None where nothing may be read back."""
    participant, now = visit.link.participant, questions[place]
    keys = answered(participant)
    done = {question.code for question in questions if question.pk in keys}
    return {
        **about_text(visit, row or form.row),
        "form": form,
        "question": now,
        "place": place + 1,
        "segments": segments([question.code for question in questions], done, now.code),
        "before": questions[place - 1].code if place else "",
        "after": questions[place + 1].code if place + 1 < len(questions) else "",
        "lower": lower_form(row) if row else None,
        "is_elsewhere": row is None,
        "may_skip": row is not None and not (row.text or row.skipped or row.hides_earlier),
    }


def onward(participant, questions, place):
    """Return where to go after a question: the next one, else the overview."""
    if place + 1 < len(questions):
        return "conversations:reflect", participant.pk, questions[place + 1].code
    return "conversations:mine", participant.pk


@visited()
@require_POST
def reflect_take_back(request, visit, question):
    """Take an answer back, until the preparation is closed."""
    return take_back_by(request, visit, take_back_reflection, "Uw antwoord is weg.", "conversations:reflect", question)


@visited()
@require_POST
def reflect_lower(request, visit, question):
    """Let fewer people read an answer, also after the preparation was closed."""
    questions, place = find_asked(visit.link.participant.conversation, question)
    row = read_reflection(visit.link.participant, questions[place])
    return lower_by(request, visit, row, lower_reflection, "conversations:reflect", question)
