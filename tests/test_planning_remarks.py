"""Every sign of the tips is seen in a conversation as it stands in the database, and none is seen where all is well."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Availability, Conversation, DateOption, Phase, RunSheetItem
from conversations.planning import remarks
from principles.models import Question, TipText
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 4)
WELL = {
    "held_on": dt.date(2027, 3, 12),
    "duration_minutes": 120,
    "shared_interest": "Weten we het van elkaar.",
    "purpose": "Horen wat er misging.",
    "outcomes": ["verslag"],
    "focus": ["vertrouwen"],
    "preparation_closes_on": dt.date(2027, 3, 1),
    "form": "samen",
    "invitation_text": "U praat open en in vertrouwen.",
    "phase": Phase.VOORBEREIDING,
    "briefing_read_at": timezone.now(),
}


@pytest.fixture
def conversation():
    found = ConversationFactory(**WELL, facilitator=FacilitatorFactory(name="Yara"))
    for corner in ("opdrachtgever", "opdrachtnemer", "eigenaar"):
        ParticipantFactory(conversation=found, corner=corner, seat__person=f"De {corner}", seat__function_level=3)
    return found


def seen(conversation, **changes):
    """Return all remarks as one text, after changing the conversation."""
    Conversation.objects.filter(pk=conversation.pk).update(**changes)
    found = remarks(Conversation.objects.select_related("triangle").get(pk=conversation.pk), TODAY)
    return " ".join(text for texts in found.values() for text in texts)


def test_where_all_is_well_nothing_is_seen(conversation):
    assert remarks(conversation, TODAY) == {}


def test_no_sign_of_the_tips_is_forgotten():
    """Whoever adds a sign to the content, adds it here and to the remarks."""
    assert {text.tip.code: len(text.signs) for text in TipText.objects.current()} == {
        "tijd": 5,
        "gesprekspartners": 5,
        "vervolg": 3,
        "begeleiding": 3,
        "voorbereiding": 3,
        "setting": 2,
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"held_on": dt.date(2027, 2, 14), "preparation_closes_on": None}, "minder dan zes weken vooruit"),
        ({"duration_minutes": 60}, "Het gesprek duurt 60 minuten"),
        ({"date_moves": 2}, "De datum is al 2 keer verzet"),
        ({"shared_interest": ""}, "Het gezamenlijk belang is niet ingevuld"),
        ({"purpose": " "}, "Er is geen doel ingevuld"),
        ({"outcomes": ["inbedding"], "rhythm": "jaar"}, "Je koos voor inbedding"),
        ({"outcomes": ["inbedding"], "embedded_in": "MT"}, "Je koos voor inbedding"),
        ({"facilitator": None}, "Er is nog niet gekozen wie het gesprek begeleidt"),
        ({"briefing_read_at": None}, "Yara heeft de briefing nog niet gelezen"),
        ({"preparation_closes_on": dt.date(2027, 3, 6)}, "minder dan een week om te lezen"),
        ({"focus": []}, "Er is nog geen focus gekozen"),
        ({"form": "online"}, "Het gesprek is online"),
        ({"form": "hybride"}, "Een deel zit online"),
        ({"invitation_text": "U praat open."}, "noemt openheid en vertrouwen niet"),
        ({"invitation_text": "In vertrouwen."}, "noemt openheid en vertrouwen niet"),
    ],
)
def test_one_thing_gives_one_remark(conversation, changes, words):
    text = seen(conversation, **changes)
    assert words in text
    assert text.count(". ") <= 1


@pytest.mark.parametrize(
    "changes",
    [
        {"date_moves": 1},
        {"outcomes": ["inbedding"], "embedded_in": "MT", "rhythm": "jaar"},
        {"facilitator": None, "self_facilitated": True},
        {"facilitator": None, "facilitator_name": "Yara uit het bestand", "briefing_read_at": None},
        {"preparation_closes_on": dt.date(2027, 3, 5)},
        {"duration_minutes": 90},
    ],
)
def test_the_other_side_of_the_line_gives_none(conversation, changes):
    assert seen(conversation, **changes) == ""


def test_who_did_not_pick_a_date_is_named_while_the_date_is_open(conversation):
    option = DateOption.objects.create(conversation=conversation, starts_at=timezone.now())
    for person in conversation.participants.all()[:2]:
        Availability.objects.create(option=option, participant=person, answer="nee")
    asked = {"held_on": None}
    assert "De eigenaar heeft nog geen datum geprikt" in seen(conversation, **asked)
    assert "geprikt" not in seen(conversation, held_on=WELL["held_on"])
    assert "geprikt" not in seen(conversation, phase=Phase.CONCEPT, **asked)


def test_an_empty_corner_and_a_full_one(conversation):
    conversation.participants.filter(corner="eigenaar").delete()
    for _ in range(2):
        ParticipantFactory(conversation=conversation, corner="opdrachtnemer")
    text = seen(conversation)
    assert "Er zit geen eigenaar aan tafel" in text
    assert "3 mensen aan tafel als opdrachtnemer" in text


def test_two_levels_apart_without_a_mandate(conversation):
    seat = conversation.participants.get(corner="opdrachtgever").seat
    seat.function_level = 1
    seat.save()
    assert "Het functieniveau verschilt" in seen(conversation)
    seat.mandate = "alles tot een miljoen"
    seat.save()
    assert seen(conversation) == ""


def test_more_opdrachtgevers_than_sit_at_the_table(conversation):
    SeatFactory(triangle=conversation.triangle)
    text = seen(conversation)
    assert "meer opdrachtgevers dan er aan tafel zitten" in text
    assert "niemand leidt het proces" in text
    conversation.triangle.process_coordinator = "Noor"
    conversation.triangle.save()
    assert "niemand leidt het proces" not in seen(conversation)


def test_somebody_new_since_the_last_conversation(conversation):
    last = ConversationFactory(triangle=conversation.triangle, held_on=dt.date(2026, 9, 1))
    seat = conversation.participants.get(corner="eigenaar").seat
    seat.begins_on = dt.date(2027, 1, 1)
    seat.save()
    assert "De eigenaar is nieuw sinds 1 januari 2027" in seen(conversation, previous=last)
    seat.begins_on = dt.date(2026, 8, 1)
    seat.save()
    assert seen(conversation) == ""


def test_open_agreements_of_earlier_belong_on_the_agenda(conversation):
    last = ConversationFactory(triangle=conversation.triangle)
    made = [
        Agreement.objects.create(conversation=last, kind="actie", text="Bellen", of_eigenaar=True) for _ in range(2)
    ]
    assert "Twee open afspraken van eerder staan nog niet op de agenda" in seen(conversation)
    made[0].status = "gedaan"
    made[0].save()
    assert "Eén open afspraak" in seen(conversation)
    RunSheetItem.objects.create(conversation=conversation, position=1, kind="terugblik", dropped=True)
    assert "Eén open afspraak" in seen(conversation)
    RunSheetItem.objects.create(conversation=conversation, position=1, kind="terugblik")
    assert seen(conversation) == ""


@pytest.mark.parametrize("place", ["facilitator", "second_facilitator"])
@pytest.mark.parametrize(
    ("tie", "words"),
    [
        (
            lambda user, triangle: MembershipFactory(user=user, triangle=triangle, corner="eigenaar"),
            "adviseert de eigen",
        ),
        (lambda user, triangle: MembershipFactory(user=user, triangle=triangle), "adviseert deze driehoek"),
        (
            lambda user, triangle: SeatFactory(triangle=triangle, email=user.email.upper(), ends_on=TODAY),
            "heeft een plaats",
        ),
        (lambda user, triangle: SeatFactory(triangle=triangle, person=str(user), ends_on=TODAY), "heeft een plaats"),
        (lambda user, triangle: user.facilitator.involved_in.add(triangle), "inhoudelijk betrokken"),
    ],
)
def test_a_facilitator_who_is_part_of_the_content(conversation, place, tie, words):
    user = FacilitatorFactory(name="Bas")
    tie(user, conversation.triangle)
    text = seen(conversation, **{place: user})
    assert f"Bas {words}" in text.replace("is inhoudelijk", "inhoudelijk")
    assert "Yara" not in text


def test_who_did_not_answer_is_named_in_the_last_week(conversation):
    conversation.questions.add(Question.objects.get(code="dilemma"))
    ReflectionFactory(participant=conversation.participants.first())
    soon = {"held_on": TODAY + dt.timedelta(days=7), "preparation_closes_on": None}
    assert "De opdrachtnemer en De eigenaar hebben de vragen nog niet ingevuld" in seen(conversation, **soon)
    assert "ingevuld" not in seen(conversation, held_on=TODAY + dt.timedelta(days=8))
    assert "ingevuld" not in seen(conversation, phase=Phase.CONCEPT, **soon)


def test_the_page_shows_the_remarks_at_their_tip_and_goes_on(client, conversation):
    client.force_login(MembershipFactory(triangle=conversation.triangle).user)
    Conversation.objects.update(purpose="", held_on=timezone.localdate() + dt.timedelta(days=200))
    page = client.get(f"/gesprekken/{conversation.pk}/voorbereiden/setting/")
    told = {step.code: step.remarks for step in page.context["steps"]}
    assert told["vervolg"] == ["Er is geen doel ingevuld. Bedenk vooraf wat het gesprek oplevert."]
    assert told["setting"] == []
    assert "Niets bijzonders gezien." in page.content.decode()
