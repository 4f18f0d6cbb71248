"""Who may open a triangle: inviting colleagues, and taking access away."""

import pytest
from django.contrib.auth import authenticate

from conversations.models import AuditEvent
from driehoek.mail import Outbox
from tests.factories import MembershipFactory, TriangleFactory, UserFactory
from tests.reading_pages import errors_of, text_of
from triangles.models import Membership, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(client):
    """The membership of the one who looks."""
    member = MembershipFactory(triangle__name="Kustregister", user__name="Noor Bakhuis")
    client.force_login(member.user)
    return member


def invite(client, triangle, email="teun@voorbeeld.example", name="Teun Slagter", corner="opdrachtnemer", **extra):
    return client.post(
        f"/driehoeken/{triangle.pk}/adviseurs/", {"email": email, "name": name, "corner": corner}, **extra
    )


def remove(client, member, **extra):
    return client.post(f"/driehoeken/{member.triangle_id}/adviseurs/{member.pk}/verwijderen/", **extra)


def test_a_colleague_with_an_account_gets_access_and_a_mail(client, mine):
    teun = UserFactory(name="Teun S.", email="Teun@voorbeeld.example")
    page = text_of(invite(client, mine.triangle, follow=True))
    assert "Teun S. is nu adviseur van Kustregister en krijgt daarover een mail." in page
    assert "N opdrachtnemer" in page
    client.force_login(teun)
    assert client.get(f"/driehoeken/{mine.triangle_id}/").status_code == 200
    assert User.objects.count() == 2
    mail = Outbox.objects.get()
    assert (mail.kind, mail.to) == ("collega", "Teun@voorbeeld.example")
    assert mail.ref == {"user": teun.pk, "triangle": mine.triangle_id, "by": mine.user_id}
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id) == ("adviseur toegevoegd", mine.user_id)
    assert event.details == {"adviser": teun.pk}


def test_a_colleague_without_an_account_gets_one_without_a_password(client, mine):
    UserFactory(username="teun")
    invite(client, mine.triangle)
    teun = User.objects.get(email="teun@voorbeeld.example")
    assert (teun.username, teun.name, teun.is_active) == ("teun2", "Teun Slagter", True)
    assert (teun.is_staff, teun.is_superuser) == (False, False)
    assert not teun.has_usable_password()
    assert authenticate(username="teun2", password="") is None
    assert Outbox.objects.get().ref["user"] == teun.pk


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"email": ""}, "email", "Vul het mailadres in."),
        ({"email": "teun"}, "email", "geldig e-mailadres"),
        ({"email": "t" * 250 + "@voorbeeld.example"}, "email", ""),
        ({"email": "teun@voorbeeld.example\nBcc: x@voorbeeld.example"}, "email", "geldig e-mailadres"),
        ({"name": ""}, "name", "Vul de naam in."),
        ({"name": "x" * 151}, "name", "niet meer dan 150 tekens"),
        ({"corner": "raad"}, "corner", "raad"),
        ({"email": "NOOR@voorbeeld.example"}, "email", "Noor Bakhuis is al adviseur van deze driehoek."),
        ({"email": "weg@voorbeeld.example"}, "email", "Dit account is afgesloten."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nobody_gets_access(client, mine, typed, field, words):
    User.objects.filter(pk=mine.user_id).update(email="noor@voorbeeld.example")
    UserFactory(email="weg@voorbeeld.example", is_active=False)
    answer = invite(client, mine.triangle, **typed)
    assert list(errors_of(answer)) == [field]
    assert words in errors_of(answer)[field][0]
    assert "Er klopt één ding niet" in text_of(answer)
    assert (Membership.objects.count(), User.objects.count()) == (1, 2)
    assert Outbox.objects.count() == AuditEvent.objects.count() == 0


def test_nobody_is_mailed_twice_a_day_about_the_same_triangle(client, mine):
    for _ in range(3):
        invite(client, mine.triangle)
        remove(client, Membership.objects.exclude(pk=mine.pk).get())
    assert Outbox.objects.count() == 1


def test_access_that_is_taken_away_is_gone_at_once(client, mine):
    other = MembershipFactory(triangle=mine.triangle, user__name="Teun Slagter")
    path = f"/driehoeken/{mine.triangle_id}/adviseurs/{other.pk}/verwijderen/"
    assert "Teun Slagter weghalen?" in text_of(client.get(path))
    assert Membership.objects.count() == 2
    assert "Teun Slagter is geen adviseur van Kustregister meer." in text_of(remove(client, other, follow=True))
    client.force_login(other.user)
    assert client.get(f"/driehoeken/{mine.triangle_id}/").status_code == 404
    assert AuditEvent.objects.get().action == "adviseur verwijderd"


def test_the_last_adviser_stays(client, mine):
    MembershipFactory(triangle=mine.triangle, user__is_active=False)
    answer = remove(client, mine)
    assert "Dit is de laatste adviseur." in errors_of(answer)["__all__"][0]
    assert Membership.objects.filter(pk=mine.pk).exists()
    assert not AuditEvent.objects.exists()


def test_who_leaves_is_brought_back_to_the_list(client, mine):
    MembershipFactory(triangle=mine.triangle)
    answer = remove(client, mine, follow=True)
    assert answer.redirect_chain == [("/driehoeken/", 302)]
    assert "Je hebt nog geen driehoek" in text_of(answer)


def test_the_corner_somebody_advises_can_be_changed(client, mine):
    client.post(f"/driehoeken/{mine.triangle_id}/adviseurs/{mine.pk}/", {"corner": "eigenaar"})
    mine.refresh_from_db()
    assert mine.corner == "eigenaar"


@pytest.mark.parametrize("step", ["", "verwijderen/"])
def test_access_to_another_triangle_is_out_of_reach(client, mine, step):
    elsewhere = MembershipFactory(triangle=TriangleFactory())
    MembershipFactory(triangle=elsewhere.triangle)
    for triangle in (mine.triangle_id, elsewhere.triangle_id):
        path = f"/driehoeken/{triangle}/adviseurs/{elsewhere.pk}/{step}"
        assert client.post(path, {"corner": ""}).status_code == 404
    assert Membership.objects.count() == 3


@pytest.mark.parametrize("size", [1, 3])
def test_the_advisers_ask_the_same_number_of_queries(client, mine, django_assert_num_queries, size):
    MembershipFactory.create_batch(size, triangle=mine.triangle)
    with django_assert_num_queries(5):  # session, user, triangle, advisers, their mail
        client.get(f"/driehoeken/{mine.triangle_id}/adviseurs/")
