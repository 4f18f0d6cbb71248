"""The addresses of the site and one that fails."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from driehoek.urls import handler400, handler429, handler500, urlpatterns

__all__ = ["handler400", "handler429", "handler500"]


@login_not_required
def fail(request):
    raise RuntimeError("geheim van de server")


urlpatterns = [*urlpatterns, path("stuk/", fail)]
