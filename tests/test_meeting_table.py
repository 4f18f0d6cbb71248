"""Who is at the table, and what the facilitator enters on their behalf; what they gave themselves stays theirs."""

import pytest

from conversations.models import AuditEvent, Consent, Explanation, Participant, Score
from tests.factories import ExplanationFactory, ScoreFactory
from tests.meetings import open_meeting, page_of, press, principle, room, score, score_part, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return open_meeting()


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def test_who_is_absent_but_scored_is_counted_and_named(lead, meeting):
    first, second, third = meeting.people
    ScoreFactory(participant=first, principle=principle())
    for person in (first, second):
        assert send(lead, meeting, f"aanwezig:{person.pk}", {"attendance": "afwezig"}, 1).status_code == 200
    page = room(lead, meeting, "welkom").text
    assert f"Afwezig, wel gescoord: {first.name}. Deze score telt mee." in page
    assert third.name not in page.split("Afwezig, wel gescoord")[1].split("</p>")[0]
    assert "1 van 2" in room(lead, meeting, "vertrouwen").text


def test_attendance_can_be_taken_back(lead, meeting):
    part = f"aanwezig:{meeting.people[0].pk}"
    send(lead, meeting, part, {"attendance": "aanwezig"}, 1)
    send(lead, meeting, part, {"attendance": ""}, 2)
    assert Participant.objects.get(pk=meeting.people[0].pk).attendance == ""


def test_the_first_score_keeps_the_wording_of_that_moment(lead, meeting):
    send(lead, meeting, score_part(meeting.people[0]), score("3"))
    meeting.refresh_from_db()
    assert meeting.pinned_at
    assert meeting.principle_texts.count() == 5


def test_a_shown_score_that_was_typed_wrong_is_mended_with_a_trace(lead, meeting):
    part = score_part(meeting.people[0])
    send(lead, meeting, part, score("3"))
    lead.post(f"/gesprekken/{meeting.pk}/leiden/tonen/", {"principle": "vertrouwen"})
    assert send(lead, meeting, part, score("4"), 1).status_code == 200
    assert Score.objects.get().value == 4
    event = AuditEvent.objects.last()
    assert (event.action, event.details) == ("getoonde score hersteld", {"principle": "vertrouwen"})


def test_the_button_of_the_matrix_saves_what_changed_and_nothing_else(lead, meeting):
    first, second, third = (score_part(person) for person in meeting.people)
    send(lead, meeting, first, score("2"))
    ScoreFactory(participant=meeting.people[2], principle=principle(), value=1)
    sent = {"entry": "samen", first: "2", f"{first}:version": 1, second: "geen", f"{second}:version": 0, third: "5"}
    page = lead.post(f"/gesprekken/{meeting.pk}/leiden/scores/", sent, follow=True)
    assert "Opgeslagen: 1 score." in page.text
    values = {row.participant: (row.value, row.entry, row.version) for row in Score.objects.all()}
    assert values == dict(zip(meeting.people, [(2, "namens", 1), (None, "samen", 1), (1, "zelf", 1)], strict=True))


def test_the_button_of_the_matrix_tells_what_somebody_else_filled_in(lead, meeting):
    part = score_part(meeting.people[0])
    send(lead, meeting, part, score("2"))
    page = lead.post(
        f"/gesprekken/{meeting.pk}/leiden/scores/", {"entry": "namens", part: "4", f"{part}:version": 0}, follow=True
    )
    assert "Niet opgeslagen: 1." in page.text
    assert Score.objects.get().value == 2


def explain(meeting):
    return f"toelichting:{meeting.people[0].pk}:vertrouwen"


SAID = {"text": "Ik hoorde het als laatste.", "visibility": "met_naam", "in_report": True}


@pytest.mark.parametrize(
    ("level", "in_report"), [("begeleider", False), ("naamloos", True), ("met_naam", True), ("met_naam", False)]
)
def test_an_explanation_on_behalf_has_a_consent_that_says_so(lead, meeting, level, in_report):
    sent = SAID | {"visibility": level, "in_report": in_report}
    assert send(lead, meeting, explain(meeting), sent).status_code == 200
    text, consent = Explanation.objects.get(), Consent.objects.get()
    assert (text.text, text.visibility, text.in_report, text.released_at) == (SAID["text"], level, in_report, None)
    assert (consent.source, consent.entered_by, consent.level) == ("namens", meeting.facilitator, level)
    assert consent.facilitator == (meeting.facilitator if level == "begeleider" else None)


def test_only_what_the_table_may_read_can_go_into_the_report(lead, meeting):
    send(lead, meeting, explain(meeting), SAID | {"visibility": "begeleider"})
    assert not Explanation.objects.get().in_report


@pytest.mark.parametrize("level", ["", "zelf", "iedereen"])
def test_nothing_is_stored_before_somebody_asked_who_may_read_it(lead, meeting, level):
    answer = send(lead, meeting, explain(meeting), SAID | {"visibility": level})
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["visibility"]
    assert not Explanation.objects.exists()


def test_typing_on_goes_over_the_version_that_came_back(lead, meeting):
    version = 0
    for level in ("met_naam", "naamloos", "met_naam", "begeleider"):
        answer = send(lead, meeting, explain(meeting), SAID | {"visibility": level, "text": level}, version)
        assert answer.status_code == 200, answer.json()
        version = answer.json()["version"]
    assert (Explanation.objects.get().text, Explanation.objects.get().visibility) == ("begeleider", "begeleider")


def test_an_explanation_that_the_participant_gave_is_neither_shown_nor_changed(lead, meeting):
    text = ExplanationFactory(participant=meeting.people[0], principle=principle(), text="Voor mij alleen.")
    answers = [
        lead.get(page_of(meeting, explain(meeting))),
        send(lead, meeting, explain(meeting), SAID),
        send(lead, meeting, explain(meeting), SAID, 1),
        press(lead, meeting, explain(meeting), 0, **SAID),
    ]
    assert [answer.status_code for answer in answers] == [200, 409, 422, 200]
    assert not any("Voor mij alleen." in answer.text for answer in answers)
    text.refresh_from_db()
    assert (text.text, text.visibility) == ("Voor mij alleen.", "zelf")


def test_a_text_for_one_facilitator_does_not_come_back_to_a_second(lead, meeting, client):
    send(lead, meeting, explain(meeting), SAID | {"visibility": "begeleider", "in_report": False})
    assert SAID["text"] in lead.get(page_of(meeting, explain(meeting))).text
    second = open_meeting().facilitator
    meeting.second_facilitator = second
    meeting.save()
    client.force_login(second)
    assert SAID["text"] not in client.get(page_of(meeting, explain(meeting))).text
    assert SAID["text"] not in send(client, meeting, explain(meeting), SAID).text


def test_the_page_of_an_explanation_says_whose_it_is_and_on_what(lead, meeting):
    page = lead.get(page_of(meeting, explain(meeting))).text
    assert f"{meeting.people[0].name} over Vertrouwen" in page
