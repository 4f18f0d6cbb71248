"""Home: what asks attention today, for whom, in a fixed number of queries."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.utils import timezone

from conversations.models import Agreement, Phase
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    SeatFactory,
    TriangleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 5)


@pytest.fixture(autouse=True)
def on_5_march(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def triangle():
    """A triangle with all corners filled, so that it asks nothing by itself."""
    triangle = TriangleFactory(name="Kustregister")
    for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar"):
        SeatFactory(triangle=triangle, corner=corner)
    return triangle


@pytest.fixture
def adviser(triangle, client):
    user = MembershipFactory(triangle=triangle, user__name="Noor Bakhuis").user
    client.force_login(user)
    return user


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def home(client, **query):
    return text_of(client.get("/", query))


def test_somebody_new_is_welcomed_and_shown_where_to_begin(client):
    client.force_login(UserFactory(name="Noor Bakhuis"))
    page = client.get("/").content.decode()
    assert "Welkom, Noor." in page
    assert 'href="/principes/"' in page


def test_a_quiet_day_says_so(client, triangle, adviser):
    ConversationFactory(triangle=triangle, held_on=DAY + dt.timedelta(days=90))
    assert "Donderdag 5 maart 2026 Niets vraagt vandaag je aandacht" in home(client)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"phase": Phase.GESPREK, "held_on": DAY}, "Een gesprek is bezig"),
        ({"phase": Phase.VERSLAG, "held_on": DAY}, "Een conceptverslag ligt klaar"),
        ({"phase": Phase.CONCEPT, "held_on": DAY + dt.timedelta(days=42)}, "De uitnodiging is nog niet verstuurd"),
        ({"phase": Phase.CONCEPT, "held_on": DAY}, "De uitnodiging is nog niet verstuurd"),
        ({"phase": Phase.CONCEPT, "held_on": DAY - dt.timedelta(days=1)}, "De datum van een gesprek is voorbij"),
        ({"phase": Phase.VOORBEREIDING, "held_on": DAY - dt.timedelta(days=1)}, "er staat nog niets vast"),
    ],
)
def test_what_a_phase_asks(client, triangle, adviser, values, words):
    ConversationFactory(triangle=triangle, title="Na het seizoen", **values)
    page = home(client)
    assert "Eén ding vraagt je aandacht" in page
    assert words in page
    assert "‘Na het seizoen’" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "De deelnemers lezen een conceptverslag"),
        (1, "Reageren kan tot en met 6 maart 2026."),
        (0, "Reageren kan tot en met 5 maart 2026."),
        (-1, "Reageren kon tot en met 4 maart 2026."),
    ],
)
def test_the_reading_round_lasts_until_the_end_of_its_last_day(client, triangle, adviser, days, words):
    until = None if days is None else DAY + dt.timedelta(days)
    ConversationFactory(triangle=triangle, phase=Phase.VERSLAG, draft_released_at=timezone.now(), responses_until=until)
    page = home(client)
    assert words in page
    assert ("Een verslag kan worden vastgesteld" in page) == (days == -1)


@pytest.mark.parametrize(
    "values",
    [
        {"phase": Phase.CONCEPT, "held_on": DAY + dt.timedelta(days=43)},
        {"phase": Phase.CONCEPT, "held_on": None},
        {"phase": Phase.VOORBEREIDING, "held_on": DAY},
        {"phase": Phase.OPVOLGING},
        {"phase": Phase.AFGEROND},
        {"phase": Phase.GEANNULEERD},
    ],
)
def test_what_asks_nothing(client, triangle, adviser, values):
    ConversationFactory(triangle=triangle, **values)
    assert "Niets vraagt vandaag je aandacht" in home(client)


def test_who_still_has_to_answer_is_named_when_it_is_one(client, triangle, adviser):
    planned = ConversationFactory(triangle=triangle, phase=Phase.VOORBEREIDING, preparation_closes_on=DAY)
    people = ParticipantFactory.create_batch(3, conversation=planned)
    assert "Nog niemand heeft de vragen vooraf ingevuld" in home(client)
    ReflectionFactory(participant=people[0], text="KANARIE")
    assert "2 van de 3 deelnemers hebben de vragen vooraf nog niet ingevuld" in home(client)
    ReflectionFactory(participant=people[1], text="KANARIE")
    page = home(client)
    assert f"{people[2].name} heeft de vragen vooraf nog niet ingevuld" in page
    assert "Vandaag is de laatste dag." in page
    assert "KANARIE" not in page
    ReflectionFactory(participant=people[2], text="KANARIE")
    assert "Niets vraagt vandaag je aandacht" in home(client)


def agreed(conversation, **values):
    fields = {"kind": "actie", "text": "Eén overzicht", "of_eigenaar": True, "due_on": DAY - dt.timedelta(days=1)}
    return Agreement.objects.create(conversation=conversation, **fields | values)


def test_an_action_past_its_date_is_told_with_who_and_when(client, triangle, adviser):
    agreed(ConversationFactory(triangle=triangle, phase=Phase.AFGEROND), owner_name="Renske Admiraal")
    page = home(client)
    assert "Een afspraak is over de datum" in page
    assert "Renske Admiraal zou dit doen, uiterlijk 4 maart 2026." in page


@pytest.mark.parametrize("values", [{"due_on": DAY}, {"status": "gedaan"}, {"kind": "besluit"}, {"due_on": None}])
def test_other_agreements_are_left_in_peace(client, triangle, adviser, values):
    agreed(ConversationFactory(triangle=triangle, phase=Phase.AFGEROND), **values)
    assert "Niets vraagt vandaag je aandacht" in home(client)


def test_a_triangle_without_a_corner_is_named(client, triangle, adviser):
    triangle.seats.filter(corner="eigenaar").update(ends_on=DAY - dt.timedelta(days=1))
    assert "Kustregister heeft nog geen eigenaar" in home(client)


def test_the_most_pressing_comes_first(client, triangle, adviser):
    triangle.seats.filter(corner="eigenaar").delete()
    ConversationFactory(triangle=triangle, phase=Phase.VERSLAG)
    ConversationFactory(triangle=triangle, phase=Phase.GESPREK)
    page = home(client)
    assert "Drie dingen vragen je aandacht" in page
    places = [
        page.index(words) for words in ("Een gesprek is bezig", "Een conceptverslag ligt klaar", "nog geen eigenaar")
    ]
    assert places == sorted(places)


def test_only_what_somebody_may_see(client, triangle, adviser):
    elsewhere = ConversationFactory(title="GEHEIM GESPREK", phase=Phase.VERSLAG, triangle__name="GEHEIME DRIEHOEK")
    agreed(elsewhere, text="GEHEIME AFSPRAAK")
    page = home(client)
    assert "GEHEIM" not in page
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert "GEHEIM" not in home(client)


def test_a_facilitator_sees_what_they_lead_and_nothing_of_the_triangle(client, triangle):
    led = ConversationFactory(
        triangle=triangle, facilitator=FacilitatorFactory(), phase=Phase.GESPREK, title="Wat ik leid"
    )
    ConversationFactory(triangle=triangle, title="ANDER GESPREK")
    triangle.seats.filter(corner="eigenaar").delete()
    client.force_login(led.facilitator)
    page = home(client)
    assert "Wat ik leid" in page
    assert "ANDER GESPREK" not in page
    assert "nog geen eigenaar" not in page


def test_coming_ones_by_date_then_those_without(client, triangle, adviser):
    for title, held_on in (
        ("Zonder datum", None),
        ("Later", DAY + dt.timedelta(99)),
        ("Eerder", DAY + dt.timedelta(60)),
    ):
        ConversationFactory(triangle=triangle, title=title, held_on=held_on)
    page = home(client)
    assert page.index("Eerder") < page.index("Later") < page.index("Zonder datum")


def test_twenty_earlier_ones_are_read_in_pages_without_gap_or_repeat(client, triangle, adviser):
    for number in range(20):
        day = dt.date(2025, 1 + number // 3, 1)  # three on each day
        ConversationFactory(triangle=triangle, title=f"Gesprek-{number:02}", held_on=day, phase=Phase.AFGEROND)
    first = client.get("/").content.decode()
    older = re.search(r'href="/\?voor=([^"]+)"', first)[1]
    second = client.get("/", {"voor": older}).content.decode()
    titles = re.findall(r"Gesprek-\d\d", first) + re.findall(r"Gesprek-\d\d", second)
    assert titles == [f"Gesprek-{number:02}" for number in reversed(range(20))]
    assert "?voor=" not in second


@pytest.mark.parametrize(
    "place", ["", "onzin", "2026-13-45.1", "2026-01-01", "2026-01-01.x", "2026-01-01." + "9" * 40, "%00"]
)
def test_a_broken_place_in_the_list_does_not_break_the_page(client, triangle, adviser, place):
    assert client.get("/", {"voor": place}).status_code == 200


@pytest.mark.parametrize("size", [1, 3, 30])
def test_home_query_count_does_not_grow(client, triangle, adviser, size, django_assert_num_queries):
    for number in range(size):
        planned = ConversationFactory(
            triangle=triangle,
            facilitator=FacilitatorFactory(),
            phase=Phase.VOORBEREIDING,
            preparation_closes_on=DAY,
            held_on=DAY + dt.timedelta(number),
        )
        ParticipantFactory(conversation=planned)
        done = ConversationFactory(triangle=triangle, phase=Phase.AFGEROND)
        agreed(done)
        other = MembershipFactory(user=adviser).triangle
        ConversationFactory(triangle=other, phase=Phase.VERSLAG)
    with django_assert_num_queries(8):
        client.get("/")


def test_the_first_seven_things_and_the_rest_on_request(client, triangle, adviser):
    for number in range(9):
        ConversationFactory(triangle=triangle, phase=Phase.VERSLAG, title=f"Verslag-{number}")
    first = client.get("/").content.decode()
    attention = first.split("Komende gesprekken")[0]
    assert len(set(re.findall(r"Verslag-\d", attention))) == 7
    assert "Toon alle negen" in first
    assert "Negen dingen vragen je aandacht" in text_of(client.get("/"))
    assert len(set(re.findall(r"Verslag-\d", client.get("/?alles").content.decode()))) == 9


def test_the_parts_that_all_pages_share_hold_nobody(client, triangle, adviser):
    """Head, menu and foot are kept between requests, in a cache that may not know of anybody."""
    adviser.name = "Noor Bakhuis-Kanarie"
    adviser.save()
    assert "Noor Bakhuis-Kanarie" in client.get("/").content.decode()
    kept = repr(list(caches["template_fragments"]._cache.values()))
    assert "Hoofdmenu" in kept
    assert "Kanarie" not in kept
    assert "csrfmiddlewaretoken" not in kept
    client.force_login(FacilitatorFactory(name="Yara Nijland"))
    assert "Kanarie" not in client.get("/").content.decode()
