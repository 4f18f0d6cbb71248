"""Who advises a triangle: giving access, changing the corner, taking access away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from conversations.advising import add_adviser, change_corner, mail_again, remove_adviser, with_lost_mail
from conversations.triangle_page import by_corner
from triangles.forms import AdviserCornerForm, AdviserForm, ConfirmForm
from triangles.models import Membership
from triangles.views.pages import editable, form_page, sent


@require_http_methods(["GET", "HEAD", "POST"])
def advisers(request, triangle):
    found = editable(request, triangle)
    form = AdviserForm(sent(request), triangle=found)
    if form.is_bound and (added := add_adviser(form, request.user)):
        messages.success(request, f"{added.user} is nu adviseur van {found.name} en krijgt daarover een mail.")
        return redirect("conversations:advisers", found.pk)
    members = with_lost_mail(sorted(found.memberships.select_related("user"), key=by_corner))
    shown = {"form": form, "triangle": found, "members": members}
    return render(request, "conversations/triangles/advisers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def adviser(request, triangle, membership):
    found, member = editable_member(request, triangle, membership)
    form = AdviserCornerForm(sent(request), membership=member)
    if form.is_valid():
        change_corner(member, form.cleaned_data["corner"], request.user)
        messages.success(request, "De hoek is opgeslagen.")
        return redirect("conversations:advisers", found.pk)
    danger = reverse("conversations:adviser_remove", args=[found.pk, member.pk])
    return form_page(request, form, found, str(member.user), back=overview(found), danger=danger)


@require_http_methods(["GET", "HEAD", "POST"])
def adviser_remove(request, triangle, membership):
    found, member = editable_member(request, triangle, membership)
    form = ConfirmForm(sent(request))
    if form.is_valid():
        try:
            remove_adviser(member, request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{member.user} is geen adviseur van {found.name} meer.")
            is_me = member.user_id == request.user.pk
            return redirect("conversations:triangles") if is_me else redirect("conversations:advisers", found.pk)
    heading, lead = question(member, request.user)
    return form_page(request, form, found, heading, lead=lead, button="Neem de toegang weg", back=overview(found))


@require_POST
def adviser_mail(request, triangle, membership):
    """Send the mail about somebody's access again, when it failed or may not have arrived."""
    found, member = editable_member(request, triangle, membership)
    if mail_again(member, request.user):
        messages.success(request, f"De mail aan {member.user.email} gaat opnieuw op weg.")
    else:
        messages.info(request, f"De mail aan {member.user.email} is al onderweg of aangekomen.")
    return redirect("conversations:triangle", found.pk)


def question(member, user):
    """Return the heading and the lead of the question whether this access may go."""
    if member.user_id == user.pk:
        return "Jezelf weghalen?", "Je kunt deze driehoek en zijn gesprekken daarna niet meer openen."
    lead = f"{member.user} kan deze driehoek en zijn gesprekken daarna niet meer openen. Het account blijft bestaan."
    return f"{member.user} weghalen?", lead


def editable_member(request, triangle, membership):
    found = editable(request, triangle)
    members = Membership.objects.filter(triangle=found).select_related("user", "triangle")
    return found, get_object_or_404(members, pk=membership)


def overview(triangle):
    return reverse("conversations:advisers", args=[triangle.pk])
