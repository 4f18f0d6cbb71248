"""The overview: who sees it, what it tells, what can be asked, and the same cost however long it is."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from conversations.models import Overseen
from conversations.oversight import SHOWN
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
from tests.test_plans import read_whole
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


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Ánjer", "Kade", "Kustregister"]),
        ({"ritme": "halfjaar"}, ["Kustregister"]),
        ({"ritme": "geen"}, ["Ánjer", "Kade"]),
        ({"hoek": "eigenaar"}, ["Kade"]),
        ({"leeg": "een"}, ["Kade"]),
        ({"leeg": "opdrachtgever"}, ["Kade"]),
        ({"leeg": "eigenaar"}, []),
        ({"teken": "een"}, ["Kade", "Kustregister"]),
        ({"teken": "geen-datum"}, ["Kustregister"]),
        ({"teken": "lang-geleden"}, []),
        ({"teken": "over-de-datum"}, ["Kustregister"]),
        ({"naam": "REGISTER kust"}, ["Kustregister"]),
        ({"naam": "ÁNJER"}, ["Ánjer"]),
        ({"naam": "100%"}, []),
        ({"op": "laatste"}, ["Ánjer", "Kade", "Kustregister"]),
        ({"op": "volgende"}, ["Ánjer", "Kade", "Kustregister"]),
        ({"op": "laatste", "ritme": "halfjaar"}, ["Kustregister"]),
    ],
)
def test_one_can_ask_for_less(ask, talk, organisation, asked, found):
    promise(talk, due_on=dt.date(2026, 3, 20))
    row_of(talk.triangle, organisation)
    other = triangle_of(organisation, "Ánjer")
    ConversationFactory(triangle=other, held_on=dt.date(2026, 5, 7))
    row_of(other, organisation)
    triangle_of(organisation, "Kade", corners=["opdrachtnemer", "eigenaar"], corner="eigenaar")
    answer = ask(**asked)
    assert sorted(names(answer)) == sorted(found)
    assert ("Geen driehoek past" in text_of(answer)) == (not found)


def test_in_which_order(ask, organisation):
    days = {"A": (None, "2026-06-01"), "B": ("2026-03-01", None), "C": ("2025-03-01", "2026-05-01")}
    for name, (last_on, next_on) in days.items():
        made = triangle_of(organisation, name)
        for day, phase in ((last_on, "afgerond"), (next_on, "concept")):
            if day:
                ConversationFactory(triangle=made, held_on=dt.date.fromisoformat(day), phase=phase)
        row_of(made, organisation)
    assert names(ask()) == ["A", "B", "C"]
    assert names(ask(op="laatste")) == ["A", "C", "B"]
    assert names(ask(op="volgende")) == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("ritme", "taart", "Kies iets uit de lijst."),
        ("op", "score", "Kies iets uit de lijst."),
        ("naam", "x" * 101, "Dit is te lang om te zoeken. Typ hooguit 100 tekens."),
    ],
)
def test_what_cannot_be_asked_is_said_and_limits_nothing(ask, talk, field, text, error):
    answer = ask(**{field: text})
    assert errors_of(answer) == {field: [error]}
    assert names(answer) == ["Kustregister"]


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


@pytest.mark.parametrize("order", ["", "laatste", "volgende"])
def test_a_long_list_goes_on_without_doubles_or_gaps(ask, organisation, order):
    many(organisation, 2 * SHOWN + 1)
    pages, asked = [], {"op": order, "hoek": "opdrachtgever"}
    while "na" not in asked or asked["na"]:
        answer = ask(**asked)
        pages.append(names(answer))
        asked["na"] = answer.context["oversight"].next_place
    assert [len(page) for page in pages] == [SHOWN, SHOWN, 1]
    assert len({name for page in pages for name in page}) == 2 * SHOWN + 1


def many(organisation, number):
    """Add so many triangles, ten with each name of which case and day are the same."""
    triangles = Triangle.objects.bulk_create(
        Triangle(name=f"Driehoek. {place // 10}.{place}", purpose="Rust.") for place in range(number)
    )
    for triangle in triangles:
        SeatFactory(triangle=triangle, organisation=organisation)
    day = dt.date(2026, 1, 1)
    Overseen.objects.bulk_create(
        Overseen(
            triangle=triangle,
            organisation=organisation,
            folded=f"driehoek. {place // 10}",
            **{f"of_{corner}": True for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar")},
            last_on=day + dt.timedelta(place % 7) if place % 3 else dt.date.min,
            next_on=day + dt.timedelta(place % 5) if place % 3 else dt.date.max,
        )
        for place, triangle in enumerate(triangles)
    )


@pytest.mark.parametrize(
    ("order", "place"),
    [("", "x"), ("", "x.y"), ("", "a\0.1"), ("laatste", "x.1"), ("laatste", "2026-13-12.4"), ("volgende", ".4")],
)
def test_a_place_that_is_none_is_not_there(ask, talk, order, place):
    assert ask(na=place, op=order).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_stays_the_same(ask, organisation, size, django_assert_num_queries):
    for number in range(size):
        triangle_of(organisation, f"Kade {number}", corner="opdrachtnemer")
    with django_assert_num_queries(5):  # session, user, organisations, list, who holds the corners
        ask()
    with django_assert_num_queries(6):  # and the opdrachtnemer
        ask(f"/overzicht/{organisation.pk}/")


@pytest.mark.parametrize("order", ["", "laatste", "volgende"])
def test_the_list_asks_for_one_page_and_sorts_nothing(ask, organisation, order, django_assert_num_queries):
    many(organisation, SHOWN + 2)
    place = ask(op=order).context["oversight"].next_place
    index = {"": "overseen_by_name", "laatste": "overseen_by_last", "volgende": "overseen_by_next"}[order]
    for asked in ({"op": order}, {"op": order, "na": place}):
        with django_assert_num_queries(5) as queries:
            ask(**asked)
        [sql] = [query["sql"] for query in queries.captured_queries if "LIMIT 51" in query["sql"]]
        assert "OFFSET" not in sql
        assert "COUNT(" not in sql.upper()
        plan = plan_of(sql)
        assert index in plan, plan
        assert "SCAN" not in plan.replace("Index Scan", "").replace("Index Only Scan", ""), plan
        assert "Seq Scan" not in plan, plan
        assert "ORDER BY" not in plan, plan  # so SQLite says that it sorts
        assert "Sort" not in plan, plan


@pytest.mark.parametrize("path", ["/overzicht/", "/overzicht/?naam=kust&leeg=een", "/overzicht/{}/", "/overzicht.csv"])
def test_no_table_is_read_whole(client, ask, talk, organisation, path):
    seat_at(talk.triangle, organisation, "opdrachtnemer")
    assert read_whole(client, path.format(organisation.pk)) == []


def plan_of(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
            for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")  # with few rows they are cheap
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())
