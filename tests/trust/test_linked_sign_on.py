"""Coming in through the organisation after the first time, without passwords, and from a page on another address."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as product

from conversations.models import AuditEvent
from driehoek.mail import Outbox, queue
from driehoek.sending import send_due
from tests.factories import PASSWORD, UserFactory
from tests.trust.coming_in import CHOICE, LOGIN, code_of, is_in, log_in, with_app
from tests.trust.provider import running_provider
from tests.trust.starting import start
from tests.trust.test_single_sign_on import GOOD, provider, refused, sign_in, user

pytestmark = pytest.mark.django_db
__all__ = ["provider", "user"]  # the fixtures
PASSWORD_PAGES = ["wachtwoord/", "wachtwoord/bevestigen/", "wachtwoord/instellen/", "wachtwoord/vergeten/"]
ELSEWHERE = "https://aanmelden.elders.example"


def come_again(client, provider):
    client.post("/account/uitloggen/")
    return sign_in(client, provider)


def test_once_linked_the_number_counts_and_no_longer_the_address(client, provider, user):
    sign_in(client, provider)
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.extra_data, len(linked.uid)) == (user, {}, 64)  # a digest, nothing that was told
    assert AuditEvent.objects.get(action="inlogdienst gekoppeld").details == {"user": user.pk}
    assert Outbox.objects.get(kind="inloggen").to == user.email
    provider.person |= {"email": "anders@voorbeeld.example", "email_verified": False}
    assert come_again(client, provider).status_code == 302
    assert client.get("/").wsgi_request.user == user
    assert SocialAccount.objects.count() == 1
    assert Outbox.objects.filter(kind="inloggen").count() == 1


def test_an_address_given_to_somebody_else_opens_nothing_of_who_had_it(client, provider, user):
    sign_in(client, provider)
    provider.person["sub"] = "2"
    assert refused(come_again(client, provider), "hoort bij iemand anders van Rijksaccount")
    assert not is_in(client)


def test_the_same_number_of_another_service_opens_nothing(client, provider, user, settings):
    sign_in(client, provider)
    with running_provider() as other:
        settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] = {"server_url": other.address}
        other.person = {"sub": "1", "email": "kwaad@voorbeeld.example", "email_verified": True}
        assert refused(come_again(client, other), "hoort geen account")


def test_who_stops_before_the_second_step_is_not_linked(client, provider, user):
    secret = with_app(user)
    assert sign_in(client, provider)["Location"].startswith(CHOICE)
    assert not SocialAccount.objects.exists()
    client.post(f"{CHOICE}inloggen/", {"code": code_of(secret)})
    assert SocialAccount.objects.get().user == user


def test_a_closed_account_stays_closed_when_it_is_linked(client, provider, user):
    sign_in(client, provider)
    user.is_active = False
    user.save()
    assert refused(come_again(client, provider), "Dit account is afgesloten")


def test_the_beheerder_takes_a_link_away_and_the_next_is_linked(client, provider, user, admin_client, settings):
    sign_in(client, provider)
    settings.SECOND_FACTOR_REQUIRED = False
    act = {"action": "take_link", "_selected_action": [user.pk]}
    page = admin_client.post("/beheer/triangles/user/", act, follow=True).content.decode()
    assert "Koppeling weggehaald." in page
    assert not is_in(client)
    assert AuditEvent.objects.filter(action="koppeling weggehaald", details={"user": user.pk}).exists()
    provider.person["sub"] = "2"
    assert sign_in(client, provider).status_code == 302


@pytest.fixture
def only(settings, provider):
    """Only the organisation lets people in."""
    settings.OIDC_ONLY = True
    return provider


def test_with_the_organisation_alone_no_password_opens_anything(client, only, user):
    page = client.get(LOGIN).content.decode()
    assert "Inloggen met Rijksaccount" in page
    assert not any(word in page for word in ("password", "passkey", "Wachtwoord vergeten"))
    assert log_in(client, user).status_code == 404
    assert not client.login(username=user.username, password=PASSWORD)
    assert client.post(f"{CHOICE}passkeys/inloggen/").status_code == 404
    assert client.get("/account/wachtwoord/vergeten/").status_code == 404
    assert client.get("/account/wachtwoord/nieuw/1-abc-def/").status_code == 404
    assert sign_in(client, only).status_code == 302
    assert {client.get(f"/account/{path}").status_code for path in PASSWORD_PAGES} == {404}
    assert "Verander je wachtwoord" not in client.get(CHOICE).content.decode()
    assert "verander je wachtwoord" not in client.get("/account/sessies/").content.decode()
    assert "Wachtwoord kwijt" not in client.get("/hulp/").content.decode()
    assert client.get(f"{CHOICE}app/").status_code == 200  # asks no password first


def test_with_the_organisation_alone_no_mail_gives_a_password(only, user, mailoutbox):
    new = UserFactory(email="nieuw@voorbeeld.example")
    queue("account", new.email, once="een", user=new.pk)
    queue("wachtwoord", user.email, once="twee", user=user.pk)
    send_due()
    [mail] = mailoutbox
    assert "Log in met Rijksaccount" in mail.body
    assert f"{product.SITE_URL}{LOGIN}" in mail.body
    assert "/wachtwoord/" not in mail.body


def test_a_service_that_signs_in_on_another_address_is_told_in_the_log(client, provider, user, settings, caplog):
    settings.OIDC_ORIGINS = [provider.address]
    sign_in(client, provider)
    assert "OIDC_ORIGINS" not in caplog.text
    settings.OIDC_ORIGINS = [ELSEWHERE]
    come_again(client, provider)
    assert f"zet {provider.address} in OIDC_ORIGINS" in caplog.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"OIDC_ONLY": "1"}, "zonder inlogdienst"),
        (GOOD | {"OIDC_ORIGINS": "https://*.example"}, "geen adres als"),
        (GOOD | {"OIDC_ORIGINS": f"{ELSEWHERE}/pad"}, "geen adres als"),
        (GOOD | {"OIDC_ORIGINS": "http://elders.example"}, "geen adres als"),
    ],
)
def test_a_way_in_that_cannot_work_or_is_too_wide_is_refused_at_start(changes, told):
    code, errors = start(**changes)
    assert (code, told in errors) == (1, True)


def test_the_login_form_may_lead_on_to_the_other_address():
    read = "from django.conf import settings as s; assert s.OIDC_ORIGINS[1:] == ['https://aanmelden.elders.example'], s"
    code, errors = start(read, **GOOD, OIDC_ORIGINS=ELSEWHERE)
    assert code == 0, errors
