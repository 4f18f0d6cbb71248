"""The way in by the code of the room: the code, the name, and waiting for the facilitator."""

from functools import wraps

from allauth.core.internal import ratelimit  # its public face never limits looking, and by looking codes are guessed
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conversations.forms.joining import TAKEN, WRONG_CODE, RoomCodeForm, WhoForm
from conversations.joining import Kind, State, TakenError, ask, find_arrival, find_meeting, free_people
from conversations.links import Purpose
from conversations.models import Phase, PhaseError
from conversations.views.leading import UNCHANGED
from conversations.visits import keep_key, known_key, living_visits
from driehoek.errors import too_many

CLOSED = "conversations/following/closed.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """Ask for the code that stands on the big screen."""
    form = RoomCodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "conversations/joining/code.html", {"form": form})
    if is_limited(request):
        return too_many(request, limit_of(request))
    code = form.cleaned_data["code"]
    if find_meeting(code):
        return redirect("conversations:join_as", code)
    return wrong_code(request, form)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join_as(request, room_code):
    """Ask who somebody is, of the names that are free; the code is right, or the answer is that of a wrong one."""
    if is_limited(request):
        return too_many(request, limit_of(request))
    meeting = find_meeting(room_code)
    if meeting is None:
        return wrong_code(request, RoomCodeForm({"code": room_code[:20]}))
    conversation = meeting.conversation
    if way := way_in(request, conversation):
        return redirect(way)
    form = WhoForm(request.POST or None, people=free_people(conversation, known_key(request) or "-"))
    if request.method == "POST" and form.is_valid():
        return ask_as(request, meeting, form)
    return choose_name(request, meeting, form)


def ask_as(request, meeting, form):
    """Let this browser wait as what was chosen, or tell that it was just taken."""
    answer = redirect("conversations:waiting", meeting.conversation_id)
    try:
        ask(meeting.conversation, keep_key(request, answer), *form.chosen())
    except TakenError:
        form.add_error("who", TAKEN)
        return choose_name(request, meeting, form)
    except PhaseError:
        return wrong_code(request, RoomCodeForm({"code": meeting.code}))
    return answer


def choose_name(request, meeting, form):
    context = {"conversation": meeting.conversation, "meeting": meeting, "form": form}
    return render(request, "conversations/joining/who.html", context)


def wrong_code(request, form):
    """Answer a code that opens nothing, the same whatever is wrong with it, and count it."""
    form.is_valid()
    form.add_error("code", WRONG_CODE)
    answer = render(request, "conversations/joining/code.html", {"form": form})
    consume(request, keep_key(request, answer))
    return answer


def is_limited(request):
    """Whether too many wrong codes came from here; nobody then hears whether this one is right."""
    return not consume(request, known_key(request), dry_run=True)


def limit_of(request):
    """Return which limit was reached: that of this browser, or of an address that many share."""
    return "wrong_room_code_here" if known_key(request) else "wrong_room_code"


def consume(request, key, dry_run=False):
    """Count a wrong code of this address and of this browser, or only look; return whether there is room for more."""
    options = {"app": "allauth.account", "limit_get": True, "dry_run": dry_run}
    found = [ratelimit.consume(request, action="wrong_room_code", **options)]
    if key:
        found.append(ratelimit.consume(request, action="wrong_room_code_here", key=key, **options))
    return None not in found


def way_in(request, conversation):
    """Return the page on which this browser takes part already, or ''; a personal link goes before the code."""
    purposes = (Purpose.DEELNEMEN, Purpose.ZAAL)
    visits = living_visits(request, purposes, link__participant__conversation=conversation)
    for visit in sorted(visits, key=lambda visit: purposes.index(visit.link.purpose)):
        return reverse("conversations:follow", args=[visit.link.participant_id])
    arrival = find_arrival(request, conversation.pk)
    return page_of(arrival) if arrival and arrival.state == State.BINNEN and arrival.kind != Kind.DEELNEMER else ""


def page_of(arrival):
    """Return the page of a browser that was let in."""
    if arrival.kind == Kind.DEELNEMER:
        return reverse("conversations:follow", args=[arrival.participant_id])
    page = "tablet" if arrival.kind == Kind.TABLET else "screen_by_link"
    return reverse(f"conversations:{page}", args=[arrival.conversation_id])


def arrived(find):
    """Decorate a page of a browser that chose who it is: it gets the Arrival that `find` finds, or answers 404."""

    def decorate(view):
        @login_not_required
        @never_cache
        @wraps(view)
        def guarded(request, conversation):
            arrival = find(request, conversation)
            if arrival is None or arrival.conversation.phase != Phase.GESPREK:
                return render(request, CLOSED, status=404)
            return view(request, arrival)

        return guarded

    return decorate


@arrived(find_arrival)
@require_safe
def waiting(request, arrival):
    """Wait for the facilitator, and go on once this browser is let in."""
    if arrival.state == State.BINNEN:
        return redirect(page_of(arrival))
    context = {"conversation": arrival.conversation, "arrival": arrival, "meeting": arrival.conversation.meeting}
    return render(request, "conversations/joining/waiting.html", context)


@arrived(find_arrival)
@require_safe
def waiting_stand(request, arrival):
    """Tell the page that waits whether there is an answer; 204 while there is none."""
    return HttpResponse(status=UNCHANGED) if arrival.state == State.WACHT else JsonResponse({"changed": True})
