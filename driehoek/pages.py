"""The pages behind the links at the foot of every page: open to all, and the same for everyone."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    """Say who reads what, and for how long; the terms are those of this installation."""
    return render(request, "pages/privacy.html", {"keep": settings.KEEP, "organisation": settings.OIDC_APPS})


@login_not_required
@require_safe
def support(request):
    return render(request, "pages/support.html")
