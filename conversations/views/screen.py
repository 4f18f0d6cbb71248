"""The big screen of a meeting: it follows the facilitator by itself and shows nothing that is private."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.screen import LightForm
from conversations.leading import meeting_of
from conversations.live import SEEN, first_poll, is_leading_now, next_poll, read_version_for
from conversations.models import Conversation
from conversations.screen import build_screen, find_door
from conversations.screen_link import (
    find_screen_link,
    give_screen_link,
    link_of_screen,
    screen_address,
    shown_here,
    version_by_link,
    withdraw_screen_link,
)
from conversations.views.leading import UNCHANGED, asked_poll
from conversations.views.meeting import get_led
from conversations.views.participation import open_link
from conversations.visits import known_key
from driehoek.polls import is_poll


@require_safe
def screen(request, pk):
    """Show the screen to whoever leads; asked again by the page itself it answers 204 while nothing changed."""
    version = read_version_for(request.user, pk, SEEN)
    if version is None:
        raise Http404
    request.leads_now = lambda: is_leading_now(request.user, pk)
    return show_screen(request, lambda: Conversation.objects.led_by(request.user), pk, version)


@login_not_required
def screen_by_link(request, conversation):
    """Show the same screen in a browser in which the link of the big screen was opened; to others it is not there."""
    version = version_by_link(known_key(request), conversation)
    if version is None:
        return render(request, "conversations/participation/no_visit.html", status=404)
    return show_screen(request, lambda: shown_here(request), conversation, version)


@require_safe
def show_screen(request, seen, pk, version):
    """Answer with the whole page, or to its own question with what changed since; `seen()` are the conversations."""
    poll = next_poll(asked_poll(request), version) if is_poll(request) else first_poll(version)
    if poll is None:
        return HttpResponse(status=UNCHANGED)
    conversation = seen().select_related("triangle").get(pk=pk)
    context = {
        "conversation": conversation,
        "screen": build_screen(conversation),
        "poll": poll,
        "path": request.path,
        "is_dark": LightForm.is_dark(request.GET),
    }
    name = "live" if is_poll(request) else "screen"
    return render(request, f"conversations/screen/{name}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def screens(request, pk):
    """Tell the ways to get the big screen up; a POST makes its link and shows the address this once."""
    conversation = get_led(request, pk)
    made = give_screen_link(conversation, request.user) if request.method == "POST" else None
    meeting = meeting_of(conversation)
    context = {
        "conversation": conversation,
        "meeting": meeting,
        "door": find_door(conversation, meeting),
        "link": made or link_of_screen(conversation),
        "address": screen_address(made) if made else "",
    }
    return render(request, "conversations/screen/screens.html", context)


@require_POST
def withdraw_screen(request, pk):
    """Let all screens go out that were opened with the link."""
    if withdraw_screen_link(get_led(request, pk), request.user):
        messages.success(request, "De link werkt niet meer. Schermen die ermee open stonden, gaan uit.")
    return redirect("conversations:screens", pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_screen(request, screen_token):
    """Show one button; only pressing it makes this browser the big screen."""
    found = find_screen_link(screen_token)
    page, key = "conversations:screen_by_link", found and found.conversation_id
    return open_link(request, found, "conversations/screen/link.html", page, key)
