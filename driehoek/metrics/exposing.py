"""The address `/metrics`, for who brings the secret. No list of addresses holds it: to anybody else it is not there.

It is answered before there is a session or a form to check, so that nothing about the answer 404 gives it away.
"""

import os

from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from .counting import OURS, WORKER
from .standing import Standing
from .token import has_token

PATH = "/metrics"


def expose_metrics(get_response):
    def middleware(request):
        if request.path == PATH and has_token(request):
            return metrics(request)
        return get_response(request)

    return middleware


@xframe_options_deny
@require_safe
def metrics(request):
    return HttpResponse(b"".join(map(generate_latest, registries())), content_type=CONTENT_TYPE_LATEST)


def registries():
    """Return what is told: what was counted, by this process or by all workers, and what stands in the database."""
    around = CollectorRegistry()
    around.register(Standing())
    PlatformCollector(registry=around)
    if not WORKER:
        ProcessCollector(registry=around)
        GCCollector(registry=around)
        return OURS, around
    together = CollectorRegistry()
    MultiProcessCollector(together)
    ProcessCollector(namespace="gunicorn", pid=os.getppid, registry=around)  # of all workers, whoever answers
    return together, around
