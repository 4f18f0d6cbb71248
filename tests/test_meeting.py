"""The facilitator's screen by its buttons: run sheet, opening, showing, going on and ending; nothing hidden leaks."""

import datetime as dt
import re

import pytest

from conversations.models import AuditEvent, Op, Phase, RunSheetItem, Score, Showing
from tests.factories import ConversationFactory, ExplanationFactory, ParticipantFactory, ScoreFactory, at_visibility
from tests.meetings import (
    CODES,
    give,
    open_meeting,
    principle,
    score,
    score_part,
    send,
    show,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return open_meeting(start=dt.time(9, 30), duration_minutes=150, focus=["vertrouwen"])


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def address(meeting, path=""):
    return f"/gesprekken/{meeting.pk}/{path}"


def test_it_opens_at_the_first_part_that_is_not_done(lead, meeting):
    page = lead.get(address(meeting, "leiden/"))
    assert page.context["room"].now.key == "welkom"
    page = lead.post(address(meeting, "leiden/verder/"), {"deel": "vertrouwen"}, follow=True)
    assert page.context["room"].now.key == "heldere-afspraken"
    assert RunSheetItem.objects.get(principle__code="vertrouwen").done_at


def test_reading_writes_nothing(lead, meeting):
    for path in ("leiden/", "leiden/?deel=vertrouwen", "leiden/scores/", "draaiboek/", "leiden/stand/", "scherm/"):
        assert lead.get(address(meeting, path)).status_code == 200
    assert not RunSheetItem.objects.exists()
    assert not AuditEvent.objects.exists()


def test_opening_is_one_act_with_one_event(client):
    meeting = open_meeting(phase=Phase.VOORBEREIDING)
    client.force_login(meeting.facilitator)
    page = client.get(address(meeting, "leiden/"))
    assert "Open het gesprek" in page.text
    assert ">Toon de scores<" not in client.get(address(meeting, "leiden/?deel=vertrouwen")).text
    client.post(address(meeting, "leiden/openen/"))
    meeting.refresh_from_db()
    assert (meeting.phase, meeting.begun_at is not None) == (Phase.GESPREK, True)
    assert [event.action for event in AuditEvent.objects.all()] == ["begonnen"]
    again = client.post(address(meeting, "leiden/openen/"), follow=True)
    assert "deze stap kan nu niet" in again.text


@pytest.mark.parametrize("phase", [Phase.CONCEPT, Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_what_is_no_meeting_is_not_led(client, phase):
    meeting = open_meeting(phase=phase)
    client.force_login(meeting.facilitator)
    for path in ("leiden/", "leiden/scores/"):
        assert client.get(address(meeting, path))["Location"] == address(meeting)


def test_showing_shows_once_to_all_and_records_it(lead, meeting):
    give(meeting, 4, 1, 4)
    page = show(lead, meeting, "vertrouwen", "vertrouwen")
    assert "3 punten uit elkaar" in page.text
    assert "De opdrachtnemer scoort lager dan de andere twee hoeken." in page.text
    assert Score.objects.filter(shown_at__isnull=False).count() == 3
    assert [event.action for event in AuditEvent.objects.all()] == ["scores getoond"]


def test_a_late_score_waits_until_it_is_shown_too(lead, meeting):
    give(meeting, 4, 1)
    show(lead, meeting, "vertrouwen")
    ScoreFactory(participant=meeting.people[2], principle=principle(), value=5)
    page = lead.get(address(meeting, "leiden/?deel=vertrouwen"))
    assert "3 punten uit elkaar" in page.text
    assert "Na het tonen kwam er 1 score bij." in page.text
    assert "4 punten uit elkaar" in show(lead, meeting, "vertrouwen", "vertrouwen").text


@pytest.mark.parametrize("which", ["", "bestaat-niet"])
def test_showing_what_is_not_there_shows_nothing(lead, meeting, which):
    show(lead, meeting, which)
    assert not Showing.objects.exists()


def test_scores_are_shown_during_the_meeting_only(client):
    meeting = open_meeting(phase=Phase.VOORBEREIDING)
    client.force_login(meeting.facilitator)
    assert "Scores tonen kan tijdens het gesprek" in show(client, meeting, "alle").text
    assert not Showing.objects.exists()
    assert not RunSheetItem.objects.exists()


def pages_before_showing(client, meeting, person):
    """Return every answer that the meeting gives before showing, also the one to a conflict."""
    paths = [
        "",
        "leiden/?deel=vertrouwen",
        "leiden/",
        "leiden/scores/",
        "leiden/stand/?deel=vertrouwen",
        "scherm/",
        "leiden/meegegeven/",
        "draaiboek/",
        f"vastleggen/score:{person.pk}:vertrouwen/",
        f"vastleggen/toelichting:{person.pk}:vertrouwen/",
        "verslag/",
    ]
    texts = {path: client.get(address(meeting, path)).text for path in paths}
    texts["poll"] = client.get(address(meeting, "scherm/"), headers={"X-Poll": "1"}).text
    texts["409"] = send(client, meeting, score_part(person), score("1")).text
    texts["409 by button"] = client.post(
        address(meeting, f"vastleggen/score:{person.pk}:vertrouwen/"), {"version": 0, **score("1")}
    ).text
    texts["by button"] = client.post(
        address(meeting, "leiden/scores/"),
        {"entry": "namens", score_part(person): "1", f"{score_part(person)}:version": "1"},
        follow=True,
    ).text
    return texts


def without_what_changes(text):
    """Return a page without what differs by itself: tokens and moments."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    text = re.sub(r'sinds=\d+|data-clock="\d+">[\d.]+', "", text)
    return re.sub(r'"op_id": "[^"]*"', "", text)


def test_priv_02_no_page_poll_or_conflict_differs_by_a_score_that_is_not_shown(lead, meeting):
    person = meeting.people[0]
    own = ScoreFactory(participant=person, principle=principle(), value=1)
    give(meeting, code="rolbewustzijn")
    seen = []
    for value in (1, 5, None):
        Score.objects.filter(pk=own.pk).update(value=value)
        Op.objects.all().delete()
        seen.append(
            {name: without_what_changes(text) for name, text in pages_before_showing(lead, meeting, person).items()}
        )
    assert seen[0] == seen[1] == seen[2]
    assert Score.objects.get(pk=own.pk).value is None


def test_priv_02_a_second_facilitator_does_not_see_what_the_first_typed(lead, meeting, client):
    send(lead, meeting, score_part(meeting.people[0]), score("4"))
    first = lead.get(address(meeting, "leiden/scores/"))
    assert 'value="4" checked' in first.text
    second = open_meeting().facilitator
    meeting.second_facilitator = second
    meeting.save()
    client.force_login(second)
    other = client.get(address(meeting, "leiden/scores/"))
    assert 'value="4" checked' not in other.text
    assert "Al ingevuld" in other.text


def test_a_naamloos_conversation_names_no_corner_beside_a_score(client):
    meeting = open_meeting(display="naamloos")
    client.force_login(meeting.facilitator)
    give(meeting, 4, 1, 4)
    page = show(client, meeting, "vertrouwen", "vertrouwen").text
    main = page.split("<main")[1].split("</main>")[0]
    sheet = client.get(address(meeting, "draaiboek/")).text
    assert "3 punten uit elkaar" in main
    assert not any(corner in text for text in (main, sheet) for corner in ("opdrachtgever", "opdrachtnemer"))


def test_ending_asks_once_sends_nothing_and_leads_to_the_draft(lead, meeting, mailoutbox):
    page = lead.get(address(meeting, "leiden/einde/"))
    assert "Er wordt niets verstuurd" in page.text
    meeting.refresh_from_db()
    assert meeting.phase == Phase.GESPREK
    answer = lead.post(address(meeting, "leiden/einde/"))
    meeting.refresh_from_db()
    assert (answer["Location"], meeting.phase) == (address(meeting, "verslag/"), Phase.VERSLAG)
    assert (mailoutbox, meeting.draft_released_at) == ([], None)
    assert [event.action for event in AuditEvent.objects.all()] == ["beëindigd"]


def test_texts_without_a_name_come_once_all_are_shown_and_tell_no_principle(lead, meeting):
    text = ExplanationFactory(participant=meeting.people[0], principle=principle(), text="Ik hoor het te laat.")
    at_visibility(text, "naamloos")
    show(lead, meeting, "vertrouwen")
    assert "te laat." not in lead.get(address(meeting, "leiden/meegegeven/")).text
    show(lead, meeting, "alle")
    page = lead.get(address(meeting, "leiden/meegegeven/")).text
    assert "Ik hoor het te laat." in page
    assert "Vertrouwen" not in page
    assert "Ik hoor het te laat." not in lead.get(address(meeting, "leiden/?deel=vertrouwen")).text


def test_a_text_with_a_name_stands_at_its_principle_once_that_is_shown(lead, meeting):
    text = ExplanationFactory(participant=meeting.people[0], principle=principle(), text="Ik belde als laatste.")
    at_visibility(text, "met_naam")
    assert "Ik belde als laatste." not in lead.get(address(meeting, "leiden/?deel=vertrouwen")).text
    show(lead, meeting, "vertrouwen")
    assert "Ik belde als laatste." in lead.get(address(meeting, "leiden/?deel=vertrouwen")).text


@pytest.mark.parametrize("size", [1, 3])
def test_the_matrix_asks_as_much_of_the_database_for_three_people_as_for_one(client, django_assert_num_queries, size):
    conversation = ConversationFactory(phase=Phase.GESPREK, facilitator=open_meeting().facilitator)
    for _ in range(size):
        person = ParticipantFactory(conversation=conversation)
        for code in CODES[:3]:
            ScoreFactory(participant=person, principle=principle(code), entry="namens")
    client.force_login(conversation.facilitator)
    with django_assert_num_queries(7):
        assert client.get(address(conversation, "leiden/scores/")).status_code == 200


@pytest.mark.parametrize("size", [1, 3])
def test_the_welcome_asks_as_much_of_the_database_for_three_people_as_for_one(client, django_assert_num_queries, size):
    meeting = open_meeting(per_corner=size)
    client.force_login(meeting.facilitator)
    with django_assert_num_queries(14):
        assert client.get(address(meeting, "leiden/?deel=welkom")).status_code == 200
