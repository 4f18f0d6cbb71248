"""How a password, a session and an answer are kept: what a table of requirements asks and no page tells."""

import re

import pytest
from django.conf import global_settings, settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from driehoek.sessions import stored
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LONG = "een lange zin van zeventig tekens, met Ünïcode 漢字, 'aanhalingen' en 3 \\ "
PAGES = ["/", "/driehoeken/", "/privacy/", "/toegankelijkheid/", "/hulp/", "/kaarten/", "/account/inloggen/"]


def with_password(password):
    user = UserFactory()
    user.set_password(password)
    user.save()
    return user


def log_in(client, user, password):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def opens_anything(key):
    """Whether another browser that brings this key of a session gets further than the login page."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    return thief.get("/").status_code != 302


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_sec_06_a_password_may_be_long_and_of_any_characters_and_counts_to_the_last_one(client):
    user = with_password(LONG)
    assert len(LONG) > 64
    assert log_in(client, user, LONG).status_code == 302
    for nearly in (LONG[:-1], LONG.strip(), LONG.lower(), LONG[:64]):
        assert log_in(Client(), user, nearly).status_code == 200


@pytest.mark.parametrize("password", ["Driehoek2026!", "welkomgesprek", "Opdrachtgevers1", "wachtwoord1234567"])
def test_sec_06_a_password_of_words_that_everybody_here_knows_is_refused(password):
    with pytest.raises(ValidationError, match="te raden"):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["een driehoek met vier hoeken", "paarse zebra fietst", "gesprek over kaas en brood"]
)
def test_sec_06_such_a_word_in_a_sentence_of_ones_own_is_welcome(password):
    validate_password(password)


@pytest.mark.parametrize("name", ["account_login", "account_change_password"])
def test_sec_06_a_password_manager_can_fill_the_form_in(client, name):
    if name != "account_login":
        client.force_login(UserFactory())
    page = client.get(reverse(name)).content.decode()
    fields = re.findall(r"<input[^>]*password[^>]*>", page)
    assert fields
    assert all('type="password"' in field and "autocomplete=" in field for field in fields)
    assert "onpaste" not in page


def test_sec_06_passwords_are_kept_by_a_slow_digest():
    assert "PASSWORD_HASHERS" not in (settings.BASE_DIR / "driehoek" / "settings.py").read_text()
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    assert PBKDF2PasswordHasher.algorithm == "pbkdf2_sha256"
    assert PBKDF2PasswordHasher.iterations >= 600_000


def test_sec_06_logging_in_gives_a_new_session_and_ends_the_one_before(client):
    user = with_password(LONG)
    session = client.session
    session["iets"] = "van een vreemde"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    log_in(client, user, LONG)
    assert key_of(client) != session.session_key
    assert not Session.objects.filter(pk=stored(session.session_key)).exists()


def test_sec_06_logging_out_ends_the_session_on_the_server_too(client):
    user = with_password(LONG)
    log_in(client, user, LONG)
    kept = key_of(client)
    assert opens_anything(kept)
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/").status_code == 302
    assert not Session.objects.filter(pk=stored(kept)).exists()


def test_sec_06_the_key_of_a_session_cannot_be_guessed():
    keys = {make_session() for _ in range(20)}
    assert len(keys) == 20
    assert all(re.fullmatch(r"[a-z0-9]{32}", key) for key in keys)  # 32 of 36 characters: 165 bits


def make_session():
    session = Client().session
    session["iets"] = 1
    session.save()
    return session.session_key


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/requirements.txt", "/static/", "/static/js/", "/driehoek.sqlite3"]
)
def test_no_file_beside_the_site_and_no_list_of_files_is_served(client, path):
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [*PAGES, "/livez", "/readyz", "/er-is-niets/"])
def test_every_answer_of_text_says_its_kind_and_its_characters(client, path):
    client.force_login(UserFactory())
    kind = client.get(path, follow=True).headers["Content-Type"]
    assert kind == "application/json" or "charset=utf-8" in kind.lower().replace('"', "")


@pytest.mark.parametrize("path", [path for path in PAGES if "inloggen" not in path])
def test_sec_06_logging_out_is_one_button_away_on_every_page(client, path):
    client.force_login(UserFactory())
    assert f'<form action="{reverse("account_logout")}" method="post">' in client.get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_sends_back_what_came_in(client, path):
    client.force_login(UserFactory())
    answer = client.trace(path, HTTP_X_GEHEIM="kanarie")
    assert b"kanarie" not in answer.content


def test_what_stands_in_the_address_is_never_taken_for_what_was_typed(client):
    user = with_password(LONG)
    answer = client.post(reverse("account_login") + f"?login={user.email}&password={LONG}", {})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
