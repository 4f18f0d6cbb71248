"""Headers that Django has no setting for, and answers that travel packed."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.functional import cached_property

from driehoek.polls import is_poll


def trust_headers(get_response):
    """Keep every answer to our own origin, and keep pages out of the browser's cache: they hold private text."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return middleware


class PolicyOnce(CSPMiddleware):
    """That of django-csp, with the policy written once for all pages that change nothing in it: nearly all of them."""

    CHANGED = frozenset({"_csp_config", "_csp_update", "_csp_replace", "_csp_exempt"})  # by its decorators

    def process_response(self, request, response):
        if settings.DEBUG or "_csp_nonce" in vars(request) or not self.CHANGED.isdisjoint(vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response

    @cached_property
    def policy(self):
        return build_policy()


class PackText(GZipMiddleware):
    """Send text packed, with Django's random padding so that its length gives nothing away; a PDF is packed already."""

    def process_response(self, request, response):
        is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        return super().process_response(request, response) if is_text else response


class AskToLogIn(LoginRequiredMiddleware):
    """Send strangers to the login page; a region that asks for its own news gets 401, so that it stays as it is."""

    def handle_no_permission(self, request, view_func):
        if is_poll(request):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)
