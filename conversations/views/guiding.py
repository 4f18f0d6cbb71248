"""Asking somebody of the pool to facilitate, and their answer: after logging in, or by the link in the mail."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.pool import AnswerForm, AskForm
from conversations.guiding import answer, ask, asked_words, find_request, guides_still, mark_involved, withdraw
from conversations.involvement import read_ties
from conversations.models import AHEAD, Conversation, GuideRequest, PhaseError
from conversations.pool import read_asked
from conversations.views.pool import list_pool
from driehoek.errors import too_many
from triangles.models import FacilitatorProfile
from triangles.views.pages import sent


@require_safe
def guides(request, pk):
    """Show who was asked for a conversation and the pool to choose from, with what each knows of the content."""
    conversation = get_planned(request, pk)
    shown = list_pool(request)
    people = [(row["user"], row["user__name"], row["user__email"]) for row in shown["page"].rows]
    ties, asked = read_ties(conversation.triangle, people), read_asked(conversation)
    stands = {row.user_id: "is gevraagd" for row in asked if not row.answer}
    guiding = (conversation.facilitator_id, conversation.second_facilitator_id)
    stands |= dict.fromkeys(guiding, "begeleidt dit gesprek")
    for row in shown["page"].rows:
        row["ties"], row["stand"] = ties[row["user"]], stands.get(row["user"], "")
    shown |= {"conversation": conversation, "asked": asked, "can_ask": conversation.phase in AHEAD}
    return render(request, "conversations/pool/guides.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def guide_ask(request, pk, profile):
    """Show what somebody would read and what they know of the content; a POST puts the question."""
    conversation, found = get_planned(request, pk), get_asked_for(request, profile)
    form = AskForm(sent(request))
    if form.is_valid():
        try:
            ask(conversation, found.user, request.user, is_second=form.cleaned_data["place"] == "tweede")
        except PhaseError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{found.user} krijgt een mail met je vraag.")
            return redirect("conversations:guides", pk)
    user = found.user
    told = asked_words(GuideRequest(conversation=conversation))
    ties = read_ties(conversation.triangle, [(user.pk, str(user), user.email)])[user.pk]
    is_involved = found.involved_in.filter(pk=conversation.triangle_id).exists()
    shown = {"conversation": conversation, "profile": found, "form": form, "ties": ties, **told}
    return render(request, "conversations/pool/ask.html", shown | {"is_involved": is_involved})


@require_POST
def guide_involved(request, pk, profile):
    """Note that somebody of the pool knows the content of this triangle, or take that note away."""
    conversation, found = get_planned(request, pk), get_asked_for(request, profile)
    if conversation.is_rehearsal:
        raise Http404
    is_involved = not found.involved_in.filter(pk=conversation.triangle_id).exists()
    mark_involved(found.user, conversation.triangle, is_involved=is_involved)
    words = "staat nu als inhoudelijk betrokken" if is_involved else "staat niet meer als inhoudelijk betrokken"
    messages.success(request, f"{found.user} {words} bij {conversation.triangle.name}.")
    return redirect("conversations:guide_ask", pk, found.pk)


@require_POST
def guide_withdraw(request, pk, asked):
    conversation = get_planned(request, pk)
    found = get_object_or_404(conversation.guide_requests.select_related("conversation", "user"), pk=asked)
    try:
        withdraw(found, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"De vraag aan {found.user} is ingetrokken.")
    return redirect("conversations:guides", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def guide_request(request, asked):
    """Let who was asked read the question and answer it."""
    rows = GuideRequest.objects.visible_to(request.user).select_related("conversation__triangle", "user", "asked_by")
    return answer_page(request, get_object_or_404(rows, pk=asked), "conversations/pool/question.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def guide_by_link(request, guide_token):
    """The same by the link in the mail. It opens no session: reading on after yes asks to log in."""
    found = find_request(guide_token)
    if request.method == "POST" and is_tried_too_often(request, found):
        return too_many(request, "open_link" if found else "wrong_link")
    if found is None:
        return render(request, "conversations/participation/wrong_link.html", status=404)
    return answer_page(request, found, "conversations/pool/question_by_link.html")


def answer_page(request, asked, template):
    """Answer with the question and its form, or with what was answered; a POST writes the answer.

    What is known of the conversation now is told while the question is open, and then to who guides it.
    """
    is_open = GuideRequest.objects.open().filter(pk=asked.pk).exists()
    form = AnswerForm(sent(request)) if is_open else None
    if form and form.is_valid():
        try:
            answer(asked, form.cleaned_data)
        except PhaseError as refused:
            messages.error(request, refused.message)
        return redirect(request.path)
    shown = {"asked": asked, "form": form, "guides_still": guides_still(asked)}
    if is_open or shown["guides_still"]:
        shown |= asked_words(asked)
    return render(request, template, shown)


def is_tried_too_often(request, asked):
    """Count this answer by link; looking never counts, whoever scans the mail."""
    if asked is None:
        return not ratelimit.consume(request, action="wrong_link")
    return not ratelimit.consume(request, action="open_link", key=f"begeleiden:{asked.pk}")


def get_planned(request, pk):
    rows = Conversation.objects.editable_by(request.user)
    return get_object_or_404(rows.select_related("triangle", "facilitator", "second_facilitator"), pk=pk)


def get_asked_for(request, profile):
    rows = FacilitatorProfile.objects.visible_to(request.user).filter(user__is_active=True)
    return get_object_or_404(rows.select_related("user"), pk=profile)
