"""How far apart a triangle lay, conversation after conversation."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conversations.trend_page import build_trend_page, parse_place
from triangles.models import Triangle


@require_safe
def trend(request, triangle):
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    place = parse_place(request.GET.get("tot", ""))
    shown = {"triangle": found, "page": build_trend_page(found, place), "is_older": place is not None}
    return render(request, "conversations/triangles/course.html", shown)
