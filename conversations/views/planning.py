"""Planning a conversation along the six tips, inviting, and calling it off."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.examples import taken_example
from conversations.inviting import who_is_mailed
from conversations.models import AHEAD, Conversation, HeldError, Phase, PhaseError
from conversations.planning import call_off, delete_concept, invite
from conversations.run_sheet import put_looking_back
from conversations.steps import FIXED, build_steps, save_step, step_form
from conversations.taking_over import fill_in_questions

WITH = ("triangle", "previous", "facilitator", "second_facilitator")


def get_editable(request, pk):
    return get_object_or_404(Conversation.objects.editable_by(request.user).select_related(*WITH), pk=pk)


@require_safe
def plan(request, pk):
    """Show the six steps; the first that is not done stands open."""
    conversation = get_editable(request, pk)
    steps = build_steps(conversation)
    code = next((step.code for step in steps if not step.done), "") if conversation.phase in AHEAD else ""
    return show(request, conversation, steps, code, step_form(conversation, code) if code else None)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, tip):
    conversation = get_editable(request, pk)
    if request.method == "POST":
        return save(request, conversation, tip)
    form = step_form(conversation, tip)
    is_open = conversation.phase in AHEAD
    shared = taken_example(request.GET, request.user, "vragen") if tip == "voorbereiding" and is_open else None
    taken = fill_in_questions(form, shared) if shared else None
    steps = build_steps(conversation)
    return show(request, conversation, steps, tip if is_open else "", form if is_open else None, taken)


def save(request, conversation, tip):
    try:
        form = save_step(conversation, tip, request.POST, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
        return redirect("conversations:plan", conversation.pk)
    steps = build_steps(get_editable(request, conversation.pk))
    if form.errors:
        return show(request, conversation, steps, tip, form)
    messages.success(request, "Opgeslagen.")
    onward = "next" in request.POST
    return redirect(place_of(conversation, after(steps, tip) if onward else tip))


@require_POST
def look_back(request, pk):
    """Put the open agreements of earlier on the agenda, as a remark asks."""
    conversation = get_editable(request, pk)
    if conversation.phase in AHEAD:
        put_looking_back(conversation)
        messages.success(
            request, "De afspraken van eerder staan op het draaiboek. Daar kan dit onderdeel ook vervallen."
        )
    else:
        messages.error(request, FIXED)
    return redirect(place_of(conversation, "vervolg"))


def show(request, conversation, steps, code, form, taken=None):
    context = {
        "conversation": conversation,
        "steps": steps,
        "open": code,
        "form": form,
        "taken": taken,
        "following": after(steps, code),
        "done": sum(step.done for step in steps),
        "days": conversation.held_on and (conversation.held_on - timezone.localdate()).days,
        "can_change": conversation.phase in AHEAD,
        "fixed": FIXED,
    }
    return render(request, "conversations/planning/plan.html", context)


def after(steps, code):
    """Return the Step that follows on the one with `code`, or None after the last."""
    codes = [step.code for step in steps]
    following = codes.index(code) + 1 if code in codes else len(steps)
    return steps[following] if following < len(steps) else None


def place_of(conversation, following):
    """Return the address of a step (its code or a Step) with its place on the page; of the whole plan for None."""
    if following is None:
        return reverse("conversations:plan", args=[conversation.pk]) + "#verder"
    code = getattr(following, "code", following)
    return reverse("conversations:plan_tip", args=[conversation.pk, code]) + f"#tip-{code}"


@require_http_methods(["GET", "HEAD", "POST"])
def send_invitation(request, pk):
    """Ask once, then leave the concept."""
    conversation = get_editable(request, pk)
    mailed = who_is_mailed(conversation)
    if request.method == "POST":
        return act(request, conversation, invite, f"Het gesprek is nu in voorbereiding. {mailed.words}")
    people = conversation.participants.select_related("seat")
    context = {"conversation": conversation, "people": people, "mailed": mailed, "steps": build_steps(conversation)}
    return render(request, "conversations/planning/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk):
    conversation = get_editable(request, pk)
    mailed = who_is_mailed(conversation)
    if request.method == "POST":
        told = f" {mailed.words}" if conversation.invited_at else ""
        return act(request, conversation, call_off, f"Het gesprek is geannuleerd.{told}")
    context = {"conversation": conversation, "mailed": mailed}
    return render(request, "conversations/planning/cancel.html", context)


def act(request, conversation, step, done):
    """Take a step of the conversation and say so, or say why not; `step` takes (conversation, user)."""
    try:
        step(conversation, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
    return redirect("conversations:conversation", conversation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk):
    conversation = get_editable(request, pk)
    if request.method != "POST":
        is_concept = conversation.phase == Phase.CONCEPT
        context = {"conversation": conversation, "is_concept": is_concept}
        return render(request, "conversations/planning/delete.html", context)
    try:
        delete_concept(conversation, request.user)
    except (PhaseError, HeldError) as refused:
        messages.error(request, getattr(refused, "message", str(refused)))
        return redirect("conversations:conversation", pk)
    messages.success(request, "Het concept is verwijderd.")
    return redirect("home")
