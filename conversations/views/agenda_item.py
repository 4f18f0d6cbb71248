"""The agenda item for the regular meeting: on screen, and as a PDF of one page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from conversations.agenda_item import build_agenda_item, render_agenda_item, with_agenda_item
from triangles.models import Triangle


@require_safe
def agenda_item(request, pk):
    found = get_object_or_404(with_agenda_item(request.user), pk=pk)
    shown = build_agenda_item(found, request.user)
    advises = Triangle.objects.visible_to(request.user).filter(pk=found.triangle_id).exists()
    return render(request, "conversations/agenda_item/page.html", {**shown, "advises": advises})


@require_safe
def agenda_item_pdf(request, pk):
    found = get_object_or_404(with_agenda_item(request.user), pk=pk)
    name = slugify(f"agendapunt {found.triangle.name[:60]} {found.held_on or ''}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(render_agenda_item(found, request.user), content_type="application/pdf", headers=headers)
