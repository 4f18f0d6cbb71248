"""The briefing for the facilitator, and reading the answers that participants gave beforehand."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.briefing import build_briefing, count_answers, read_answers, render_briefing
from conversations.models import Conversation, PhaseError
from conversations.views.planning import WITH
from triangles.changing import changed


def get_visible(request, pk):
    return get_object_or_404(Conversation.objects.visible_to(request.user).select_related(*WITH), pk=pk)


def get_led(request, pk):
    return get_object_or_404(Conversation.objects.led_by(request.user).select_related(*WITH), pk=pk)


@require_safe
def briefing(request, pk):
    found = get_visible(request, pk)
    leads = Conversation.objects.led_by(request.user).filter(pk=pk).exists()
    context = {**build_briefing(found), "leads": leads}
    return render(request, "conversations/briefing/briefing.html", context)


@require_safe
def briefing_pdf(request, pk):
    found = get_visible(request, pk)
    name = slugify(f"briefing {found.triangle.name[:60]} {found.held_on or ''}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(render_briefing(found), content_type="application/pdf", headers=headers)


@require_POST
def mark_read(request, pk):
    """Note that the facilitator read the briefing; the first time counts."""
    found = get_led(request, pk)
    with transaction.atomic():
        found.mark_briefing_read()
    messages.success(request, "Genoteerd: je hebt de briefing gelezen.")
    return redirect("conversations:briefing", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request, pk):
    """Tell what reading means; only a POST opens the answers, and it is written down."""
    found = get_led(request, pk)
    context = {"conversation": found, "answered": count_answers(found), "is_open": request.method == "POST"}
    if request.method == "POST":
        opened = read_answers(found, request.user)
        context |= dict(zip(("named", "nameless", "unconsented", "shut"), opened, strict=True))
    return render(request, "conversations/briefing/answers.html", context)


@require_POST
def close_preparation(request, pk):
    """Close the preparation, by an adviser or a facilitator of this conversation."""
    mine = Conversation.objects.editable_by(request.user) | Conversation.objects.led_by(request.user)
    found = get_object_or_404(mine.distinct(), pk=pk)
    try:
        found.close_preparation(request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        changed(found.triangle_id)
        messages.success(request, "De voorbereiding is gesloten.")
    return redirect("conversations:briefing", pk)
