"""The save contract over HTTP: one winner per version, a number is answered twice and done once, nothing leaks."""

import base64
import json
import uuid

import pytest
from django.test import Client

from conversations.models import Insight, Op, ParkedTopic, Phase, Score
from tests.factories import FacilitatorFactory, ScoreFactory, UserFactory
from tests.meetings import CODES, adviser_of, open_meeting, principle, score, score_part, send

INSIGHT = "inzicht:vertrouwen"
SAID = {"text": "We belden te laat.", "applied": "deels", "shared_view": ""}
NUMBER = "0b9f3c1e-5a7d-4c2b-9e61-7f8d2a4b6c10"


@pytest.fixture
def meeting(db):
    return open_meeting()


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def test_a_save_answers_with_the_next_version_and_writes_the_row(lead, meeting):
    answer = send(lead, meeting, INSIGHT, SAID)
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    answer = send(lead, meeting, INSIGHT, SAID | {"applied": "ja"}, version=1)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    row = Insight.objects.get()
    assert (row.text, row.applied, row.shared_view, row.version) == ("We belden te laat.", "ja", "", 2)


def test_the_same_number_twice_gets_the_same_answer_and_changes_once(lead, meeting):
    number = str(uuid.uuid4())
    first = send(lead, meeting, INSIGHT, SAID, op_id=number)
    again = send(lead, meeting, INSIGHT, SAID, op_id=number)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Insight.objects.get().version == 1
    assert Op.objects.count() == 1


def test_adding_with_the_same_number_twice_adds_one_row(lead, meeting):
    number = str(uuid.uuid4())
    for _ in range(2):
        assert send(lead, meeting, "geparkeerd:nieuw-1", {"text": "De begroting"}, op_id=number).status_code == 200
    assert ParkedTopic.objects.count() == 1


def test_another_version_meanwhile_answers_with_what_stands_there_and_keeps_it(lead, meeting):
    send(lead, meeting, INSIGHT, SAID)
    answer = send(lead, meeting, INSIGHT, SAID | {"text": "Iets anders."})
    assert answer.status_code == 409
    assert (answer.json()["version"], answer.json()["value"]) == (1, SAID)
    assert Insight.objects.get().text == "We belden te laat."


def test_the_number_of_somebody_else_is_404_and_gives_nothing_away(lead, meeting):
    number = str(uuid.uuid4())
    send(lead, meeting, INSIGHT, SAID, op_id=number)
    second = FacilitatorFactory()
    meeting.second_facilitator = second
    meeting.save()
    other = Client()
    other.force_login(second)
    answer = send(other, meeting, INSIGHT, {"text": "Van mij", "applied": "", "shared_view": ""}, 1, op_id=number)
    assert answer.status_code == 404
    assert "belden" not in answer.text
    assert answer.json()["op_id"] == number


def test_a_number_means_one_part_only(lead, meeting):
    number = str(uuid.uuid4())
    send(lead, meeting, INSIGHT, SAID, op_id=number)
    assert send(lead, meeting, "inzicht:rolbewustzijn", SAID, op_id=number).status_code == 404


