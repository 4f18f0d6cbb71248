"""SEC-06: who gets which role, from whom, and that it is kept; an account comes by invitation only."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from conversations.models import AuditEvent, Conversation
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.mistakes import NO_ROLES
from triangles.models import FacilitatorProfile, Overseer, PoolManager, User

pytestmark = pytest.mark.django_db
USERS = "/beheer/triangles/user/"


@pytest.fixture
def beheerder(client):
    cache.clear()
    user = UserFactory(is_staff=True, is_superuser=True, username="bea", name="Bea Vos")
    client.force_login(user)
    return user


@pytest.fixture
def user():
    return UserFactory(username="noor", name="Noor Bakhuis", email="noor@voorbeeld.example")


def change(client, user, **values):
    told = {"username": user.username, "name": user.name, "email": user.email, "is_active": "on"}
    answer = client.post(f"{USERS}{user.pk}/change/", NO_ROLES | told | values)
    user.refresh_from_db()
    return answer


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "details"))


def test_sec_06_an_account_comes_by_invitation_only(db):
    addresses = str(get_resolver().url_patterns) + " ".join(
        str(name) for name in get_resolver().reverse_dict if isinstance(name, str)
    )
    assert "signup" not in addresses
    for path in ("signup", "aanmelden", "registreren", "social/signup", "3rdparty", "tweede-stap/signup"):
        assert Client().post(f"/account/{path}/", {"email": "x@voorbeeld.example"}).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["elf-tekens!", "1q2w3e4r5t6y", "noorbakhuis1", "123456789012"])
def test_sec_06_a_short_or_known_password_is_refused(client, user, password):
    client.force_login(user)
    before = user.password
    client.post(
        "/account/wachtwoord/",
        {"oldpassword": "een-lang-wachtwoord-42"} | dict.fromkeys(("password1", "password2"), password),
    )
    user.refresh_from_db()
    assert user.password == before


def test_sec_06_functioneel_beheer_is_one_switch_given_by_another_and_kept(client, beheerder, user):
    change(client, user, beheerder="on")
    assert (user.is_staff, user.is_superuser) == (True, True)
    change(client, user)
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert [act for act, _ in acts()] == [
        "account gewijzigd",
        "functioneel beheer gegeven",
        "account gewijzigd",
        "functioneel beheer ingetrokken",
    ]
    assert {details["user"] for _, details in acts()} == {user.pk}


def test_sec_06_nobody_changes_their_own_rights_or_closes_their_own_account(client, beheerder):
    page = client.get(f"{USERS}{beheerder.pk}/change/").content.decode()
    assert page.count("Dat doe je niet voor jezelf.") == 2
    told = {"username": "bea", "name": "Bea Vos", "email": beheerder.email}
    client.post(f"{USERS}{beheerder.pk}/change/", NO_ROLES | told)
    beheerder.refresh_from_db()
    assert (beheerder.is_active, beheerder.is_staff, beheerder.is_superuser) == (True, True, True)
    organisation = OrganisationFactory()
    oneself = {"overseeing-TOTAL_FORMS": "1", "overseeing-0-organisation": organisation.pk}
    answer = change(client, beheerder, beheerder="on", **oneself)
    assert "Geef het overzicht niet aan jezelf." in answer.content.decode()
    assert not Overseer.objects.exists()


def test_sec_06_every_role_is_given_and_taken_away_on_the_page_of_a_user(client, beheerder, user):
    organisation = OrganisationFactory()
    given = {
        **{f"{role}-TOTAL_FORMS": "1" for role in ("facilitator", "pool_manager", "overseeing")},
        **{f"{role}-0-user": user.pk for role in ("facilitator", "pool_manager", "overseeing")},
        "facilitator-0-is_available": "on",
        "overseeing-0-organisation": organisation.pk,
    }
    assert change(client, user, **given).status_code == 302
    assert acts()[1:] == [
        ("in de poule", {"user": user.pk}),
        ("poulebeheer gegeven", {"user": user.pk}),
        ("overzicht gegeven", {"user": user.pk, "organisation": organisation.pk}),
    ]
    models = {"facilitator": FacilitatorProfile, "pool_manager": PoolManager, "overseeing": Overseer}
    for role, model in models.items():
        given |= {f"{role}-INITIAL_FORMS": "1", f"{role}-0-id": model.objects.get().pk, f"{role}-0-DELETE": "on"}
    assert change(client, user, **given).status_code == 302
    assert not any(model.objects.exists() for model in models.values())
    assert [act for act, _ in acts()][5:] == ["uit de poule", "poulebeheer ingetrokken", "overzicht ingetrokken"]


def test_sec_06_the_list_tells_the_roles_in_words_and_no_triangle(client, beheerder, user):
    member = MembershipFactory(user=user, triangle__name="Kustregister kanarie9")
    page = client.get(USERS).content.decode()
    assert "adviseur" in page
    assert "functioneel beheerder" in page
    page += client.get(f"{USERS}{user.pk}/change/").content.decode()
    assert "Adviseert 1 driehoek." in page
    assert member.triangle.name not in page


def test_sec_06_the_beheerder_sees_no_triangle_and_no_conversation(client, beheerder):
    member = MembershipFactory()
    assert client.get(f"/driehoeken/{member.triangle_id}/").status_code == 404
    assert not Conversation.objects.visible_to(beheerder).exists()
