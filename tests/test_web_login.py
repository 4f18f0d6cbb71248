"""Coming in: login, logout and passwords in our own words; everything else of allauth does not exist."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.management import call_command
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/account/inloggen/"


@pytest.fixture(autouse=True)
def forget_attempts():
    cache.clear()


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("field", ["username", "email"])
def test_in_by_name_or_mail_address(client, field):
    user = UserFactory()
    answer = client.post(LOGIN, {"login": getattr(user, field), "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert user.name in text_of(answer)
    assert not EmailAddress.objects.exists()


def test_back_to_where_somebody_wanted_to_go(client):
    user = UserFactory()
    assert client.get("/principes/")["Location"] == f"{LOGIN}?next=/principes/"
    page = client.get(f"{LOGIN}?next=/principes/").content.decode()
    assert 'value="/principes/"' in page
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD, "next": "/principes/"})
    assert answer["Location"] == "/principes/"


def test_sec_13_never_on_to_another_site(client):
    user = UserFactory()
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD, "next": "https://kwaad.example/"})
    assert answer["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    UserFactory(username="bekend")
    known = client.post(LOGIN, {"login": "bekend", "password": "fout"})
    unknown = client.post(LOGIN, {"login": "onbekend", "password": "fout"})
    sentence = "Deze naam en dit wachtwoord horen niet bij elkaar."
    assert sentence in text_of(known)
    assert text_of(known) == text_of(unknown)
    assert "<title>Fout: Inloggen" in known.content.decode()
    assert 'value="bekend"' in known.content.decode()
    assert "fout</" not in known.content.decode()


def test_an_empty_form_says_per_field_what_is_missing(client):
    page = text_of(client.post(LOGIN, {}))
    assert "Vul je gebruikersnaam of mailadres in." in page
    assert "Vul je wachtwoord in." in page


def test_somebody_who_left_does_not_come_in(client):
    user = UserFactory(is_active=False)
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD}, follow=True)
    assert not answer.context["user"].is_authenticated
    assert answer.status_code == 200


def test_sec_05_guessing_one_account_stops_after_five_tries_and_says_how_long(client):
    user = UserFactory()
    for _ in range(5):
        client.post(LOGIN, {"login": user.username, "password": "fout"})
    answer = client.post(LOGIN, {"login": user.username, "password": PASSWORD})
    assert "Wacht vijf minuten" in text_of(answer)


def test_sec_05_thirty_people_behind_one_address_all_come_in(client):
    for _ in range(30):
        user = UserFactory()
        assert client.post(LOGIN, {"login": user.username, "password": PASSWORD}).status_code == 302
        client.logout()


def test_sec_05_a_flood_gets_429_with_how_long_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client.post(LOGIN, {"login": "a", "password": "b"})
    answer = client.post(LOGIN, {"login": "a", "password": "b"})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Wacht een minuut" in text_of(answer)


def test_out_only_by_a_button(client):
    client.force_login(UserFactory())
    assert client.get("/account/uitloggen/").status_code == 200
    assert client.get("/").status_code == 200
    answer = client.post("/account/uitloggen/", follow=True)
    assert answer.redirect_chain[-1][0] == LOGIN
    assert "Je bent uitgelogd." in text_of(answer)
    assert client.get("/").status_code == 302


def test_sec_13_a_new_password_by_mail_from_the_configured_address(client, mailoutbox, settings):
    settings.SITE_URL = "https://driehoek.voorbeeld.example"
    user = UserFactory()
    answer = client.post("/account/wachtwoord/vergeten/", {"email": user.email}, follow=True)
    assert "Kijk in je mail" in text_of(answer)
    call_command("send_due")
    mail = mailoutbox[0]
    assert mail.to == [user.email]
    assert mail.subject == "Driehoek: kies een nieuw wachtwoord"
    link = re.search(r"https://driehoek.voorbeeld.example(/\S+)", mail.body)[1]
    form = client.get(link, follow=True)
    new = "vier losse woorden achtereen"
    answer = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    assert "Je wachtwoord is veranderd" in text_of(answer)
    assert client.login(username=user.username, password=new)
    assert not EmailAddress.objects.exists()  # an address of long ago must never open an account
    assert "Deze link werkt niet meer" in text_of(client.get(link))


def test_an_unknown_mail_address_gets_the_same_page_and_no_mail(client, mailoutbox):
    user = UserFactory()
    known = client.post("/account/wachtwoord/vergeten/", {"email": user.email}, follow=True)
    unknown = client.post("/account/wachtwoord/vergeten/", {"email": "niemand@voorbeeld.example"}, follow=True)
    assert text_of(known) == text_of(unknown)
    call_command("send_due")
    assert [mail.to for mail in mailoutbox] == [[user.email]]


@pytest.mark.parametrize("password", ["te kort", "1q2w3e4r5t6y"])
def test_sec_06_a_weak_password_is_refused(client, password):
    user = UserFactory()
    client.force_login(user)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/account/wachtwoord/", form)
    assert answer.status_code == 200
    assert "<title>Fout:" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_changing_the_password(client):
    user = UserFactory()
    client.force_login(user)
    new = "vier losse woorden achtereen"
    wrong = client.post("/account/wachtwoord/", {"oldpassword": "fout", "password1": new, "password2": new})
    assert "Dit is niet je huidige wachtwoord." in text_of(wrong)
    answer = client.post(
        "/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    assert "Je wachtwoord is veranderd." in text_of(answer)
    user.refresh_from_db()
    assert user.check_password(new)


@pytest.mark.parametrize("path", ["signup", "aanmelden", "email", "reauthenticate", "login/code", "confirm-email", ""])
def test_the_other_pages_of_allauth_are_not_there(client, path):
    client.force_login(UserFactory())
    assert client.get(f"/account/{path}/".replace("//", "/")).status_code == 404


def test_sec_06_signing_up_has_no_address():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")}
    assert not {name for name in names if "email" in name or "signup" in name}


def test_sec_06_an_account_that_is_closed_ends_its_open_sessions_at_once(client):
    user = UserFactory()
    client.force_login(user)
    assert client.get("/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/").status_code == 302


def test_who_is_behind_a_session_is_the_whole_account_as_it_is_now(client):
    user = UserFactory(is_staff=True)
    client.force_login(user)
    user.name = "Marit Hoekstra"
    user.save()
    found = client.get("/").wsgi_request.user
    fields = [field.attname for field in user._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [
        getattr(type(user).objects.get(pk=user.pk), name) for name in fields
    ]
