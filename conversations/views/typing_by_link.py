"""What is typed at a question and not saved yet, and leaving a question on purpose."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from conversations.forms.reflecting import TypedForm
from conversations.reflecting import find_asked
from conversations.typing_by_link import drop_typed, keep_typed, skip_question
from conversations.views.reflecting import onward, reflect
from conversations.visits import visited
from conversations.writing_by_link import ClosedError, ElsewhereError, MeanwhileError

HERE = "Niet bewaard. Uw tekst staat nog op deze pagina."
REFUSALS = {
    ClosedError: "De voorbereiding is gesloten. Uw tekst wordt niet meer bewaard. Hij staat nog op deze pagina.",
    ElsewhereError: f"{HERE} U schreef al iets in een andere browser.",
    MeanwhileError: f"{HERE} U typt ook in een ander tabblad.",
}


@visited()
@require_POST
def reflect_typed(request, visit, question):
    """Keep what stands in the field; the answer is empty, or plain words for its author why not."""
    form = TypedForm(request.POST)
    if not form.is_valid():
        return refusal(f"{HERE} Schrijf hooguit 20.000 tekens.", 422)
    try:
        keep_typed(visit, question, form.given())
    except tuple(REFUSALS) as refused:
        return refusal(REFUSALS[type(refused)], 409)
    return HttpResponse(status=204)


def refusal(words, status):
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)


@visited()
@require_POST
def reflect_drop(request, visit, question):
    """Drop what was typed and not saved."""
    try:
        drop_typed(visit, question)
    except ElsewhereError:
        return redirect("conversations:code", visit.link.participant_id)
    messages.success(request, "De tekst die niet was opgeslagen, is weg.")
    return redirect("conversations:reflect", visit.link.participant_id, question)


@visited()
@require_POST
def reflect_skip(request, visit, question):
    """Leave a question on purpose; where that cannot be, the page says what came in between, as after saving."""
    participant, form = visit.link.participant, TypedForm(request.POST)
    questions, place = find_asked(participant.conversation, question)
    try:
        if not form.is_valid():
            raise MeanwhileError
        skip_question(visit, question, form.given())
    except tuple(REFUSALS):
        return reflect(request, participant.pk, question=question)
    messages.success(request, "Overgeslagen. U kunt later nog antwoorden.")
    return redirect(*onward(participant, questions, place))
