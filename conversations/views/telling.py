"""The page on which somebody says by personal link how their agreements stand."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conversations.asking import agreements_of, last_said
from conversations.forms.telling import TellingForm
from conversations.links import Purpose
from conversations.telling import tell
from conversations.visits import visited

from .participation import people_of

SAVED = "Dank u. Het is opgeslagen, en de adviseurs zien het bij de afspraak."


@visited(Purpose.VOORTGANG)
@require_http_methods(["GET", "HEAD", "POST"])
def telling(request, visit):
    participant = visit.link.participant
    if request.method == "POST":
        form = tell(participant, request.POST)
        if form.is_valid():
            messages.success(request, SAVED)
            return redirect("conversations:telling", participant.pk)
    else:
        form = TellingForm(agreements=agreements_of(participant, timezone.localdate()))
    rows = [(agreement, last_said(agreement), *fields) for agreement, *fields in form.rows]
    return render(request, "conversations/telling/telling.html", {**people_of(visit), "form": form, "rows": rows})
