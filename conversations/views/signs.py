"""A sign that it is time to talk: put off until a day, and shown again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from conversations.forms.signs import HideForm
from conversations.hiding import hide, show_again
from driehoek.dates import spoken
from triangles.views.pages import editable, form_page, sent


@require_http_methods(["GET", "HEAD", "POST"])
def signal_hide(request, triangle, signal):
    """Ask until when a sign is not shown; it comes back by itself when it still holds then."""
    found = editable(request, triangle)
    signal = get_object_or_404(found.signals.select_related("triangle"), pk=signal)
    form = HideForm(sent(request))
    if form.is_valid():
        until = form.cleaned_data["until"]
        hide(signal, until, request.user)
        messages.success(request, f"Dit teken komt pas terug op {spoken(until)}, als het dan nog geldt.")
        return redirect("conversations:triangle", found.pk)
    back, heading = reverse("conversations:triangle", args=[found.pk]), "Dit teken een tijd niet tonen"
    return form_page(request, form, found, heading, lead=signal.why, button="Toon het later", back=back)


@require_POST
def signal_show(request, triangle, signal):
    found = editable(request, triangle)
    signal = get_object_or_404(found.signals.select_related("triangle"), pk=signal)
    show_again(signal, request.user)
    messages.success(request, "Dit teken staat er weer.")
    return redirect(reverse("conversations:triangle", args=[found.pk]) + "#aanleiding")
