"""A participant's own device in the room: it follows the facilitator, and saves one answer at a time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conversations.answering import LateError, NoScoreError, give_score, give_verdict
from conversations.following import IN_THE_ROOM, build_followed, version_in_visit, version_now
from conversations.forms.following import RoomScoreForm, RoomVerdictForm
from conversations.forms.guessing import RoomGuessForm
from conversations.forms.meeting import NO_VIEW
from conversations.links import Purpose
from conversations.live import first_poll, next_poll
from conversations.models import Phase
from conversations.scoring_by_link import is_alone, is_shown
from conversations.views.leading import UNCHANGED, asked_poll
from conversations.views.participation import people_of
from conversations.views.scoring_by_link import options
from conversations.visits import known_key, visited

CLOSED = "conversations/following/closed.html"
SAVED = "Opgeslagen. U kunt het nog wijzigen tot de begeleider toont."
SAVED_LATE = "Opgeslagen als ‘na het tonen gegeven’. De begeleider laat het nog zien."
SCORE_FIRST = "Niet opgeslagen. Geef eerst uw eigen score."
TOO_LATE = "Niet opgeslagen. Uw antwoord is al getoond, of het gesprek is afgelopen."


@visited(*IN_THE_ROOM, closed=CLOSED)
@require_safe
@never_cache
def follow(request, visit):
    """Show what the room is doing now, and what to answer there."""
    conversation = visit.link.participant.conversation
    version = version_now(conversation)
    followed = build_followed(visit)
    context = {
        **people_of(visit),
        "visit": visit,
        "is_by_code": visit.link.purpose == Purpose.ZAAL,
        "followed": followed,
        "poll": first_poll(version) if conversation.phase == Phase.GESPREK else None,
        **forms_of(followed, visit.link.participant),
    }
    return render(request, "conversations/following/follow.html", context)


def forms_of(followed, participant):
    """Return the forms of a Followed by the name under which the page knows them."""
    if followed.kind == "principe":
        own = followed.part["own"]
        form = RoomScoreForm(initial={"score": sent_of(own)})
        told = {"is_per_hoek": followed.part["board"].is_per_hoek, "is_alone": is_alone(participant)}
        made = {"form": form, "options": options(form, followed.part["text"]), "guesses": guess_forms(followed)}
        return told | made
    rows = followed.part.get("agreements", [])
    made = [RoomVerdictForm(initial={"value": own.value}, auto_id=f"a{one.pk}-%s") for one, own, _ in rows]
    return {"rows": [(*row, form) for row, form in zip(rows, made, strict=True)]}


def sent_of(own):
    """Return what a form sends for the figure of an Own that this visit may see, else None."""
    return (NO_VIEW if own.value is None else str(own.value)) if own.is_seen else None


def guess_forms(followed):
    """Return (corner, Own, its form) of what is asked about the other corners."""
    rows = followed.part["guesses"]
    made = [RoomGuessForm(initial={"guess": sent_of(own)}, auto_id=f"over-{about}-%s") for about, own in rows]
    return [(*row, form) for row, form in zip(rows, made, strict=True)]


@login_not_required
@never_cache
def follow_stand(request, participant):
    """Tell the page whether the room went on; 204 while nothing changed that it shows. One statement says who asks."""
    version = version_in_visit(known_key(request), participant)
    if version is None:
        return render(request, CLOSED, status=404)
    return stand_of(request, version)


@require_safe
def stand_of(request, version):
    """Answer a page that asks whether anything changed since it was made; `version` is that of now."""
    asked = asked_poll(request)
    poll = next_poll(asked, version)
    if poll is None:
        return HttpResponse(status=UNCHANGED)
    return JsonResponse({"changed": asked.version != version, "ask": poll.query, "every": poll.every})


@visited(*IN_THE_ROOM, closed=CLOSED)
@require_POST
def follow_score(request, visit, principle):
    """Save one score."""
    participant, form = visit.link.participant, RoomScoreForm(request.POST)
    words = SAVED_LATE if is_shown(participant.conversation, principle) else SAVED
    return save(request, visit, form, words, lambda: give_score(participant, principle, *sent(form), visit))


@visited(*IN_THE_ROOM, closed=CLOSED)
@require_POST
def follow_verdict(request, visit, agreement):
    """Save what the corner of this participant says of an earlier agreement."""
    participant, form = visit.link.participant, RoomVerdictForm(request.POST)
    return save(request, visit, form, SAVED, lambda: give_verdict(participant, agreement, *sent(form), visit))


def sent(form):
    return form.given(), form.cleaned_data["op"]


def save(request, visit, form, words, give):
    """Give an answer and tell how that went: to a script with the number of the answer, else on the page itself."""
    status = 200
    if not form.is_valid():
        words, status = " ".join(error for errors in form.errors.values() for error in errors), 422
    else:
        try:
            give()
        except LateError as late:
            words, status = SCORE_FIRST if isinstance(late, NoScoreError) else TOO_LATE, 409
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        op = str(form.cleaned_data.get("op") or "")
        return JsonResponse({"op": op, "saved": status == 200, "words": words}, status=status)
    messages.add_message(request, messages.SUCCESS if status == 200 else messages.ERROR, words)
    return redirect("conversations:follow", visit.link.participant_id)
