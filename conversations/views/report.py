"""The verslag on the screen and as a PDF: the newest version that is vastgesteld, else the concept as it is now."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from conversations.models import Conversation
from conversations.report import build_content, newest_report, render_pdf
from conversations.report_page import compose


@require_safe
def report(request, pk):
    conversation = get_visible(request, pk)
    newest = newest_report(conversation)
    content = newest.content if newest else build_content(conversation)
    context = {"conversation": conversation, "page": compose(content, on_screen=True), "is_draft": newest is None}
    return render(request, "conversations/report/report.html", context)


@require_safe
def report_pdf(request, pk):
    """Download the PDF; of a version that is vastgesteld the stored bytes."""
    conversation = get_visible(request, pk)
    newest = newest_report(conversation)
    body = bytes(newest.pdf) if newest else render_pdf(build_content(conversation))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(conversation, newest)}"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def get_visible(request, pk):
    return get_object_or_404(
        Conversation.objects.visible_to(request.user).select_related("triangle", "facilitator"), pk=pk
    )


def file_name(conversation, newest):
    """Return a name of plain letters, digits and dashes: 'verslag-kustregister-2026-03-12-concept.pdf'."""
    state = f"versie {newest.version}" if newest else "concept"
    parts = ["verslag", conversation.triangle.name[:60], conversation.held_on, state]
    return slugify(" ".join(str(part) for part in parts if part)) + ".pdf"
