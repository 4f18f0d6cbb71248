from copy import copy

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from triangles.forms import TriangleForm

from .pages import editable, form_page, sent


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, triangle):
    found = editable(request, triangle)
    changed = copy(found)  # what was typed wrong stays out of the heading
    form = TriangleForm(sent(request), triangle=found, instance=changed, over=changed)
    if form.store():
        messages.success(request, "De driehoek is opgeslagen.")
        return redirect("conversations:triangle", found.pk)
    back = reverse("conversations:triangle", args=[found.pk])
    return form_page(request, form, found, "Gegevens van de driehoek", back=back)
