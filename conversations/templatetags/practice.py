"""The band on every page of a rehearsal: which step this is, what to do now, and where to go next."""

from django import template
from django.urls import reverse

from conversations.practice import find_place, read_state
from driehoek.help import the_help

register = template.Library()


@register.inclusion_tag("partials/rehearsal.html", takes_context=True)
def rehearsal_band(context, triangle):
    """Show the band; `triangle` is the one that is rehearsed with."""
    found = read_state(triangle.pk)
    shown = {"practised": triangle}
    if found is None:
        return shown
    number, state = found
    place = find_place(the_help().rehearsing.steps, state, context["request"].resolver_match.view_name)
    return shown | {"place": place, "address": place.onward and address_of(place.onward, number, triangle.pk)}


def address_of(step, conversation, triangle):
    """Return the path of the page of `step`, given the keys of both."""
    return reverse(step.address, args=[triangle if step.address == "conversations:rehearsal_end" else conversation])
