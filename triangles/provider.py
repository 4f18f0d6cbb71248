"""Coming in through the organisation's own sign-in (OpenID Connect), checked more strictly than allauth does.

The name of this module is allauth's: it looks for a `provider` in every app.
"""

import secrets

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

NONCE = "oidc_nonce"


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Takes an identity only with a signature, for us, and made for this one attempt."""

    def complete_login(self, request, app, token, **kwargs):
        """Return the login that is being asked for. Raises OAuth2Error when the answer is not whole or not for us."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The answer holds no id_token.")
        login = super().complete_login(request, app, token, **kwargs)
        told, signed = login.account.extra_data["userinfo"], login.account.extra_data["id_token"]
        if not signed.get("sub") or told.get("sub") != signed["sub"]:
            raise OAuth2Error("The answer names nobody, or the userinfo is of somebody else.")
        return login

    def _decode_id_token(self, app, id_token):
        if self.openid_config["issuer"].rstrip("/") != app.settings["server_url"]:
            raise OAuth2Error("The service bears another name than the one that was set up.")
        signed = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        nonce = self.request.session.pop(NONCE, None)
        if not nonce or not secrets.compare_digest(nonce, str(signed.get("nonce"))):
            raise OAuth2Error("The id_token was not made for this attempt.")
        return signed


class StrictProvider(OpenIDConnectProvider):
    oauth2_adapter_class = StrictAdapter
    pkce_enabled_default = True

    def get_auth_params_from_request(self, request, action):
        request.session[NONCE] = secrets.token_urlsafe(32)
        return {"nonce": request.session[NONCE]}

    def get_scope_from_request(self, request):
        return self.get_scope()


provider_classes = [StrictProvider]
