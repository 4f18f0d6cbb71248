"""What is kept of a conversation and until when; and the legal hold that stops it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conversations.forms.keeping import HoldForm, LiftForm
from conversations.kept_page import build_kept
from conversations.models import Conversation, PhaseError
from conversations.retention.holds import find_hold, lift_hold, place_hold
from triangles.models import Triangle

PLACED = "De bewaarplicht ligt erop. Er gaat niets meer weg wat mensen schreven of scoorden."
LIFTED = "De bewaarplicht is opgeheven. Wat al weg moest, gaat morgen."


def advised(user):
    """Limit to the conversations of triangles that `user` advises, archived or not: a hold may come late."""
    return Conversation.objects.visible_to(user).filter(triangle__in=Triangle.objects.visible_to(user))


@require_safe
def kept(request, pk):
    """Show per kind of thing until when it is kept and why. Adviser and facilitator read it."""
    visible = Conversation.objects.visible_to(request.user).select_related("triangle")
    found = get_object_or_404(visible, pk=pk)
    context = {"conversation": found, "advises": advised(request.user).filter(pk=pk).exists(), **build_kept(found)}
    return render(request, "conversations/keeping/kept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request, pk):
    return decide(request, pk, HoldForm, place_hold, PLACED, "conversations/keeping/hold.html")


@require_http_methods(["GET", "HEAD", "POST"])
def lift(request, pk):
    return decide(request, pk, LiftForm, lift_hold, LIFTED, "conversations/keeping/lift.html")


def decide(request, pk, form_class, act, done, template):
    """Ask for a name and a reason, and carry it out; only an adviser of the driehoek may."""
    found = get_object_or_404(advised(request.user).select_related("triangle"), pk=pk)
    if form_class is HoldForm and request.method != "POST" and find_hold(found):
        return redirect("conversations:kept", pk)
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            act(found, **form.cleaned_data, by=request.user)
        except PhaseError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, done)
        return redirect("conversations:kept", pk)
    return render(request, template, {"conversation": found, "form": form})
