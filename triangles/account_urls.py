"""The pages about coming in. Only these of allauth exist; signing up, other mail addresses and the rest are 404."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from csp.decorators import csp_update
from django.conf import settings
from django.urls import path, re_path

from triangles.single_sign_on import by_password
from triangles.views import own_access

second_step_urls = [
    path("", own_access.HowToComeIn.as_view(), name="mfa_index"),
    path("inloggen/", second_step.authenticate, name="mfa_authenticate"),
    path("bevestigen/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/weg/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/nieuw/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/inloggen/", by_password(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("passkeys/bevestigen/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/weg/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("herstelcodes/", own_access.recovery_codes, name="mfa_view_recovery_codes"),
]
sign_in = csp_update({"form-action": settings.OIDC_ORIGINS})(
    by_password(account.login, may_look=True)
)  # a form may lead on to there, from here alone
urlpatterns = [
    path("inloggen/", sign_in, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("afgesloten/", account.account_inactive, name="account_inactive"),
    path("wachtwoord/", by_password(account.password_change), name="account_change_password"),
    path("wachtwoord/bevestigen/", by_password(account.reauthenticate), name="account_reauthenticate"),
    path("wachtwoord/instellen/", by_password(account.password_set), name="account_set_password"),
    path("wachtwoord/vergeten/", by_password(account.password_reset), name="account_reset_password"),
    path(
        "wachtwoord/vergeten/verstuurd/", by_password(account.password_reset_done), name="account_reset_password_done"
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        by_password(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        by_password(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("sessies/", own_access.own_sessions, name="own_sessions"),
    path("organisatie/<slug:provider_id>/", own_access.sign_on, name="openid_connect_login"),
    path("organisatie/<slug:provider_id>/terug/", own_access.signed_on, name="openid_connect_callback"),
]
