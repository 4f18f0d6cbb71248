"""The calendar of somebody with an account: its secret address, made and taken away, and the calendar itself."""

import hashlib

from allauth.core.internal import ratelimit  # its public face never limits looking, and this address is only looked at
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.calendar_feed import draw_calendar, feed_address, find_feed_link, link_of, renew_link, withdraw_link
from driehoek.errors import too_many


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request):
    """Tell how to have one's conversations in a calendar; a POST makes a new address and shows it this once."""
    made = renew_link(request.user) if request.method == "POST" else None
    shown = {"link": made or link_of(request.user), "address": feed_address(made) if made else ""}
    return render(request, "conversations/calendar_feed/mine.html", shown)


@require_POST
def my_calendar_remove(request):
    if withdraw_link(request.user):
        messages.success(request, "Het adres werkt niet meer. Haal de agenda ook weg in Outlook of op je telefoon.")
    return redirect("conversations:my_calendar")


@login_not_required
@require_safe
def calendar_feed(request, calendar_token):
    """Answer with the calendar as its user may see it now; nothing is written, and an old address is not there."""
    found = find_feed_link(calendar_token)
    if is_asked_too_often(request, found):
        return too_many(request, "calendar" if found else "wrong_link")
    if found is None:
        return render(request, "404.html", status=404)
    drawn = draw_calendar(found, timezone.localdate())
    headers = {"Cache-Control": "private, no-cache", "Content-Disposition": 'inline; filename="driehoek.ics"'}
    answer = HttpResponse(drawn, content_type="text/calendar; charset=utf-8", headers=headers)
    etag = answer.headers["ETag"] = quote_etag(hashlib.sha256(drawn).hexdigest()[:32])
    return get_conditional_response(request, etag=etag, response=answer)


def is_asked_too_often(request, link):
    """Count that a calendar was asked for: wrong addresses by where they come from, right ones by themselves."""
    action, key = ("calendar", str(link.pk)) if link else ("wrong_link", None)
    counted = ratelimit.consume(request, action=action, key=key, app="allauth.account", limit_get=True)
    return counted is None
