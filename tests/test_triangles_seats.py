"""Who sits in which corner: adding, changing, replacing and removing, and what is refused."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from conversations.models import Agreement
from tests.factories import ConversationFactory, MembershipFactory, OrganisationFactory, ParticipantFactory, SeatFactory
from tests.reading_pages import errors_of, text_of
from triangles.models import Organisation, Seat

pytestmark = pytest.mark.django_db
PERSON = {
    "corner": "opdrachtgever",
    "person": "Marijke Verwoerd",
    "function": "directeur Kustbeleid",
    "organisation": "Ministerie van Kust",
    "begins_on": "1-2-2024",
    "ends_on": "",
    "function_level": "",
    "mandate": "",
    "email": "",
}


@pytest.fixture
def triangle(client):
    member = MembershipFactory(triangle__name="Kustregister")
    client.force_login(member.user)
    return member.triangle


def add(client, triangle, **typed):
    return client.post(f"/driehoeken/{triangle.pk}/bezetting/nieuw/", PERSON | typed)


def change(client, seat, step="", **typed):
    typed = {"version": seat.version, "organisation": seat.organisation.name} | typed
    typed = {"person": seat.person, "function": seat.function} | typed
    return client.post(f"/driehoeken/{seat.triangle_id}/bezetting/{seat.pk}/{step}", typed)


def replace(client, seat, **typed):
    typed = {"person": "Fouad el Amrani", "function": "directeur", "last_day": "30-6-2026"} | typed
    return change(client, seat, "vervangen/", **typed)


def test_somebody_is_put_in_a_corner(client, triangle):
    typed = {"mandate": "Over de inzet van mensen", "function_level": "3", "email": "og@voorbeeld.example"}
    answer = add(client, triangle, ends_on="31-12-2099", **typed)
    assert answer.status_code == 302
    seat = Seat.objects.get()
    assert (seat.triangle, seat.corner, seat.code) == (triangle, "opdrachtgever", "opdrachtgever-1")
    assert (seat.begins_on, seat.ends_on) == (dt.date(2024, 2, 1), dt.date(2099, 12, 31))
    assert (seat.organisation.name, seat.function_level) == ("Ministerie van Kust", 3)
    page = text_of(client.get(answer["Location"]))
    assert "Marijke Verwoerd directeur Kustbeleid, Ministerie van Kust" in page
    assert "van 1 februari 2024 tot en met 31 december 2099" in page
    assert "Mag hier beslissen over: Over de inzet van mensen" in page


def test_an_organisation_is_found_whatever_its_capitals_and_made_when_it_is_new(client, triangle):
    known = OrganisationFactory(name="Dienst Kustregister")
    add(client, triangle, organisation=" dienst kustregister ")
    add(client, triangle, person="Iemand anders", organisation="Dienst Duin")
    assert list(Seat.objects.values_list("organisation__name", flat=True)) == [known.name, "Dienst Duin"]
    assert Organisation.objects.count() == 2


def test_while_typing_only_organisations_of_my_own_triangles_are_offered(client, triangle):
    SeatFactory(triangle=triangle, organisation__name="Dienst Kustregister")
    SeatFactory(organisation__name="Dienst van een ander")
    page = client.get(f"/driehoeken/{triangle.pk}/bezetting/nieuw/").content.decode()
    assert '<option value="Dienst Kustregister">' in page
    assert "Dienst van een ander" not in page
    assert 'list="organisaties"' in page


@pytest.mark.parametrize(("asked", "chosen"), [("eigenaar", "eigenaar"), ("raad", None)])
def test_the_form_opens_on_the_corner_that_was_asked_for(client, triangle, asked, chosen):
    answer = client.get(f"/driehoeken/{triangle.pk}/bezetting/nieuw/?hoek={asked}")
    assert answer.context["form"]["corner"].value() == chosen


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"person": ""}, "person", "Vul de naam in."),
        ({"person": "x" * 301}, "person", "niet meer dan 300 tekens"),
        ({"function": " "}, "function", "Vul de functie in."),
        ({"organisation": ""}, "organisation", "Vul de organisatie in."),
        ({"organisation": "x" * 301}, "organisation", "niet meer dan 300 tekens"),
        ({"corner": ""}, "corner", "Kies een hoek."),
        ({"corner": "raad"}, "corner", "raad"),
        ({"begins_on": "30-2-2026"}, "begins_on", "Deze dag bestaat niet."),
        ({"begins_on": "morgen"}, "begins_on", "Deze dag bestaat niet."),
        ({"begins_on": "1-1-0024"}, "begins_on", "Kies een jaar van 1950 tot en met 2100."),
        ({"ends_on": "31-1-2024"}, "ends_on", "De laatste dag ligt voor de eerste dag."),
        ({"email": "og@"}, "email", "geldig e-mailadres"),
        ({"function_level": "6"}, "function_level", "Kies een niveau uit de lijst."),
        ({"mandate": "x" * 301}, "mandate", "niet meer dan 300 tekens"),
        ({"corner": "eigenaar", "coordinating": "on"}, "coordinating", "Alleen een opdrachtgever kan coördineren."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(client, triangle, typed, field, words):
    answer = add(client, triangle, **typed)
    assert list(errors_of(answer)) == [field]
    assert words in errors_of(answer)[field][0]
    page = answer.content.decode()
    assert "Er klopt één ding niet" in page
    assert f'id="id_{field}_error"' in page
    assert all(value in page for value in {**PERSON, **typed}.values() if value not in {"raad", "6"})
    assert Seat.objects.count() == Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        (("1-1-2020", "31-12-2024"), ("31-12-2024", ""), True),
        (("1-1-2020", "31-12-2024"), ("1-1-2025", ""), False),
        (("", ""), ("1-1-2025", "1-1-2025"), True),
        (("1-1-2020", ""), ("", "31-12-2019"), False),
        (("1-1-2020", ""), ("", "1-1-2020"), True),
    ],
)
def test_somebody_sits_in_a_corner_once_at_a_time(client, triangle, first, second, is_refused):
    add(client, triangle, begins_on=first[0], ends_on=first[1])
    answer = add(client, triangle, person="marijke  verwoerd", begins_on=second[0], ends_on=second[1])
    assert (answer.status_code == 200) == is_refused
    if is_refused:
        assert errors_of(answer) == {"person": ["marijke  verwoerd zit in deze periode al in deze hoek."]}


def test_somebody_may_sit_in_another_corner_and_another_triangle_meanwhile(client, triangle):
    SeatFactory(person=PERSON["person"])
    add(client, triangle)
    assert add(client, triangle, corner="eigenaar").status_code == 302


def test_one_opdrachtgever_coordinates_at_a_time(client, triangle):
    add(client, triangle, coordinating="on")
    answer = add(client, triangle, person="Fouad el Amrani", coordinating="on")
    assert errors_of(answer) == {"coordinating": ["In deze periode coördineert Marijke Verwoerd al."]}
    assert add(client, triangle, person="Bart", ends_on="1-3-2024", begins_on="1-3-2023").status_code == 302
    assert add(client, triangle, person="An", begins_on="", ends_on="31-1-2024", coordinating="on").status_code == 302


def test_a_seat_is_changed_beside_itself(client, triangle):
    seat = SeatFactory(triangle=triangle, person="Hilde Boersma", coordinating=True)
    assert (
        change(client, seat, function="algemeen directeur", coordinating="on", begins_on="1-9-2021").status_code == 302
    )
    seat.refresh_from_db()
    assert (seat.function, seat.begins_on, seat.version) == ("algemeen directeur", dt.date(2021, 9, 1), 2)


def test_of_two_people_who_change_a_seat_neither_loses_a_text(client, triangle):
    seat = SeatFactory(triangle=triangle, person="Hilde Boersma", function="directeur")
    change(client, seat, function="algemeen directeur", begins_on="1-9-2021")
    answer = change(client, seat, organisation="Dienst Duin", ends_on="1-9-2025")
    page = text_of(answer)
    assert "Functie algemeen directeur directeur" in page
    assert f"Organisatie {seat.organisation.name} Dienst Duin" in page
    assert "Eerste dag 1 september 2021 niets Laatste dag niets 1 september 2025" in page
    assert not Organisation.objects.filter(name="Dienst Duin").exists()


def test_the_next_one_begins_the_day_after(client, triangle):
    seat = SeatFactory(triangle=triangle, corner="opdrachtgever", coordinating=True, begins_on=dt.date(2024, 2, 1))
    assert replace(client, seat, coordinating="on", organisation="Ministerie van Wonen").status_code == 302
    seat.refresh_from_db()
    following = Seat.objects.exclude(pk=seat.pk).get()
    assert (seat.ends_on, seat.version) == (dt.date(2026, 6, 30), 2)
    assert (following.begins_on, following.ends_on) == (dt.date(2026, 7, 1), None)
    assert (following.person, following.corner, following.coordinating) == ("Fouad el Amrani", "opdrachtgever", True)
    assert following.organisation.name == "Ministerie van Wonen"
    assert following.code != seat.code


def test_a_replacement_opens_on_what_stays_the_same(client, triangle):
    seat = SeatFactory(triangle=triangle, coordinating=True, ends_on=dt.date(2026, 6, 30))
    form = client.get(f"/driehoeken/{triangle.pk}/bezetting/{seat.pk}/vervangen/").context["form"]
    kept = {"last_day": dt.date(2026, 6, 30), "coordinating": True, "organisation": seat.organisation.name}
    assert {name: form[name].value() for name in kept} == kept
    assert form["person"].value() is None


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"last_day": ""}, "last_day", "Vul de laatste dag in."),
        ({"last_day": "31-6-2026"}, "last_day", "Deze dag bestaat niet."),
        ({"last_day": "31-1-2024"}, "last_day", "zit hier pas sinds een latere dag"),
        ({"person": ""}, "person", "Vul de naam in."),
        ({"person": "Zit er al"}, "person", "zit in deze periode al in deze hoek"),
        ({"coordinating": "on"}, "coordinating", "In deze periode coördineert Zit er al al."),
        ({"version": "2"}, "__all__", "Iemand anders wijzigde dit"),
    ],
)
def test_a_replacement_that_is_wrong_changes_neither_seat(client, triangle, typed, field, words):
    SeatFactory(triangle=triangle, person="Zit er al", coordinating=True)
    seat = SeatFactory(triangle=triangle, begins_on=dt.date(2024, 2, 1))
    answer = replace(client, seat, organisation="Nieuwe dienst", **typed)
    assert list(errors_of(answer)) == [field]
    assert words in errors_of(answer)[field][0]
    seat.refresh_from_db()
    assert (seat.ends_on, seat.version) == (None, 1)
    assert Seat.objects.count() == 2
    assert not Organisation.objects.filter(name="Nieuwe dienst").exists()


def test_somebody_may_follow_themself_in_another_function(client, triangle):
    seat = SeatFactory(triangle=triangle, person="Hilde Boersma")
    assert replace(client, seat, person="Hilde Boersma", function="voorzitter").status_code == 302
    page = text_of(client.get(f"/driehoeken/{triangle.pk}/bezetting/"))
    assert "sinds 1 juli 2026" in page


def test_a_seat_entered_by_mistake_can_go_after_one_question(client, triangle):
    seat = SeatFactory(triangle=triangle, person="Vergissing")
    path = f"/driehoeken/{triangle.pk}/bezetting/{seat.pk}/verwijderen/"
    assert "Vergissing verwijderen?" in text_of(client.get(path))
    assert Seat.objects.exists()
    assert client.post(path).status_code == 302
    assert not Seat.objects.exists()


@pytest.mark.parametrize("holder", ["conversation", "agreement"])
def test_a_seat_with_a_history_stays(client, triangle, holder):
    conversation = ConversationFactory(triangle=triangle)
    seat = SeatFactory(triangle=triangle)
    if holder == "conversation":
        ParticipantFactory(conversation=conversation, seat=seat)
    else:
        Agreement.objects.create(conversation=conversation, kind="actie", text="Bellen", of_eigenaar=True, owner=seat)
    answer = client.post(f"/driehoeken/{triangle.pk}/bezetting/{seat.pk}/verwijderen/")
    assert "hoort bij een gesprek of een afspraak" in errors_of(answer)["__all__"][0]
    assert "Er klopt één ding niet" in text_of(answer)
    assert Seat.objects.filter(pk=seat.pk).exists()


@pytest.mark.parametrize("step", ["", "vervangen/", "verwijderen/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_seat_of_another_triangle_is_not_there(client, triangle, method, step):
    elsewhere = SeatFactory()
    for other in (triangle.pk, elsewhere.triangle_id):
        path = f"/driehoeken/{other}/bezetting/{elsewhere.pk}/{step}"
        assert getattr(client, method)(path).status_code == 404
    assert Seat.objects.filter(pk=elsewhere.pk).exists()


def test_a_connected_party_has_its_own_words(client, triangle):
    triangle.kind = "verbonden_partij"
    triangle.save()
    for page in ("bezetting/", "bezetting/nieuw/", "agenda/nieuw/"):
        words = text_of(client.get(f"/driehoeken/{triangle.pk}/{page}"))
        assert "Eigenaar: college, aandeelhouder" in words
        assert "Opdrachtnemer: verbonden partij" in words
    assert "als aandeelhouder of bestuurder" in text_of(client.get(f"/driehoeken/{triangle.pk}/bezetting/"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_seats_ask_the_same_number_of_queries(client, triangle, django_assert_num_queries, size):
    SeatFactory.create_batch(size, triangle=triangle)
    with django_assert_num_queries(4):  # session, user, triangle, seats
        client.get(f"/driehoeken/{triangle.pk}/bezetting/")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_replace_one_person_at_once_one_succeeds(own_connections):
    member = MembershipFactory()
    seat = SeatFactory(triangle=member.triangle, coordinating=True)
    browsers = [Client() for _ in range(6)]
    for browser in browsers:
        browser.force_login(member.user)
    own_connections()

    def alone(act, *told):
        try:
            return act(*told)
        finally:
            connections.close_all()

    def take(number):
        return replace(browsers[number], seat, person=f"Nieuw {number}", coordinating="on").status_code

    def read():
        return list(Seat.objects.order_by("pk").values_list("ends_on", "coordinating", "version"))

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(lambda number: alone(take, number), range(6)))
        stored = pool.submit(alone, read).result()
    assert answers == [200] * 5 + [302]
    assert stored == [(dt.date(2026, 6, 30), True, 2), (None, True, 1)]
