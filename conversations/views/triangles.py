"""The triangles somebody advises, the page of one of them, and searching."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.advising import archive, begin_triangle, reopen
from conversations.forms.search import SearchForm
from conversations.models import AHEAD
from conversations.noticing import read_signs
from conversations.occasion import next_talk
from conversations.search import find
from conversations.triangle_list import list_triangles
from conversations.triangle_page import build_triangle_page
from triangles.forms import ConfirmForm, NewTriangleForm
from triangles.models import Corner, Triangle
from triangles.views.pages import editable, form_page, sent, visible

LEAD_NEW = "Drie dingen zijn genoeg om te beginnen. De hoeken vul je daarna."
LEAD_ARCHIVE = "Alles blijft te lezen. Wijzigen kan pas weer als je de driehoek terughaalt."


@require_safe
def triangles(request):
    active, archived = list_triangles(request.user, timezone.localdate())
    shown = {"active": active, "archived": archived, "search": SearchForm()}
    return render(request, "conversations/triangles/list.html", shown)


@require_safe
def triangle(request, triangle):
    found = visible(request, triangle)
    day = timezone.localdate()
    page = build_triangle_page(found, day)
    shown = {"triangle": found, "page": page, "day": day, "is_open": not found.archived_at}
    shown["signs"] = read_signs(found, day)
    shown["is_first"] = any(one.user_id == request.user.pk and one.corner == Corner.EIGENAAR for one in page.advisers)
    shown["next_talk"] = next_talk(page.conversations, page.follow_up, day)
    return render(request, "conversations/triangles/triangle.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def triangle_new(request):
    form = NewTriangleForm(sent(request), triangle=None)
    if form.is_valid():
        made = begin_triangle(form, request.user)
        messages.success(request, "De driehoek staat er. Zet nu iemand in elke hoek.")
        return redirect("conversations:triangle", made.pk)
    back = reverse("conversations:triangles")
    return form_page(request, form, None, "Nieuwe driehoek", lead=LEAD_NEW, button="Maak de driehoek", back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def triangle_archive(request, triangle):
    found = editable(request, triangle)
    form = ConfirmForm(sent(request))
    if form.is_valid():
        archive(found, request.user)
        messages.success(request, f"{found.name} is gearchiveerd.")
        return redirect("conversations:triangle", found.pk)
    running = found.conversations.filter(phase__in=AHEAD).count()
    lead = f"{LEAD_ARCHIVE} {still_running(running)}".strip()
    heading, back = f"{found.name} archiveren?", reverse("conversations:triangle", args=[found.pk])
    return form_page(request, form, found, heading, lead=lead, button="Archiveer", back=back)


def still_running(number):
    if not number:
        return ""
    return f"Let op: er {'loopt' if number == 1 else 'lopen'} nog {number} gesprek{'' if number == 1 else 'ken'}."


@require_POST
def triangle_reopen(request, triangle):
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    reopen(found, request.user)
    messages.success(request, f"{found.name} is weer in gebruik.")
    return redirect("conversations:triangle", found.pk)


@require_safe
def search(request):
    form = SearchForm(request.GET if "q" in request.GET else None)
    found = find(request.user, form.cleaned_data["q"]) if form.is_valid() else None
    return render(request, "conversations/triangles/search.html", {"form": form, "found": found})
