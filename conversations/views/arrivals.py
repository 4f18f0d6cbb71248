"""Who typed the code of the room: the facilitator lets them in, or puts them out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from conversations.forms.joining import AnswerForm
from conversations.joining import State, let_in, refuse
from conversations.live import STATE_OF_ROOM, first_poll, next_poll, read_version
from conversations.models import Conversation, Phase, PhaseError
from conversations.views.leading import UNCHANGED, asked_poll
from conversations.views.meeting import get_led, to_step
from driehoek.polls import is_poll


@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request, pk):
    """Show who waits and who is in; asked by the page itself, tell whether that changed."""
    conversation = get_led(request, pk)
    rows = list(conversation.arrivals.exclude(state=State.GEWEIGERD).select_related("participant"))
    if request.method == "POST":
        return answer(request, conversation, rows)
    version = read_version(Conversation.objects.led_by(request.user), pk, STATE_OF_ROOM)
    if is_poll(request):
        asked = asked_poll(request)
        poll = next_poll(asked, version)
        if poll is None:
            return HttpResponse(status=UNCHANGED)
        context = {"conversation": conversation, "poll": poll, "has_changed": asked.version != version}
        return render(request, "conversations/meeting/arrivals_news.html", context)
    context = {
        "conversation": conversation,
        "is_running": conversation.phase == Phase.GESPREK,
        "waiting": [row for row in rows if row.state == State.WACHT],
        "inside": [row for row in rows if row.state == State.BINNEN],
        "terug": AnswerForm(request.GET, arrivals=[]).way_back(),
        "poll": first_poll(version),
    }
    return render(request, "conversations/meeting/arrivals.html", context)


def answer(request, conversation, rows):
    """Carry out what the facilitator decided; back to the meeting once nobody waits any more."""
    form = AnswerForm(request.POST, arrivals=rows)
    back = form.way_back()
    is_in = form.is_valid() and form.cleaned_data["act"] == "binnen"
    if not form.is_valid():
        messages.error(request, "Dit toestel wacht niet meer. De lijst is ververst.")
    else:
        try:
            done = (let_in if is_in else refuse)(conversation, form.cleaned_data["arrival"], request.user)
        except PhaseError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, told(done, is_in))
    if is_in and back and not conversation.arrivals.filter(state=State.WACHT).exists():
        return to_step(conversation.pk, back)
    page = reverse("conversations:arrivals", args=[conversation.pk])
    return redirect(f"{page}?{urlencode({'terug': back})}" if back else page)


def told(count, is_in):
    if is_in:
        return "Eén toestel is binnen." if count == 1 else f"{count} toestellen zijn binnen."
    return "Dit toestel doet niet meer mee."
