"""The sheet for who is new at the table, on the screen and as a PDF to hand over."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from conversations.introduction import build_introduction, render_introduction
from triangles.models import Triangle


@require_safe
def introduction(request, triangle):
    found, newcomer = asked(request, triangle)
    shown = build_introduction(found, timezone.localdate(), newcomer)
    return render(request, "conversations/introduction/introduction.html", shown)


@require_safe
def introduction_pdf(request, triangle):
    found, newcomer = asked(request, triangle)
    name = slugify(f"inwerkblad {found.name[:60]}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    drawn = render_introduction(found, timezone.localdate(), newcomer)
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


def asked(request, triangle):
    """Return (the triangle, the Seat that `?voor=` names or None); 404 for another triangle, or who left already."""
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    key = request.GET.get("voor", "")
    if not key:
        return found, None
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        raise Http404
    still_there = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    return found, get_object_or_404(found.seats.filter(still_there), pk=key)
