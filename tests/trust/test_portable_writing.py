"""What goes out in a file: every field, in the order of the format, and nothing that the table has not seen."""

import datetime as dt
import json

import pytest

from conversations.models import Agreement, Conversation, Explanation, FollowUp, Participant, Reflection, Score
from conversations.portable import build_document, import_document
from principles.models import Principle, Question
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    ParticipantFactory,
    SeatFactory,
    TopicFactory,
    UserFactory,
)
from tests.portable_files import small
from tests.trust.whole_file import whole
from triangles.models import FacilitatorProfile, Seat

pytestmark = pytest.mark.django_db


def read(document):
    return import_document(document).conversation


def exported(conversation, **options):
    return build_document(Conversation.objects.get(pk=conversation.pk), **options)


def test_a_file_with_every_field_comes_out_letter_for_letter():
    document = exported(read(whole()), include_confidential=True)
    assert document == whole()
    assert json.dumps(document) == json.dumps(whole())  # in the order of the format


def test_of_what_is_empty_nothing_goes_out_but_the_defaults():
    document = small()
    document["triangle"]["seats"][0] |= {"until": None, "coordinating": False}
    document["conversation"] |= {"self_facilitated": False}
    assert exported(read(small())) == document
    conversation = ConversationFactory(held_on=None)
    assert exported(conversation)["conversation"] == {
        "title": conversation.title,
        "purpose": conversation.purpose,
        "display": "per_hoek",
        "self_facilitated": False,
        "participants": [],
    }


def test_an_empty_follow_up_says_that_there_is_no_account_team():
    conversation = read(small(follow_up={}))
    assert exported(conversation)["conversation"]["follow_up"] == {"account_team": False}
    FollowUp.objects.update(account_team=None)
    assert exported(conversation)["conversation"]["follow_up"] == {"account_team": False}


def test_sec_08_without_the_option_only_what_the_table_saw_by_name_goes_out():
    """An export holds no text that its author kept from the table, and no name beside what was read naamloos."""
    conversation = read(whole())
    document = exported(conversation)
    expected = whole()["conversation"]
    reflections, scores = expected["reflections"][:1], expected["scores"]
    hidden = ("explanation", "visibility", "in_report")
    scores = [scores[0], *({name: value for name, value in row.items() if name not in hidden} for row in scores[1:])]
    assert document["conversation"]["reflections"] == reflections
    assert document["conversation"]["scores"] == scores
    rest = {name: value for name, value in document["conversation"].items() if name not in ("reflections", "scores")}
    assert rest == {name: value for name, value in expected.items() if name not in ("reflections", "scores")}
    assert document["triangle"] == whole()["triangle"]


def test_priv_02_what_was_not_shown_or_released_yet_waits_for_the_option():
    """An export says nothing of a score or text before the facilitator shows or releases it."""
    conversation = read(whole())
    Score.objects.filter(principle__code="vertrouwen").update(shown_at=None)
    Reflection.objects.update(released_at=None)
    conversation.explanations.update(released_at=None)
    found = exported(conversation)["conversation"]
    assert "reflections" not in found
    assert [(row["principle"], set(row)) for row in found["scores"]] == [
        ("rolbewustzijn", {"participant", "principle", "value", "entry"})
    ] * 2
    assert exported(conversation, include_confidential=True) == whole()


def test_an_answer_that_was_never_saved_or_is_taken_back_does_not_go_out():
    conversation = read(whole())
    Reflection.objects.filter(question__code="leeg-vel").update(version=0)
    empty = conversation.explanations.get(principle__code="vertrouwen", participant__seat__code="on1")
    empty.text = ""
    empty.save()
    found = exported(conversation, include_confidential=True)["conversation"]
    assert [row["text"] for row in found["reflections"]] == ["R1", "R2", "R4"]
    assert [row.get("explanation") for row in found["scores"]] == ["E1", None, "E3", "E4", None]


def test_an_answer_without_an_author_has_no_place_in_a_file():
    conversation = read(whole())
    nobody = {"conversation": conversation, "participant": None, "corner": "eigenaar"}
    principle = Principle.objects.get(code="opgavegericht")
    Score.objects.create(**nobody, principle=principle, value=1)
    Explanation.objects.create(**nobody, principle=principle, text="Van niemand.")
    Reflection.objects.create(**nobody, question=Question.objects.get(code="dilemma"), text="Van niemand.")
    assert exported(conversation, include_confidential=True) == whole()


def test_seats_and_participants_keep_their_order_and_a_participant_is_named_by_seat():
    conversation = read(small())
    later = SeatFactory(
        triangle=conversation.triangle,
        code="z",
        corner="eigenaar",
        begins_on=dt.date(2026, 1, 2),
        ends_on=dt.date(2026, 3, 4),
    )
    ParticipantFactory(conversation=conversation, seat=SeatFactory(triangle=conversation.triangle, code="b"))
    ParticipantFactory(conversation=conversation, seat=later, corner="eigenaar")
    document = exported(conversation)
    assert [row["id"] for row in document["triangle"]["seats"]] == ["a", "z", "b"]
    assert document["conversation"]["participants"] == ["a", "b", "z"]
    row = document["triangle"]["seats"][1]
    assert (row["from"], row["until"], row["coordinating"]) == ("2026-01-02", "2026-03-04", False)


