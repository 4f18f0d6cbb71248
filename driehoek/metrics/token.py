"""The secret that opens `/metrics`, read from the environment and asked of who looks."""

import secrets

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32
COUNTING = [  # middleware, before there is a session; only with the secret
    "driehoek.metrics.exposing.expose_metrics",
    "driehoek.metrics.counting.count_requests",
]


def read_token(env):
    """Return METRICS_TOKEN, or "" when nothing is to be counted. Raises ImproperlyConfigured when it can be guessed."""
    token = env.str("METRICS_TOKEN", default="")
    if token and len(token) < SHORTEST:
        raise ImproperlyConfigured(
            f"METRICS_TOKEN is te kort: zet een geheim van minstens {SHORTEST} tekens klaar, of laat het weg."
        )
    return token


def has_token(request):
    """Tell whether the request carries the secret; how long that takes tells nothing about it."""
    given = request.headers.get("Authorization", "")
    return secrets.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
