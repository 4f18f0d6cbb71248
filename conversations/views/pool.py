"""The pool of facilitators, for who chooses from it and for who keeps it; and one's own profile."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conversations.forms.pool import NewMemberForm, OwnProfileForm, PoolSearchForm, ProfileForm
from conversations.pool import (
    add_to_pool,
    known_to,
    parse_place,
    read_dates,
    read_pool,
    read_questions,
    remove_from_pool,
)
from triangles.forms import ConfirmForm
from triangles.models import FacilitatorProfile, PoolManager
from triangles.pool import chooses_from_pool, keeps_pool
from triangles.views.pages import sent

LEAD_NEW = "Wie nog geen account heeft, krijgt een mail om een wachtwoord te kiezen."
LEAD_REMOVE = "Het account blijft. Vragen die nog openstaan, worden ingetrokken; de adviseurs horen dat."


@require_safe
def pool(request):
    """Show the pool to advisers and who keeps it; whoever is in it sees what was asked of them, and their profile."""
    keeps, advises = keeps_pool(request.user), chooses_from_pool(request.user)
    own = FacilitatorProfile.objects.filter(user=request.user).first()
    shown = {"keeps": keeps, "own": own, "questions": read_questions(request.user), "may_read": keeps or advises}
    if keeps or advises:
        shown |= list_pool(request)
    return render(request, "conversations/pool/pool.html", shown)


def list_pool(request):
    """Return the page of the pool that is asked for and its search, for a template."""
    form = PoolSearchForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "beschikbaar": False}
    place = parse_place(request.GET.get("na", ""))
    page = read_pool(request.user, words=wanted["q"], available=wanted["beschikbaar"], place=place)
    return {"page": page, "search": form, "wanted": wanted, "is_searched": bool(wanted["q"] or wanted["beschikbaar"])}


@require_http_methods(["GET", "HEAD", "POST"])
def own_profile(request):
    found = get_object_or_404(FacilitatorProfile, user=request.user)
    changed = copy(found)
    form = OwnProfileForm(sent(request), instance=changed, over=changed, known=known_to(found))
    if form.store():
        messages.success(request, "Je profiel is opgeslagen.")
        return redirect("conversations:pool")
    lead = "Adviseurs lezen dit als zij een begeleider zoeken. De beheerders lezen het ook."
    return form_page(request, form, "Jouw profiel in de poule", lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
def pool_new(request):
    get_object_or_404(PoolManager, user=request.user)
    form = NewMemberForm(sent(request))
    if form.is_valid():
        added = add_to_pool(**form.cleaned_data, by=request.user)
        if added:
            messages.success(request, f"{added.user} staat nu in de poule.")
            return redirect("conversations:pool_member", added.pk)
        form.add_error("email", "Deze persoon staat al in de poule.")
    return form_page(request, form, "Iemand in de poule zetten", lead=LEAD_NEW, button="Zet in de poule")


@require_http_methods(["GET", "HEAD", "POST"])
def pool_member(request, profile):
    """Show a profile with its days to who keeps the pool, and let them change it; never of which triangle a day is."""
    found = get_kept(request, profile)
    changed = copy(found)
    form = ProfileForm(sent(request), instance=changed, over=changed)
    if form.store():
        messages.success(request, f"Het profiel van {found.user} is opgeslagen.")
        return redirect("conversations:pool")
    day = timezone.localdate()
    shown = {"person": found.user, "dates": read_dates(found.user, day), "day": day}
    shown["danger"] = reverse("conversations:pool_remove", args=[found.pk])
    return form_page(request, form, str(found.user), template="member", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def pool_remove(request, profile):
    found = get_kept(request, profile)
    form = ConfirmForm(sent(request))
    if form.is_valid():
        remove_from_pool(found, request.user)
        messages.success(request, f"{found.user} staat niet meer in de poule.")
        return redirect("conversations:pool")
    heading = f"{found.user} uit de poule halen?"
    return form_page(request, form, heading, lead=LEAD_REMOVE, button="Haal uit de poule")


def get_kept(request, profile):
    return get_object_or_404(FacilitatorProfile.objects.kept_by(request.user).select_related("user"), pk=profile)


def form_page(request, form, heading, *, lead="", button="Opslaan", template="form", **shown):
    """Answer with a form under `heading`, with the way back to the pool."""
    shown |= {"form": form, "heading": heading, "lead": lead, "button": button, "back": reverse("conversations:pool")}
    shown = {"danger": "", "conflicts": getattr(form, "conflicts", ()), "organisations": None, "triangle": None} | shown
    return render(request, f"conversations/pool/{template}.html", shown)
