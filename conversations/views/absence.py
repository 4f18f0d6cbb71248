"""The agenda of a participant, not being able to come, and proposing to talk; and what an adviser does with it."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.absence import confirm, may_tell, refuse, stand_in_of, take_back, tell
from conversations.forms.absence import AbsenceForm, DecisionForm, ProposalForm
from conversations.invitations import calendar_of
from conversations.models import PhaseError
from conversations.proposing import close, propose
from conversations.views.participation import people_of
from conversations.views.planning import get_editable
from conversations.visits import visited
from driehoek.errors import too_many
from triangles.models import Triangle
from triangles.views.pages import sent

TOLD = "Genoteerd. De adviseur bevestigt het en neemt contact op als er iets niet klopt."


@visited()
@require_safe
def calendar(request, visit):
    """Give the meeting as a file for an agenda."""
    participant = visit.link.participant
    found = calendar_of(participant)
    if found is None:
        raise Http404
    name = slugify(f"gesprek {participant.conversation.triangle.name[:60]}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(found, content_type="text/calendar; charset=utf-8; method=PUBLISH", headers=headers)


@visited()
@require_http_methods(["GET", "HEAD", "POST"])
def prevented(request, visit):
    """Ask who comes instead of a participant that cannot come."""
    participant = visit.link.participant
    there = stand_in_of(participant)
    known = {name: getattr(there, name, "") for name in AbsenceForm.base_fields}
    form = AbsenceForm(sent(request), initial=known)
    if form.is_valid():
        if not ratelimit.consume(request, action="prevented", key=str(participant.pk)):
            return too_many(request, "prevented")
        return answer(request, participant, TOLD, tell, *form.cleaned_data.values())
    context = {"form": form, "stand_in": there, "may_tell": may_tell(participant.conversation)}
    return render(request, "conversations/participation/prevented.html", people_of(visit) | context)


@visited()
@require_POST
def present(request, visit):
    """Take back that somebody cannot come."""
    return answer(request, visit.link.participant, "Genoteerd. U komt gewoon.", take_back)


def answer(request, participant, done, step, *given):
    """Take a step of a participant and say so, or say why not; `step` takes (participant, *given)."""
    try:
        step(participant, *given)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
    return redirect("conversations:prevented", participant.pk)


@visited()
@require_http_methods(["GET", "HEAD", "POST"])
def propose_talk(request, visit):
    """Let a participant propose a conversation to the advisers."""
    participant = visit.link.participant
    form = ProposalForm(sent(request))
    if form.is_valid():
        if not ratelimit.consume(request, action="propose", key=str(participant.pk)):
            return too_many(request, "propose")
        propose(participant, form.cleaned_data["text"])
        messages.success(request, "Uw voorstel ligt bij de adviseurs van deze driehoek.")
        return redirect("conversations:propose", participant.pk)
    context = {"form": form, "earlier": participant.proposals.values("at", "closed_at")}
    return render(request, "conversations/participation/propose.html", people_of(visit) | context)


@require_POST
def stand_in(request, pk, participant):
    """Confirm or refuse, as an adviser, that somebody does not come and who comes instead."""
    conversation = get_editable(request, pk)
    person = get_object_or_404(conversation.participants.filter(stand_in__isnull=False), pk=participant)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Kies of je de verhindering bevestigt.")
        return redirect("conversations:participants", pk)
    decides = form.cleaned_data["act"] == DecisionForm.CONFIRM
    try:
        (confirm if decides else refuse)(person, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        words = "staat nu als afwezig" if decides else "wordt weer verwacht. Laat het zelf weten"
        messages.success(request, f"{person.name} {words}.")
    return redirect("conversations:participants", pk)


@require_POST
def proposal_close(request, triangle, proposal):
    """Mark, as an adviser, that a proposal was dealt with."""
    found = get_object_or_404(Triangle.objects.editable_by(request.user), pk=triangle)
    close(found, proposal, request.user)
    messages.success(request, "Het voorstel is afgehandeld.")
    return redirect("conversations:triangle", triangle)
