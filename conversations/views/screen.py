"""The big screen of a meeting: it follows the facilitator by itself and shows nothing that is private."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conversations.live import STATE_OF_ROOM, first_poll, next_poll, read_version
from conversations.models import Conversation
from conversations.screen import build_screen
from conversations.views.leading import UNCHANGED, asked_poll


@require_safe
def screen(request, pk):
    """Show the screen to whoever leads; asked again by the page itself it answers 204 while nothing changed."""
    return show_screen(request, Conversation.objects.led_by(request.user), pk)


def show_screen(request, conversations, pk):
    """Answer with the whole page, or to its own question with what changed. Raises Http404 outside `conversations`."""
    version = read_version(conversations, pk, STATE_OF_ROOM)
    if version is None:
        raise Http404
    poll = next_poll(asked_poll(request), version) if request.htmx else first_poll(version)
    if poll is None:
        return HttpResponse(status=UNCHANGED)
    conversation = conversations.select_related("triangle").get(pk=pk)
    context = {"conversation": conversation, "screen": build_screen(conversation), "poll": poll, "path": request.path}
    name = "live" if request.htmx else "screen"
    return render(request, f"conversations/screen/{name}.html", context)
