import datetime as dt

import pytest

from conversations.models import Example, Phase
from tests.factories import ConversationFactory, MembershipFactory, SeatFactory, TriangleFactory


@pytest.fixture
def triangle(client):
    """The triangle of somebody who is logged in and advises it; Renske Admiraal of Dienst Kust sits there."""
    member = MembershipFactory(triangle__name="Kustregister", user__name="Noor Bakhuis")
    SeatFactory(triangle=member.triangle, person="Renske Admiraal", organisation__name="Dienst Kust")
    client.force_login(member.user)
    return member.triangle


@pytest.fixture
def held(triangle):
    return ConversationFactory(triangle=triangle, phase=Phase.OPVOLGING, title="Hoe ging het?")


@pytest.fixture
def ahead(triangle):
    return ConversationFactory(
        triangle=triangle, phase=Phase.CONCEPT, title="En nu?", held_on=dt.date(2026, 11, 5), duration_minutes=120
    )


@pytest.fixture
def standing(held):
    """A werkafspraak that is vastgesteld, with the name of somebody in it."""
    return held.agreements.create(
        kind="werkafspraak", text="Renske belt bij slecht nieuws.", sign="Niemand schrikt nog.", of_eigenaar=True
    )


def make_example(kind="werkafspraak", title="Eerst bellen", elsewhere=True, **fields):
    """Return an example as another triangle published it."""
    contents = {
        "werkafspraak": {
            "text": "Wij bellen voor wij schrijven.",
            "sign": "Geen verrassingen.",
            "principle": "vertrouwen",
        },
        "vragen": {"questions": [{"code": "dilemma", "text": "Welk dilemma speelt er?"}]},
        "draaiboek": {"parts": [part("welkom", minutes=8), part("pauze", minutes=15, chosen=True)]},
    }
    fields = {"why": "Het scheelt brieven.", "organisation": "Ministerie van Wonen", "content": contents[kind]} | fields
    example = Example(kind=kind, title=title, triangle=TriangleFactory() if elsewhere else None, **fields)
    example.digest = example.fingerprint()
    example.save()
    return example


def part(kind, code="", minutes=10, chosen=False, name=""):
    return {"kind": kind, "code": code, "name": name or code or kind, "minutes": minutes, "chosen": chosen}
