"""What somebody with an account does about coming in: codes for later, open sessions, sign-in of the organisation."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from triangles.forms.sessions import EndSessionForm
from triangles.provider import StrictAdapter
from triangles.second_factor import has_second_step, is_strong
from triangles.sessions import end_sessions, sessions_of
from triangles.single_sign_on import refuse, warn_of_origin

OPEN_CODES = "open_codes"  # in the session: the key of the row whose codes were made here and may still be seen
BROKEN = (RequestException, OAuth2Error, KeyError, ValueError)  # what an answer that is no answer gives


class HowToComeIn(IndexView):
    """What allauth shows, and whether a second step has to be confirmed before anything else opens."""

    def get_context_data(self, **kwargs):
        confirm_first = settings.SECOND_FACTOR_REQUIRED and not is_strong(self.request.session)
        shown = super().get_context_data(confirm_first=confirm_first, **kwargs)
        return shown | {"is_forced": confirm_first and not shown["is_mfa_enabled"]}


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.mfa", allow_get=True)
def recovery_codes(request):
    """Tell how many codes are left. A POST makes new ones, shown until somebody says that they kept them."""
    if not has_second_step(request.user):
        return redirect("mfa_index")
    if request.method == "POST":
        return make_or_close(request)
    row = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    kept = row and row.wrap()
    left = kept.get_unused_codes() if kept else []
    codes = left if kept and request.session.get(OPEN_CODES) == row.pk else []
    if codes and "bestand" in request.GET:
        return as_file(codes)
    shown = {"codes": codes, "is_first": not (kept and kept.did_view), "left": len(left)}
    return render(request, "mfa/recovery_codes.html", shown)


def make_or_close(request):
    """Make ten new codes, which this session may look at from now on; or end that, for they were kept."""
    if "bewaard" in request.POST:
        request.session.pop(OPEN_CODES, None)
        return redirect("home")
    made = generate_recovery_codes(request)
    made.wrap().mark_as_viewed()
    request.session[OPEN_CODES] = made.pk
    return redirect("mfa_view_recovery_codes")


def as_file(codes):
    text = "\r\n".join(["Herstelcodes van Driehoek. Elke code werkt een keer.", "", *codes, ""])
    headers = {"Content-Disposition": 'attachment; filename="herstelcodes.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request):
    """Show where the visitor is logged in; a POST ends one of the other sessions, or all others."""
    current = request.session.session_key
    if request.method == "POST":
        form = EndSessionForm(request.POST)
        if form.is_valid():
            ended = end_sessions(request.user, but=current, only=form.cleaned_data["sessie"])
            messages.success(request, "Daar ben je uitgelogd." if ended else "Er was niets om te beëindigen.")
        return redirect("own_sessions")
    return render(request, "account/sessions.html", {"sessions": sessions_of(request.user, current)})


@login_not_required
@require_POST
def sign_on(request, provider_id):
    """Send somebody to the sign-in of their organisation."""
    away = ask_provider(OAuth2LoginView, request, provider_id)
    if away.status_code == 302:
        warn_of_origin(away["Location"])
    return away


@login_not_required
@require_safe
def signed_on(request, provider_id):
    """Let somebody in who comes back from there; or tell why not."""
    return ask_provider(OAuth2CallbackView, request, provider_id)


def ask_provider(view, request, provider_id):
    try:
        return view.adapter_view(StrictAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except BROKEN:
        return refuse(request, "failed")
