"""Changing the account team: its members, its rhythm and its next moment."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from triangles.forms import TeamMemberForm, TeamMomentForm
from triangles.models import TeamMember

from .pages import editable, form_page, sent

LEAD = "Een adviseur die nieuws deelt met de andere hoeken."


@require_http_methods(["GET", "HEAD", "POST"])
def member_new(request, triangle):
    found = editable(request, triangle)
    form = TeamMemberForm(sent(request), triangle=found, initial={"corner": request.GET.get("hoek")})
    return answer(request, form, found, "Iemand in het accountteam", "Zet erbij", LEAD)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, triangle, member):
    found = editable(request, triangle)
    member = get_object_or_404(TeamMember.objects.filter(triangle=found), pk=member)
    form = TeamMemberForm(sent(request), triangle=found, instance=member, over=member)
    return answer(request, form, found, f"{member.name} in het accountteam", "Opslaan", LEAD)


@require_http_methods(["GET", "HEAD", "POST"])
def moment(request, triangle):
    found = editable(request, triangle)
    changed = copy(found)
    form = TeamMomentForm(sent(request), triangle=found, instance=changed, over=changed)
    return answer(request, form, found, "Ritme van het accountteam", "Opslaan")


def answer(request, form, triangle, heading, button, lead=""):
    back = reverse("conversations:team", args=[triangle.pk])
    if form.store():
        messages.success(request, "Het accountteam is opgeslagen.")
        return redirect(back)
    return form_page(request, form, triangle, heading, lead=lead, button=button, back=back)
