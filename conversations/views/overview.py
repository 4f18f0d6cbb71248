"""Home: what asks my attention today, and the conversations I may see."""

from datetime import date
from itertools import groupby

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.board import build_board
from conversations.models import Conversation, Phase
from conversations.today import ITEMS_SHOWN, build_today
from triangles.models import Corner


@require_safe
def home(request):
    today = timezone.localdate()
    before = parse_place(request.GET.get("voor", ""))
    shown = 1000 if "alles" in request.GET else ITEMS_SHOWN
    context = {"day": today, "today": build_today(request.user, today, before, shown), "before": before}
    return render(request, "conversations/overview/home.html", context)


def parse_place(text):
    """Read a place in the list of earlier conversations, 'jjjj-mm-dd.number'; anything else is None."""
    day, _, key = text.partition(".")
    try:
        return date.fromisoformat(day), int(key)
    except ValueError:
        return None


@require_safe
def conversation(request, pk):
    """Show one conversation: who, when, what was scored as far as it was shown, and what was agreed."""
    visible = Conversation.objects.visible_to(request.user).select_related("triangle", "facilitator")
    found = get_object_or_404(visible, pk=pk)
    board = build_board(found)
    context = {
        "conversation": found,
        "board": board,
        "is_scored": found.phase == Phase.GESPREK or any(row.answered for row in board.rows),
        "corners": by_corner(
            found.participants.values("name", "function", "organisation", "corner", "coordinating", "attendance")
        ),
        "agreements": found.agreements.order_by("-most_important", "pk"),
    }
    return render(request, "conversations/overview/conversation.html", context)


def by_corner(people):
    """Return (corner, people) pairs in the fixed order of the corners; a corner without people is left out."""
    place = Corner.values.index
    ordered = sorted(people, key=lambda person: place(person["corner"]))
    return [(corner, list(group)) for corner, group in groupby(ordered, key=lambda person: person["corner"])]
