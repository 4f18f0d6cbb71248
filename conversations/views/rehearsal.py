"""The rehearsal: begin one with one click, and clear it away again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from conversations.models import HeldError
from conversations.rehearsal import start_rehearsal, stop_rehearsal
from triangles.models import Triangle


@require_POST
def begin(request):
    conversation, is_new = start_rehearsal(request.user)
    if is_new:
        messages.success(request, "Je oefening staat klaar. Alles is verzonnen, dus je kunt niets stukmaken.")
    else:
        messages.info(request, "Je was al aan het oefenen. Hier ga je verder.")
    return redirect("conversations:conversation", conversation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, triangle):
    """Ask once, then clear the rehearsal away."""
    mine = Triangle.objects.visible_to(request.user).filter(rehearsal_until__isnull=False)
    found = get_object_or_404(mine, pk=triangle)
    if request.method != "POST":
        return render(request, "conversations/rehearsal/end.html", {"triangle": found})
    try:
        stop_rehearsal(found, request.user)
    except HeldError as refused:
        messages.error(request, str(refused))
        return redirect("conversations:triangle", found.pk)
    messages.success(request, "De oefening is opgeruimd.")
    return redirect("home")
