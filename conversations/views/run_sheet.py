"""The run sheet on a page of its own: to read, to print, and for the facilitator to change."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from conversations.board import build_board
from conversations.forms.leading import CardForm, MinutesForm, RunSheetForm
from conversations.models import Conversation
from conversations.publishing import publishable_plans
from conversations.room import guide
from conversations.run_sheet import add_card, build_run_sheet, change, find_card, set_minutes, start_over, total
from conversations.views.meeting import WITH, get_led
from principles.models import CardText


@require_safe
def run_sheet(request, pk):
    visible = Conversation.objects.visible_to(request.user).select_related(*WITH)
    conversation = get_object_or_404(visible, pk=pk)
    steps = build_run_sheet(conversation)
    return show(request, conversation, steps, minutes_form(steps))


def minutes_form(steps, data=None):
    return MinutesForm(data, steps=[step for step in steps if step.row and not step.is_dropped])


def show(request, conversation, steps, form):
    board = build_board(conversation)
    fields = {name: form[name] for name in form.fields}
    together = total(steps)
    over = together - (conversation.duration_minutes or together)
    context = {
        "conversation": conversation,
        "steps": [(step, guide(step, board), fields.get(step.key)) for step in steps],
        "form": form,
        "total": together,
        "over": over,
        "spare": -over,
        "card_form": CardForm(texts=CardText.objects.current()),
        "leads": request.user.pk in {conversation.facilitator_id, conversation.second_facilitator_id},
        "may_share": publishable_plans(request.user).filter(pk=conversation.pk).exists(),
        "is_stored": any(step.row and step.row.pk for step in steps),
    }
    return render(request, "conversations/meeting/run_sheet.html", context)


@require_POST
def change_part(request, pk):
    """Move one part, drop it or put it back."""
    conversation = get_led(request, pk)
    form = RunSheetForm(request.POST)
    if form.is_valid():
        change(conversation, **form.cleaned_data)
    else:
        messages.error(request, "Kies een onderdeel en wat je ermee doet.")
    return redirect("conversations:run_sheet", pk)


@require_POST
def choose_minutes(request, pk):
    """Keep the minutes per part that somebody chose; an empty field is computed again."""
    conversation = get_led(request, pk)
    steps = build_run_sheet(conversation)
    form = minutes_form(steps, request.POST)
    if not form.is_valid():
        return show(request, conversation, steps, form)
    set_minutes(conversation, form.cleaned_data)
    messages.success(request, "De minuten zijn opgeslagen.")
    return redirect("conversations:run_sheet", pk)


@require_POST
def put_card(request, pk):
    """Put a card on the run sheet."""
    conversation = get_led(request, pk)
    form = CardForm(request.POST, texts=CardText.objects.current())
    if form.is_valid():
        add_card(conversation, find_card(form.cleaned_data["card"]))
        messages.success(request, "De kaart staat op het draaiboek.")
    else:
        messages.error(request, "Kies een kaart uit de lijst.")
    return redirect("conversations:run_sheet", pk)


@require_POST
def propose_again(request, pk):
    """Put the run sheet back as the rules propose it, as long as the meeting is not open."""
    conversation = get_led(request, pk)
    if conversation.begun_at:
        messages.error(request, "Het gesprek is al begonnen. Verplaats onderdelen één voor één.")
    else:
        start_over(conversation)
        messages.success(request, "Het draaiboek staat weer zoals voorgesteld.")
    return redirect("conversations:run_sheet", pk)
