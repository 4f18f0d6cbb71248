"""Home: what asks my attention today, and the conversations I may see."""

from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.board import build_board, of_conversation
from conversations.board_rows import write_deals, write_heads, write_numbers, write_strips
from conversations.models import ESTABLISHED, Agreement, Conversation, LegalHold, Participant, Phase
from conversations.occasion import asks_next
from conversations.onward import find_stand, find_ways, is_led_by
from conversations.reaching import lost_mail
from conversations.today import build_today
from driehoek.prepared import Prepared, as_dicts
from triangles.models import Corner, Membership, User

PERSON = ("pk", "name", "function", "organisation", "corner", "coordinating", "attendance", "speaker__name")
PEOPLE = of_conversation(Participant.objects.values_list(*PERSON))
AGREEMENTS = of_conversation(Agreement.objects.order_by("-most_important", "pk"))


def ask_visible(user, pk):
    hold = LegalHold.objects.open().filter(conversation=OuterRef("pk"))
    visible = Conversation.objects.visible_to(User(pk=user)).annotate(under_hold=Exists(hold))
    return visible.select_related("triangle", "facilitator").filter(pk=pk)


ADVISED = Prepared(
    lambda user, triangle: Membership.objects.filter(user=user, triangle=triangle).values_list("pk"),
    user=-9001,
    triangle=-9002,
)
VISIBLE = Prepared(ask_visible, user=-9001, pk=-9002)


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
    found = find_visible(request.user, pk)
    today = timezone.localdate()
    advised = read_advised(request.user, found, today)
    advises = bool(advised) and found.triangle.archived_at is None
    roles = {"advises": advises, "leads": is_led_by(found, request.user, advises=advises)}
    people = as_dicts(PERSON, PEOPLE.ask(conversation=found.pk))
    agreements = AGREEMENTS.objects(conversation=found.pk)
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
        "agreements": agreements,
        "deals": write_deals(agreements),
    }
    return render(request, "conversations/overview/conversation.html", context | write_shown(board))


def read_advised(user, found, today):
    """Return [(whether the next conversation may be planned,)] for who advises the triangle, else nothing."""
    mine = {"user": user.pk, "triangle": found.triangle_id}
    if found.phase not in ESTABLISHED:
        return [(False,) for _ in ADVISED.ask(**mine)]
    return list(Membership.objects.filter(**mine).values_list(asks_next(found, today)))


def write_shown(board):
    """Return what the page shows of the scores, nothing while none are shown."""
    if not board.shown:
        return {}
    return {"strips": write_strips(board), "heads": write_heads(board), "numbers": write_numbers(board)}


def find_visible(user, pk):
    """Return the Conversation that `user` may open. Raises Http404."""
    found = VISIBLE.objects(user=user.pk, pk=pk)
    if not found:
        raise Http404
    return found[0]


def by_corner(people):
    """Return (corner, people) pairs in the fixed order of the corners; a corner without people is left out."""
    place = Corner.values.index
    ordered = sorted(people, key=lambda person: place(person["corner"]))
    return [(corner, list(group)) for corner, group in groupby(ordered, key=lambda person: person["corner"])]
