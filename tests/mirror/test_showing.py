"""PRV-02: guesses are hidden from everybody until the facilitator shows them, apart from and after the scores."""

import json

import pytest
from django.test import Client

from conversations.absence import confirm, tell
from conversations.destruction import destroy_conversation
from conversations.mirror import read_mirror
from conversations.models import (
    AuditEvent,
    Conversation,
    Destruction,
    Guess,
    Phase,
    PhaseError,
    show_guesses,
    show_scores,
)
from conversations.report import build_content
from conversations.room import principle as room_principle
from tests.factories import ParticipantFactory, UserFactory
from tests.in_the_room import come_in, page
from tests.meetings import adviser_of, give, open_meeting, principle, room, show
from tests.mirror.guesses import CODE, E, G, guess_all, held

pytestmark = pytest.mark.django_db
BUTTON = "Toon hoe we elkaar inschatten"
SENTENCE = "Opdrachtgever dacht dat eigenaar 5 gaf; eigenaar gaf 2."


def show_them(client, meeting, code=CODE):
    return client.post(f"/gesprekken/{meeting.pk}/leiden/inschattingen/{code}/", follow=True)


@pytest.fixture
def lead(running):
    give(running, 4, 3, 2)
    guess_all(running, 5)
    return running.lead


def test_showing_is_an_act_of_its_own_after_the_scores(running, lead):
    assert BUTTON not in room(lead, running, CODE).text
    refused = show_them(lead, running)
    assert "Toon eerst de scores op dit principe." in refused.text
    shown = show(lead, running, CODE, CODE).text
    assert BUTTON in shown
    assert "3 deelnemers zeiden wat de andere hoeken zouden geven." in shown
    assert SENTENCE not in shown
    after = show_them(lead, running).text
    assert BUTTON not in after
    assert SENTENCE in after
    assert AuditEvent.objects.filter(action="inschattingen getoond").count() == 1
    assert not Guess.objects.filter(shown_at=None).exists()


def test_one_principle_shows_nothing_of_another(running, lead):
    give(running, 1, 1, 1, code="gelijkwaardigheid")
    guess_all(running, 1, "gelijkwaardigheid")
    show(lead, running, "alle", CODE)
    show_them(lead, running)
    assert Guess.objects.filter(shown_at=None).count() == 6
    assert BUTTON in room(lead, running, "gelijkwaardigheid").text


def test_the_big_screen_and_the_devices_show_it_and_notice_it(running, lead):
    person = running.people[0]
    phone = come_in(running, person)
    show(lead, running, CODE, CODE)
    screen = f"/gesprekken/{running.pk}/scherm/"
    before = lead.get(screen).text, page(phone, person)
    stands = [lead.get(f"/gesprekken/{running.pk}/leiden/stand/").status_code]
    asked = phone.get(f"/deelnemen/{person.pk}/zaal/stand/").json()["ask"]
    assert phone.get(f"/deelnemen/{person.pk}/zaal/stand/?{asked}").status_code == 204
    show_them(lead, running)
    assert phone.get(f"/deelnemen/{person.pk}/zaal/stand/?{asked}").json()["changed"] is True
    after = lead.get(screen).text, page(phone, person)
    assert [SENTENCE in text for text in (*before, *after)] == [False, False, True, True]
    assert stands


def test_who_does_not_lead_shows_nothing(running, lead):
    show(lead, running, CODE, CODE)
    for user, status in ((adviser_of(running), 404), (UserFactory(), 404)):
        other = Client()
        other.force_login(user)
        assert show_them(other, running).status_code == status
    assert Guess.objects.filter(shown_at=None).count() == 6


@pytest.mark.parametrize("phase", [Phase.VOORBEREIDING, Phase.OPVOLGING, Phase.AFGEROND, Phase.GEANNULEERD])
def test_outside_the_meeting_and_its_draft_nothing_is_shown(meeting, phase):
    found = held(meeting, shows_guesses=False)
    Conversation.objects.filter(pk=found.pk).update(phase=phase)
    with pytest.raises(PhaseError):
        show_guesses(found, principle(), found.facilitator)


def test_without_the_mirror_question_nothing_is_shown_or_read(meeting, django_assert_num_queries):
    found = held(meeting)
    Conversation.objects.filter(pk=found.pk).update(mirror=False)
    found.refresh_from_db()
    with pytest.raises(PhaseError):
        show_guesses(found, principle(), found.facilitator)
    row = room_principle(found, found.facilitator, step_of(CODE))["row"]
    with django_assert_num_queries(0):
        assert read_mirror(found, row) is None
    assert "mirror" not in build_content(found)


def step_of(code):
    return type("Step", (), {"code": code})


def test_the_guesses_of_whoever_is_replaced_stay_theirs(meeting):
    first = meeting.people[1]
    guess_all(meeting, 5)
    tell(first, "Ilse Kramer", "plv. directeur", "ilse@dienst.example")
    confirm(first, UserFactory())
    give(meeting, 4, 3, 2)
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)
    found = Conversation.objects.get(pk=meeting.pk)
    show_scores(found, [principle()], found.facilitator)
    show_guesses(found, principle(), found.facilitator)
    assert not first.guesses.filter(shown_at__isnull=False).exists()
    content = build_content(found)["mirror"][CODE]
    assert {corner for corner, _, _ in content} == {G, E}


def test_several_people_in_a_corner_are_told_by_every_value(client):
    meeting = open_meeting(mirror=True)
    meeting.people.append(ParticipantFactory(conversation=meeting, corner=G))
    found = held(meeting, scores=(4, 3, 2, None), value=4)
    last = meeting.people[-1]
    with_two = "Opdrachtgevers dachten dat eigenaar 4 (2 keer) gaf; eigenaar gaf 2."
    content = build_content(found)
    client.force_login(meeting.facilitator)
    assert with_two in client.get(f"/gesprekken/{meeting.pk}/verslag/").text
    assert "opdrachtgevers gaven 4 (één had geen beeld)." in client.get(f"/gesprekken/{meeting.pk}/verslag/").text
    assert last.name not in json.dumps(content["mirror"])


def test_all_of_it_goes_with_the_conversation(meeting):
    found = held(meeting)
    destroy_conversation(found, Destruction.Rule.BEWAARTERMIJN)
    assert not Guess.objects.exists()
    assert Destruction.objects.get().counts["guess"] == 6


def test_the_matrix_of_the_facilitator_and_the_scores_know_nothing_of_it(client, meeting):
    give(meeting, 4, 3, 2)
    guess_all(meeting, 5)
    client.force_login(meeting.facilitator)
    seen = []
    for value in (1, 5):
        Guess.objects.update(value=value)
        answer = client.get(f"/gesprekken/{meeting.pk}/leiden/scores/")
        seen.append(answer.text.split("<main", 1)[1].replace(str(answer.context["csrf_token"]), ""))
    assert seen[0] == seen[1]


@pytest.mark.parametrize(("mirror", "count"), [(False, 0), (True, 1)])
def test_reading_it_takes_one_query_where_it_is_asked_else_none(meeting, django_assert_num_queries, mirror, count):
    found = held(meeting)
    found.mirror = mirror
    row = room_principle(found, found.facilitator, step_of(CODE))["row"]
    with django_assert_num_queries(count):
        read_mirror(found, row)
