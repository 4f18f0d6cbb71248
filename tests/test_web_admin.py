"""The admin: accounts without passwords, and nothing of any triangle."""

import re

import pytest
from django.core.management import call_command

from tests.factories import UserFactory
from triangles.models import User

pytestmark = pytest.mark.django_db
NEW = {"username": "noor", "name": "Noor Bakhuis", "email": "noor@voorbeeld.example", "is_active": "on"}


@pytest.fixture
def beheerder(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def test_somebody_new_chooses_their_own_password_by_mail(client, beheerder, mailoutbox):
    assert client.post("/beheer/triangles/user/add/", NEW).status_code == 302
    user = User.objects.get(username="noor")
    assert not user.has_usable_password()
    client.logout()
    client.post("/account/wachtwoord/vergeten/", {"email": user.email})
    call_command("send_due")
    link = re.search(r"http://localhost:8000(/\S+)", mailoutbox[-1].body)[1]
    form = client.get(link, follow=True)
    new = "vier losse woorden achtereen"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.login(username="noor", password=new)


def test_the_beheerder_sets_no_password_and_no_rights(client, beheerder):
    user = UserFactory()
    kept = user.password
    page = client.get(f"/beheer/triangles/user/{user.pk}/change/").content.decode()
    assert not re.search(r'name="(password|is_staff|is_superuser|groups|user_permissions)', page)
    path = f"/beheer/triangles/user/{user.pk}/change/"
    client.post(path, NEW | {"password": "x", "is_superuser": "on", "is_staff": "on"})
    user.refresh_from_db()
    assert user.username == "noor"
    assert (user.password, user.is_superuser, user.is_staff) == (kept, False, False)


def test_an_account_is_closed_and_never_deleted(client, beheerder):
    user = UserFactory()
    path = f"/beheer/triangles/user/{user.pk}"
    assert client.post(f"{path}/delete/", {"post": "yes"}).status_code == 403
    values = {name: value for name, value in NEW.items() if name != "is_active"}
    client.post(f"{path}/change/", values)
    user.refresh_from_db()
    assert not user.is_active


def test_two_accounts_never_share_a_mail_address(client, beheerder):
    UserFactory(email="noor@voorbeeld.example")
    answer = client.post("/beheer/triangles/user/add/", NEW | {"email": "NOOR@voorbeeld.example"})
    assert answer.status_code == 200
    assert "Er is al een account met dit e-mailadres." in answer.content.decode()


def test_the_way_in_is_the_same_login_page(client):
    assert client.get("/beheer/")["Location"].startswith("/beheer/login/")
    assert client.get("/beheer/login/?next=/beheer/")["Location"].startswith("/account/inloggen/")
    client.force_login(UserFactory())
    assert client.get("/beheer/login/?next=/beheer/").status_code == 403
