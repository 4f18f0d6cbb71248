"""The facilitator's screen during the meeting: one part at a time, showing, going on, and the end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations import leading
from conversations.board import build_board
from conversations.forms.leading import ShowForm, StepForm
from conversations.leading import about_room, meeting_of
from conversations.looking_back import earlier_agreements
from conversations.models import Conversation, Phase, PhaseError
from conversations.recording.kinds import RECORDING, row_of
from conversations.room import beside, build_room, nameless

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
    key = asked_step(request.GET) or where_it_is(conversation)
    room = build_room(conversation, request.user, key)
    context = {
        "conversation": conversation,
        "room": room,
        "beside": beside(conversation),
        "stand": about_room(conversation, request.user, room.steps),
    }
    return render(request, "conversations/meeting/lead.html", context)


def where_it_is(conversation):
    """Return the key of the part that the room is at, or '' where it did not move yet."""
    meeting = meeting_of(conversation)
    return meeting.step if meeting.pk and conversation.phase == Phase.GESPREK else ""


@require_POST
def begin(request, pk):
    """Open the meeting."""
    conversation = get_led(request, pk)
    key = asked_step(request.POST) or "welkom"
    try:
        leading.begin(conversation, key, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, key)


@require_POST
def go_on(request, pk):
    """Mark one part as done and go to the next."""
    conversation, key = get_led(request, pk), asked_step(request.POST)
    try:
        key = leading.go_on(conversation, key, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, key)


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
        leading.reveal(conversation, form.chosen(), request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, form.cleaned_data["deel"] or form.chosen()[0])


@require_POST
def guesses(request, pk, principle):
    """Show what everybody thought that the other corners would score on one principle."""
    conversation = get_led(request, pk)
    try:
        leading.reveal_guesses(conversation, principle, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, principle)


@require_POST
def verdicts(request, pk, agreement):
    """Show what all corners say of an earlier agreement."""
    conversation = get_led(request, pk)
    found = row_of(earlier_agreements(conversation), str(agreement))
    try:
        leading.show_all_verdicts(conversation, found, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    return to_step(pk, "terugblik")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, pk):
    """Ask once, then end the meeting; nothing is sent by it."""
    conversation = get_led(request, pk)
    if request.method != "POST":
        return render(request, "conversations/meeting/end.html", {"conversation": conversation})
    try:
        leading.end(conversation, request.user)
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
