"""Making, changing and putting away a triangle; its joint agenda; two people at once."""

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, Phase
from tests.factories import (
    ConversationFactory,
    MembershipFactory,
    SeatFactory,
    TopicFactory,
    TriangleFactory,
    UserFactory,
)
from tests.reading_pages import errors_of, text_of
from triangles.models import AgendaTopic, Membership, Triangle

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Kustregister",
    "purpose": "Elke eigenaar weet waar die aan toe is.",
    "kind": "rijk",
    "my_corner": "eigenaar",
}
FIELDS = {"contact_frequency": "", "recurring_topics": "", "agreements_place": "", "process_coordinator": ""}


@pytest.fixture
def adviser(client):
    user = UserFactory(name="Noor Bakhuis")
    client.force_login(user)
    return user


@pytest.fixture
def triangle(adviser):
    return MembershipFactory(user=adviser, triangle__name="Kustregister").triangle


def edit(client, triangle, **typed):
    values = {"name": triangle.name, "purpose": triangle.purpose, "kind": triangle.kind, "version": triangle.version}
    return client.post(f"/driehoeken/{triangle.pk}/wijzigen/", values | FIELDS | typed)


def test_who_makes_a_triangle_advises_it(client, adviser):
    answer = client.post("/driehoeken/nieuw/", NEW, follow=True)
    made = Triangle.objects.get()
    assert answer.redirect_chain == [(f"/driehoeken/{made.pk}/", 302)]
    assert (made.name, made.kind) == ("Kustregister", "rijk")
    assert list(Membership.objects.values_list("user", "triangle", "corner")) == [(adviser.pk, made.pk, "eigenaar")]
    assert text_of(answer).count("Nog niemand") == 3
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.triangle_id) == ("driehoek gemaakt", adviser.pk, made.pk)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": " "}, "name", "Geef de driehoek een naam."),
        ({"name": "x" * 301}, "name", "niet meer dan 300 tekens"),
        ({"purpose": ""}, "purpose", "Schrijf op waar jullie het samen voor doen."),
        ({"purpose": "x" * 20_001}, "purpose", "niet meer dan 20000 tekens"),
        ({"kind": "provincie"}, "kind", "provincie"),
        ({"my_corner": "raad"}, "my_corner", "raad"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(client, adviser, typed, field, words):
    answer = client.post("/driehoeken/nieuw/", NEW | typed)
    assert words in errors_of(answer)[field][0]
    page = answer.content.decode()
    assert page.index("Er klopt één ding niet") < page.index(f'id="id_{field}_error"')
    assert "<title>Fout: " in page
    assert Triangle.objects.count() == AuditEvent.objects.count() == 0
    kept = NEW["purpose"] if field == "name" else NEW["name"]
    assert kept in page


def test_everything_of_a_triangle_can_be_changed(client, triangle):
    edit(
        client,
        triangle,
        name="Kustregister  Noord",
        kind="verbonden_partij",
        contact_frequency="Elke maand",
        recurring_topics=" Geld \n\nMensen\n",
        agreements_place="Op één plek",
        process_coordinator="Marijke Verwoerd",
    )
    triangle.refresh_from_db()
    assert triangle.recurring_topics == ["Geld", "Mensen"]
    assert triangle.version == 2
    page = text_of(client.get(f"/driehoeken/{triangle.pk}/"))
    for words in ("Eigenaar: college, aandeelhouder", "Elke maand", "Geld Mensen", "Op één plek", "Marijke Verwoerd"):
        assert words in page


@pytest.mark.parametrize(
    ("lines", "words"), [("x" * 301, "Een regel is te lang."), ("regel\n" * 51, "Dit zijn 51 regels.")]
)
def test_recurring_topics_have_a_size(client, triangle, lines, words):
    assert words in errors_of(edit(client, triangle, recurring_topics=lines))["recurring_topics"][0]


def test_a_line_stays_one_line(client, triangle):
    edit(client, triangle, name="Kust\r\nBcc: iedereen\x07!")
    triangle.refresh_from_db()
    assert triangle.name == "Kust Bcc: iedereen !"


def test_of_two_people_at_once_neither_loses_a_text(client, triangle):
    edit(client, triangle, name="Register van de kust", process_coordinator="Fouad")
    answer = edit(client, triangle, name="Kustregister Zuid")
    triangle.refresh_from_db()
    assert (triangle.name, triangle.version) == ("Register van de kust", 2)
    assert "Iemand anders wijzigde dit terwijl jij typte." in errors_of(answer)["__all__"][0]
    page = text_of(answer)
    assert "Naam van de driehoek Register van de kust Kustregister Zuid" in page
    assert "Fouad niets" in page
    assert "Wat voor driehoek is het? Rijk" not in page  # the same for both
    again = client.post(f"/driehoeken/{triangle.pk}/wijzigen/", retyped(answer))
    assert again.status_code == 302
    triangle.refresh_from_db()
    assert (triangle.name, triangle.version) == ("Kustregister Zuid", 3)


def retyped(answer):
    """Return what the page would send when its button is pressed once more."""
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields}


