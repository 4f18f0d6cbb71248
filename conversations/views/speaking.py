"""Who speaks for whom, by whoever plans or leads the conversation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from conversations.forms.speaking import SpeakingForm
from conversations.models import Conversation, PhaseError
from conversations.speaking import TOO_LATE, arrange, is_open, people_of
from triangles.views.pages import sent


@require_http_methods(["GET", "HEAD", "POST"])
def speaking(request, pk):
    """Ask for everybody who could be spoken for, who does that."""
    visible = Conversation.objects.visible_to(request.user).select_related("triangle")
    conversation = get_object_or_404(visible, pk=pk)
    if not is_open(conversation):
        messages.info(request, TOO_LATE)
        return redirect("conversations:conversation", pk)
    form = SpeakingForm(sent(request), people=people_of(conversation))
    if form.is_valid():
        try:
            arrange(conversation, form.chosen(), request.user)
            messages.success(request, "Opgeslagen.")
        except PhaseError as refused:
            messages.error(request, refused.message)
        return redirect("conversations:speaking", pk)
    return render(request, "conversations/participants/speaking.html", {"conversation": conversation, "form": form})
