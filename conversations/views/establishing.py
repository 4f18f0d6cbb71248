"""From draft to vastgesteld: releasing the concept, vaststellen, correcting, and closing the follow-up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conversations.forms.report import ClassificationForm, ConfirmForm, CorrectionForm, EstablishForm, ReleaseForm
from conversations.inviting import release, who_is_mailed
from conversations.models import Conversation, Phase, PhaseError
from conversations.reading import unanswered
from conversations.report import StaleContentError, build_content, establish, newest_report, what_is_read
from triangles.views.pages import sent

form_view = require_http_methods(["GET", "HEAD", "POST"])


def get_editable(request, pk):
    return get_object_or_404(Conversation.objects.editable_by(request.user).select_related("triangle"), pk=pk)


def get_draft(request, pk):
    """Return a conversation of which the visitor may change the draft, as adviser or as facilitator; else 404."""
    mine = Conversation.objects.editable_by(request.user) | Conversation.objects.led_by(request.user)
    return get_object_or_404(mine.select_related("triangle"), pk=pk)


@form_view
def report_release(request, pk):
    """Open the reading round; adviser and facilitator may both do it."""
    conversation = get_draft(request, pk)
    form = ReleaseForm(sent(request))
    if form.is_valid():
        try:
            release(conversation, request.user, form.cleaned_data["until"])
        except PhaseError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, f"De leesronde is open. {who_is_mailed(conversation).words}")
        return redirect("conversations:report", pk)
    may_go_on = conversation.phase == Phase.VERSLAG and conversation.draft_released_at is None
    context = {"conversation": conversation, "form": form, "may_go_on": may_go_on}
    context["mailed"] = who_is_mailed(conversation)
    return render(request, "conversations/report/release.html", context)


@form_view
def report_classification(request, pk):
    conversation = get_draft(request, pk)
    form = ClassificationForm(sent(request), conversation=conversation)
    try:
        is_saved = form.store(request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
        return redirect("conversations:report", pk)
    if is_saved:
        messages.success(request, "De rubricering is opgeslagen.")
        return redirect("conversations:report", pk)
    return render(request, "conversations/report/classification.html", {"conversation": conversation, "form": form})


@form_view
def report_establish(request, pk):
    """Ask once, and tell what will be frozen; what was on that page is what is frozen, or nothing is."""
    conversation = get_editable(request, pk)
    if conversation.phase != Phase.VERSLAG:
        messages.error(request, f"Dit gesprek is {conversation.get_phase_display()}: vaststellen kan nu niet.")
        return redirect("conversations:report", pk)
    form = EstablishForm(sent(request))
    if form.is_valid():
        return freeze(request, conversation, form.cleaned_data["seen"])
    content = build_content(conversation)
    context = {
        "conversation": conversation,
        "form": EstablishForm(initial={"seen": what_is_read(content)}),
        "content": content,
        "day": timezone.localdate(),
        "mailed": who_is_mailed(conversation),
        "unanswered": unanswered(conversation).count(),
        "silent": [row["name"] for row in content["responses"] or [] if not row["answer"]],
    }
    return render(request, "conversations/report/establish.html", context)


def freeze(request, conversation, seen, **correction):
    """Vaststellen, and say that it is done or why it is not; nothing is written then."""
    try:
        report = establish(conversation, request.user, seen=seen, **correction)
    except StaleContentError as stale:
        messages.error(request, str(stale))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        words = who_is_mailed(conversation).words
        messages.success(request, f"Versie {report.version} van het verslag is vastgesteld. {words}")
    return redirect("conversations:report", conversation.pk)


@form_view
def report_correct(request, pk):
    """Type a correction, read what changes, then vaststellen: the buttons are 'nalezen', 'terug' and 'vaststellen'."""
    conversation = get_editable(request, pk)
    newest = newest_report(conversation)
    if newest is None:
        messages.error(request, "Er is nog geen verslag vastgesteld. Verbeter het concept zelf.")
        return redirect("conversations:report", pk)
    form = CorrectionForm(sent(request), content=newest.content)
    context = {"conversation": conversation, "form": form, "version": newest.version + 1}
    context["mailed"] = who_is_mailed(conversation)
    if not form.is_valid() or "terug" in request.POST:
        return render(request, "conversations/report/correct.html", context)
    if "vaststellen" not in request.POST:
        return render(request, "conversations/report/correct_check.html", context)
    told = {"reason": form.cleaned_data["reason"], "corrected": form.corrected}
    return freeze(request, conversation, form.cleaned_data["seen"], **told)


@form_view
def conclude(request, pk):
    conversation = get_editable(request, pk)
    if ConfirmForm(sent(request)).is_valid():
        try:
            conversation.conclude(request.user)
        except PhaseError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, "Het gesprek is afgerond. De afspraken blijven staan bij de driehoek.")
        return redirect("conversations:conversation", pk)
    running = conversation.agreements.open().count()
    context = {"conversation": conversation, "running": running, "may_go_on": conversation.phase == Phase.OPVOLGING}
    return render(request, "conversations/report/conclude.html", context)
