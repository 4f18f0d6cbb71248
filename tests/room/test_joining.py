"""Coming in with the code of the room: who is asked, who is let in, and how hard it is to guess."""

import datetime as dt
import re
import threading

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from conversations.forms.joining import TAKEN, WRONG_CODE
from conversations.joining import TakenError, ask, people_at
from conversations.models import Arrival, AuditEvent, Conversation, Meeting, Phase, StandIn, Visit
from tests.by_link import enter
from tests.in_the_room import CODE, ask_in, come_in, decide, finish, room, run_meeting
from tests.meetings import adviser_of, open_meeting

pytestmark = pytest.mark.django_db


def arrivals(meeting, rest=""):
    return f"/gesprekken/{meeting.pk}/leiden/aanmeldingen/{rest}"


def waiting(meeting, rest=""):
    return f"/mee/wachten/{meeting.pk}/{rest}"


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), "kz4 m7p", " KZ4-M7P ", "k z 4–m7p"])
def test_the_code_is_accepted_as_people_type_it(meeting, client, typed):
    assert client.post("/mee/", {"code": typed})["Location"] == f"/mee/{CODE}/"


def bare(answer):
    """Return a page without what differs by itself: the token of the form, and what was typed."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", answer.text)
    return re.sub(r'(name="code" value=")[^"]*', r"\1", text)


def test_wrong_old_and_ended_codes_have_one_and_the_same_answer(meeting):
    ended = run_meeting(code="ENDED2")
    finish(ended)
    planned = open_meeting(phase=Phase.VOORBEREIDING)
    Meeting.objects.create(conversation=planned, code="PLAN22")
    old = run_meeting(code="VAN222")
    Meeting.objects.filter(conversation=old).update(step_at=timezone.now() - dt.timedelta(hours=25))
    codes = ["ZZZZZZ", "ENDED2", "PLAN22", "VAN222", "TE-KORT", "é", "123456789012345"]
    answers = [Client().post("/mee/", {"code": code}) for code in codes] + [
        Client().get(f"/mee/{one}/") for one in codes
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({bare(answer) for answer in answers}) == 1
    assert WRONG_CODE in answers[0].text


def test_the_code_stops_a_day_after_the_room_went_on_last(meeting, client):
    with time_machine.travel(timezone.now() + dt.timedelta(hours=23)):
        assert "Wie bent u?" in client.get(f"/mee/{CODE}/").text
    with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
        assert WRONG_CODE in client.get(f"/mee/{CODE}/").text


def test_names_are_those_that_are_free_at_this_table(meeting, client):
    absent, replaced, free = meeting.people
    type(absent).objects.filter(pk=absent.pk).update(attendance="afwezig")
    StandIn.objects.create(participant=replaced, confirmed_at=timezone.now())
    elsewhere = run_meeting(code="ANDERS").people[0]
    page = client.get(f"/mee/{CODE}/").text
    assert free.name in page
    assert not {one.name for one in (absent, replaced, elsewhere)} & set(re.findall(r"<strong>(.*?)</strong>", page))
    assert [one.pk for one in people_at(meeting)] == [free.pk]


def test_looking_writes_nothing_and_gives_no_key(meeting, client):
    client.get("/mee/")
    answer = client.get(f"/mee/{CODE}/")
    assert answer.status_code == 200
    assert "deelnemen" not in answer.cookies
    assert (Arrival.objects.count(), Visit.objects.count()) == (0, 0)


def test_who_chose_a_name_waits_and_is_in_once_the_facilitator_says_so(meeting, person):
    phone = ask_in(person)
    page = phone.get(waiting(meeting))
    assert "De begeleider laat u zo binnen" in page.text
    assert phone.get(waiting(meeting, "stand/")).status_code == 204
    assert phone.get(room(person)).status_code == 404
    told = meeting.lead.get(arrivals(meeting)).text
    assert (person.name in told, "Laat iedereen binnen" in told) == (True, False)
    decide(meeting, phone)
    assert phone.get(waiting(meeting, "stand/")).json() == {"changed": True}
    assert phone.get(waiting(meeting))["Location"] == room(person)
    assert phone.get(room(person)).status_code == 200
    assert phone.get(f"/mee/{CODE}/")["Location"] == room(person)
    event = AuditEvent.objects.get(action="toegelaten")
    assert event.details == {"participant": person.pk, "kind": "deelnemer"}


def test_refused_is_told_and_may_choose_again(meeting, person):
    phone = ask_in(person)
    decide(meeting, phone, act="weg")
    assert "U bent niet binnen" in phone.get(waiting(meeting)).text
    assert phone.get(room(person)).status_code == 404
    assert AuditEvent.objects.filter(action="geweigerd").count() == 1
    ask_in(person, client=phone)
    assert Arrival.objects.get().state == "wacht"


def test_put_out_ends_at_once_and_frees_the_name(meeting, person):
    phone = come_in(meeting, person)
    decide(meeting, phone, act="weg")
    assert phone.get(room(person)).status_code == 404
    assert phone.get(room(person, "stand/")).status_code == 404
    assert phone.post(room(person, "score/vertrouwen/"), {"score": "4"}).status_code == 404
    assert person.name in Client().get(f"/mee/{CODE}/").text
    other = come_in(meeting, person)
    assert other.get(room(person)).status_code == 200
    assert phone.get(room(person)).status_code == 404


def test_the_end_of_the_meeting_ends_every_visit_by_the_code(meeting, person):
    phone, tablet = come_in(meeting, person), come_in(meeting, "tablet")
    finish(meeting)
    assert phone.get(room(person)).status_code == 404
    assert "Het gesprek is afgelopen" in phone.get(room(person)).text
    assert tablet.get(f"/mee/tablet/{meeting.pk}/").status_code == 404
    assert phone.get(waiting(meeting)).status_code == 404
    assert "werkt alleen tijdens het gesprek" in meeting.lead.get(arrivals(meeting)).text


def test_a_visit_by_the_code_ends_after_the_next_day(meeting, person):
    phone, tablet = come_in(meeting, person), come_in(meeting, "tablet")
    for days, status in ((1, 200), (2, 404)):
        with time_machine.travel(timezone.now() + dt.timedelta(days=days)):
            assert phone.get(room(person)).status_code == status
            assert tablet.get(f"/mee/tablet/{meeting.pk}/").status_code == status


def test_withdrawing_the_links_of_a_person_ends_their_visit_by_the_code_too(meeting, person):
    phone = come_in(meeting, person)
    person.links.get(purpose="zaal").visits.update(nonce="oud")
    assert phone.get(room(person)).status_code == 404


def test_two_browsers_and_one_name_one_wins(meeting, person):
    first, second = Client(), Client()
    page = second.get(f"/mee/{CODE}/")
    assert person.name in page.text
    ask_in(person, client=first)
    answer = second.post(f"/mee/{CODE}/", {"who": person.pk})
    assert (answer.status_code, TAKEN in answer.text) == (200, True)
    assert "Fout: " in answer.text
    assert Arrival.objects.count() == 1
    assert person.name not in Client().get(f"/mee/{CODE}/").text


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_gets_the_name(meeting, person):
    outcomes, gate = [], threading.Barrier(2)

    def take(key):
        gate.wait()
        try:
            ask(meeting, key, "deelnemer", person)
            outcomes.append("in")
        except TakenError:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[letter * 64]) for letter in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "taken"]
    assert Arrival.objects.count() == 1


def test_choosing_another_name_takes_the_first_one_back(meeting):
    first, second, _ = meeting.people
    phone = ask_in(first)
    ask_in(second, client=phone)
    assert Arrival.objects.get().participant == second
    decide(meeting, phone)
    assert phone.get(room(first)).status_code == 404
    assert ask_in_again(phone, first)["Location"] == room(second)  # who is in first stops on this device
    assert first.name in Client().get(f"/mee/{CODE}/").text


def ask_in_again(client, person):
    return client.post(f"/mee/{CODE}/", {"who": person.pk})


def test_who_opened_a_personal_link_goes_straight_to_the_room(meeting, person):
    phone = enter(person)
    assert phone.get(f"/mee/{CODE}/")["Location"] == room(person)
    assert Arrival.objects.count() == 0
    assert phone.get(room(person)).status_code == 200


def test_the_facilitator_lets_in_those_who_stood_on_the_page_and_goes_back_to_the_meeting(meeting):
    seen = [ask_in(person) for person in meeting.people[:2]]
    assert "Laat iedereen binnen" in meeting.lead.get(arrivals(meeting, "?terug=vertrouwen")).text
    late = ask_in(meeting.people[2])
    sent = {"act": "binnen", "arrival": [one.arrival.pk for one in seen], "terug": "vertrouwen"}
    answer = meeting.lead.post(arrivals(meeting), sent)
    assert answer["Location"] == arrivals(meeting, "?terug=vertrouwen")
    assert set(Arrival.objects.filter(state="wacht")) == {late.arrival}
    answer = meeting.lead.post(arrivals(meeting), sent | {"arrival": late.arrival.pk})
    assert answer["Location"] == f"/gesprekken/{meeting.pk}/leiden/?deel=vertrouwen"


def test_the_list_of_who_waits_tells_that_it_changed_and_holds_no_field_while_polled(meeting, person):
    page = meeting.lead.get(arrivals(meeting)).text
    (ask_again,) = re.findall(r'data-refresh="([^"]*)"', page)
    ask_again = ask_again.replace("&amp;", "&")
    own = {"headers": {"x-poll": "1"}}
    assert meeting.lead.get(ask_again, **own).status_code == 204
    ask_in(person)
    news = meeting.lead.get(ask_again, **own)
    assert "Ververs de lijst" in news.text
    assert "<input" not in news.text


def test_nobody_else_lets_anybody_in(meeting, person):
    phone = ask_in(person)
    adviser, stranger = Client(), run_meeting(code="ANDERS").lead
    adviser.force_login(adviser_of(meeting))
    for other in (adviser, stranger, phone):
        assert decide(meeting, phone, lead=other).status_code in {302, 404}
    assert Arrival.objects.get(pk=phone.arrival.pk).state == "wacht"


def test_an_arrival_of_another_conversation_is_not_answered_here(meeting):
    elsewhere = run_meeting(code="ANDERS")
    phone = ask_in(elsewhere.people[0], "ANDERS")
    decide(meeting, phone)
    assert Arrival.objects.get().state == "wacht"


def test_forgetting_this_browser_frees_the_name(meeting, person):
    phone = come_in(meeting, person)
    phone.post("/deelnemen/weg/")
    assert Arrival.objects.count() == 0
    assert phone.get(room(person)).status_code == 404


def test_the_big_screen_comes_in_by_the_code(meeting):
    screen = come_in(meeting, "scherm")
    assert screen.get(waiting(meeting))["Location"] == f"/scherm/{meeting.pk}/"
    assert screen.get(f"/scherm/{meeting.pk}/").status_code == 200
    assert screen.get(f"/mee/{CODE}/")["Location"] == f"/scherm/{meeting.pk}/"
    decide(meeting, screen, act="weg")
    assert screen.get(f"/scherm/{meeting.pk}/").status_code == 404


def test_sec_05_a_browser_guesses_twenty_times_and_then_hears_nothing_more(meeting, client):
    answers = [client.post("/mee/", {"code": f"AAAAA{nr % 8 + 2}"}) for nr in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {200}
    assert answers[20].status_code == 429
    assert answers[20].headers["Retry-After"] == "3600"
    assert client.post("/mee/", {"code": CODE}).status_code == 429
    assert client.get(f"/mee/{CODE}/").status_code == 429
    assert Client().post("/mee/", {"code": CODE}).status_code == 302


def test_sec_05_an_address_guesses_a_hundred_times_by_looking_too(meeting):
    assert {Client().get(f"/mee/AAAAA{nr % 8 + 2}/").status_code for nr in range(100)} == {200}
    assert Client().get("/mee/AAAAAA/").status_code == 429
    assert Client().get(f"/mee/{CODE}/").status_code == 429
    cache.clear()


def test_sec_05_thirty_participants_at_one_address_are_never_limited(meeting, person):
    for _ in range(40):
        assert Client().post("/mee/", {"code": CODE}).status_code == 302
        assert Client().get(f"/mee/{CODE}/").status_code == 200


def test_the_phase_is_checked_again_when_a_name_is_chosen(meeting, person):
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.VERSLAG)
    assert WRONG_CODE in Client().post(f"/mee/{CODE}/", {"who": person.pk}).text
    assert Arrival.objects.count() == 0
