"""The mirror question: what somebody thinks that the other corners score, after their own score on a principle."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from conversations.answering import give_guess
from conversations.following import IN_THE_ROOM
from conversations.forms.guessing import GuessesForm, RoomGuessForm
from conversations.guessing import find_guesses
from conversations.guessing_by_link import save_guesses
from conversations.retention.words import when_it_goes
from conversations.scoring_by_link import find_principle, has_scored, is_alone, is_open, is_shown, scored
from conversations.views.following import CLOSED as DEVICE_CLOSED
from conversations.views.following import SAVED as SAVED_IN_ROOM
from conversations.views.following import save, sent
from conversations.views.participation import people_of
from conversations.views.scoring_by_link import onward
from conversations.views.writing_by_link import CLOSED, MEANWHILE, SAVED, attempt, segments, status_of
from conversations.visits import may_read_back, visited
from conversations.writing_by_link import emptied, legible

SCORE_FIRST = "Geef eerst uw eigen score."
NOT_ASKED = "Die vraag hoort niet bij dit gesprek."


@visited()
@require_http_methods(["GET", "HEAD", "POST"])
def guess_by_link(request, visit, principle):
    """Ask what the other corners will score; all of it may be left open."""
    participant, is_sent = visit.link.participant, request.method == "POST"
    texts, place = find_principle(participant.conversation, principle)
    rows = rows_for(visit, principle)
    if not is_sent and not may_read_back(visit):
        return redirect("conversations:code", participant.pk)
    if not rows or not has_scored(participant, principle):
        messages.info(request, SCORE_FIRST if rows else NOT_ASKED)
        return redirect("conversations:score_by_link", participant.pk, principle)
    form = GuessesForm(request.POST if is_sent else None, rows=rows)
    outcome = take_in(visit, principle, form)
    if outcome == SAVED:
        messages.success(request, "Opgeslagen.")
        return redirect(*onward(participant, texts, place))
    context = about(visit, texts, place, form) | {"outcome": outcome}
    page, status = "closed" if outcome == CLOSED else "guess", status_of(outcome) if is_sent else 200
    return render(request, f"conversations/participation/guessing/{page}.html", context, status=status)


def rows_for(visit, code):
    """Return the guesses of a participant as this browser may see them; none where nothing is asked."""
    rows = find_guesses(visit.link.participant, code)
    return [legible(row) if may_read_back(visit) else emptied(row) for row in rows]


def take_in(visit, code, form):
    """Save what was sent with a form, if anything was; return what came of it. Nothing that was chosen is lost."""
    conversation = visit.link.participant.conversation
    if not is_open(conversation) or is_shown(conversation, code):
        return CLOSED
    if not form.is_bound or not form.is_valid():
        return ""
    outcome = attempt(form, lambda given: save_guesses(visit, code, given))
    if outcome == MEANWHILE:
        form.renew(rows_for(visit, code))
    return outcome


def about(visit, texts, place, form):
    """Return what the page on one principle shows."""
    participant, codes = visit.link.participant, [one["principle__code"] for one in texts]
    return {
        **people_of(visit),
        "form": form,
        "text": texts[place],
        "place": place + 1,
        "segments": segments(codes, scored(participant), codes[place]),
        "after": codes[place + 1] if place + 1 < len(codes) else "",
        "is_alone": is_alone(participant),
        "goes": when_it_goes(participant.conversation),
    }


@visited(*IN_THE_ROOM, closed=DEVICE_CLOSED)
@require_POST
def follow_guess(request, visit, principle, corner):
    """Save what somebody in the room thinks that one other corner scores."""
    participant, form = visit.link.participant, RoomGuessForm(request.POST)
    return save(
        request, visit, form, SAVED_IN_ROOM, lambda: give_guess(participant, principle, corner, *sent(form), visit)
    )
