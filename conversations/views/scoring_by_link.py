"""The scores by personal link: one principle per page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from conversations.forms.scoring_by_link import ScoreByLinkForm
from conversations.guessing import asked_about
from conversations.models import Conversation, Score
from conversations.scoring_by_link import (
    clear_score,
    find_explanation,
    find_principle,
    find_score,
    is_alone,
    is_hidden,
    is_open,
    is_shown,
    lower_explanation,
    save_score,
    scored,
)
from conversations.views.writing_by_link import (
    CLOSED,
    MEANWHILE,
    SAVED,
    about_text,
    attempt,
    lower_by,
    lower_form,
    segments,
    status_of,
    take_back_by,
)
from conversations.visits import may_read_back, visited
from conversations.writing_by_link import emptied, legible


@visited()
@require_http_methods(["GET", "HEAD", "POST"])
def score_by_link(request, visit, principle):
    """Show one principle and save the score on it. What was typed is kept whatever comes in between."""
    participant = visit.link.participant
    texts, place = find_principle(participant.conversation, principle)
    is_sent, reads_back = request.method == "POST", may_read_back(visit)
    if not is_sent and not reads_back:
        return redirect("conversations:code", participant.pk)
    rows = own_rows(visit, participant, principle) if reads_back else new_rows(participant, principle)
    form = ScoreByLinkForm(request.POST if is_sent else None, **rows)
    outcome = "" if can_score(participant.conversation, principle) else CLOSED
    if is_sent and not outcome and form.is_valid():
        outcome = attempt(form, lambda given: save_score(visit, principle, given))
    if outcome == SAVED:
        messages.success(request, "Opgeslagen.")
        return redirect(*after_score(participant, texts, place))
    if outcome == MEANWHILE:
        rows = own_rows(visit, visit.link.participant, principle)
        form.renew(**rows)
    context = about(visit, texts, place, form, rows) | {"outcome": outcome, "is_elsewhere": not may_read_back(visit)}
    page, status = "closed" if outcome == CLOSED else "score", status_of(outcome) if is_sent else 200
    return render(request, f"conversations/participation/scoring_by_link/{page}.html", context, status=status)


def can_score(conversation, code):
    return is_open(conversation) and not is_shown(conversation, code)


def own_rows(visit, participant, code):
    """Return the explanation and the score of `participant` as they may be seen here, unsaved where there is none."""
    rows = all_rows(participant, code)
    hides_score = not rows["score"].is_shut and is_hidden(rows["score"], visit)
    seen = {name: legible(row) for name, row in rows.items()}
    if hides_score:
        seen["score"] = emptied(rows["score"])
        seen["score"].needs_code = True
    return seen


def new_rows(participant, code):
    """Return empty ones, so that nothing of what was saved elsewhere shows."""
    return {name: emptied(row) for name, row in all_rows(participant, code).items()}


def all_rows(participant, code):
    return {"row": find_explanation(participant, code), "score": find_score(participant, code)}


def about(visit, texts, place, form, rows):
    """Return what the page of one principle shows."""
    participant, text, score = visit.link.participant, texts[place], rows["score"]
    codes = [one["principle__code"] for one in texts]
    return {
        **about_text(visit, rows["row"]),
        "form": form,
        "score": score,
        "text": text,
        "options": options(form, text),
        "place": place + 1,
        "segments": segments(codes, scored(participant), codes[place]),
        "before": codes[place - 1] if place else "",
        "after": codes[place + 1] if place + 1 < len(codes) else "",
        "on_behalf": score.pk and score.entry != Score.Entry.ZELF,
        "is_alone": is_alone(participant),
        "is_per_hoek": participant.conversation.display == Conversation.Display.PER_HOEK,
        "is_shown": is_shown(participant.conversation, codes[place]),
        "lower": lower_form(rows["row"]),
    }


def options(form, text):
    """Return (button, figure, words, whether these are words of the principle) of each score to choose from."""
    words = {
        "1": (text["scale_low"], True),
        "2": ("tussen 1 en 3 in", False),
        "3": (text["scale_middle"], True),
        "4": ("tussen 3 en 5 in", False),
        "5": (text["scale_high"], True),
        "geen": ("Geen beeld. Ik kan of wil dit niet beoordelen.", True),
    }
    return [(button, button.data["value"], *words[button.data["value"]]) for button in form["score"]]


def after_score(participant, texts, place):
    """Return where to go after a score: to what the others will score, where that is asked, else onward."""
    if asked_about(participant):
        return "conversations:guess_by_link", participant.pk, texts[place]["principle__code"]
    return onward(participant, texts, place)


def onward(participant, texts, place):
    """Return where to go after a principle: the next one, else the overview."""
    if place + 1 < len(texts):
        return "conversations:score_by_link", participant.pk, texts[place + 1]["principle__code"]
    return "conversations:mine", participant.pk


@visited()
@require_POST
def score_clear(request, visit, principle):
    """Take a score and its explanation back, until the principle is shown."""
    return take_back_by(request, visit, clear_score, "Uw score is gewist.", "conversations:score_by_link", principle)


@visited()
@require_POST
def explanation_lower(request, visit, principle):
    """Let fewer people read an explanation, also after it was shown."""
    find_principle(visit.link.participant.conversation, principle)
    row = legible(find_explanation(visit.link.participant, principle))
    return lower_by(request, visit, row, lower_explanation, "conversations:score_by_link", principle)
