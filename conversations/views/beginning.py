"""Beginning a conversation: out of the blue, at a sign that it is time, or in the rhythm of the table."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conversations.forms.planning import NewForm, OccasionForm
from conversations.models import Agreement
from conversations.occasion import begin, find_occasion
from conversations.planning import start_conversation
from triangles.models import Corner
from triangles.views.pages import editable, sent

READY = "Het gesprek staat klaar als concept. Niemand heeft nog iets ontvangen."
OVER = "Er is niets gemaakt: er veranderde intussen iets. Kijk of er al een gesprek klaarstaat."


@require_http_methods(["GET", "HEAD", "POST"])
def new(request, triangle):
    """Ask what it is about; with an occasion in the address, most of it is filled in and stands there to be changed."""
    found, today = editable(request, triangle), timezone.localdate()
    occasion = find_occasion(found, request.GET, today)
    form = occasion_form(request, found, occasion) if occasion else NewForm(sent(request))
    if occasion is None and "held_on" in request.POST:
        return on_to(request, found, None)
    if form.is_valid():
        return on_to(request, found, start(found, occasion, form.cleaned_data, request.user))
    shown = {"triangle": found, "form": form, "occasion": occasion}
    shown["corners"] = who_comes(found, occasion.held_on or occasion.table_on or today) if occasion else []
    return render(request, "conversations/planning/new.html", shown)


def on_to(request, triangle, made):
    """Go to the plan of what was made, or back to the triangle when the occasion for it is over."""
    if made is None:
        messages.error(request, OVER)
        return redirect("conversations:triangle", triangle.pk)
    messages.success(request, READY)
    return redirect("conversations:plan", made.pk)


def start(triangle, occasion, chosen, by):
    return begin(triangle, occasion, chosen, by) if occasion else start_conversation(triangle, chosen["title"], by)


def occasion_form(request, triangle, occasion):
    corners = triangle.memberships.filter(user=request.user).values_list("corner", flat=True)
    promises = Agreement.objects.open().filter(conversation__triangle=triangle).count()
    return OccasionForm(sent(request), occasion=occasion, corner=corners.first() or "", promises=promises)


def who_comes(triangle, day):
    """Return (corner, names of who holds it on `day`) in the order of every list."""
    names = {corner: [] for corner in Corner.values}
    for corner, person in triangle.seats.on(day).order_by("-coordinating", "pk").values_list("corner", "person"):
        names[corner].append(person)
    return list(names.items())
