"""Putting the meeting in an agenda, not being able to come with somebody in the place, and proposing to talk."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from conversations.absence import confirm, is_replaced, tell
from conversations.inviting import date_chosen
from conversations.links import Purpose
from conversations.models import AuditEvent, Conversation, Link, Participant, Phase, Proposal, StandIn
from driehoek.mail import Outbox
from tests.by_link import address, answer_to, enter, preparing, shows
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
NEW = {"name": "Ilse Kramer", "function": "plv. directeur", "email": "ilse@dienst.example"}


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def meeting():
    return preparing(start=dt.time(9, 30), duration_minutes=150, place="De Loods")


@pytest.fixture
def person(meeting):
    return meeting.people[1]


@pytest.fixture
def tab(person):
    return enter(person)


@pytest.fixture
def adviser(client, meeting):
    user = MembershipFactory(triangle=meeting.triangle).user
    client.force_login(user)
    return user


def decide(client, person, act):
    return client.post(f"/gesprekken/{person.conversation_id}/deelnemers/{person.pk}/vervanger/", {"act": act})


def people_page(client, meeting):
    return shows(client.get(f"/gesprekken/{meeting.pk}/deelnemers/"))


def test_the_meeting_goes_into_an_agenda(tab, person, meeting):
    assert address(person, "agenda.ics") in shows(tab.get(address(person)))
    answer = tab.get(address(person, "agenda.ics"))
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    event = calendar.walk("VEVENT")[0]
    assert calendar["method"] == "PUBLISH"
    assert event.decoded("dtstart").replace(tzinfo=None) == dt.datetime.combine(meeting.held_on, meeting.start)
    assert event["location"] == "De Loods"


def test_without_a_date_there_is_nothing_for_an_agenda(tab, person, meeting):
    Conversation.objects.update(held_on=None)
    assert tab.get(address(person, "agenda.ics")).status_code == 404
    assert "agenda.ics" not in shows(tab.get(address(person)))


def test_who_cannot_come_names_a_replacement_that_waits_for_the_adviser(client, tab, person, meeting, adviser):
    tab.post(address(person, "verhinderd/"), NEW)
    assert "De adviseur heeft dit nog niet bevestigd" in shows(tab.get(address(person, "verhinderd/")))
    assert not is_replaced(person)
    assert meeting.participants.count() == 3
    page = people_page(client, meeting)
    assert f"{person.name} is verhinderd." in page
    assert "Voorstel: Ilse Kramer, plv. directeur." in page
    assert f"{person.name} is verhinderd" in shows(client.get("/"))


def test_once_confirmed_the_replacement_gets_a_seat_and_a_link_of_their_own(client, tab, person, meeting, adviser):
    tab.post(address(person, "verhinderd/"), NEW)
    assert decide(client, person, "bevestig").status_code == 302
    found = StandIn.objects.get()
    fresh = found.person
    assert (fresh.name, fresh.function, fresh.email, fresh.corner) == (*NEW.values(), person.corner)
    assert fresh.organisation == person.organisation
    assert (fresh.seat.begins_on, fresh.seat.ends_on) == (meeting.held_on, meeting.held_on)
    assert Link.objects.filter(participant=fresh, purpose=Purpose.DEELNEMEN).exists()
    assert Outbox.objects.get(kind="uitnodiging").to == NEW["email"]
    assert AuditEvent.objects.get(action="verhindering bevestigd").details == {"participant": person.pk}
    page = people_page(client, meeting)
    assert "Komt niet. In de plaats komt Ilse Kramer." in page
    assert "is verhinderd" not in shows(client.get("/"))


def test_what_the_first_wrote_stays_theirs(client, tab, person, adviser):
    answer_to(tab, person, text="kanarie van de eerste", visibility="zelf")
    tab.post(address(person, "verhinderd/"), NEW)
    decide(client, person, "bevestig")
    fresh = StandIn.objects.get().person
    text = person.reflections.get()
    assert (text.text, text.participant, text.visibility) == ("kanarie van de eerste", person, "zelf")
    theirs = enter(fresh)
    for page in ("", "vragen/dilemma/", "antwoorden/"):
        assert "kanarie" not in shows(theirs.get(address(fresh, page)))
    assert "kanarie" in shows(tab.get(address(person, "antwoorden/")))
    assert theirs.get(address(person)).status_code == 404
    assert tab.get(address(fresh)).status_code == 404


def test_whoever_is_replaced_is_asked_nothing_more(client, tab, person, meeting, adviser):
    meeting.date_options.create(starts_at=timezone.now() + dt.timedelta(9))
    Participant.objects.update(email="deelnemer@dienst.example")
    tab.post(address(person, "verhinderd/"), NEW)
    decide(client, person, "bevestig")
    page = shows(tab.get(address(person)))
    assert "Wat u opschreef, blijft van u" in page
    assert "Een datum kiezen" not in page
    assert "Vragen vooraf invullen" not in page
    Conversation.objects.update(held_on=meeting.held_on + dt.timedelta(7))
    date_chosen(Conversation.objects.get(), adviser)
    told = set(Outbox.objects.filter(kind__in=["datum_gekozen", "verzet"]).values_list("ref__participant", flat=True))
    assert person.pk not in told
    assert meeting.people[0].pk in told
    seat = StandIn.objects.get().person.seat
    assert (seat.begins_on, seat.ends_on) == (meeting.held_on + dt.timedelta(7),) * 2


def test_without_a_replacement_the_adviser_confirms_that_nobody_comes(client, tab, person, meeting, adviser):
    tab.post(address(person, "verhinderd/"), {"name": "", "function": "", "email": ""})
    assert "nog geen vervanger genoemd" in people_page(client, meeting)
    decide(client, person, "bevestig")
    person.refresh_from_db()
    assert person.attendance == "afwezig"
    assert meeting.participants.count() == 3


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (NEW | {"function": ""}, "function", "Vul ook de functie"),
        (NEW | {"name": ""}, "name", "Vul ook de naam"),
        (NEW | {"email": "ilse"}, "email", "Dit is geen e-mailadres"),
        (NEW | {"name": "x" * 301}, "name", "300"),
    ],
)
def test_a_half_replacement_is_told_at_its_field_and_kept(tab, person, typed, field, words):
    answer = tab.post(address(person, "verhinderd/"), typed)
    assert words in " ".join(answer.context["form"].errors[field])
    assert all(f'value="{value}"' in shows(answer) for value in typed.values() if value)
    assert not StandIn.objects.exists()


def test_it_can_be_changed_and_taken_back_until_it_is_confirmed(client, tab, person, adviser):
    tab.post(address(person, "verhinderd/"), NEW)
    tab.post(address(person, "verhinderd/"), NEW | {"name": "Joris de Wit"})
    assert StandIn.objects.get().name == "Joris de Wit"
    tab.post(address(person, "verhinderd/toch/"))
    assert not StandIn.objects.exists()
    tab.post(address(person, "verhinderd/"), NEW)
    decide(client, person, "bevestig")
    tab.post(address(person, "verhinderd/toch/"))
    tab.post(address(person, "verhinderd/"), NEW | {"name": "Joris de Wit"})
    assert StandIn.objects.get().name == "Ilse Kramer"
    assert "Ilse Kramer komt in uw plaats" in shows(tab.get(address(person, "verhinderd/")))


def test_an_adviser_may_refuse_and_confirms_only_once(client, tab, person, meeting, adviser):
    tab.post(address(person, "verhinderd/"), NEW)
    decide(client, person, "weiger")
    assert not StandIn.objects.exists()
    assert decide(client, person, "bevestig").status_code == 404
    tab.post(address(person, "verhinderd/"), NEW)
    decide(client, person, "bevestig")
    decide(client, person, "bevestig")
    decide(client, person, "weiger")
    assert meeting.participants.count() == 4


def test_a_facilitator_does_not_decide(client, tab, person, meeting):
    tab.post(address(person, "verhinderd/"), NEW)
    client.force_login(meeting.facilitator)
    assert f"{person.name} is verhinderd." in people_page(client, meeting)
    assert "vervanger/" not in people_page(client, meeting)
    assert decide(client, person, "bevestig").status_code == 404


@pytest.mark.parametrize("changes", [{"held_on": None}, {"held_on": dt.date(2020, 1, 1)}, {"phase": Phase.VERSLAG}])
def test_it_is_for_a_meeting_that_is_still_to_come(tab, person, adviser, changes):
    Conversation.objects.update(**changes)
    tab.post(address(person, "verhinderd/"), NEW)
    assert not StandIn.objects.exists()
    assert "Melden kan als er een datum is" in shows(tab.get(address(person, "verhinderd/")))


def test_anybody_proposes_to_talk_and_the_advisers_alone_read_why(client, tab, person, meeting, adviser):
    tab.post(address(person, "voorstel/"), {"text": "kanarie: graag eerder"})
    home = shows(client.get("/"))
    assert f"{person.name} stelt een gesprek voor" in home
    assert "kanarie" not in home
    page = shows(client.get(f"/driehoeken/{meeting.triangle_id}/"))
    assert "kanarie: graag eerder" in page
    assert person.name in page
    other = enter(meeting.people[0])
    assert "kanarie" not in shows(tab.get(address(person)))
    assert "kanarie" not in shows(tab.get(address(person, "voorstel/")))
    assert "kanarie" not in shows(other.get(address(meeting.people[0])))
    client.force_login(meeting.facilitator)
    for path in ("", "deelnemers/", "briefing/", "draaiboek/"):
        assert "kanarie" not in shows(client.get(f"/gesprekken/{meeting.pk}/{path}"))


def test_a_proposal_that_was_dealt_with_is_gone_for_advisers_and_told_to_who_made_it(client, tab, person, adviser):
    tab.post(address(person, "voorstel/"), {"text": "Graag eerder."})
    assert "ligt bij de adviseurs" in shows(tab.get(address(person, "voorstel/")))
    made = Proposal.objects.get()
    for _ in range(2):
        client.post(f"/driehoeken/{made.triangle_id}/voorstel/{made.pk}/")
    assert "Graag eerder." not in shows(client.get(f"/driehoeken/{made.triangle_id}/"))
    assert "stelt een gesprek voor" not in shows(client.get("/"))
    assert "afgehandeld op" in shows(tab.get(address(person, "voorstel/")))
    assert AuditEvent.objects.filter(action="voorstel afgehandeld").count() == 1


@pytest.mark.parametrize(("typed", "words"), [("", "in een paar woorden"), ("x" * 2_001, "2000")])
def test_a_proposal_that_cannot_be_is_told_at_its_field(tab, person, typed, words):
    answer = tab.post(address(person, "voorstel/"), {"text": typed})
    assert words in " ".join(answer.context["form"].errors["text"])
    assert typed in shows(answer)
    assert not Proposal.objects.exists()


def test_the_sixth_proposal_of_a_day_waits(tab, person):
    statuses = [tab.post(address(person, "voorstel/"), {"text": "Graag."}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


def test_the_eleventh_time_on_a_day_that_somebody_cannot_come_waits(tab, person):
    for _ in range(10):
        assert tab.post(address(person, "verhinderd/"), NEW).status_code == 302
        tab.post(address(person, "verhinderd/toch/"))
    assert tab.post(address(person, "verhinderd/"), NEW).status_code == 429
    assert not StandIn.objects.exists()


def test_the_words_of_a_proposal_stand_in_the_database_as_cipher_text(tab, person):
    tab.post(address(person, "voorstel/"), {"text": "kanarie"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM conversations_proposal")
        assert "kanarie" not in cursor.fetchone()[0]


def test_the_same_code_twice_never_seats_somebody_twice(meeting, person, adviser):
    tell(person, **NEW)
    confirm(person, adviser)
    other = meeting.people[2]
    tell(other, **NEW | {"name": "Joris de Wit"})
    confirm(other, adviser)
    codes = list(meeting.triangle.seats.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == 5
