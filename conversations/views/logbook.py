"""The logbook of a conversation."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from conversations.logbook import parse_place, read_logbook
from conversations.models import Conversation


@require_safe
def logbook(request, pk):
    """Show who did what and when, the newest first; `?na=` is where the page before ended."""
    visible = Conversation.objects.visible_to(request.user).select_related("triangle")
    found = get_object_or_404(visible, pk=pk)
    shown = read_logbook(found, request.user, parse_place(request.GET.get("na", "")))
    return render(request, "conversations/logbook.html", {"conversation": found, "logbook": shown})
