"""The joint agenda of a triangle: read per term, and a topic moved to a conversation, closed, or opened again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations import joint_agenda
from conversations.forms.joint_agenda import MoveForm
from conversations.models import HELD, ParkedTopic
from triangles.forms import ResultForm, TopicForm
from triangles.models import AgendaTopic, Triangle
from triangles.views.pages import editable, form_page, sent
from triangles.views.topics import SAVED

LEAD_PARKED = "Dit onderwerp is in een gesprek geparkeerd. Op de gezamenlijke agenda blijft het in beeld."
LEAD_MOVE = "Het onderwerp komt op het draaiboek van dat gesprek, voor de afspraken. Het blijft ook op de agenda staan."
LEAD_NONE = "Er is geen gesprek dat nog komt. Plan er eerst een; dan kan het onderwerp erop."
LEAD_CLOSE = "Wat is het geworden? Het onderwerp blijft met dit resultaat onder aan de agenda staan."


@require_safe
def agenda(request, triangle):
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    shown = {
        "triangle": found,
        "agenda": joint_agenda.build_joint_agenda(found),
        "is_open": not found.archived_at,
    }
    return render(request, "conversations/joint_agenda/agenda.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def from_parked(request, triangle, parked):
    """Put what a conversation set aside on the joint agenda."""
    found = editable(request, triangle)
    there = ParkedTopic.objects.filter(conversation__triangle=found, conversation__phase__in=HELD)
    parked = get_object_or_404(there, pk=parked)
    form = TopicForm(sent(request), triangle=found, initial={"title": parked.text})
    if form.is_bound and joint_agenda.take_over(form, parked):
        messages.success(request, SAVED)
        return to_agenda(found)
    heading = "Een geparkeerd onderwerp op de gezamenlijke agenda"
    return page(request, form, found, heading, LEAD_PARKED, "Zet op de agenda")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_move(request, triangle, topic):
    found, topic = open_topic(request, triangle, topic)
    form = MoveForm(sent(request), triangle=found, instance=topic, over=topic)
    if form.store():
        where = form.ahead.get(form.cleaned_data["conversation"])
        messages.success(request, f"‘{topic}’ staat nu op het draaiboek van ‘{where}’." if where else SAVED)
        return to_agenda(found)
    return page(request, form, found, f"‘{topic}’ in een gesprek", LEAD_MOVE if form.ahead else LEAD_NONE, "Opslaan")


@require_http_methods(["GET", "HEAD", "POST"])
def topic_close(request, triangle, topic):
    """Close a topic with its result, or change the result of one that is closed."""
    found = editable(request, triangle)
    topic = get_object_or_404(AgendaTopic.objects.filter(triangle=found), pk=topic)
    form = ResultForm(sent(request), triangle=found, instance=topic, over=topic)
    if form.is_bound and joint_agenda.close(form):
        messages.success(request, "Het resultaat is opgeslagen.")
        return to_agenda(found)
    was_closed = topic.closed_at is not None
    button = "Opslaan" if was_closed else "Sluit af"
    return page(request, form, found, f"‘{topic}’ {'is afgesloten' if was_closed else 'afsluiten'}", LEAD_CLOSE, button)


@require_POST
def topic_reopen(request, triangle, topic):
    found = editable(request, triangle)
    topic = get_object_or_404(AgendaTopic.objects.filter(triangle=found), pk=topic)
    joint_agenda.reopen(topic)
    messages.success(request, f"‘{topic}’ staat weer open.")
    return to_agenda(found)


def open_topic(request, triangle, topic):
    found = editable(request, triangle)
    return found, get_object_or_404(AgendaTopic.objects.filter(triangle=found, closed_at=None), pk=topic)


def page(request, form, triangle, heading, lead, button):
    back = reverse("conversations:joint_agenda", args=[triangle.pk])
    return form_page(request, form, triangle, heading, lead=lead, button=button, back=back)


def to_agenda(triangle):
    return redirect("conversations:joint_agenda", triangle.pk)
