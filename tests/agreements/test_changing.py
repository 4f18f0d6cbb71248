"""An adviser changes an agreement outside a meeting: how it was stays in its chain."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import AgreementStep
from tests.factories import SeatFactory
from tests.reading_pages import errors_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bellen(first, agree):
    return agree(first, "Bellen", due_on=dt.date(2026, 6, 15), owner_name="Iemand van toen")


def address(agreement):
    return f"/driehoeken/{agreement.conversation.triangle_id}/afspraken/{agreement.pk}/wijzigen/"


def save(client, agreement, version=1, **typed):
    typed = {"text": "Bellen", "kind": "actie", "corners": ["eigenaar"], "due_on": "2026-06-15"} | typed
    return client.post(address(agreement), typed | {"version": version})


def test_a_change_keeps_how_it_was_and_who_did_it(client, triangle, bellen):
    seat = SeatFactory(triangle=triangle, person="Renske Admiraal", corner="eigenaar")
    corners = ["opdrachtgever", "eigenaar"]
    save(client, bellen, text="Mailen", corners=corners, owner=seat.pk, due_on="2026-09-01")
    bellen.refresh_from_db()
    assert (bellen.text, bellen.corners, bellen.owner_name, bellen.version) == ("Mailen", corners, "Renske Admiraal", 2)
    step = AgreementStep.objects.get()
    assert (step.what, step.by_user.name, step.conversation) == ("gewijzigd", "Noor Bakhuis", None)
    assert step.before == {
        "text": "Bellen",
        "corners": ["eigenaar"],
        "owner_name": "Iemand van toen",
        "due_on": "2026-06-15",
    }
    page = text_of(client.get(address(bellen).removesuffix("wijzigen/")))
    assert "Gewijzigd door Noor Bakhuis Afspraak was Bellen" in page


def test_saving_without_a_change_adds_nothing(client, bellen):
    assert save(client, bellen).status_code == 302
    bellen.refresh_from_db()
    assert (bellen.version, bellen.owner_name, AgreementStep.objects.count()) == (1, "Iemand van toen", 0)


def test_who_comes_second_sees_both_texts(client, bellen):
    save(client, bellen, text="Mailen")
    answer = save(client, bellen, text="Langsgaan")
    assert "Iemand anders wijzigde dit" in str(errors_of(answer))
    assert answer.context["conflicts"] == [("Wat is de afspraak?", "Mailen", "Langsgaan")]
    bellen.refresh_from_db()
    assert (bellen.text, AgreementStep.objects.count()) == ("Mailen", 1)
    save(client, bellen, version=2, text="Langsgaan")
    assert [step.before for step in AgreementStep.objects.all()] == [{"text": "Bellen"}, {"text": "Mailen"}]


def test_an_archived_triangle_is_only_read(client, triangle, bellen):
    triangle.archived_at = timezone.now()
    triangle.save()
    assert save(client, bellen, text="Mailen").status_code == 404
    assert "Wijzig deze afspraak" not in text_of(client.get(address(bellen).removesuffix("wijzigen/")))


def settle(client, agreement, version=1, **typed):
    return client.post(address(agreement).replace("wijzigen", "besluit"), typed | {"version": version})


@pytest.mark.parametrize(
    ("typed", "status", "until"),
    [
        ({"what": "gedaan"}, "gedaan", None),
        ({"what": "geparkeerd", "until": "2026-09-01"}, "geparkeerd", dt.date(2026, 9, 1)),
        ({"what": "vervallen", "note": "Niet meer nodig."}, "vervallen", None),
        ({"what": "behouden", "until": "2026-09-01"}, "open", None),
    ],
)
def test_what_is_decided_outside_a_meeting_is_a_link_of_its_chain(client, bellen, typed, status, until):
    assert settle(client, bellen, **typed).status_code == 302
    bellen.refresh_from_db()
    assert (bellen.status, bellen.parked_until, bellen.version) == (status, until, 2)
    step = AgreementStep.objects.get()
    assert (step.what, step.until, step.note) == (typed["what"], until, typed.get("note", ""))
    assert (step.by_user.name, step.conversation) == ("Noor Bakhuis", None)


def test_who_decides_second_sees_what_was_decided(client, bellen):
    settle(client, bellen, what="gedaan")
    answer = settle(client, bellen, what="vervallen", note="Te laat.")
    assert ("Stand", "gedaan", "De afspraak vervalt") in answer.context["conflicts"]
    bellen.refresh_from_db()
    assert (bellen.status, AgreementStep.objects.count()) == ("gedaan", 1)
