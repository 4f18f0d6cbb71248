"""Home: what asks my attention today, and the conversations I may see."""

from datetime import date
from itertools import groupby

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.board import build_board
from conversations.models import Agreement, Conversation, Participant, Phase
from conversations.occasion import asks_next
from conversations.onward import find_stand, find_ways, is_led_by
from conversations.reaching import lost_mail
from conversations.today import build_today
from triangles.models import Corner, Membership

PEOPLE = Participant.objects.annotate(spoken_by=F("speaker__name")).values(
    *("pk", "name", "function", "organisation", "corner", "coordinating", "attendance", "spoken_by")
)
AGREEMENTS = Agreement.objects.order_by("-most_important", "pk")


@require_safe
def home(request):
    today = timezone.localdate()
    before = parse_place(request.GET.get("voor", ""))
    found = build_today(request.user, today, before, is_all="alles" in request.GET)
    return render(request, "conversations/overview/home.html", {"day": today, "today": found, "before": before})


def parse_place(text):
    """Read a place in the list of earlier conversations: 'jjjj-mm-dd.number', or 'geen.number' among those undated.

    Returns (date or None, number); anything else is None.
    """
    day, _, key = text.partition(".")
    try:
        return None if day == "geen" else date.fromisoformat(day), int(key[:18])
    except ValueError:
        return None


@require_safe
def conversation(request, pk):
    """Show one conversation: how far it is, who, when, what was scored as far as it was shown, and what was agreed."""
    visible = Conversation.objects.visible_to(request.user)
    found = get_object_or_404(visible.select_related("triangle", "facilitator"), pk=pk)
    today = timezone.localdate()
    mine = Membership.objects.filter(user=request.user.pk, triangle=found.triangle_id)
    advised = list(mine.values_list(asks_next(found, today)))
    advises = bool(advised) and found.triangle.archived_at is None
    roles = {"advises": advises, "leads": is_led_by(found, request.user, advises=advises)}
    people = list(PEOPLE.filter(conversation=found.pk))
    board = build_board(found, [(person["pk"], person["attendance"]) for person in people])
    context = {
        "conversation": found,
        "stand": find_stand(found, today, **roles),
        "asks_next": advises and advised[0][0],
        "ways": find_ways(found.phase, **roles),
        "may_open_triangle": bool(advised),
        "board": board,
        "is_scored": found.phase == Phase.GESPREK or any(row.answered for row in board.rows),
        "corners": by_corner(people),
        "lost_mail": len(lost_mail(found, [person["pk"] for person in people])),
        "agreements": list(AGREEMENTS.filter(conversation=found.pk)),
    }
    return render(request, "conversations/overview/conversation.html", context)


def by_corner(people):
    """Return (corner, people) pairs in the fixed order of the corners; a corner without people is left out."""
    place = Corner.values.index
    ordered = sorted(people, key=lambda person: place(person["corner"]))
    return [(corner, list(group)) for corner, group in groupby(ordered, key=lambda person: person["corner"])]
