"""The scores that somebody gives by personal link for those they speak for: one principle per page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from conversations.forms.scoring_for_others import OthersForm
from conversations.scoring_by_link import find_principle, is_open, is_shown
from conversations.scoring_for_others import entries_of, save_for_others, spoken_for
from conversations.views.participation import people_of
from conversations.views.writing_by_link import CLOSED, SAVED, attempt, status_of
from conversations.visits import visited
from triangles.views.pages import sent

NOBODY = "U spreekt nu voor niemand anders."


@visited()
@require_http_methods(["GET", "HEAD", "POST"])
def score_for_others(request, visit, principle):
    """Ask a score on one principle for everybody whom the visitor speaks for; any of it may be left open."""
    participant, is_sent = visit.link.participant, request.method == "POST"
    conversation = participant.conversation
    texts, place = find_principle(conversation, principle)
    people = spoken_for(participant)
    if not people:
        messages.info(request, NOBODY)
        return redirect("conversations:mine", participant.pk)
    form = OthersForm(sent(request), people=people, entries=entries_of(people, principle))
    outcome = CLOSED if not is_open(conversation) or is_shown(conversation, principle) else ""
    if not outcome and form.is_valid():
        outcome = attempt(form, lambda given: save_for_others(visit, principle, given))
    if outcome == SAVED:
        messages.success(request, "Opgeslagen.")
        return redirect(*onward(participant, texts, place))
    context = {
        **people_of(visit),
        "form": form,
        "text": texts[place],
        "place": place + 1,
        "count": len(texts),
        "after": onward(participant, texts, place)[2:],
        "outcome": outcome,
        "is_closed": outcome == CLOSED,
    }
    status = status_of(outcome) if is_sent else 200
    return render(request, "conversations/participation/scoring_for_others.html", context, status=status)


def onward(participant, texts, place):
    """Return where to go after a principle: the next one, else the overview."""
    if place + 1 < len(texts):
        return "conversations:score_for_others", participant.pk, texts[place + 1]["principle__code"]
    return "conversations:mine", participant.pk
