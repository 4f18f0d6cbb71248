"""Searching finds what somebody may see, and nothing else."""

import datetime as dt

import pytest

from conversations.models import Agreement
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    SeatFactory,
    TriangleFactory,
)
from tests.reading_pages import errors_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def triangle(client):
    member = MembershipFactory(triangle__name="Kustregister")
    client.force_login(member.user)
    return member.triangle


def search(client, words):
    return client.get("/zoeken/", {"q": words})


def found(client, words):
    """Return the names of what was found, per kind."""
    rows = search(client, words).context["found"]
    names = ("name", rows.triangles), ("person", rows.seats), ("title", rows.conversations)
    return [[row[name] for row in kind] for name, kind in names]


def test_triangles_people_and_conversations_are_found(client, triangle):
    SeatFactory(triangle=triangle, person="Hilde Boersma", organisation__name="Dienst Kustregister")
    SeatFactory(triangle=triangle, person="Bart Hoogland", ends_on=dt.date(2022, 10, 31))
    ConversationFactory(triangle=triangle, title="Na de storm aan de kust")
    assert found(client, "KUST") == [["Kustregister"], ["Hilde Boersma"], ["Na de storm aan de kust"]]
    assert found(client, "boersma dienst") == [[], ["Hilde Boersma"], []]
    assert found(client, "boersma storm") == [[], [], []]
    assert "Bart Hoogland directeur" in text_of(search(client, "hoogland"))


def test_what_is_of_others_is_not_found(client, triangle):
    elsewhere = TriangleFactory(name="Geheim register")
    SeatFactory(triangle=elsewhere, person="Geheime persoon")
    ConversationFactory(triangle=elsewhere, title="Geheim gesprek")
    page = search(client, "gehei")
    assert page.context["found"].count == 0
    assert "Niets gevonden" in text_of(page)


def test_a_facilitator_finds_the_conversation_and_not_its_triangle(client, triangle):
    facilitator = FacilitatorFactory()
    conversation = ConversationFactory(triangle=triangle, title="Kustgesprek", facilitator=facilitator)
    for _ in range(2):
        ParticipantFactory(conversation=conversation, seat__person="Hilde Boersma")
    client.force_login(facilitator)
    assert found(client, "kust") == [[], [], ["Kustgesprek"]]
    assert found(client, "boersma") == [[], [], ["Kustgesprek"]]


def test_texts_of_people_are_never_searched(client, triangle):
    conversation = ConversationFactory(triangle=triangle)
    ReflectionFactory(participant=ParticipantFactory(conversation=conversation), text="kanarie")
    Agreement.objects.create(conversation=conversation, kind="actie", text="kanarie", of_eigenaar=True)
    assert search(client, "kanarie").context["found"].count == 0


@pytest.mark.parametrize(
    ("words", "error"),
    [("", "Typ waar je naar zoekt."), ("k", "Typ minstens 2 letters."), ("k" * 101, "Typ hooguit 100 tekens.")],
)
def test_what_cannot_be_searched_is_said(client, triangle, words, error):
    assert error in errors_of(search(client, words))["q"][0]


@pytest.mark.parametrize("words", ["50%", "a_b", "'; DROP TABLE", "<script>", "\\"])
def test_signs_are_taken_as_they_are(client, triangle, words):
    TriangleFactory(name="axb 500")
    MembershipFactory(user=triangle.memberships.get().user, triangle__name="axb 500")
    page = search(client, f"{words}  ")
    assert "<script>" not in page.content.decode()
    assert page.context["found"] is None or page.context["found"].count == 0


def test_a_long_list_ends_and_says_so(client, triangle):
    SeatFactory.create_batch(21, triangle=triangle, person="Hilde Boersma")
    page = search(client, "boersma")
    assert len(page.context["found"].seats) == 20
    assert "Er is meer." in text_of(page)


def test_the_page_opens_without_a_question(client, triangle):
    page = client.get("/zoeken/")
    assert "Zoek een driehoek, een persoon of een gesprek" in text_of(page)
    assert "Er klopt" not in text_of(page)


@pytest.mark.parametrize("size", [1, 3])
def test_searching_asks_the_same_number_of_queries(client, triangle, django_assert_num_queries, size):
    SeatFactory.create_batch(size, triangle=triangle, person="Kust")
    ConversationFactory.create_batch(size, triangle=triangle, title="Kust")
    with django_assert_num_queries(5):  # session, user, and one per kind
        search(client, "kust")
