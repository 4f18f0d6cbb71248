"""A tablet that goes round: a cover with the next name, and one turn at a time, at one address."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conversations.following import version_now
from conversations.forms.tablet import ActForm, TabletScoreForm, TabletVerdictsForm, TurnForm
from conversations.guessing import asked_about
from conversations.live import first_poll
from conversations.looking_back import earlier_agreements
from conversations.models import Conversation
from conversations.scoring_by_link import is_alone
from conversations.tablet import build_passed, find_tablet, save_score, save_verdicts, take_turn
from conversations.views.following import stand_of
from conversations.views.joining import arrived
from conversations.views.scoring_by_link import options

SAVED = "Opgeslagen. Dank u wel."
GUESSES_LATE = "Uw score is opgeslagen. Wat u van de andere hoeken dacht niet meer: de scores zijn al getoond."
NOT_SAVED = "Niet opgeslagen. Dit antwoord is al getoond, of het gesprek is afgelopen."
PASSED_ON = "Niet opgeslagen. De tablet is intussen doorgegeven. Begin opnieuw bij uw naam."


on_tablet = arrived(find_tablet)


@on_tablet
@require_http_methods(["GET", "HEAD", "POST"])
def tablet(request, arrival):
    """Show the cover or the turn of whoever holds the tablet; every act leads back to this address."""
    if request.method != "POST":
        return show(request, arrival)
    form = ActForm(request.POST)
    act = form.cleaned_data["act"] if form.is_valid() else "stop"
    return {"ik": begin_turn, "bewaar": save_turn, "stop": end_turn}[act](request, arrival)


def begin_turn(request, arrival):
    form = TurnForm(request.POST, people=build_passed(arrival).turns)
    if form.is_valid():
        take_turn(arrival, form.chosen())
    else:
        messages.error(request, " ".join(form.errors["who"]))
    return again(arrival)


def end_turn(request, arrival):
    """Drop what was chosen and put the cover back."""
    take_turn(arrival, None)
    return again(arrival)


def save_turn(request, arrival):
    form, save = answered(request.POST, arrival)
    if not form.is_valid():
        return show(request, arrival, form)
    if arrival.participant_id != form.cleaned_data["holder"]:
        messages.error(request, PASSED_ON)
        return again(arrival)
    told, thought = save()
    if told:
        messages.success(request, SAVED if thought else GUESSES_LATE)
    else:
        messages.error(request, NOT_SAVED)
    return again(arrival)


def answered(sent, arrival):
    """Return (the form that was sent, what saves it once it is valid)."""
    if "code" in sent:
        form = TabletScoreForm(sent, asked=asked_of(arrival.conversation, arrival.participant))
        return form, lambda: save_score(arrival, form.cleaned_data["code"], form.given(), form.guessed())
    form = TabletVerdictsForm(sent, agreements=earlier_agreements(arrival.conversation))
    return form, lambda: save_verdicts(arrival, form.given())


def asked_of(conversation, person):
    """Return the other corners about which the mirror question is asked of `person`, who may be None."""
    return asked_about(person) if person and conversation.mirror else ()


def again(arrival):
    return redirect("conversations:tablet", arrival.conversation_id)


def show(request, arrival, form=None):
    """Show where the tablet is; `form` is what was sent and is not right yet."""
    conversation = arrival.conversation
    poll = first_poll(version_now(conversation))
    passed = build_passed(arrival)
    context = {"conversation": conversation, "passed": passed, "poll": poll, "participant_name": ""}
    if passed.holder is None:
        return render(request, "conversations/tablet/cover.html", context)
    return render(request, "conversations/tablet/turn.html", context | turn(passed, form))


def turn(passed, form):
    """Return what the page of one turn needs beside what the cover has."""
    holder = {"holder": passed.holder.pk}
    if passed.asks == "score":
        is_mine = isinstance(form, TabletScoreForm)
        asked = () if passed.part["row"].shown else asked_of(passed.holder.conversation, passed.holder)
        form = form if is_mine else TabletScoreForm(initial=holder | {"code": passed.part["row"].code}, asked=asked)
        is_per_hoek = passed.holder.conversation.display == Conversation.Display.PER_HOEK
        told = {"is_alone": is_alone(passed.holder), "is_per_hoek": is_per_hoek}
        return {"form": form, "options": options(form, passed.part["text"]), "participant": passed.holder, **told}
    is_mine = isinstance(form, TabletVerdictsForm)
    made = TabletVerdictsForm(initial=holder, agreements=passed.part["agreements"])
    return {"form": form if is_mine else made, "participant": passed.holder}


@on_tablet
@require_safe
def tablet_stand(request, arrival):
    """Tell the tablet whether the room went on."""
    return stand_of(request, version_now(arrival.conversation))
