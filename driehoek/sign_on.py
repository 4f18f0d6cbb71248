"""Coming in through the organisation (OpenID Connect), read from the environment: all four values, or none.

With `OIDC_ONLY` there is no other way in; `OIDC_ORIGINS` names where else the way to the service leads.
"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")  # no path, no star
PARTS = ("OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def read_provider(env, *, plain_http):
    """Return (name, origins that a form may lead on to, the apps of allauth); ("", [], []) when it is not used.

    Raises ImproperlyConfigured when a part is missing, or when the provider would be asked without encryption.
    """
    values = {part: env.str(part, default="") for part in PARTS}
    if not any(values.values()):
        if env.list("OIDC_ORIGINS", default=[]) or env.bool("OIDC_ONLY", default=False):
            raise ImproperlyConfigured("OIDC_ONLY of OIDC_ORIGINS is ingesteld zonder inlogdienst. Stel die eerst in.")
        return "", [], []
    if missing := [part for part, value in values.items() if not value]:
        raise ImproperlyConfigured(f"Inloggen via de organisatie is half ingesteld. Vul in: {', '.join(missing)}.")
    name, issuer, client, secret = values.values()
    address = urlsplit(issuer)
    if not is_safe(address, plain_http=plain_http):
        raise ImproperlyConfigured("OIDC_ISSUER begint niet met https://. Zonder versleuteling kan iedereen meelezen.")
    app = {"provider_id": "organisatie", "name": name, "client_id": client, "secret": secret}
    app["settings"] = {"server_url": issuer.rstrip("/")}
    return name, [f"{address.scheme}://{address.netloc}", *read_origins(env, plain_http=plain_http)], [app]


def read_origins(env, *, plain_http):
    """Return the other origins on the way to the service: its page to sign in may stand elsewhere than its name.

    Raises ImproperlyConfigured for anything but a bare origin, such as https://inloggen.voorbeeld.example.
    """
    origins = [origin.rstrip("/") for origin in env.list("OIDC_ORIGINS", default=[])]
    for origin in origins:
        address = urlsplit(origin)
        if not ORIGIN.fullmatch(origin) or not is_safe(address, plain_http=plain_http):
            raise ImproperlyConfigured(f"OIDC_ORIGINS: {origin} is geen adres als https://inloggen.voorbeeld.example.")
    return origins


def is_safe(address, *, plain_http):
    return address.scheme == "https" or (plain_http and address.scheme == "http")
