"""The facilitator's screen during the meeting: one part at a time, showing, going on, and the end."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.board import build_board
from conversations.forms.leading import ShowForm, StepForm, VersionForm
from conversations.looking_back import earlier_agreements, show_verdicts
from conversations.models import Conversation, Phase, PhaseError, show_scores
from conversations.recording.kinds import RECORDING, row_of
from conversations.room import beside, build_room, nameless, numbers
from conversations.run_sheet import finish, put_widest_first
from principles.models import Principle

WITH = ("triangle", "facilitator", "second_facilitator")


def get_led(request, pk):
    return get_object_or_404(Conversation.objects.led_by(request.user).select_related(*WITH), pk=pk)


def asked_step(sent):
    """Return the key of the part that a request names, or ''."""
    form = StepForm(sent)
    return form.cleaned_data["deel"] if form.is_valid() else ""


def to_step(pk, key):
    return redirect(f"{reverse('conversations:lead', args=[pk])}?deel={key}")


@require_safe
def lead(request, pk):
    conversation = get_led(request, pk)
    if conversation.phase not in RECORDING:
        messages.info(request, f"Dit gesprek is {conversation.get_phase_display()}. Je leidt het nu niet.")
        return redirect("conversations:conversation", pk)
    room = build_room(conversation, request.user, asked_step(request.GET))
    context = {"conversation": conversation, "room": room, "beside": beside(conversation)}
    return render(request, "conversations/meeting/lead.html", context)


@require_POST
def begin(request, pk):
    """Open the meeting."""
    conversation = get_led(request, pk)
    try:
        conversation.begin(request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, asked_step(request.POST) or "welkom")


@require_POST
def go_on(request, pk):
    """Mark one part as done and go to the next."""
    conversation = get_led(request, pk)
    return to_step(pk, finish(conversation, asked_step(request.POST)))


@require_POST
def show(request, pk):
    """Show the scores of one principle, or of all, to everyone at once."""
    conversation = get_led(request, pk)
    board = build_board(conversation)
    form = ShowForm(request.POST, codes=[row.code for row in board.rows])
    if not form.is_valid():
        messages.error(request, "Kies een principe om te tonen.")
        return redirect("conversations:lead", pk)
    try:
        reveal(conversation, form.chosen(), request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, form.cleaned_data["deel"] or form.chosen()[0])


def reveal(conversation, codes, by):
    """Show these principles and put what is left of the run sheet widest first, in one transaction."""
    with transaction.atomic():
        show_scores(conversation, list(Principle.objects.filter(code__in=codes)), by)
        put_widest_first(conversation, build_board(conversation))


@require_POST
def verdicts(request, pk, agreement):
    """Show what all corners say of an earlier agreement."""
    conversation = get_led(request, pk)
    found = row_of(earlier_agreements(conversation), str(agreement))
    if conversation.phase not in RECORDING:
        messages.error(request, "Oordelen tonen kan tijdens het gesprek, of daarna in het concept.")
    else:
        with transaction.atomic():
            show_verdicts(conversation, found, request.user)
    return to_step(pk, "terugblik")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Ask once, then end the meeting; nothing is sent by it."""
    conversation = get_led(request, pk)
    if request.method != "POST":
        return render(request, "conversations/meeting/end.html", {"conversation": conversation})
    try:
        conversation.end(request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
        return redirect("conversations:conversation", pk)
    messages.success(request, "Het gesprek is beëindigd. Er is niets verstuurd.")
    return redirect("conversations:report", pk)


@require_safe
def given(request, pk):
    """Show the explanations without a name that the table may read, apart from the scores."""
    conversation = get_led(request, pk)
    context = {"conversation": conversation, "texts": nameless(conversation)}
    return render(request, "conversations/meeting/given.html", context)


@require_safe
def strip(request, pk, principle):
    """The strip of one principle for the beamer; it asks again every two seconds, and 204 says that nothing changed."""
    conversation = get_led(request, pk)
    board = build_board(conversation)
    row = get_row(board, principle)
    context = {"conversation": conversation, "board": board, "row": row, "row_numbers": numbers(board, row)}
    context["is_running"] = is_running(conversation)
    if not request.htmx:
        return render(request, "conversations/meeting/strip.html", context)
    return answer_poll(request, "conversations/meeting/strip_body.html", context)


@require_safe
def count(request, pk, principle):
    """How many scored one principle, for the facilitator's page."""
    conversation = get_led(request, pk)
    row = get_row(build_board(conversation), principle)
    context = {"conversation": conversation, "row": row, "is_running": is_running(conversation)}
    return answer_poll(request, "conversations/meeting/count.html", context)


def get_row(board, code):
    row = next((row for row in board.rows if row.code == code), None)
    if row is None:
        raise Http404
    return row


def is_running(conversation):
    return conversation.phase == Phase.GESPREK


def answer_poll(request, template, context):
    """Answer 204 while the page already holds what this would say."""
    same = asked_version(request.GET) == context["row"].stand and context["is_running"]
    return HttpResponse(status=204) if same else render(request, template, context)


def asked_version(sent):
    form = VersionForm(sent)
    return form.cleaned_data["versie"] if form.is_valid() else ""
