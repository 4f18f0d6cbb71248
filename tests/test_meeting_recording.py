"""What is written down at the table, part by part: by the page that saves itself, and by its button."""

import datetime as dt

import pytest

from conversations.models import (
    Agreement,
    AgreementStep,
    FollowUp,
    Op,
    ParkedTopic,
    Phase,
    Score,
)
from tests.factories import SeatFactory
from tests.meetings import (
    CODES,
    adviser_of,
    open_meeting,
    page_of,
    press,
    room,
    score,
    score_part,
    send,
)
from triangles.models import AgendaTopic, TeamMember

pytestmark = pytest.mark.django_db
AGREED = {"text": "We bellen binnen twee dagen.", "kind": "werkafspraak", "corners": ["opdrachtgever", "eigenaar"]}


@pytest.fixture
def meeting():
    return open_meeting()


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def test_what_was_said_is_saved_by_its_button_and_leads_back(lead, meeting):
    answer = press(
        lead, meeting, "inzicht:vertrouwen", text="Het komt af aan tafel.", applied="deels", terug="vertrouwen"
    )
    assert answer["Location"] == f"/gesprekken/{meeting.pk}/leiden/?deel=vertrouwen"
    assert meeting.insights.get().applied == "deels"


def test_an_agreement_begins_its_chain_and_names_its_owner(lead, meeting):
    seat = meeting.people[0].seat
    sent = AGREED | {
        "owner": str(seat.pk),
        "due_on": "2026-06-01",
        "principle": "vertrouwen",
        "sign": "Minder verrassing",
    }
    assert send(lead, meeting, "afspraak:nieuw-a-1", sent).status_code == 200
    row = Agreement.objects.get()
    assert (row.corners, row.owner, row.owner_name) == (["opdrachtgever", "eigenaar"], seat, seat.person)
    assert (row.due_on, row.principle.code, row.status) == (dt.date(2026, 6, 1), "vertrouwen", "open")
    assert [(step.what, step.by_user) for step in row.steps.all()] == [("gemaakt", meeting.facilitator)]
    assert send(lead, meeting, f"afspraak:{row.pk}", sent | {"text": "Anders"}, 1).status_code == 200
    assert AgreementStep.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"kind": "belofte"}, "kind"),
        ({"corners": []}, "corners"),
        ({"corners": ["griffier"]}, "corners"),
        ({"due_on": "31-02-2026"}, "due_on"),
        ({"owner": "999999"}, "owner"),
        ({"principle": "bestaat-niet"}, "principle"),
    ],
)
def test_an_agreement_that_does_not_fit_is_told_at_its_field_and_keeps_what_was_typed(lead, meeting, change, field):
    sent = AGREED | {"sign": "Dit typte ik"} | change
    answer = send(lead, meeting, "afspraak:nieuw", sent)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    page = press(lead, meeting, "afspraak:nieuw", **sent)
    assert page.status_code == 200
    assert "<title>Fout: Afspraak" in page.text
    assert "Er klopt één ding niet" in page.text
    assert "Dit typte ik" in page.text
    assert not Agreement.objects.exists()


def test_somebody_of_another_triangle_owns_nothing_here(lead, meeting):
    assert send(lead, meeting, "afspraak:nieuw", AGREED | {"owner": str(SeatFactory().pk)}).status_code == 422


def test_one_agreement_is_the_most_important_and_a_later_choice_takes_over(lead, meeting):
    for nr in (1, 2):
        send(lead, meeting, f"afspraak:nieuw-{nr}", AGREED | {"most_important": True, "text": f"Nummer {nr}"})
    assert list(Agreement.objects.filter(most_important=True).values_list("text", flat=True)) == ["Nummer 2"]
    assert Agreement.objects.get(text="Nummer 1").version == 2


def test_a_new_agreement_can_begin_with_an_example(lead, meeting):
    page = lead.get(page_of(meeting, "afspraak:nieuw") + "?voorbeeld=1")
    text = page.context["examples"][0][2]
    assert f">{text}</textarea>" in page.text.replace("\n", "")
    for nr in ("0", "99", "x"):
        assert lead.get(page_of(meeting, "afspraak:nieuw") + f"?voorbeeld={nr}").status_code == 200
    assert not Agreement.objects.exists()


def test_an_agreement_is_taken_away_with_its_chain_until_vaststellen(lead, meeting):
    send(lead, meeting, "afspraak:nieuw", AGREED)
    part = f"afspraak:{Agreement.objects.get().pk}"
    assert "Ja, verwijder dit" in lead.get(page_of(meeting, part)).text
    meeting.phase = Phase.OPVOLGING
    meeting.save()
    assert lead.post(page_of(meeting, part) + "weg/").status_code == 404
    meeting.phase = Phase.GESPREK
    meeting.save()
    assert lead.post(page_of(meeting, part) + "weg/").status_code == 302
    assert not Agreement.objects.exists()


