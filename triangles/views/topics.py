"""The topics of the joint agenda: adding and changing one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from triangles.forms import TopicForm
from triangles.models import AgendaTopic

from .pages import editable, form_page, sent

LEAD = "Een onderwerp dat langer speelt en van alle hoeken is."
SAVED = "De gezamenlijke agenda is opgeslagen."


@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request, triangle):
    found = editable(request, triangle)
    form = TopicForm(sent(request), triangle=found)
    return answer(request, form, found, "Onderwerp op de gezamenlijke agenda", "Zet op de agenda")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_edit(request, triangle, topic):
    found = editable(request, triangle)
    topic = get_object_or_404(AgendaTopic.objects.filter(triangle=found), pk=topic)
    form = TopicForm(sent(request), triangle=found, instance=topic, over=topic)
    return answer(request, form, found, "Onderwerp wijzigen", "Opslaan")


def answer(request, form, triangle, heading, button):
    back = reverse("conversations:joint_agenda", args=[triangle.pk])
    if form.store():
        messages.success(request, SAVED)
        return redirect(back)
    return form_page(request, form, triangle, heading, lead=LEAD, button=button, back=back)
