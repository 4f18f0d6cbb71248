"""Where the whole room is, who leads it, and what the facilitator's screen asks every two seconds."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.board import build_board, find_row
from conversations.forms.leading import PollForm, StepForm
from conversations.leading import about_room, go_to, meeting_of, take_over
from conversations.live import LED, Poll, is_leading_now, next_poll, read_version_for
from conversations.models import PhaseError
from conversations.run_sheet import build_run_sheet, find_step
from conversations.views.meeting import asked_step, get_led, to_step

UNCHANGED = 204  # the page stays as it is


@require_POST
def step(request, pk):
    """Take the whole room to one part."""
    conversation = get_led(request, pk)
    key = asked_step(request.POST)
    try:
        go_to(conversation, key, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, key)


@require_http_methods(["GET", "HEAD", "POST"])
def over(request, pk):
    """Ask once, then let this person lead from now on."""
    conversation = get_led(request, pk)
    meeting = meeting_of(conversation)
    if request.method != "POST":
        context = {"conversation": conversation, "meeting": meeting}
        return render(request, "conversations/meeting/over.html", context)
    try:
        is_changed = take_over(conversation, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Je leidt nu het gesprek." if is_changed else "Je leidt dit gesprek al.")
    return redirect("conversations:lead", pk)


@require_safe
def stand(request, pk):
    """Tell what is new in the room for the page that shows one part; 204 while nothing is."""
    asked = asked_poll(request)
    version = read_version_for(request.user, pk, LED)
    if version is None:
        raise Http404
    request.leads_now = lambda: is_leading_now(request.user, pk)
    poll = next_poll(asked, version)
    if poll is None:
        return HttpResponse(status=UNCHANGED)
    conversation = get_led(request, pk)
    steps = build_run_sheet(conversation)
    seen = find_step(steps, asked_step(request.GET)) or steps[0]
    context = {"conversation": conversation, "is_answer": True, "seen": seen, "is_shown": sees_scores(request)}
    if seen.kind == "principe":
        context["row"] = find_row(build_board(conversation), seen.code)
    context["stand"] = about_room(conversation, request.user, steps, poll)
    return render(request, "conversations/meeting/stand.html", context)


def sees_scores(request):
    """Whether the page that asks shows the scores already, so that it has no count of them to refresh."""
    form = StepForm(request.GET)
    return form.is_valid() and form.cleaned_data["getoond"]


def asked_poll(request):
    """Return the Poll that a polled region already shows."""
    form = PollForm(request.GET)
    return Poll(**form.known()) if form.is_valid() else Poll()
