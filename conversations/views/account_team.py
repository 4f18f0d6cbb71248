"""The page of the account team."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.account_team import build_team
from triangles.models import Triangle


@require_safe
def team(request, triangle):
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    corners, moment = build_team(found, timezone.localdate())
    shown = {"triangle": found, "corners": corners, "moment": moment, "is_open": not found.archived_at}
    return render(request, "conversations/account_team/team.html", shown)