def coordinating(conversation):
    return [row["id"] for row in exported(conversation)["triangle"]["seats"] if row["coordinating"]]


def test_a_file_calls_one_seat_coordinating_at_this_table_else_now_else_last():
    conversation = read(whole())
    triangle, day = conversation.triangle, dt.date(2026, 1, 1)
    for code, ends in (("og2", day), ("og3", day)):
        SeatFactory(triangle=triangle, code=code, coordinating=True, ends_on=ends)
    assert coordinating(conversation) == ["og1"]
    Participant.objects.update(coordinating=False)
    assert coordinating(conversation) == ["og1"]
    Seat.objects.filter(code="og1").update(coordinating=False)
    assert coordinating(conversation) == ["og3"]
    ParticipantFactory(conversation=conversation, seat=Seat.objects.get(code="og2"), coordinating=True)
    assert coordinating(conversation) == ["og2"]
    ParticipantFactory(conversation=conversation, seat=Seat.objects.get(code="og3"), coordinating=False)
    assert coordinating(conversation) == ["og2"]
    Seat.objects.update(coordinating=False)
    assert coordinating(conversation) == []


def agenda(conversation):
    document = exported(conversation)
    return document["triangle"].get("agenda", []), document["conversation"].get("follow_up", {}).get("agenda", [])


def test_the_agenda_holds_what_is_open_beside_the_topics_of_this_conversation_in_its_order():
    conversation = read(small())
    triangle = conversation.triangle
    one = TopicFactory(triangle=triangle, title="Tarief", horizon="jaar", lead="eigenaar")
    two = TopicFactory(triangle=triangle, title="Zeespiegel", horizon="lange_termijn")
    TopicFactory(triangle=triangle, title="Oud", closed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    TopicFactory(triangle=triangle, title="Tarief", horizon="kwartaal")
    TopicFactory(title="Van anderen")
    first = {"title": "Tarief", "horizon": "jaar", "lead": "eigenaar"}
    second = {"title": "Zeespiegel", "horizon": "lange_termijn"}
    assert agenda(conversation) == ([first, second], [])
    follow_up = FollowUp.objects.create(conversation=conversation)
    follow_up.topics.add(two)
    assert agenda(conversation) == ([first], [second])
    follow_up.topics.add(one)
    assert agenda(conversation) == ([], [second, first])


def test_a_title_stands_once_among_the_topics_of_a_conversation():
    conversation = read(small())
    follow_up = FollowUp.objects.create(conversation=conversation)
    for title, horizon in (("A", "jaar"), ("B", "jaar"), ("A", "kwartaal")):
        follow_up.topics.add(TopicFactory(triangle=conversation.triangle, title=title, horizon=horizon))
    assert agenda(conversation) == ([], [{"title": "A", "horizon": "jaar"}, {"title": "B", "horizon": "jaar"}])


def facilitator(conversation):
    return exported(conversation)["conversation"].get("facilitator")


def test_who_facilitates_is_named_as_in_the_file_while_the_account_is_theirs():
    conversation = read(whole())
    named = whole()["conversation"]["facilitator"]
    yara = FacilitatorFactory(name="Yara N.", email="YARA@voorbeeld.example")
    Conversation.objects.update(facilitator=yara)
    assert facilitator(conversation) == named
    FacilitatorProfile.objects.update(organisation="Bureau Noord")
    Conversation.objects.update(facilitator_email="oud@voorbeeld.example")
    assert facilitator(conversation) == {
        "name": "Yara N.",
        "organisation": "Bureau Noord",
        "email": "YARA@voorbeeld.example",
    }
    Conversation.objects.update(facilitator=UserFactory(name="Bo", email="bo@voorbeeld.example"))
    assert facilitator(conversation) == {"name": "Bo", "email": "bo@voorbeeld.example"}
    Conversation.objects.update(facilitator=None)
    assert facilitator(conversation) == named | {"email": "oud@voorbeeld.example"}
    Conversation.objects.update(facilitator_name="")
    assert facilitator(conversation) is None


def test_an_agreement_that_is_parked_here_goes_out_as_open():
    conversation = read(whole())
    Agreement.objects.filter(text="A2").update(status="geparkeerd", parked_until=dt.date(2027, 1, 1))
    Agreement.objects.filter(text="A1").update(status="vervallen")
    rows = exported(conversation)["conversation"]["agreements"]
    assert [(row["text"], row["status"]) for row in rows] == [("A1", "vervallen"), ("A2", "open")]


def test_a_larger_file_asks_no_more_of_the_database(django_assert_num_queries):
    large, one = whole(), whole()
    found = one["conversation"]
    one["triangle"] |= {"name": "Klein net", "seats": one["triangle"]["seats"][2:], "agenda": []}
    for name in ("reflections", "scores"):
        found[name] = [row for row in found[name] if row["participant"] == "ei1"][:1]
    found |= {"participants": ["ei1"], "agreements": found["agreements"][1:], "insights": [], "tips": {}}
    found["follow_up"] |= {"agenda": [], "account_team_members": []}
    for document in (one, large):
        conversation = Conversation.objects.get(pk=read(document).pk)
        with django_assert_num_queries(14):
            build_document(conversation, include_confidential=True)
