"""The overview: who sees it, what it tells, and what it never tells."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Overseen
from conversations.signalling import refresh_all
from tests.factories import (
    ConversationFactory,
    MembershipFactory,
    OrganisationFactory,
    SeatFactory,
    UserFactory,
)
from tests.oversight.seated import row_of, seat_at, triangle_of
from tests.reading_pages import errors_of, text_of
from tests.signs.tables import agree, promise, table
from triangles.models import Organisation, Overseer, Triangle

pytestmark = pytest.mark.django_db


def names(answer):
    return [row["triangle__name"] for row in answer.context["oversight"].rows]


def test_a_row_tells_the_rhythm(ask, talk, organisation):
    agree(talk, dt.date(2026, 9, 10))
    promise(talk, due_on=dt.date(2026, 3, 20))
    ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 5, 7), phase="voorbereiding")
    talk.triangle.seats.filter(corner="eigenaar").update(ends_on=dt.date(2026, 3, 20))
    row_of(talk.triangle, organisation)
    page = text_of(ask())
    for words in (
        "Kustregister G opdrachtgever: Ministerie van Duinen N opdrachtnemer: ",
        "E eigenaar: nu leeg",
        "Elk halfjaar",
        "12 maart 2026",
        "7 mei 2026 Uitgenodigd",
        "Eigenaar ontbreekt 1 afspraak over de datum",
    ):
        assert words in page, page


def test_a_triangle_where_nothing_happened(ask, organisation):
    triangle_of(organisation, "Kade")
    page = text_of(ask())
    assert "Geen ritme afgesproken" in page
    assert "Nog geen gesprek" in page
    assert "Geen gesprek gepland" in page
    assert page.split("Vraagt aandacht")[-1].strip().startswith("Niets")


def test_only_who_has_the_overview_sees_it(client, talk):
    adviser = MembershipFactory(triangle=talk.triangle).user
    for user in (adviser, UserFactory(), UserFactory(is_staff=True, is_superuser=True)):
        client.force_login(user)
        for path in ("/overzicht/", "/overzicht.csv", f"/overzicht/{talk.triangle.seats.first().organisation_id}/"):
            assert client.get(path).status_code == 404
        assert "/overzicht/" not in client.get("/").content.decode()


def test_the_menu_leads_there(ask, organisation, client):
    assert 'href="/overzicht/"' in ask("/").content.decode()
    assert 'href="/overzicht/" aria-current="page"' in ask().content.decode()
    Overseer.objects.all().delete()
    assert "/overzicht/" not in ask("/").content.decode()
    assert ask().status_code == 404


def test_it_opens_no_triangle(ask, talk):
    page = ask().content.decode()
    assert "Kustregister" in page
    assert "/driehoeken/" not in page.split("<main")[1]
    for path in (
        f"/driehoeken/{talk.triangle_id}/",
        f"/gesprekken/{talk.pk}/",
        f"/driehoeken/{talk.triangle_id}/afspraken/",
    ):
        assert ask(path).status_code == 404


def test_who_advises_a_triangle_goes_on_to_it(ask, overseer, talk, organisation):
    triangle_of(organisation, "Kade")
    MembershipFactory(user=overseer, triangle=talk.triangle)
    page = ask().content.decode()
    assert f'href="/driehoeken/{talk.triangle_id}/">Kustregister</a>' in page
    assert page.split("<main")[1].count('href="/driehoeken/') == 1


def test_triangles_of_others_stay_out(ask, organisation):
    triangle_of(OrganisationFactory(), "Geheim")
    past, future = triangle_of(organisation, "Voorbij"), triangle_of(organisation, "Straks")
    past.seats.filter(organisation=organisation).update(ends_on=dt.date(2026, 3, 31))
    future.seats.filter(organisation=organisation).update(begins_on=dt.date(2026, 4, 2))
    old = triangle_of(organisation, "Archief")
    practised = triangle_of(organisation, "Oefening")
    Triangle.objects.filter(pk=old.pk).update(archived_at=timezone.now())
    Triangle.objects.filter(pk=practised.pk).update(rehearsal_until=timezone.now())
    assert Overseen.objects.filter(organisation=organisation).count() == 4  # none of them was refreshed
    assert names(ask()) == []
    refresh_all()
    assert not Overseen.objects.filter(organisation=organisation).exists()


def test_no_name_no_text_and_no_score(ask, organisation):
    sung = "kanarie7731"
    first = table(held_on=dt.date(2025, 9, 11), scores=(3, 3, 4), title=sung, purpose=sung, place=sung)
    last = table(first.triangle, scores=(1, 5, 3), title=sung, shared_interest=sung)
    promise(last, text=sung, owner_name=sung, due_on=dt.date(2026, 3, 20))
    first.triangle.seats.update(person=sung, function=sung, mandate=sung, email=f"{sung}@dienst.example")
    last.participants.update(name=sung, function=sung)
    Triangle.objects.update(purpose=sung, contact_frequency=sung)
    SeatFactory(triangle=first.triangle, person=sung, begins_on=dt.date(2026, 3, 20))
    seat_at(first.triangle, organisation)
    seat_at(first.triangle, organisation, "opdrachtnemer")
    assert first.triangle.signals.filter(why__contains=sung).exists()
    for path in ("/overzicht/", "/overzicht.csv", f"/overzicht/{organisation.pk}/"):
        page = ask(path).content.decode()
        assert first.triangle.name in page
        assert sung not in page
        assert "punt" not in page


def test_a_sign_from_a_score_or_a_verdict_is_not_told(ask, organisation):
    first = table(held_on=dt.date(2025, 9, 11), scores=(3, 3, 4), rhythm="halfjaar")
    last = table(first.triangle, scores=(1, 5, 3))
    agree(last, dt.date(2026, 9, 10))
    seat_at(first.triangle, organisation)
    assert [*first.triangle.signals.values_list("kind", flat=True)] == ["verder-uiteen"]
    assert text_of(ask()).split("Vraagt aandacht")[-1].strip().startswith("Niets")
    assert names(ask(teken="een")) == []


def test_an_organisation_without_a_seat(ask):
    page = text_of(ask())
    assert "Ministerie van Duinen heeft nu in geen enkele driehoek een hoek." in page
    assert "Toon driehoeken" not in page


def test_of_two_organisations_one_at_a_time(ask, overseer, talk, organisation):
    other = OrganisationFactory(name="Zuiderdienst")
    Overseer.objects.create(user=overseer, organisation=other)
    triangle_of(other, "Kade")
    foreign = triangle_of(OrganisationFactory(), "Geheim").seats.first().organisation
    assert names(ask()) == ["Kustregister"]
    assert names(ask(organisatie=other.pk)) == ["Kade"]
    answer = ask(organisatie=foreign.pk)
    assert errors_of(answer) == {"organisatie": ["Kies iets uit de lijst."]}
    assert names(answer) == ["Kustregister"]


def test_an_opdrachtnemer_across_its_triangles(ask, organisation):
    for number in range(3):
        made = triangle_of(organisation, f"Kade {number}", corner="opdrachtnemer")
        Organisation.objects.filter(seats__triangle=made, seats__corner="opdrachtgever").update(
            name=f"Opdracht {number}"
        )
    triangle_of(organisation, "Alleen eigenaar", corner="eigenaar")
    answer = ask(f"/overzicht/{organisation.pk}/")
    assert names(answer) == ["Kade 0", "Kade 1", "Kade 2"]
    page = text_of(answer)
    assert "Ministerie van Duinen als opdrachtnemer" in page
    assert "opdrachtnemer: " not in page  # that goes without saying
    assert all(f"opdrachtgever: Opdracht {number}" in page for number in range(3))


def test_of_an_opdrachtnemer_one_sees_what_one_shares(ask, organisation):
    served = OrganisationFactory(name="Dienst")
    shared = triangle_of(organisation, "Samen")
    seat_at(shared, served, "opdrachtnemer")
    triangle_of(served, "Van anderen", corner="opdrachtnemer")
    beside = triangle_of(organisation, "Zonder")
    answer = ask(f"/overzicht/{served.pk}/")
    assert names(answer) == ["Samen"]
    assert "Van anderen" not in text_of(answer)
    assert f'href="/overzicht/{served.pk}/"' in ask().content.decode()
    owner = beside.seats.get(corner="eigenaar").organisation_id
    assert ask(f"/overzicht/{owner}/").status_code == 404  # it is no opdrachtnemer
    Triangle.objects.filter(pk=shared.pk).update(archived_at=timezone.now())
    assert ask(f"/overzicht/{served.pk}/").status_code == 404


@pytest.mark.parametrize("key", [0, 999, 10**30])
def test_an_opdrachtnemer_that_is_none(ask, talk, key):
    assert ask(f"/overzicht/{key}/").status_code == 404


def test_who_only_has_an_overview_is_told_on_an_empty_home_where_it_is(client, overseer):
    client.force_login(overseer)
    assert "Heb je het overzicht van een organisatie? Kies Overzicht in het menu." in text_of(client.get("/"))
    client.force_login(UserFactory())
    assert "Heb je het overzicht" not in text_of(client.get("/"))
