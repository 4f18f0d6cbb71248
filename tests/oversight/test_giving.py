"""The beheerder gives the overview of an organisation and takes it back, and sees nothing of it."""

import pytest

from conversations.models import AuditEvent, Overseen
from tests.factories import UserFactory
from triangles.models import Overseer

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def given(organisation, *users, **more):
    """Return what the form of an organisation sends with these users in its list."""
    rows = {f"overseers-{place}-user": user.pk for place, user in enumerate(users)}
    return {"name": organisation.name, "overseers-TOTAL_FORMS": len(users), "overseers-INITIAL_FORMS": 0} | rows | more


def test_giving_and_taking_back(beheerder, organisation):
    path, user = f"/beheer/triangles/organisation/{organisation.pk}/change/", UserFactory()
    assert "Wie het overzicht heeft" in beheerder.get(path).content.decode()
    assert beheerder.post(path, given(organisation, user)).status_code == 302
    row = Overseer.objects.get()
    assert (row.user, row.organisation) == (user, organisation)
    back = {"overseers-INITIAL_FORMS": 1, "overseers-0-id": row.pk, "overseers-0-DELETE": "on"}
    assert beheerder.post(path, given(organisation, user, **back)).status_code == 302
    assert not Overseer.objects.exists()


def test_nobody_gives_it_to_themselves(client, organisation):
    me = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(me)
    path = f"/beheer/triangles/organisation/{organisation.pk}/change/"
    for sent in (path, "/beheer/triangles/organisation/add/"):
        answer = client.post(sent, given(organisation, me, name="Dienst Duin"))
        assert answer.status_code == 200
        assert "Geef het overzicht niet aan jezelf." in answer.content.decode()
    assert not Overseer.objects.exists()


def test_a_row_does_not_pass_to_somebody_else(beheerder, organisation, overseer):
    row = Overseer.objects.get()
    path = f"/beheer/triangles/organisation/{organisation.pk}/change/"
    there = {"overseers-INITIAL_FORMS": 1, "overseers-0-id": row.pk, "overseers-0-organisation": organisation.pk}
    assert str(overseer) in beheerder.get(path).content.decode()
    assert beheerder.post(path, given(organisation, UserFactory(), **there)).status_code == 302
    assert Overseer.objects.get().user == overseer


def test_giving_and_taking_is_kept(beheerder, organisation):
    path, user, other = f"/beheer/triangles/organisation/{organisation.pk}/", UserFactory(), UserFactory()
    beheerder.post(f"{path}change/", given(organisation, user, other))
    back = {"overseers-INITIAL_FORMS": 1, "overseers-0-id": Overseer.objects.get(user=user).pk}
    beheerder.post(f"{path}change/", given(organisation, user, **back, **{"overseers-0-DELETE": "on"}))
    beheerder.post(f"{path}delete/", {"post": "yes"})
    events = AuditEvent.objects.values_list("action", "details")
    assert [*events] == [
        (f"overzicht {act}", {"user": one.pk, "organisation": organisation.pk})
        for act, one in [("gegeven", user), ("gegeven", other), ("ingetrokken", user), ("ingetrokken", other)]
    ]
    assert {str(key) for key in AuditEvent.objects.values_list("actor_id", flat=True)} == {
        beheerder.session["_auth_user_id"]
    }


def test_nobody_has_it_twice(beheerder, organisation):
    user = UserFactory()
    answer = beheerder.post(
        f"/beheer/triangles/organisation/{organisation.pk}/change/", given(organisation, user, user)
    )
    assert answer.status_code == 200
    assert not Overseer.objects.exists()


def test_giving_it_shows_the_beheerder_nothing(beheerder, organisation, talk):
    Overseer.objects.create(user=UserFactory(), organisation=organisation)
    assert Overseen.objects.filter(organisation=organisation).exists()
    for page in ("change", "delete", "history"):
        answer = beheerder.get(f"/beheer/triangles/organisation/{organisation.pk}/{page}/")
        assert "Kustregister" not in answer.content.decode()
    assert beheerder.get("/overzicht/").status_code == 404


def test_who_leaves_loses_the_overview(client, organisation, overseer):
    client.force_login(overseer)
    assert client.get("/overzicht/").status_code == 200
    overseer.is_active = False
    overseer.save()
    assert client.get("/overzicht/").status_code == 302


def test_an_organisation_that_nobody_uses_goes_with_its_overview(beheerder, organisation, overseer):
    beheerder.post(f"/beheer/triangles/organisation/{organisation.pk}/delete/", {"post": "yes"})
    assert not Overseer.objects.exists()
