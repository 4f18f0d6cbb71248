"""The addresses that the page saves to while somebody types: JSON in, JSON out, never a redirect."""

import base64
import json

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conversations.models import Conversation
from conversations.saving import REFUSED, Save, save_part

LOGGED_OUT = {"errors": ["Je bent uitgelogd. Log opnieuw in: je tekst blijft staan."]}
NO_SAVE = {"errors": ["Dit is geen geldige wijziging."]}
GONE = {"errors": ["Dit onderdeel is er niet meer, of je mag het niet wijzigen."]}


@login_not_required
@require_POST
def save(request, pk):
    """Save one part; see `saving`. 401 without a session, so that the page keeps the text and asks to log in."""
    if not request.user.is_authenticated:
        return JsonResponse(LOGGED_OUT, status=401)
    sent = parse(request.body)
    op_id = str(sent.op_id) if sent else ""
    try:
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
        if sent is None:
            return JsonResponse(NO_SAVE, status=REFUSED)
        status, answer = save_part(request.user, conversation, sent)
    except Http404:
        return JsonResponse({**GONE, "op_id": op_id}, status=404)
    return JsonResponse(answer, status=status)


def parse(body):
    """Return the Save in the body (bytes) of a request, or None."""
    try:
        return Save.parse(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        return None


@login_not_required
@never_cache
@require_safe
def key(request, pk):
    """Give the page the key for what waits in this browser, and a fresh CSRF token.

    The key belongs to the person and the conversation, not to the session: what was typed before the session ended
    can be read again after logging in.
    """
    if not request.user.is_authenticated:
        return JsonResponse(LOGGED_OUT, status=401)
    try:
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    except Http404:
        return JsonResponse(GONE, status=404)
    secret = salted_hmac("waiting texts", f"{request.user.pk}:{conversation.pk}", algorithm="sha256").digest()
    return JsonResponse({"key": base64.b64encode(secret).decode(), "csrf": get_token(request)})
