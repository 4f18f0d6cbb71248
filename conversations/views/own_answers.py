"""What is kept of a participant, on a page of their own."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from conversations.absence import counts
from conversations.own_answers import build_own
from conversations.own_history import build_history
from conversations.retention.ends import cleared_on
from conversations.retention.words import when_it_goes
from conversations.views.participation import people_of
from conversations.visits import may_read_back, visited


@visited()
@require_safe
def own_answers(request, visit):
    """Show what is kept of the participant, who saw it, and when it goes."""
    participant = visit.link.participant
    if not may_read_back(visit):
        return redirect("conversations:code", participant.pk)
    own = build_own(participant, visit)
    context = {**people_of(visit), **own, "cleared_on": cleared_on(participant.conversation)}
    context["goes"] = "" if context["cleared_on"] else when_it_goes(participant.conversation)
    context["history"] = build_history(participant, own)
    context["counts"] = counts(participant)
    return render(request, "conversations/participation/own_answers.html", context)