def test_scores_are_not_taken_away(lead, meeting):
    part = score_part(meeting.people[0])
    send(lead, meeting, part, score("3"))
    assert lead.post(page_of(meeting, part) + "weg/").status_code == 404
    assert Score.objects.exists()


def test_two_people_on_one_agreement_see_both_texts_and_nothing_is_lost(lead, meeting):
    send(lead, meeting, "afspraak:nieuw", AGREED)
    part = f"afspraak:{Agreement.objects.get().pk}"
    send(lead, meeting, part, AGREED | {"text": "Van de ander"}, 1)
    page = press(lead, meeting, part, 1, **AGREED | {"text": "Van mij"})
    assert "Iemand anders was je voor" in page.text
    assert "<dd>Van de ander</dd>" in page.text
    assert "Van mij</textarea>" in page.text
    assert Agreement.objects.get().text == "Van de ander"
    assert 'name="version" value="2"' in page.text
    press(lead, meeting, part, 2, **AGREED | {"text": "Van mij"})
    assert Agreement.objects.get().text == "Van mij"


def test_the_adviser_mends_the_draft_and_comes_back_to_it(client, meeting):
    meeting.phase = Phase.VERSLAG
    meeting.save()
    client.force_login(adviser_of(meeting))
    answer = press(client, meeting, "inzicht:vertrouwen", text="Zo was het.", terug="scores")
    assert answer["Location"] == f"/gesprekken/{meeting.pk}/verslag/"
    assert client.get(page_of(meeting, score_part(meeting.people[0]))).status_code == 404


def test_a_way_back_leads_nowhere_else(lead, meeting):
    for back in ("https://elders.example", "//elders.example", "../../"):
        answer = press(lead, meeting, "inzicht:vertrouwen", meeting.insights.count(), text="x", terug=back)
        assert answer.status_code == 200 or answer["Location"].startswith(f"/gesprekken/{meeting.pk}/")


def test_content_is_parked_and_stands_beside_every_part(lead, meeting):
    press(lead, meeting, "geparkeerd:nieuw", text="De begroting")
    assert "De begroting" in room(lead, meeting, "vertrouwen").text
    topic = ParkedTopic.objects.get()
    lead.post(page_of(meeting, f"geparkeerd:{topic.pk}") + "weg/")
    assert not ParkedTopic.objects.exists()


def test_how_it_goes_on_keeps_topics_and_members_of_this_conversation(lead, meeting):
    send(lead, meeting, "onderwerp:nieuw", {"title": "Koers 2030", "horizon": "lange_termijn", "lead": "eigenaar"})
    send(lead, meeting, "teamlid:nieuw", {"name": "Puk de Vries", "corner": "opdrachtnemer"})
    sent = {"contact_wanted": "elke maand", "account_team": "True", "next_on": "2026-11-02"}
    assert send(lead, meeting, "vervolg", sent).json()["version"] == 1
    follow_up = FollowUp.objects.get()
    assert [topic.title for topic in follow_up.topics.all()] == ["Koers 2030"]
    assert [member.name for member in follow_up.team.all()] == ["Puk de Vries"]
    assert (follow_up.account_team, follow_up.contact_wanted) == (True, "elke maand")
    assert AgendaTopic.objects.get().triangle == meeting.triangle
    lead.post(page_of(meeting, f"onderwerp:{AgendaTopic.objects.get().pk}") + "weg/")
    lead.post(page_of(meeting, f"teamlid:{TeamMember.objects.get().pk}") + "weg/")
    assert not AgendaTopic.objects.exists()
    assert not TeamMember.objects.exists()


def test_the_account_team_may_stay_undecided(lead, meeting):
    send(lead, meeting, "vervolg", {"account_team": ""})
    assert FollowUp.objects.get().account_team is None
    send(lead, meeting, "vervolg", {"account_team": "False"}, 1)
    assert FollowUp.objects.get().account_team is False


def test_an_operation_holds_no_text(lead, meeting):
    send(lead, meeting, "inzicht:vertrouwen", {"text": "Alleen hier te lezen"})
    assert "Alleen hier" not in str(Op.objects.values().get())


@pytest.mark.parametrize("code", CODES)
def test_every_principle_has_its_page(lead, meeting, code):
    lead.post(f"/gesprekken/{meeting.pk}/leiden/tonen/", {"principle": "alle"})
    assert room(lead, meeting, code).status_code == 200


@pytest.mark.parametrize("key", ["pauze", "vervolg", "afsluiting", "niets", ""])
def test_every_other_part_has_its_page(lead, meeting, key):
    assert room(lead, meeting, key).status_code == 200
