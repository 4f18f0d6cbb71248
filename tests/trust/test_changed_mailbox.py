"""SEC-06: nobody comes in as somebody else by having the mail of an account come to another address."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from conversations.models import AuditEvent
from tests.factories import PASSWORD, UserFactory
from tests.mistakes import NO_ROLES
from tests.trust.coming_in import is_in, log_in, with_app
from triangles.single_sign_on import find_account

pytestmark = pytest.mark.django_db
USERS, FORGOTTEN = "/beheer/triangles/user/", "/account/wachtwoord/vergeten/"
OLD, NEW = "noor@voorbeeld.example", "bea-zelf@voorbeeld.example"
CHOSEN = dict.fromkeys(("password1", "password2"), "paarse olifant fietst 88")


@pytest.fixture
def clock():
    with time_machine.travel(dt.datetime(2026, 11, 3, 8, 0, tzinfo=dt.UTC), tick=False) as found:
        yield found


@pytest.fixture
def user():
    cache.clear()
    return UserFactory(username="noor", name="Noor Bakhuis", email=OLD)


@pytest.fixture
def beheerder(clock):
    client = Client()
    client.user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(client.user)
    return client


def give_address(beheerder, user, email=NEW):
    told = {"username": user.username, "name": user.name, "email": email, "is_active": "on"}
    assert beheerder.post(f"{USERS}{user.pk}/change/", NO_ROLES | told).status_code == 302
    user.refresh_from_db()


def act(beheerder, name, user):
    told = {"action": name, "_selected_action": [user.pk]}
    return beheerder.post(USERS, told, follow=True).content.decode()


def mailed(mailoutbox):
    """Return (to, first paragraph) of what was mailed since the last time."""
    call_command("send_due")
    told = [(mail.to[0], mail.body.split("\n\n")[1]) for mail in mailoutbox]
    mailoutbox.clear()
    return told


def test_sec_06_another_mail_address_ends_the_sessions_and_is_told_at_the_old_one(client, user, beheerder, mailoutbox):
    log_in(client, user)
    give_address(beheerder, user)
    assert not is_in(client)
    [(to, words)] = mailed(mailoutbox)
    assert to == OLD
    assert "heeft het mailadres van je account veranderd" in words
    assert AuditEvent.objects.get(action="mailadres van account gewijzigd").details == {"user": user.pk}


def test_sec_06_an_account_that_is_closed_at_once_is_told_too(user, beheerder, mailoutbox):
    give_address(beheerder, user)
    user.is_active = False
    user.save()
    assert [to for to, _ in mailed(mailoutbox)] == [OLD]


def test_sec_06_for_a_day_no_mail_and_no_organisation_opens_an_account_with_another_address(
    user, beheerder, clock, mailoutbox
):
    with_app(user)
    give_address(beheerder, user)
    mailed(mailoutbox)
    for hours, opens in ((0, False), (23, False), (24, True)):
        clock.move_to(user.email_changed_at + dt.timedelta(hours=hours))
        beheerder.force_login(beheerder.user)
        Client().post(FORGOTTEN, {"email": NEW})
        assert [to for to, _ in mailed(mailoutbox)] == [NEW] * opens
        found = find_account({"email": NEW, "email_verified": True}, "iemand")
        assert found == ((user, "") if opens else (None, "fresh"))
        page = act(beheerder, "take_second_step", user)
        assert ("Dit kan vanaf 24 uur daarna." in page) != opens
        assert Authenticator.objects.filter(user=user).exists() != opens


def test_sec_06_for_a_day_there_is_no_invitation_to_another_address_either(user, beheerder, mailoutbox):
    user.set_unusable_password()
    user.save()
    give_address(beheerder, user)
    mailed(mailoutbox)
    assert "Dit kan vanaf 24 uur daarna." in act(beheerder, "invite", user)
    assert mailed(mailoutbox) == []


def test_sec_06_other_capitals_are_no_other_address(client, user, beheerder, mailoutbox):
    log_in(client, user)
    give_address(beheerder, user, OLD.upper())
    assert is_in(client)
    assert mailed(mailoutbox) == []
    assert find_account({"email": OLD, "email_verified": True}, "iemand") == (user, "")


@pytest.mark.parametrize("address", ["m\u0131ke@dienst.example", "\u017fam@dienst.example", "mike@dienst.exampl\u00e9"])
def test_sec_06_a_letter_that_looks_alike_is_another_address(db, address):
    UserFactory(email="mike@dienst.example")
    UserFactory(email="sam@dienst.example")
    assert find_account({"email": address, "email_verified": True}, "iemand") == (None, "unknown")


def test_sec_06_another_password_is_told_by_mail(client, user, mailoutbox):
    client.force_login(user)
    client.post("/account/wachtwoord/", CHOSEN | {"oldpassword": PASSWORD})
    assert mailed(mailoutbox) == [(OLD, "Je wachtwoord is veranderd.")]


def test_sec_06_a_password_chosen_by_mail_is_told_by_mail(user, mailoutbox):
    client = Client()
    client.post(FORGOTTEN, {"email": OLD})
    call_command("send_due")
    path = next(line for line in mailoutbox[0].body.splitlines() if "/wachtwoord/nieuw/" in line).partition("/account/")
    mailoutbox.clear()
    form = client.get(f"/account/{path[2]}", follow=True)
    client.post(form.request["PATH_INFO"], CHOSEN)
    assert mailed(mailoutbox) == [(OLD, "Je wachtwoord is opnieuw gekozen, met een link uit de mail.")]
