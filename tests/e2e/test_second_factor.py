"""SEC-06, SEC-09: the second step in a real browser: a passkey and an app with codes, under the usual policy."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.factories import PASSWORD, UserFactory
from tests.trust.coming_in import code_of

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN, CHOICE = "/account/inloggen/", "/account/tweede-stap/"


@pytest.fixture
def user(transactional_db, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    return UserFactory(username="noor", name="Noor Bakhuis", email="noor@voorbeeld.example")


@pytest.fixture
def fingerprint(page):
    """A device that confirms, inside the browser, as a laptop with a finger on it does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


@pytest.fixture
def here(page, live_server, settings):
    """Return a function that opens a path on the site by the name that passkeys belong to."""
    settings.ALLOWED_HOSTS = ["localhost"]
    address = live_server.url.replace("127.0.0.1", "localhost")
    return lambda path: page.goto(address + path)


def with_password(page, here):
    here(LOGIN)
    page.get_by_label("Gebruikersnaam of mailadres").fill("noor")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()


def log_out(page):
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(f"**{LOGIN}")


def test_sec_06_a_passkey_is_chosen_and_opens_the_door_alone(page, here, user, fingerprint):
    with_password(page, here)
    page.wait_for_url(f"**{CHOICE}")
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_label("Hiermee inloggen zonder wachtwoord").check()
    page.get_by_role("button", name="Voeg de passkey toe").click()
    page.wait_for_url("**/herstelcodes/")
    page.get_by_role("button", name="Toon mijn codes").click()
    expect(page.locator(".dh-codes li")).to_have_count(10)
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    log_out(page)
    page.get_by_role("button", name="Inloggen met een passkey").click()
    page.wait_for_url(re.compile(r":\d+/$"))
    expect(page.get_by_text("Noor Bakhuis")).to_be_visible()


def test_sec_06_a_passkey_is_the_second_step_after_a_password(page, here, user, fingerprint):
    with_password(page, here)
    page.wait_for_url(f"**{CHOICE}")
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_role("button", name="Voeg de passkey toe").click()
    page.wait_for_url("**/herstelcodes/")
    log_out(page)
    with_password(page, here)
    page.wait_for_url("**/tweede-stap/inloggen/")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Met je passkey")
    page.get_by_role("button", name="Gebruik je passkey").click()
    page.wait_for_url(re.compile(r":\d+/$"))


def test_sec_06_an_app_with_codes_reads_the_picture_and_opens_the_door(page, here, user):
    with_password(page, here)
    page.wait_for_url(f"**{CHOICE}")
    page.get_by_role("link", name="Stel een app in").click()
    expect(page.get_by_role("img", name="QR-code")).to_be_visible()
    secret = page.locator(".dh-secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Stel de app in").click()
    page.wait_for_url("**/herstelcodes/")
    log_out(page)
    with_password(page, here)
    page.wait_for_url("**/tweede-stap/inloggen/")
    page.get_by_label("Code").fill(code_of(secret, 1))
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url(re.compile(r":\d+/$"))
