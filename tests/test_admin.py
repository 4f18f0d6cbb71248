"""The admin: accounts without passwords, and nothing of any triangle."""

import re

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse

from conversations.models import Agreement, Conversation, Insight, Participant, Reflection
from conversations.report import establish
from tests.factories import (
    FacilitatorFactory,
    MembershipFactory,
    OrganisationFactory,
    ReflectionFactory,
    SeatFactory,
    UserFactory,
)
from tests.held import hold, read_case
from tests.mistakes import NO_ROLES
from triangles.models import AgendaTopic, FacilitatorProfile, Organisation, Seat, Triangle, User

pytestmark = pytest.mark.django_db
NEW = NO_ROLES | {"username": "noor", "name": "Noor Bakhuis", "email": "noor@voorbeeld.example", "is_active": "on"}
USERS = "/beheer/triangles/user/"
CANARY = "kanarie7731"


@pytest.fixture
def beheerder(client):
    user = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


def read(answer):
    return answer.content.decode()


def test_somebody_new_gets_a_mail_and_chooses_their_own_password(client, beheerder, mailoutbox):
    answer = client.post(f"{USERS}add/", NEW, follow=True)
    assert "Noor Bakhuis krijgt een mail met hoe je inlogt." in read(answer)
    user = User.objects.get(username="noor")
    assert not user.has_usable_password()
    call_command("send_due")
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([user.email], "Driehoek: je account staat klaar")
    form = client.get(re.search(r"http://localhost:8000(/\S+nieuw/\S+)", mail.body)[1], follow=True)
    new = "vier losse woorden achtereen"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert client.login(username="noor", password=new)


def test_who_missed_the_mail_gets_another_one(client, beheerder, mailoutbox):
    late, has_one, closed = UserFactory(), UserFactory(), UserFactory(is_active=False)
    late.set_unusable_password()
    late.save()
    people = [late.pk, has_one.pk, closed.pk]
    answer = client.post(USERS, {"action": "invite", "_selected_action": people}, follow=True)
    assert "Klaar om te versturen: 1." in read(answer)
    assert "Overgeslagen, want afgesloten, of kan al inloggen: 2." in read(answer)
    call_command("send_due")
    assert [mail.to for mail in mailoutbox] == [[late.email]]


def test_making_somebody_a_facilitator_and_no_longer(client, beheerder):
    user = UserFactory()
    path = f"{USERS}{user.pk}/change/"
    values = NEW | {"facilitator-TOTAL_FORMS": "1", "facilitator-0-is_available": "on", "facilitator-0-user": user.pk}
    assert client.post(path, values).status_code == 302
    profile = FacilitatorProfile.objects.get(user=user)
    assert profile.is_available
    values |= {"facilitator-INITIAL_FORMS": "1", "facilitator-0-user_ptr": "", "facilitator-0-id": profile.pk}
    assert client.post(path, values | {"facilitator-0-DELETE": "on"}).status_code == 302
    assert not FacilitatorProfile.objects.exists()


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


def test_an_organisation_that_nobody_uses_may_go_and_another_may_not(client, beheerder):
    used, free = SeatFactory().organisation, OrganisationFactory()
    assert client.post(f"/beheer/triangles/organisation/{used.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/beheer/triangles/organisation/{free.pk}/delete/", {"post": "yes"}).status_code == 302
    both = {"action": "delete_selected", "_selected_action": [used.pk], "post": "yes"}
    client.post("/beheer/triangles/organisation/", both)
    assert Organisation.objects.get() == used


@pytest.fixture
def canaries():
    """A triangle whose every word would be recognised, with a user and a facilitator tied to it."""
    conversation = hold(read_case("kustregister"))
    triangle = conversation.triangle
    adviser = MembershipFactory(triangle=triangle).user
    facilitator = FacilitatorFactory()
    facilitator.facilitator.involved_in.add(triangle)
    Conversation.objects.update(facilitator=facilitator, title=CANARY, purpose=CANARY, place=CANARY)
    Triangle.objects.update(name=CANARY, purpose=CANARY)
    Seat.objects.update(person=CANARY, function=CANARY)
    Participant.objects.update(name=CANARY, function=CANARY)
    AgendaTopic.objects.update(title=CANARY)
    Insight.objects.update(text=CANARY)
    Agreement.objects.update(text=CANARY, owner_name=CANARY)
    ReflectionFactory(participant=Participant.objects.filter(corner="eigenaar").first(), text=CANARY)
    conversation.refresh_from_db()
    establish(conversation, adviser)
    assert CANARY in str(conversation.reports.get().content)
    assert CANARY in {text.text for text in Reflection.objects.all()}
    return conversation


def admin_paths():
    """Yield every address of the admin, those of an object for the first two of its kind."""
    yield from ("/beheer/", "/beheer/password_change/", "/beheer/jsi18n/")
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (
            reverse(f"{name}_changelist"),
            reverse(f"{name}_changelist") + f"?q={CANARY}",
            reverse(f"{name}_add"),
        )
        for each in model._default_manager.order_by("pk")[:2]:
            yield from (reverse(f"{name}_{page}", args=[each.pk]) for page in ("change", "delete", "history"))
    searched = "?app_label=triangles&model_name=facilitatorprofile&field_name=user&term="
    yield reverse("admin:autocomplete") + searched


def test_sec_08_the_admin_shows_nothing_of_any_triangle(client, beheerder, canaries):
    answers = {path: client.get(path) for path in admin_paths()}
    assert {answer.status_code for answer in answers.values()} <= {200, 302, 403}
    assert sum(answer.status_code == 200 for answer in answers.values()) > 30
    asked = re.compile(rf'value="{CANARY}"|q(=|%3D){CANARY}')  # the words that were searched for come back
    shown = {path: asked.sub("", read(answer)) for path, answer in answers.items()}
    assert [path for path, page in shown.items() if CANARY in page] == []


def test_no_form_of_the_admin_asks_for_a_password_a_right_or_a_triangle(client, beheerder, canaries):
    words = "password|is_staff|is_superuser|groups|permission|triangle|member|involved|score"
    forbidden = re.compile(rf'name="[^"]*({words})')
    for path in admin_paths():
        answer = client.get(path)
        if answer.status_code == 200:
            assert forbidden.findall(read(answer)) == [], path


@pytest.mark.parametrize(("asked", "number"), [("ja", 1), ("nee", 2), ("onzin", 3)])
def test_the_facilitators_are_found_in_the_list(client, beheerder, asked, number):
    FacilitatorFactory()
    UserFactory()
    assert f"{number} gebruiker" in read(client.get(f"{USERS}?begeleidt={asked}"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_queries_of_the_list_do_not_grow(client, beheerder, size, django_assert_num_queries):
    FacilitatorFactory.create_batch(size)
    with django_assert_num_queries(5):
        client.get(USERS)


def test_the_headings_are_dutch(client, beheerder):
    page = read(client.get("/beheer/"))
    for words in (
        "Driehoek, beheer",
        "Accounts, organisaties en teksten",
        "Gebruikers",
        "Organisaties",
        "Gesprekskaarten",
    ):
        assert words in page
