"""What is kept of a participant, on a page of their own."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conversations.absence import counts
from conversations.keeping import when_it_goes
from conversations.own_answers import build_own
from conversations.views.participation import people_of
from conversations.visits import may_read_back, visited


@visited()
@require_safe
def own_answers(request, visit):
    """Show what is kept of the participant, who saw it, and when it goes."""
    participant = visit.link.participant
    if not may_read_back(visit):
        return redirect("conversations:code", participant.pk)
    context = {**people_of(visit), **build_own(participant, visit), "goes": when_it_goes(participant.conversation)}
    context["counts"] = counts(participant)
    return render(request, "conversations/participation/own_answers.html", context)
