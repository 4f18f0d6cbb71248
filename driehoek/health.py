"""Is this process alive, and is it ready for visitors? Both answers are open and name nothing secret."""

from functools import cache

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def livez(request):
    """Answer 200 as long as the process runs; the database is not asked."""
    return HttpResponse("leeft\n", content_type="text/plain; charset=utf-8")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """Answer 200 when the database can be reached, is up to date and has its guards, else 503 with what is wrong."""
    try:
        problems = find_problems()
    except DatabaseError:
        problems = ["De database is niet bereikbaar."]
    if problems:
        return JsonResponse({"gereed": False, "problemen": problems}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"gereed": True, "problemen": []})


def find_problems():
    """Return what keeps this process from being ready, as Dutch sentences.

    Besides the migrations every app config with a method `find_problems(connection)` is asked. Raises DatabaseError.
    """
    applied = MigrationRecorder(connection).applied_migrations()
    problems = [
        f"Migratie {app}.{name} is niet uitgevoerd." for app, name in newest_migrations() if (app, name) not in applied
    ]
    if problems:
        return problems
    for config in apps.get_app_configs():
        if hasattr(config, "find_problems"):
            problems += config.find_problems(connection)
    return problems


@cache
def newest_migrations():
    """Return the last migration of every app as sorted (app, name) pairs; the files do not change while this runs."""
    return sorted(MigrationLoader(None).graph.leaf_nodes())
