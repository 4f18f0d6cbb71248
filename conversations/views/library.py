"""Cards onto the run sheet of a conversation, from the card itself or from the list."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from conversations.forms.library import OnAgendaForm
from conversations.run_sheet import add_card
from principles.models import Card


@require_POST
def card_on_agenda(request, code):
    """Put a card on the run sheet that was chosen, and go back to the card or to the list it was found in."""
    card = get_object_or_404(Card.objects.filter(retired_at__isnull=True), code=code)
    form = OnAgendaForm(request.POST, user=request.user)
    if form.is_valid():
        conversation = form.cleaned_data["conversation"]
        add_card(conversation, card)
        messages.success(request, f"De kaart staat op het draaiboek van ‘{conversation.title}’.")
    else:
        messages.error(request, " ".join(form.errors["conversation"]))
    return redirect(way_back(request, code))


def way_back(request, code):
    """Return where the button stood: the list with the same choices, which it sent along, or the page of the card."""
    if request.GET:
        return f"{reverse('principles:cards')}?{request.GET.urlencode()}#kaart-{code}"
    return reverse("principles:card", args=[code])
