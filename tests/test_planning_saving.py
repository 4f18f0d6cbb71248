"""A step that saves itself: the same form, the same refusals, and never two texts under one version."""

from uuid import uuid4

import pytest

from conversations.models import Conversation, Op, Phase
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, ScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(client):
    found = ConversationFactory(held_on=None, facilitator=FacilitatorFactory())
    client.force_login(MembershipFactory(triangle=found.triangle).user)
    return found


@pytest.fixture
def typed(client, conversation):
    """Return a function that gives what the page of a step holds, as its script would send it."""

    def of(tip, **changes):
        page = client.get(f"/gesprekken/{conversation.pk}/voorbereiden/{tip}/")
        return page.context["form"].as_value() | changes

    return of


@pytest.fixture
def send(client, conversation):
    def post(tip, value, base=0, op_id=None):
        sent = {"part": f"tip:{tip}", "base_version": base, "value": value, "op_id": str(op_id or uuid4())}
        return client.post(f"/gesprekken/{conversation.pk}/opslaan/", sent, content_type="application/json")

    return post


def test_a_step_is_saved_and_comes_back_as_it_was_sent(conversation, typed, send):
    value = typed("tijd", held_on=["12-03-2027"], start=["9.30"], done=["on"])
    answer = send("tijd", value)
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert answer.json()["value"] == value | {"start": ["09.30"]}
    conversation.refresh_from_db()
    assert conversation.held_on.isoformat() == "2027-03-12"
    assert conversation.tip_notes.get().done


@pytest.mark.parametrize("tip", ["tijd", "gesprekspartners", "vervolg", "begeleiding", "voorbereiding", "setting"])
def test_saving_what_stands_there_changes_nothing(conversation, typed, send, tip):
    before = Conversation.objects.filter(pk=conversation.pk).values().get()
    assert send(tip, typed(tip)).status_code == 200
    after = Conversation.objects.filter(pk=conversation.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"version", "changed_at"}


def test_the_same_number_again_writes_nothing(conversation, typed, send):
    op_id, value = uuid4(), typed("tijd", held_on=["12-03-2027"])
    assert send("tijd", value, op_id=op_id).json() == send("tijd", value, op_id=op_id).json()
    conversation.refresh_from_db()
    assert (conversation.version, Op.objects.count()) == (2, 1)


def test_another_version_meanwhile_gives_both_texts(conversation, typed, send):
    mine, theirs = typed("setting", place=["Zaal 1"]), typed("setting", place=["Zaal 2"])
    send("setting", theirs)
    answer = send("setting", mine)
    assert (answer.status_code, answer.json()["version"]) == (409, 1)
    assert answer.json()["value"]["place"] == ["Zaal 2"]
    assert send("setting", mine, base=1).status_code == 200


def test_what_is_wrong_is_told_per_field_and_nothing_is_written(conversation, typed, send):
    answer = send("tijd", typed("tijd", held_on=["31-02-2027"], shared_interest=["Weten"]))
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["held_on"]
    assert "Dit is geen datum" in answer.json()["fields"]["held_on"][0]
    conversation.refresh_from_db()
    assert conversation.shared_interest == ""
    assert not conversation.tip_notes.exists()


@pytest.mark.parametrize(
    "value",
    [
        {"display": ["per_hoek"]},
        None,
        "tekst",
        [],
        {},
        {"place": "Zaal"},
        {"place": [1]},
        {"place": ["Zaal"]},
        {"place": {"a": "b"}},
    ],
)
def test_half_a_step_is_no_step(conversation, send, value):
    Conversation.objects.filter(pk=conversation.pk).update(ground_rules="Wie wat zei, blijft hier.")
    assert send("setting", value).status_code == 422
    conversation.refresh_from_db()
    assert conversation.ground_rules == "Wie wat zei, blijft hier."


@pytest.mark.parametrize("tip", ["lunch", "", "tijd:2"])
def test_there_is_no_other_step(send, tip):
    assert send(tip, {}).status_code == 404


def test_the_facilitator_does_not_plan(client, conversation, send, typed):
    value = typed("setting", place=["Zaal"])
    client.force_login(conversation.facilitator)
    assert send("setting", value).status_code == 404


def test_after_the_meeting_the_plan_lies_fixed(conversation, send, typed):
    value = typed("setting", place=["Zaal"])
    Conversation.objects.filter(pk=conversation.pk).update(phase=Phase.VERSLAG)
    assert send("setting", value).json()["errors"] == ["Het gesprek is geweest. De opzet ligt vast."]


def test_what_lies_fixed_is_not_widened_by_hand(conversation, typed, send):
    Conversation.objects.filter(pk=conversation.pk).update(display="naamloos")
    value = typed("setting", display=["per_hoek"])
    ScoreFactory(participant__conversation=conversation)
    assert send("setting", value).status_code == 200
    conversation.refresh_from_db()
    assert conversation.display == "naamloos"