@pytest.mark.parametrize("version", ["", "oud", "-1", "9" * 40])
def test_a_made_up_version_saves_nothing(client, triangle, version):
    assert edit(client, triangle, name="Anders", version=version).status_code == 200
    assert Triangle.objects.get().name == "Kustregister"


def test_an_archived_triangle_can_be_read_and_not_changed_until_it_is_taken_back(client, adviser, triangle):
    seat = SeatFactory(triangle=triangle, person="Hilde Boersma")
    ConversationFactory(triangle=triangle, phase=Phase.VOORBEREIDING)
    path = f"/driehoeken/{triangle.pk}/"
    assert "er loopt nog 1 gesprek" in text_of(client.get(path + "archiveren/"))
    assert "Kustregister is gearchiveerd." in text_of(client.post(path + "archiveren/", follow=True))
    assert "Hilde Boersma" in text_of(client.get(path))
    assert client.get(f"{path}bezetting/").status_code == 200
    for closed in (
        "wijzigen/",
        "bezetting/nieuw/",
        f"bezetting/{seat.pk}/",
        "agenda/nieuw/",
        "adviseurs/",
        "archiveren/",
    ):
        assert client.post(path + closed, {"name": "Anders"}).status_code == 404
    assert "Gearchiveerd (1)" in text_of(client.get("/driehoeken/"))
    client.post(path + "terughalen/")
    client.post(path + "terughalen/")
    assert client.get(path + "wijzigen/").status_code == 200
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["driehoek gearchiveerd", "driehoek teruggehaald"]


def test_a_topic_is_put_on_the_agenda(client, triangle):
    path = f"/driehoeken/{triangle.pk}/"
    client.post(path + "agenda/nieuw/", {"title": "Zeespiegel in 2035", "horizon": "lange_termijn", "lead": "eigenaar"})
    assert AgendaTopic.objects.get().title == "Zeespiegel in 2035"
    page = text_of(client.get(path))
    assert "Zeespiegel in 2035 Lange termijn E eigenaar trekt" in page


@pytest.mark.parametrize(
    ("typed", "field"), [({"title": ""}, "title"), ({"title": "x" * 301}, "title"), ({"horizon": "ooit"}, "horizon")]
)
def test_a_topic_that_is_wrong_is_not_written(client, triangle, typed, field):
    values = {"title": "Zeespiegel", "horizon": "jaar", "lead": ""} | typed
    assert list(errors_of(client.post(f"/driehoeken/{triangle.pk}/agenda/nieuw/", values))) == [field]
    assert not AgendaTopic.objects.exists()


def test_a_topic_of_another_triangle_is_not_there(client, triangle):
    elsewhere = TopicFactory()
    for other in (triangle.pk, elsewhere.triangle_id):
        assert client.get(f"/driehoeken/{other}/agenda/{elsewhere.pk}/").status_code == 404


def test_the_list_names_empty_corners_and_the_next_conversation(client, triangle):
    SeatFactory(triangle=triangle, corner="opdrachtnemer")
    SeatFactory(triangle=triangle, corner="eigenaar", ends_on=timezone.localdate().replace(year=2020))
    day = timezone.localdate().replace(year=2090, month=3, day=1)
    ConversationFactory(triangle=triangle, held_on=day)
    TriangleFactory(name="Van iemand anders")
    page = text_of(client.get("/driehoeken/"))
    assert "Nog leeg: G opdrachtgever E eigenaar Volgend gesprek 1 maart 2090" in page
    assert "Van iemand anders" not in page


def test_somebody_without_triangles_sees_where_to_begin(client, adviser):
    page = text_of(client.get("/driehoeken/"))
    assert "Je hebt nog geen driehoek" in page
    assert "Nieuwe driehoek" in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, adviser, django_assert_num_queries, size):
    for _ in range(size):
        triangle = MembershipFactory(user=adviser).triangle
        SeatFactory.create_batch(size, triangle=triangle)
        ConversationFactory.create_batch(size, triangle=triangle)
    with django_assert_num_queries(4):  # session, user, triangles, seats
        client.get("/driehoeken/")
