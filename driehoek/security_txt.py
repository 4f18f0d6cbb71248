"""Where somebody who finds a weakness can tell it: /.well-known/security.txt, in the form of RFC 9116."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def security_txt(request):
    """Answer 404 as long as the installation names no one to turn to."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    text = "".join(f"{name}: {value}\n" for name, value in fields(timezone.now()))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def fields(now):
    """Yield (name, value) of each line, in the order of weight that the RFC asks of contacts."""
    for contact in settings.SECURITY_CONTACT:
        yield "Contact", address_of(contact)
    until = now.astimezone(dt.UTC) + dt.timedelta(days=settings.SECURITY_EXPIRES_DAYS)
    yield "Expires", f"{until:%Y-%m-%dT00:00:00Z}"
    yield "Preferred-Languages", "nl, en"
    yield "Canonical", settings.SITE_URL.rstrip("/") + reverse("security_txt")
    if settings.SECURITY_POLICY_URL:
        yield "Policy", settings.SECURITY_POLICY_URL


def address_of(contact):
    """Return a contact as the URI that the RFC asks for; a bare mail address becomes one of mail."""
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