@pytest.mark.parametrize(
    "part",
    [
        "bestaat:1",
        "inzicht",
        "inzicht:bestaat-niet",
        "inzicht:vertrouwen:9",
        "inzicht:vertrouwen:x:y",
        "score:1",
        "score:999999:vertrouwen",
        "score:9999999999999999999999:vertrouwen",
        "score:x:vertrouwen",
        "afspraak:12",
        "aanwezig:",
        "oordeel:1:opdrachtgever",
        "besluit:1",
    ],
)
def test_a_part_that_does_not_exist_is_404(lead, meeting, part):
    assert send(lead, meeting, part, {}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"1",
        b"\xff",
        b'{"part": "inzicht:vertrouwen"}',
        json.dumps({"part": "a b", "base_version": 0, "value": 1, "op_id": NUMBER}).encode(),
        json.dumps({"part": "inzicht:\x00", "base_version": 0, "value": 1, "op_id": NUMBER}).encode(),
        json.dumps({"part": INSIGHT, "base_version": "0", "value": {}, "op_id": NUMBER}).encode(),
        json.dumps({"part": INSIGHT, "base_version": True, "value": {}, "op_id": NUMBER}).encode(),
        json.dumps({"part": INSIGHT, "base_version": 0, "value": {}, "op_id": "1"}).encode(),
        b"[" * 100_000,
    ],
)
def test_what_is_no_save_is_refused_in_dutch(lead, meeting, body):
    answer = lead.post(f"/gesprekken/{meeting.pk}/opslaan/", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json() == {"errors": ["Dit is geen geldige wijziging."]}


@pytest.mark.parametrize("value", [None, 1, "tekst", [], {"text": "\x00"}, {"text": "a" * 20_001}, {"applied": "soms"}])
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_written(lead, meeting, value):
    answer = send(lead, meeting, INSIGHT, value)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert not Insight.objects.exists()
    assert not Op.objects.exists()


def test_a_refusal_names_the_field(lead, meeting):
    answer = send(lead, meeting, "geparkeerd:nieuw", {"text": ""})
    assert answer.json()["fields"] == {"text": ["Schrijf op wat je parkeert."]}


def test_a_save_after_a_refusal_has_the_version_it_had(lead, meeting):
    send(lead, meeting, INSIGHT, SAID)
    assert send(lead, meeting, INSIGHT, {"applied": "soms"}, 1).json()["version"] == 1
    assert send(lead, meeting, INSIGHT, SAID, 1).json()["version"] == 2


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_nothing_is_recorded_before_the_invitation_or_after_vaststellen(lead, meeting, phase):
    meeting.phase = phase
    meeting.save()
    answer = send(lead, meeting, INSIGHT, SAID)
    assert answer.status_code == 422
    assert "vastgesteld" in answer.json()["errors"][0]


def test_an_adviser_records_shared_parts_in_the_draft_only_and_never_a_score(client, meeting):
    client.force_login(adviser_of(meeting))
    assert send(client, meeting, INSIGHT, SAID).status_code == 404
    meeting.phase = Phase.VERSLAG
    meeting.save()
    assert send(client, meeting, INSIGHT, SAID).status_code == 200
    assert send(client, meeting, score_part(meeting.people[0]), score("3")).status_code == 404
    assert send(client, meeting, f"toelichting:{meeting.people[0].pk}:vertrouwen", {}).status_code == 404


def test_without_a_session_it_says_so_in_json_and_never_redirects(client, meeting):
    for answer in (send(client, meeting, INSIGHT, SAID), client.get(f"/gesprekken/{meeting.pk}/sleutel/")):
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")


def test_the_key_is_of_the_person_and_the_conversation_and_outlives_the_session(lead, meeting):
    first = lead.get(f"/gesprekken/{meeting.pk}/sleutel/")
    assert "no-store" in first["Cache-Control"]
    assert len(base64.b64decode(first.json()["key"])) == 32
    lead.logout()
    lead.force_login(meeting.facilitator)
    assert lead.get(f"/gesprekken/{meeting.pk}/sleutel/").json()["key"] == first.json()["key"]
    elsewhere = open_meeting()
    elsewhere.facilitator = meeting.facilitator
    elsewhere.save()
    keys = {lead.get(f"/gesprekken/{elsewhere.pk}/sleutel/").json()["key"], first.json()["key"]}
    other = adviser_of(meeting)
    lead.force_login(other)
    assert len(keys | {lead.get(f"/gesprekken/{meeting.pk}/sleutel/").json()["key"]}) == 3


def test_the_key_comes_with_a_token_that_a_save_needs(meeting):
    client = Client(enforce_csrf_checks=True)
    client.force_login(meeting.facilitator)
    assert send(client, meeting, INSIGHT, SAID).status_code == 403
    token = client.get(f"/gesprekken/{meeting.pk}/sleutel/").json()["csrf"]
    sent = {"part": INSIGHT, "base_version": 0, "value": SAID, "op_id": str(uuid.uuid4())}
    address = f"/gesprekken/{meeting.pk}/opslaan/"
    answer = client.post(address, json.dumps(sent), content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_of_another_conversation_everything_is_404(client, meeting):
    client.force_login(UserFactory())
    assert send(client, meeting, INSIGHT, SAID).status_code == 404
    assert client.get(f"/gesprekken/{meeting.pk}/sleutel/").status_code == 404


def test_a_participant_of_another_conversation_gets_no_score_here(lead, meeting):
    stranger = open_meeting().people[0]
    assert send(lead, meeting, score_part(stranger), score("3")).status_code == 404
    assert not Score.objects.exists()


def test_priv_02_no_answer_ever_holds_a_score_that_somebody_else_gave(lead, meeting):
    person = meeting.people[0]
    ScoreFactory(participant=person, principle=principle(), value=5)
    refused = send(lead, meeting, score_part(person), score("2"), version=1)
    conflict = send(lead, meeting, score_part(person), score("2"))
    assert refused.status_code == 422
    assert "zelf gescoord" in refused.json()["errors"][0]
    assert conflict.status_code == 409
    assert conflict.json()["value"] == {"score": "", "entry": "zelf"}
    assert Score.objects.get().value == 5


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("sent", "stored"), [("1", 1), ("5", 5), ("geen", None)])
def test_a_score_on_behalf_keeps_how_it_was_entered(lead, meeting, code, sent, stored):
    answer = send(lead, meeting, score_part(meeting.people[1], code), score(sent, "samen"))
    row = Score.objects.get()
    assert answer.status_code == 200
    assert (row.value, row.entry, row.corner, row.shown_at) == (stored, "samen", "opdrachtnemer", None)


@pytest.mark.parametrize("sent", ["0", "6", "2.5", "", None, 3.5, True])
def test_another_score_does_not_exist(lead, meeting, sent):
    assert send(lead, meeting, score_part(meeting.people[0]), score(sent)).status_code == 422


def test_nobody_enters_a_score_as_if_the_participant_did(lead, meeting):
    assert send(lead, meeting, score_part(meeting.people[0]), score("3", "zelf")).status_code == 422
