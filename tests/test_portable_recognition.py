"""Reading in a second file of the same triangle: what is recognised, what wins, what is printed."""

import datetime as dt

import pytest
from django.core.management import CommandError

from conversations.models import Conversation
from conversations.portable import import_document
from tests.portable_files import case, row_counts, run_import, small
from triangles.models import AgendaTopic, Organisation, Seat, TeamMember, Triangle

pytestmark = pytest.mark.django_db


def read(document):
    return import_document(document).conversation


def test_the_same_triangle_is_recognised_with_its_seats_agenda_and_team():
    read(case())
    before = {model: model.objects.count() for model in (Triangle, Seat, AgendaTopic, TeamMember, Organisation)}
    second = import_document(case())
    assert {model: model.objects.count() for model in before} == before
    assert Conversation.objects.filter(triangle=second.conversation.triangle).count() == 2
    assert second.differences == []


@pytest.mark.parametrize(("field", "value"), [("name", "Kustregister 2"), ("kind", "anders")])
def test_another_name_or_kind_is_another_triangle(field, value):
    read(case())
    document = case()
    document["triangle"][field] = value
    read(document)
    assert Triangle.objects.count() == 2


def test_a_rehearsal_is_never_recognised():
    triangle = read(case()).triangle
    Triangle.objects.filter(pk=triangle.pk).update(rehearsal_until=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    assert read(case()).triangle != triangle


def test_what_is_there_wins_and_the_difference_is_printed(tmp_path):
    read(case())
    document = case()
    document["triangle"]["purpose"] = "Iets anders."
    document["triangle"]["seats"][0] |= {"function": "directeur-generaal", "until": "2026-12-31"}
    document["triangle"]["agenda"][0]["horizon"] = "jaar"
    _, words = run_import(tmp_path, document)
    seat = Seat.objects.get(code="og1")
    assert (seat.function, seat.ends_on) == ("directeur Kustbeleid", None)
    assert Triangle.objects.get().purpose != "Iets anders."
    places = [line.split(": ")[1] for line in words.splitlines() if line.startswith("verschil")]
    assert places == [
        "/triangle/purpose",
        "/triangle/seats/0/function",
        "/triangle/seats/0/until",
        "/triangle/agenda/0/horizon",
    ]
    assert "‘directeur Kustbeleid’; dat blijft, ‘directeur-generaal’ is niet overgenomen" in words


def test_an_organisation_is_recognised_whatever_its_capitals():
    Organisation.objects.create(name="Dienst KUSTREGISTER")
    imported = import_document(case())
    assert Organisation.objects.filter(name__iexact="dienst kustregister").count() == 1
    assert imported.conversation.participants.get(name="Hilde Boersma").organisation == "Dienst KUSTREGISTER"
    assert [d.place for d in imported.differences] == [
        "/triangle/seats/2/organisation",
        "/triangle/seats/3/organisation",
    ]


def test_a_code_that_is_taken_gets_a_suffix():
    read(small())
    document = small()
    document["triangle"]["seats"][0]["person"] = "Opvolger"
    document["triangle"]["seats"].append({**document["triangle"]["seats"][0], "id": "a-2", "person": "Nog iemand"})
    read(document)
    assert list(Seat.objects.order_by("pk").values_list("code", "person")) == [
        ("a", "Noor Bakhuis"),
        ("a-3", "Opvolger"),
        ("a-2", "Nog iemand"),
    ]


def test_a_suffix_fits_a_code_of_full_length():
    document = small(participants=["b" * 40])
    document["triangle"]["seats"][0]["id"] = "b" * 40
    read(document)
    document["triangle"]["seats"][0]["person"] = "Opvolger"
    read(document)
    assert Seat.objects.get(person="Opvolger").code == "b" * 38 + "-2"


def test_somebody_who_comes_back_later_gets_a_second_seat():
    document = small(date="2019-05-01")
    document["triangle"]["seats"][0] |= {"from": "2018-01-01", "until": "2020-01-01"}
    read(document)
    document = small(date="2026-05-01")
    document["triangle"]["seats"][0] |= {"from": "2024-01-01"}
    read(document)
    assert list(Seat.objects.order_by("pk").values_list("code", flat=True)) == ["a", "a-2"]


def test_a_participant_whose_seat_here_has_ended_is_refused(tmp_path):
    read(case())
    Seat.objects.filter(code="og1").update(ends_on=dt.date(2026, 1, 1))
    before = row_counts()
    with pytest.raises(CommandError, match="/conversation/participants/0: deze plaats staat hier al") as refused:
        run_import(tmp_path, case())
    assert "pas hier eerst de bezetting aan" in str(refused.value)
    assert row_counts() == before


def test_who_coordinates_here_goes_on_doing_so():
    read(case())
    document = case()
    document["triangle"]["seats"][0]["coordinating"] = False
    document["triangle"]["seats"].append(
        {**document["triangle"]["seats"][0], "id": "og3", "person": "Nieuw Hier", "coordinating": True}
    )
    imported = import_document(document)
    assert [seat.code for seat in Seat.objects.filter(coordinating=True)] == ["og1"]
    assert "/triangle/seats/6/coordinating" in [difference.place for difference in imported.differences]


def test_an_agenda_names_a_topic_once():
    topic = {"title": "Zeespiegel", "horizon": "jaar"}
    document = small(follow_up={"agenda": [topic, topic]})
    document["triangle"]["agenda"] = [topic]
    conversation = read(document)
    assert AgendaTopic.objects.count() == conversation.follow_up.topics.count() == 1
