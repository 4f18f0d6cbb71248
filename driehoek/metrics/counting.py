"""Counting what is asked, by the name of its route: an address may hold a personal link, and its number is no end.

Every label takes its values from a list that the code closes, so that no visitor can make the numbers grow.
"""

import os
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, values

# A worker of gunicorn has a number and counts in a file; `gunicorn.conf.py` gives it. Any other process counts alone.
WORKER = os.environ.get("METRICS_WORKER", "")
values.ValueClass = values.MultiProcessValue(lambda: WORKER) if WORKER else values.MutexValue
disable_created_metrics()

METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
TOLD_APART = {409, 422, 429, 503}  # conflict, refused, too many tries, and not now
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OTHER = "other"

OURS = CollectorRegistry()
REQUESTS = Counter(
    "driehoek_requests",
    "Answers, by name of the route.",
    ["route", "method", "status"],
    registry=OURS,
)
REFUSED = Counter("driehoek_refused", "Answers that say no, by name of the route.", ["route", "status"], registry=OURS)
DURATION = Histogram(
    "driehoek_request_duration_seconds",
    "How long an answer took to make.",
    ["route"],
    buckets=SECONDS,
    registry=OURS,
)
UNDER_WAY = Gauge(
    "driehoek_requests_under_way",
    "Answers being made now.",
    registry=OURS,
    multiprocess_mode="livesum",
)
WORKERS = Gauge("driehoek_workers", "Workers that serve.", registry=OURS, multiprocess_mode="livesum")


def count_requests(get_response):
    WORKERS.set(1)

    def middleware(request):
        began = time.perf_counter()
        with UNDER_WAY.track_inprogress():
            response = get_response(request)
        count(request, response.status_code, time.perf_counter() - began)
        return response

    return middleware


def count(request, status, seconds):
    route = name_of_route(request)
    method = request.method if request.method in METHODS else OTHER
    REQUESTS.labels(route, method, f"{status // 100}xx").inc()
    DURATION.labels(route).observe(seconds)
    if status in TOLD_APART:
        REFUSED.labels(route, status).inc()


def name_of_route(request):
    """Return the name under which the address stands in the code; `other` for every address that is not there."""
    return request.resolver_match.view_name if request.resolver_match else OTHER
