"""SEC-06: coming in through the organisation: who has an open account, known there by number or verified address."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache

from tests.factories import UserFactory
from tests.trust.coming_in import LOGIN, is_in
from tests.trust.provider import CLIENT, SECRET, running_provider
from tests.trust.starting import start
from triangles.models import User

pytestmark = pytest.mark.django_db
TO, BACK = "/account/organisatie/organisatie/", "/account/organisatie/organisatie/terug/"
GOOD = {
    "OIDC_NAME": "Rijksaccount",
    "OIDC_ISSUER": "https://inloggen.voorbeeld.example/rijk",
    "OIDC_CLIENT_ID": CLIENT,
    "OIDC_CLIENT_SECRET": SECRET,
}


@pytest.fixture
def provider(settings):
    """A running sign-in service, set up in the product, where a second step is asked of every account."""
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = True
    with running_provider() as found:
        settings.OIDC_NAME = "Rijksaccount"
        app = {"provider_id": "organisatie", "name": "Rijksaccount", "client_id": CLIENT, "secret": SECRET}
        app["settings"] = {"server_url": found.address}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield found


@pytest.fixture
def user():
    return UserFactory(username="noor", name="Noor Bakhuis", email="noor@voorbeeld.example")


def sign_in(client, provider, next=""):
    """Go there and come back, as a browser does; return the last answer."""
    away = client.post(f"{TO}?next={next}" if next else TO)
    return client.get(provider.sign_in(away["Location"]))


def refused(answer, why):
    page = answer.content.decode()
    return answer.status_code == 403 and why in page and "Traceback" not in page and "Inloggen lukt niet" in page


def test_sec_06_in_through_the_organisation_counts_as_strong(client, provider, user):
    answer = sign_in(client, provider, next="/principes/")
    assert answer["Location"] == "/principes/"
    assert is_in(client)
    assert client.get("/").wsgi_request.user == user
    assert not any(model.objects.exists() for model in (SocialToken, EmailAddress))


def test_sec_06_the_service_is_asked_with_all_that_binds_the_answer_to_this_browser(client, provider, user):
    sign_in(client, provider)
    asked = provider.asked
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 16
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_sec_06_an_address_that_was_not_verified_opens_nothing(client, provider, user, said):
    provider.person["email_verified"] = said
    assert refused(sign_in(client, provider), "niet dat je mailadres is gecontroleerd")
    assert not is_in(client)


def test_sec_06_nobody_new_comes_in(client, provider):
    assert refused(sign_in(client, provider), "hoort geen account")
    assert not User.objects.exists()


def test_sec_06_a_closed_account_stays_closed(client, provider, user):
    User.objects.update(is_active=False)
    assert refused(sign_in(client, provider), "Dit account is afgesloten")


def test_sec_06_it_is_never_linked_to_who_is_in_now(client, provider, user):
    client.force_login(UserFactory())
    away = client.post(f"{TO}?process=connect")
    assert client.get(provider.sign_in(away["Location"])).status_code == 302
    assert client.get("/").wsgi_request.user == user
    assert SocialAccount.objects.get().user == user


SPOILED = {
    "for another": {"aud": "een-ander"},
    "of another": {"iss": "https://kwaad.example"},
    "made for another attempt": {"nonce": "van-een-ander"},
    "made for no attempt": {"nonce": None},
    "too old": {"exp": 1},
    "about another than it is of": {"sub": "2"},
    "about nobody": {"sub": ""},
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_sec_06_a_token_that_is_not_ours_for_this_attempt_is_refused(client, provider, user, spoil):
    provider.spoil = spoil
    assert refused(sign_in(client, provider), "is niet gelukt")
    assert not is_in(client)


def test_sec_06_a_token_with_another_signature_is_refused(client, provider, user):
    provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert refused(sign_in(client, provider), "is niet gelukt")
    assert not is_in(client)


def test_sec_06_a_service_that_bears_another_name_than_was_set_up_is_refused(client, provider, user):
    provider.name = "https://kwaad.example"
    assert refused(sign_in(client, provider), "is niet gelukt")
    assert not is_in(client)


def test_sec_06_an_answer_for_another_browser_is_refused(client, provider, user):
    away = client.post(TO)
    back = provider.sign_in(away["Location"])
    assert refused(client.get(back.replace("state=", "state=x")), "is niet gelukt")
    stranger = type(client)()
    assert refused(stranger.get(back), "is niet gelukt")
    assert not is_in(stranger)


def test_sec_06_the_same_answer_twice_lets_in_once(client, provider, user):
    away = client.post(TO)
    back = provider.sign_in(away["Location"])
    assert client.get(back).status_code == 302
    client.post("/account/uitloggen/")
    assert refused(client.get(back), "is niet gelukt")


def test_sec_06_whoever_stops_there_reads_that_here(client, provider):
    client.post(TO)
    state = client.session["socialaccount_states"].popitem()[0]
    assert refused(client.get(BACK, {"error": "access_denied", "state": state}), "afgebroken")


def test_sec_06_a_service_that_is_down_gives_a_page_in_dutch(client, provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    assert refused(client.post(TO), "is niet gelukt")


def test_sec_06_only_a_button_goes_there_and_only_where_it_is_set_up(client, provider, settings):
    assert client.get(TO).status_code == 405
    page = client.get(f"{LOGIN}?next=/principes/").content.decode()
    assert "Inloggen met Rijksaccount" in page
    assert f'action="{TO}?next=/principes/"' in page
    settings.OIDC_NAME = ""
    assert TO not in client.get(LOGIN).content.decode()


@pytest.mark.parametrize("name", GOOD)
def test_sec_11_half_a_set_up_is_refused_at_start(name):
    code, errors = start(**GOOD | {name: ""})
    assert code == 1
    assert f"half ingesteld. Vul in: {name}." in errors
    assert SECRET not in errors


def test_sec_11_a_service_without_encryption_is_refused_at_start():
    code, errors = start(**GOOD | {"OIDC_ISSUER": "http://inloggen.voorbeeld.example"})
    assert code == 1
    assert "begint niet met https://" in errors


def test_sec_09_the_form_may_lead_on_to_the_service_from_the_login_page_alone():
    read = """
import django; django.setup()
from django.test import Client
from unittest.mock import patch
ways = {path: Client(headers={'X-Forwarded-Proto': 'https'}).get(path, secure=True)['Content-Security-Policy']
        for path in ('/account/afgesloten/', '/account/inloggen/')}
forms = {path: [part.split() for part in way.split(';') if 'form-action' in part][0] for path, way in ways.items()}
assert forms['/account/afgesloten/'] == ['form-action', "'self'"], forms
assert sorted(forms['/account/inloggen/'][1:]) == ["'self'", 'https://inloggen.voorbeeld.example'], forms
""".strip()
    settings = GOOD | {"ALLOWED_HOSTS": "testserver", "DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}
    code, errors = start(f"exec({read!r})", **settings)
    assert code == 0, errors
