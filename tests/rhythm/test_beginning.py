"""A new conversation with an occasion: what is filled in, what is made of it, and that nothing is made unasked."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, Conversation, Phase, RunSheetItem
from conversations.occasion import begin as start
from conversations.occasion import find_occasion
from tests.at_once import at_once
from tests.factories import ConversationFactory, SeatFactory, TriangleFactory
from tests.planned import refused
from tests.reading_pages import text_of
from tests.signs.tables import agree, promise, table
from triangles.models import Seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("adviser")]
PLAIN = "Wie nu een hoek vult, zit alvast aan tafel."


def address(talk, kind="volgende", subject=""):
    return f"/driehoeken/{talk.triangle_id}/nieuw-gesprek/?teken={kind}&over={subject}"


def initial(client, talk, *asked):
    form = client.get(address(talk, *asked)).context["form"]
    return {name: form[name].initial for name in form.fields}


def begin(client, talk, *asked, **changed):
    """Send the form as it is filled in, but for what was changed; return the conversation that it makes."""
    filled = {name: value for name, value in initial(client, talk, *asked).items() if value not in (None, False)}
    if "held_on" in filled:
        filled["held_on"] = filled["held_on"].strftime("%d-%m-%Y")
    assert client.post(address(talk, *asked), filled | changed).status_code == 302
    return Conversation.objects.get(phase=Phase.CONCEPT)


def test_the_next_one_is_filled_in_from_the_rhythm(client, talk):
    promise(talk)
    page = text_of(client.get(address(talk)))
    assert "Jullie spraken elkaar op 12 maart 2026." in page
    assert (
        "Voorstel: maandag 14 september 2026. Een halfjaar na het gesprek van 12 maart 2026, zoals afgesproken." in page
    )
    assert "Begin met de open afspraak van eerder" in page
    found = initial(client, talk)
    assert found["held_on"] == dt.date(2026, 9, 14)
    assert (found["duration_minutes"], found["initiative"]) == (120, "opdrachtnemer")
    assert Conversation.objects.count() == 1


def test_what_is_made_is_what_was_filled_in(client, talk, adviser):
    promise(talk)
    made = begin(client, talk, title="Hoe nu verder?")
    assert (made.title, made.held_on, made.duration_minutes) == ("Hoe nu verder?", dt.date(2026, 9, 14), 120)
    assert (made.initiative, made.previous) == ("opdrachtnemer", talk)
    assert made.purpose.startswith("Terugkijken op wat we afspraken")
    assert {person.seat for person in made.participants.all()} == {*talk.triangle.seats.all()}
    assert [item.kind for item in made.run_sheet.all()] == [RunSheetItem.Kind.TERUGBLIK]
    assert AuditEvent.objects.filter(conversation_id=made.pk, actor_id=adviser.pk).count() == 1


def test_without_the_tick_nothing_is_put_on_the_agenda(client, talk):
    assert "look_back" not in initial(client, talk)
    promise(talk)
    promise(talk)
    assert "de 2 open afspraken" in text_of(client.get(address(talk)))
    asked = {"title": "Hoe nu?", "purpose": "", "initiative": "", "held_on": "", "duration_minutes": ""}
    client.post(address(talk), asked)
    made = Conversation.objects.get(title="Hoe nu?")
    assert not made.run_sheet.exists()
    assert (made.held_on, made.duration_minutes, made.initiative, made.purpose) == (None, None, "", "")


def test_the_table_is_that_of_the_day(client, talk):
    leaves = talk.triangle.seats.get(corner="eigenaar")
    Seat.objects.filter(pk=leaves.pk).update(ends_on=dt.date(2026, 8, 31))
    comes = SeatFactory(triangle=talk.triangle, corner="eigenaar", begins_on=dt.date(2026, 9, 1), person="Fouad")
    assert "Eigenaar Fouad" in text_of(client.get(address(talk)))
    made = begin(client, talk)
    assert [one.seat for one in made.participants.filter(corner="eigenaar")] == [comes]
    made.delete()
    made = begin(client, talk, held_on="3-6-2026")
    assert [one.seat for one in made.participants.filter(corner="eigenaar")] == [leaves]


def test_a_date_that_was_agreed_goes_first(client, talk):
    agree(talk, dt.date(2026, 10, 1))
    assert initial(client, talk)["held_on"] == dt.date(2026, 10, 1)


def test_getting_acquainted_sets_no_length_for_the_next_one(client, talk):
    table(talk.triangle, held_on=dt.date(2026, 3, 30), duration_minutes=30)
    assert initial(client, talk)["duration_minutes"] == 120


def test_after_one_time_no_day_is_proposed(client, talk):
    Conversation.objects.update(rhythm="eenmalig")
    assert initial(client, talk)["held_on"] is None


@pytest.mark.parametrize("kind", ["volgende", "lang-geleden", "geen-datum"])
def test_not_when_one_is_planned_nor_before_vaststellen(client, talk, kind):
    assert PLAIN not in text_of(client.get(address(talk, kind)))
    planned = ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 5, 1))
    assert PLAIN in text_of(client.get(address(talk, kind)))
    planned.delete()
    Conversation.objects.update(phase=Phase.VERSLAG)
    assert PLAIN in text_of(client.get(address(talk, kind)))


def test_a_plan_that_was_left_lying_keeps_nobody(client, talk, at):
    ConversationFactory(triangle=talk.triangle, held_on=None)
    assert PLAIN in text_of(client.get(address(talk)))
    at("2026-07-01")
    assert PLAIN not in text_of(client.get(address(talk)))


def test_sending_it_twice_makes_one(client, talk):
    filled = {"title": "Hoe nu?", "held_on": "14-9-2026"}
    for _ in range(2):
        answer = client.post(address(talk), filled)
    assert answer["Location"] == f"/driehoeken/{talk.triangle_id}/"
    assert "Er is niets gemaakt: er veranderde intussen iets." in text_of(client.get(answer["Location"]))
    assert Conversation.objects.filter(phase=Phase.CONCEPT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(talk, adviser, own_connections):
    own_connections()
    occasion = find_occasion(talk.triangle, {"teken": "volgende"}, timezone.localdate())
    chosen = {"title": "Hoe nu?", "held_on": dt.date(2026, 9, 14), "duration_minutes": 60, "purpose": ""}

    made = at_once(*[lambda: start(talk.triangle, occasion, chosen | {"initiative": ""}, adviser)] * 4)
    assert [one is None for one in made].count(False) == 1
    assert at_once(Conversation.objects.filter(phase=Phase.CONCEPT).count) == [1]


@pytest.mark.parametrize("begins_on", [dt.date(2026, 3, 20), dt.date(2026, 6, 1)])
def test_getting_acquainted_takes_half_an_hour_with_everybody(client, talk, begins_on):
    Seat.objects.filter(corner="eigenaar").update(ends_on=begins_on - dt.timedelta(1))
    new = SeatFactory(triangle=talk.triangle, corner="eigenaar", person="Fouad Amrani", begins_on=begins_on)
    asked = ("nieuw-gezicht", new.pk)
    assert "Een half uur is genoeg om kennis te maken." in text_of(client.get(address(talk, *asked)))
    made = begin(client, talk, *asked)
    assert (made.title, made.duration_minutes, made.held_on) == ("Kennismaken met Fouad Amrani", 30, None)
    assert "horen wat Fouad Amrani nodig heeft" in made.purpose
    assert made.participants.filter(seat=new).exists()
    assert made.participants.count() == 3
    kinds = [item.kind for item in made.run_sheet.filter(dropped=False)]
    assert RunSheetItem.Kind.PRINCIPE not in kinds
    assert kinds


def test_a_new_opdrachtgever_asks_what_the_task_is(client, talk):
    new = SeatFactory(triangle=talk.triangle, person="Fouad Amrani", begins_on=dt.date(2026, 3, 20))
    made = begin(client, talk, "nieuwe-opdrachtgever", new.pk)
    assert made.title == "Hoe werken wij samen met Fouad Amrani?"
    assert made.purpose.startswith("Opnieuw vaststellen wat de opgave vraagt")
    assert made.duration_minutes is None


@pytest.mark.parametrize("kind", ["niet-nagekomen", "over-de-datum"])
def test_an_agreement_is_named_and_who_judged_it_is_not(client, talk, kind):
    late = promise(talk, text="Elke maand bellen")
    assert "‘Elke maand bellen’" in text_of(client.get(address(talk, kind, late.pk)))
    made = begin(client, talk, kind, late.pk)
    assert "‘Elke maand bellen’" in made.purpose
    assert "eigenaar" not in made.purpose
    assert made.run_sheet.get().kind == RunSheetItem.Kind.TERUGBLIK


def test_a_distance_that_grew_gets_the_focus(client, talk):
    made = begin(client, talk, "verder-uiteen", "vertrouwen")
    assert made.focus == ["vertrouwen"]
    assert "‘Vertrouwen’" in made.purpose


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("", ""),
        ("onzin", ""),
        ("lege-hoek", "eigenaar"),
        ("nieuw-gezicht", ""),
        ("nieuw-gezicht", "-1"),
        ("nieuw-gezicht", "9" * 40),
        ("nieuw-gezicht", "\x00"),
        ("over-de-datum", "drie"),
        ("over-de-datum", "²"),
        ("verder-uiteen", "\x00"),
        ("verder-uiteen", "onzin"),
    ],
)
def test_what_makes_no_sense_asks_nothing(client, talk, kind, subject):
    answer = client.get(address(talk), {"teken": kind, "over": subject})
    assert PLAIN in text_of(answer)
    assert [*answer.context["form"].fields] == ["title"]


def test_what_is_of_another_triangle_is_not_told(client, talk):
    other = table(TriangleFactory())
    promised = promise(other, text="GEHEIM")
    seat = SeatFactory(triangle=other.triangle, person="GEHEIM", begins_on=dt.date(2026, 3, 20))
    for kind, row in (("over-de-datum", promised), ("nieuw-gezicht", seat), ("nieuwe-opdrachtgever", seat)):
        page = text_of(client.get(address(talk, kind, row.pk)))
        assert PLAIN in page
        assert "GEHEIM" not in page


def test_an_agreement_of_a_concept_and_somebody_who_left_ask_nothing(client, talk):
    late = promise(table(talk.triangle, held_on=dt.date(2026, 3, 20), phase=Phase.VERSLAG))
    gone = SeatFactory(triangle=talk.triangle, ends_on=dt.date(2026, 3, 20))
    for kind, row in (("over-de-datum", late), ("nieuw-gezicht", gone)):
        assert PLAIN in text_of(client.get(address(talk, kind, row.pk)))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", " ", "Geef het gesprek een titel."),
        ("held_on", "morgen", "Dit is geen datum. Schrijf dag-maand-jaar, bijvoorbeeld 12-03-2026."),
        ("duration_minutes", "5", "Een gesprek duurt tussen 15 en 960 minuten."),
        ("duration_minutes", "lang", "Schrijf de duur in hele minuten, bijvoorbeeld 120."),
    ],
)
def test_what_is_filled_in_wrong_is_told_at_its_field(client, talk, field, value, words):
    answer = client.post(address(talk), {"title": "Hoe nu?", field: value})
    assert refused(answer, field) == words
    assert not Conversation.objects.filter(phase=Phase.CONCEPT).exists()


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_the_same_number_of_queries(client, talk, django_assert_num_queries, size):
    for _ in range(size):
        promise(talk)
        SeatFactory(triangle=talk.triangle, corner="eigenaar")
    client.get(address(talk))
    with django_assert_num_queries(8):
        client.get(address(talk))
