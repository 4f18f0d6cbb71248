"""SEC-06: a second step at the door, that nothing gets around."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from conversations.models import AuditEvent
from tests.access.routes import parameters, path_of
from tests.factories import PASSWORD, ConversationFactory, FacilitatorFactory, UserFactory
from tests.trust.coming_in import APP, CHOICE, CODE, CODES, LOGIN, code_of, codes_on, is_in, log_in, secret_on, with_app
from tests.trust.starting import start
from triangles.second_factor import ON_THE_WAY

pytestmark = pytest.mark.django_db
USERS = "/beheer/triangles/user/"
WAYS_IN = (f"{LOGIN}?next=", "/beheer/login/")


@pytest.fixture(autouse=True)
def required(settings):
    """Ask for a second step, as the product does outside the demo; nobody tried anything yet."""
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def user():
    return UserFactory(username="noor", name="Noor Bakhuis", email="noor@voorbeeld.example")


@pytest.fixture
def inside(client, user):
    """Noor, who came in with her app; returns its secret."""
    secret = with_app(user)
    log_in(client, user)
    client.post(CODE, {"code": code_of(secret)})
    return secret


@pytest.fixture
def beheerder():
    client = Client()
    client.user = UserFactory(is_staff=True, is_superuser=True)
    secret = with_app(client.user)
    log_in(client, client.user)
    client.post(CODE, {"code": code_of(secret)})
    return client


def mails(mailoutbox):
    call_command("send_due")
    return [(mail.to, mail.body.split("\n\n")[1]) for mail in mailoutbox]


@pytest.mark.parametrize("changes", [{}, {"SECOND_FACTOR_REQUIRED": "0"}, {"SECOND_FACTOR_REQUIRED": "False"}])
def test_sec_06_outside_the_demo_nothing_switches_the_second_step_off(changes):
    read = "from django.conf import settings; assert settings.SECOND_FACTOR_REQUIRED is True"
    assert start(read, **changes) == (0, "")


def test_sec_06_a_password_alone_opens_no_page_at_all(client, user):
    log_in(client, user)
    names = [name for name in parameters() if name not in ON_THE_WAY | {"admin:login"}]
    for name in names:
        stranger, weak = Client().get(path_of(name)), client.get(path_of(name))
        asks = stranger.get("Location", "").startswith(WAYS_IN)
        assert (weak.status_code, weak.get("Location")) == (
            (302, CHOICE) if asks else (stranger.status_code, stranger.get("Location"))
        ), name


def test_sec_06_a_script_is_told_so_that_typed_text_is_kept(client):
    facilitator = FacilitatorFactory()
    conversation = ConversationFactory(facilitator=facilitator)
    log_in(client, facilitator)
    path = path_of("conversations:save", pk=conversation.pk)
    assert client.post(path, "{}", content_type="application/json").status_code == 401
    assert client.get(f"/gesprekken/{conversation.pk}/", headers={"X-Poll": "1"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_sec_06_whoever_has_none_chooses_an_app_with_codes_and_is_in(client, user, mailoutbox):
    log_in(client, user)
    page = client.get(CHOICE).content.decode()
    assert "Kies je tweede stap" in page
    assert "Uitloggen" in page
    assert "Hoofdmenu" not in page
    secret = secret_on(client.get(APP))
    wrong = client.post(APP, {"code": "000000"})
    assert "Deze code klopt niet" in wrong.content.decode()
    assert not is_in(client)
    done = client.post(APP, {"code": code_of(secret)})
    assert done["Location"] == CODES
    assert is_in(client)
    assert mails(mailoutbox) == [([user.email], "Er is een app met codes toegevoegd als tweede stap bij het inloggen.")]


def test_sec_06_the_password_alone_is_never_enough_again(client, user):
    secret = with_app(user)
    assert log_in(client, user)["Location"].startswith(CODE)
    assert not is_in(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert not is_in(client)
    assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/"
    assert is_in(client)


def test_sec_06_a_code_of_the_app_works_once(client, user, inside):
    other = Client()
    log_in(other, user)
    other.post(CODE, {"code": code_of(inside)})
    assert not is_in(other)


def test_sec_06_five_wrong_codes_end_the_guessing(client, user):
    secret = with_app(user)
    log_in(client, user)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    answer = client.post(CODE, {"code": code_of(secret)})
    assert "Wacht vijf minuten" in answer.content.decode()
    assert not is_in(client)


def test_sec_06_codes_for_later_are_shown_once_and_work_once(client, user, inside):
    assert codes_on(client.get(CODES)) == []
    codes = codes_on(client.post(CODES, follow=True))
    assert len(set(codes)) == 10
    assert codes_on(client.get(CODES)) == codes  # reloading makes no others
    as_file = client.get(CODES, {"bestand": "ja"})
    assert as_file["Content-Disposition"] == 'attachment; filename="herstelcodes.txt"'
    assert as_file.content.decode().split()[-10:] == codes
    client.post(CODES, {"bewaard": "ja"})
    assert codes_on(client.get(CODES)) == []
    assert "Content-Disposition" not in client.get(CODES, {"bestand": "ja"})
    for was_let_in in (True, False):
        other = Client()
        log_in(other, user)
        other.post(CODE, {"code": codes[0]})
        assert is_in(other) == was_let_in
    assert "Je hebt nog 9 ongebruikte codes" in client.get(CODES).content.decode()


def test_sec_06_the_secrets_stand_in_the_database_encrypted(user):
    secret = with_app(user)
    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    assert secret not in json.dumps([row.data for row in rows.values()])
    assert all(row.data.get("secret", row.data.get("seed")).startswith("gAAAA") for row in rows.values())
    assert rows["totp"].wrap().validate_code(code_of(secret))


def test_sec_06_changing_a_second_step_asks_again_who_you_are(client, user, inside, time_machine_later):
    assert client.get(CODES).status_code == 200
    time_machine_later(client, minutes=6)
    assert "/bevestigen/" in client.post(CODES)["Location"]
    assert "/bevestigen/" in client.get(APP + "weg/")["Location"]
    client.post("/account/wachtwoord/bevestigen/", {"password": PASSWORD})
    assert client.get(APP + "weg/").status_code == 200


@pytest.fixture
def time_machine_later():
    """Return a function that puts what a browser did to come in some minutes back."""

    def later(client, *, minutes):
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= minutes * 60
        session.save()

    return later


def test_sec_06_whoever_takes_the_last_one_away_chooses_another_at_once(client, user, inside, mailoutbox):
    client.post(APP + "weg/")
    assert not Authenticator.objects.exists()
    assert client.get("/")["Location"] == CHOICE
    assert mails(mailoutbox) == [([user.email], "De app met codes is weggehaald als tweede stap bij het inloggen.")]


def test_sec_06_a_new_second_step_ends_the_other_sessions(client, user, settings, django_capture_on_commit_callbacks):
    settings.SECOND_FACTOR_REQUIRED = False
    thief = Client()
    log_in(thief, user)
    log_in(client, user)
    secret = secret_on(client.get(APP))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(APP, {"code": code_of(secret)})
    assert (is_in(client), is_in(thief)) == (True, False)


def test_sec_06_the_beheerder_helps_who_lost_a_phone_and_never_themselves(client, user, inside, beheerder, mailoutbox):
    act = {"action": "take_second_step", "_selected_action": [user.pk, beheerder.user.pk]}
    page = beheerder.post(USERS, act, follow=True).content.decode()
    assert "Je eigen account is overgeslagen." in page
    assert not Authenticator.objects.filter(user=user).exists()
    assert Authenticator.objects.filter(user=beheerder.user).exists()
    assert not is_in(client)
    event = AuditEvent.objects.get(action="tweede stap weggehaald")
    assert (event.actor_id, event.details) == (beheerder.user.pk, {"user": user.pk})
    assert mails(mailoutbox)[0][0] == [user.email]
    log_in(client, user)
    assert client.get("/")["Location"] == CHOICE


def test_sec_06_a_session_from_before_the_second_step_is_not_strong(client, user):
    client.force_login(user)
    assert client.get("/")["Location"] == CHOICE
