"""Deciding on the wish of a person to be erased: an adviser first, then somebody else, who may be a beheerder."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.erasing import is_held, what_stays
from conversations.erasure_asking import address_changed_at, approve, confirm, refuse
from conversations.forms.erasing import DecisionForm, RefusalForm
from conversations.models import ErasureRequest, HeldError, PhaseError
from conversations.personal.people import everything_of
from triangles.models import Triangle
from triangles.views.pages import form_page, sent

DONE = "De persoon is gewist. De deelnemer krijgt een laatste mail."


@require_safe
def erasures(request, triangle):
    """Show an adviser the wishes in one triangle, with what would stay."""
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    wishes = found.erasures.select_related("participant", "approved_by", "confirmed_by", "refused_by").order_by("-pk")
    waiting = [described(wish) for wish in wishes if wish.is_waiting]
    done = [wish for wish in wishes if not wish.is_waiting]
    context = {"triangle": found, "waiting": waiting, "done": done}
    return render(request, "conversations/personal/erasures.html", context)


def described(wish):
    """Return a waiting wish with what would stay, and what makes that two people look at it.

    `talks` is in how many conversations they sat, `moved_at` when their mail address changed last (or None).
    """
    form = DecisionForm(auto_id=f"id_{wish.pk}_%s")
    if wish.participant is None:
        return {"wish": wish, "form": form, "stays": {}, "is_held": False}
    person = everything_of(wish.participant)
    told = {"talks": len(person.participants), "moved_at": address_changed_at(person)}
    return {"wish": wish, "form": form, "stays": what_stays(person), "is_held": is_held(person)} | told


@require_POST
def erasure_approve(request, triangle, erasure):
    told, wish = "Akkoord genoteerd. Vraag nu een ander om te bevestigen.", get_wish(request, triangle, erasure)
    return decided(request, told, triangle, surely(request, approve), wish)


@require_POST
def erasure_confirm(request, triangle, erasure):
    return decided(request, DONE, triangle, surely(request, confirm), get_wish(request, triangle, erasure))


def surely(request, step):
    """Return `step`, that raises PhaseError instead when the visitor did not tick to be sure."""
    form = DecisionForm(request.POST)

    def checked(wish, by):
        if not form.is_valid():
            raise PhaseError(form.errors["is_sure"][0])
        step(wish, by)

    return checked


@require_http_methods(["GET", "HEAD", "POST"])
def erasure_refuse(request, triangle, erasure):
    """Ask why it cannot be done, and tell the person."""
    wish = get_wish(request, triangle, erasure)
    form = RefusalForm(sent(request))
    if form.is_valid():
        told = "Geweigerd. De deelnemer leest waarom."
        return decided(request, told, triangle, refuse_with, wish, form.cleaned_data["reason"])
    back = redirect("conversations:erasures", triangle).url
    lead = f"Verzoek {wish.pk} van {wish.participant.name if wish.participant else 'een persoon'}."
    return form_page(request, form, wish.triangle, "Niet wissen", lead=lead, button="Weiger het verzoek", back=back)


def refuse_with(wish, reason, by):
    refuse(wish, reason, by)


def get_wish(request, triangle, erasure):
    """Return a wish in a triangle that the visitor advises; else 404."""
    wishes = ErasureRequest.objects.editable_by(request.user).filter(triangle=triangle)
    return get_object_or_404(wishes.select_related("participant__conversation", "triangle"), pk=erasure)


def decided(request, done, triangle, step, wish, *given):
    """Take a decision and say so, or say why not; go back to the list, of the triangle or of the beheerder (None)."""
    try:
        step(wish, *given, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    except HeldError as held:
        messages.error(request, str(held))
    else:
        messages.success(request, done)
    return redirect("conversations:erasures", triangle) if triangle else redirect("conversations:second_eyes")


@require_safe
def second_eyes(request):
    """Show a beheerder which wishes wait for a second person: how big and since when, nothing of who or where."""
    if not request.user.is_staff:
        raise Http404
    wishes = ErasureRequest.objects.confirmable_by(request.user)
    waiting = [described(wish) for wish in wishes.select_related("participant__conversation", "approved_by")]
    return render(request, "conversations/personal/second_eyes.html", {"waiting": waiting})


@require_POST
def second_confirm(request, erasure):
    wishes = ErasureRequest.objects.confirmable_by(request.user).select_related("participant__conversation", "triangle")
    return decided(request, DONE, None, surely(request, confirm), get_object_or_404(wishes, pk=erasure))
