"""Coming in as staff do: with a password, and with the codes of an app."""

import re
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from tests.factories import PASSWORD

LOGIN, CHOICE = "/account/inloggen/", "/account/tweede-stap/"
CODE, APP, CODES = CHOICE + "inloggen/", CHOICE + "app/", CHOICE + "herstelcodes/"


def log_in(client, user, password=PASSWORD, **headers):
    return client.post(LOGIN, {"login": user.username, "password": password}, headers=headers)


def code_of(secret, steps=0):
    """Return the code that an app shows now, or `steps` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(user):
    """Give `user` an app with codes and codes for later; return the secret of the app."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def secret_on(page):
    return re.search(r'dh-secret">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")


def codes_on(page):
    return re.findall(r"<li>(\d{8})</li>", page.content.decode())


def is_in(client):
    return client.get("/principes/").status_code == 200
