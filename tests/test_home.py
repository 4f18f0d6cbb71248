"""Home: where what asks attention leads to, the sections by phase, and the same cost at 1,000 conversations."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from conversations.models import Conversation, Phase, TipNote
from principles.models import Tip
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
from triangles.models import Triangle

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 5)
CORNERS = ("opdrachtgever", "opdrachtnemer", "eigenaar")


@pytest.fixture(autouse=True)
def on_5_march(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def triangle():
    triangle = TriangleFactory(name="Kustregister")
    for corner in CORNERS:
        SeatFactory(triangle=triangle, corner=corner)
    return triangle


@pytest.fixture
def adviser(triangle, client):
    user = MembershipFactory(triangle=triangle, user__name="Noor Bakhuis").user
    client.force_login(user)
    return user


@pytest.fixture
def facilitator():
    return FacilitatorFactory()


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def links(html):
    """Return {words: address} of the links in the page itself."""
    main = html.split("<main")[1]
    return {text_of(words): url for url, words in re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', main, re.S)}


def home(client, query=""):
    return client.get(f"/{query}").content.decode()


def days(number):
    return DAY + dt.timedelta(number)


# Empty


def test_somebody_new_begins_with_a_triangle_or_a_rehearsal(client):
    client.force_login(UserFactory(name="Noor Bakhuis"))
    html = home(client)
    assert "Welkom, Noor. Begin met je eerste driehoek" in text_of(html)
    assert links(html)["Nieuwe driehoek"] == "/driehoeken/nieuw/"
    assert re.search(r'<form[^>]*action="/oefengesprek/" method="post">', html)
    client.post("/oefengesprek/")
    assert Triangle.objects.filter(rehearsal_until__isnull=False).count() == 1
    assert "Begin met je eerste driehoek" not in text_of(home(client))


def test_who_has_a_triangle_and_no_conversation_is_led_to_planning(client, triangle, adviser):
    html = home(client)
    assert "Er is nog geen gesprek gepland." in html
    assert links(html)["Nieuw gesprek plannen"] == f"/driehoeken/{triangle.pk}/nieuw-gesprek/"
    MembershipFactory(user=adviser)
    assert links(home(client))["Nieuw gesprek plannen"] == "/driehoeken/"


# What asks attention leads to where it is done


@pytest.mark.parametrize(
    ("values", "words", "action", "tail"),
    [
        (
            {"phase": Phase.CONCEPT, "held_on": days(20)},
            "De uitnodiging is nog niet verstuurd",
            "Ga verder met voorbereiden",
            "voorbereiden/",
        ),
        (
            {"phase": Phase.VOORBEREIDING, "held_on": days(9), "preparation_closes_on": days(-1)},
            "De voorbereiding kan dicht",
            "Sluit de voorbereiding",
            "briefing/",
        ),
        ({"phase": Phase.VERSLAG}, "Een conceptverslag ligt klaar", "Lees het concept", "verslag/"),
        (
            {"phase": Phase.VERSLAG, "draft_released_at": timezone.now(), "responses_until": days(-1)},
            "Een verslag kan worden vastgesteld",
            "Stel het verslag vast",
            "verslag/vaststellen/",
        ),
    ],
)
def test_the_adviser_comes_where_it_is_done(client, triangle, adviser, values, words, action, tail):
    conversation = ConversationFactory(triangle=triangle, **values)
    html = home(client)
    assert words in html
    assert links(html)[action] == f"/gesprekken/{conversation.pk}/{tail}"
    assert client.get(links(html)[action]).status_code == 200


@pytest.mark.parametrize(
    ("values", "words", "action", "tail"),
    [
        (
            {"phase": Phase.VOORBEREIDING, "held_on": DAY},
            "Vandaag leid je een gesprek",
            "Ga naar het gesprek",
            "leiden/",
        ),
        ({"phase": Phase.GESPREK, "held_on": DAY}, "Een gesprek is bezig", "Ga naar het gesprek", "leiden/"),
        (
            {"phase": Phase.VOORBEREIDING, "held_on": days(14)},
            "Er ligt een briefing voor je klaar",
            "Lees de briefing",
            "briefing/",
        ),
        (
            {"phase": Phase.VERSLAG, "draft_released_at": timezone.now(), "responses_until": days(-1)},
            "Een verslag kan worden vastgesteld",
            "Lees het concept",
            "verslag/",
        ),
    ],
)
def test_the_facilitator_comes_where_it_is_done(client, facilitator, values, words, action, tail):
    conversation = ConversationFactory(facilitator=facilitator, **values)
    client.force_login(facilitator)
    html = home(client)
    assert words in html
    assert links(html)[action] == f"/gesprekken/{conversation.pk}/{tail}"
    assert client.get(links(html)[action]).status_code == 200


def test_an_adviser_leads_a_table_that_guides_itself(client, triangle, adviser):
    led = ConversationFactory(triangle=triangle, phase=Phase.GESPREK, held_on=DAY, self_facilitated=True)
    assert links(home(client))["Ga naar het gesprek"] == f"/gesprekken/{led.pk}/leiden/"


@pytest.mark.parametrize(
    "values",
    [
        {"phase": Phase.CONCEPT, "held_on": days(20)},
        {"phase": Phase.VOORBEREIDING, "held_on": days(15)},
        {"phase": Phase.VOORBEREIDING, "held_on": days(9), "briefing_read_at": timezone.now()},
    ],
)
def test_what_asks_nothing_of_a_facilitator(client, facilitator, values):
    ConversationFactory(facilitator=facilitator, **values)
    client.force_login(facilitator)
    assert "Niets vraagt vandaag je aandacht" in home(client)


def test_a_closed_preparation_asks_for_no_answers(client, triangle, adviser):
    planned = ConversationFactory(
        triangle=triangle, phase=Phase.VOORBEREIDING, held_on=days(9), preparation_closes_on=days(2)
    )
    ReflectionFactory(participant=ParticipantFactory(conversation=planned, name="Bart Hoogland"))
    ParticipantFactory(conversation=planned, name="Hilde Boersma")
    assert "Hilde Boersma heeft de vragen vooraf nog niet ingevuld" in home(client)
    Conversation.objects.update(preparation_closes_on=days(-1))
    assert "Hilde Boersma heeft de vragen vooraf nog niet ingevuld." in text_of(home(client))
    Conversation.objects.update(preparation_closed_at=timezone.now())
    assert "Niets vraagt vandaag je aandacht" in home(client)


def test_an_empty_corner_is_filled_from_home(client, triangle, adviser):
    triangle.seats.filter(corner="eigenaar").delete()
    url = links(home(client))["Vul de eigenaar in"]
    assert url == f"/driehoeken/{triangle.pk}/bezetting/nieuw/?hoek=eigenaar"
    assert client.get(url).status_code == 200


# By phase


def test_each_phase_has_its_section(client, triangle, adviser):
    for phase in Phase:
        ConversationFactory(triangle=triangle, phase=phase, title=f"GESPREK-{phase}", held_on=days(60))
    page = text_of(home(client))
    places = ["Nu bezig", "Komende gesprekken", "Verslag in concept", "Eerdere gesprekken"]
    parts = dict(zip(places, re.split("|".join(places), page)[-4:], strict=True))
    found = {name: set(re.findall(r"GESPREK-([a-z]+)", part)) for name, part in parts.items()}
    assert found == {
        "Nu bezig": {"gesprek"},
        "Komende gesprekken": {"concept", "voorbereiding"},
        "Verslag in concept": {"verslag"},
        "Eerdere gesprekken": {"opvolging", "afgerond", "geannuleerd"},
    }


def test_how_many_tips_are_ready(client, triangle, adviser):
    planned = ConversationFactory(triangle=triangle, held_on=days(60))
    for number, tip in enumerate(Tip.objects.all()[:4]):
        TipNote.objects.create(conversation=planned, tip=tip, done=number < 3)
    html = home(client)
    assert "3 van de 6 tips klaar" in html
    assert html.count('class="is-done"') == 3


def test_only_the_first_ten_are_shown_until_all_is_asked(client, triangle, adviser):
    for number in range(12):
        ConversationFactory(triangle=triangle, held_on=days(50 + number), title=f"Gesprek-{number:02}")
    html = home(client)
    assert len(set(re.findall(r"Gesprek-\d\d", html))) == 10
    assert "Toon alle twaalf" in html
    assert len(set(re.findall(r"Gesprek-\d\d", home(client, "?alles")))) == 12


def test_earlier_ones_without_a_date_are_read_in_pages_too(client, triangle, adviser):
    ConversationFactory(triangle=triangle, held_on=DAY, phase=Phase.AFGEROND, title="Gesprek-dd")
    for number in range(26):
        title = f"Gesprek-{number:02}"
        ConversationFactory(triangle=triangle, held_on=None, phase=Phase.GEANNULEERD, title=title)
    titles, query = [], ""
    for _ in range(3):
        html = home(client, query)
        titles += re.findall(r"Gesprek-\w\w", html)
        query = (re.findall(r'href="/(\?voor=[^"]+)"', html) or ["?voor=onzin"])[0]
    assert titles == ["Gesprek-dd", *(f"Gesprek-{number:02}" for number in reversed(range(26)))]


@pytest.mark.parametrize("size", [10, 1000])
def test_home_costs_as_many_queries_at_a_thousand_as_at_ten(client, triangle, adviser, size, django_assert_num_queries):
    phases = list(Phase)
    Conversation.objects.bulk_create(
        Conversation(
            triangle=triangle,
            title=f"Gesprek {number}",
            purpose="Horen wat er misging.",
            phase=phases[number % len(phases)],
            held_on=days(number % 80 - 40),
            preparation_closes_on=days(3),
        )
        for number in range(size)
    )
    with django_assert_num_queries(8):
        first = home(client)
    assert len(first) < 90_000
    older = re.search(r'href="/(\?voor=[^"]+)"', first)
    with django_assert_num_queries(8):
        home(client, older[1] if older else "?voor=2026-01-01.1")
