"""The calendar of somebody with an account: what stands in it, who may ask for it, and for how long."""

import datetime as dt
import logging
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from conversations.calendar_feed import draw_calendar, renew_link
from conversations.links import Purpose, signer, value_of
from conversations.models import AuditEvent, Conversation, Link, Phase
from tests.every_row import every_row
from tests.factories import ConversationFactory, FacilitatorFactory, MembershipFactory, ParticipantFactory
from tests.reading_pages import text_of
from triangles.models import Triangle

pytestmark = pytest.mark.django_db
PAGE = "/account/agenda/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def adviser(triangle):
    return triangle.memberships.get().user


@pytest.fixture
def talk(triangle):
    day = timezone.localdate() + dt.timedelta(days=20)
    return ConversationFactory(
        triangle=triangle,
        phase=Phase.VOORBEREIDING,
        title="Hoe nu verder?",
        purpose="Horen wat er misging",
        held_on=day,
        start=dt.time(9, 30),
        duration_minutes=90,
        place="De Loods",
        invited_at=timezone.now(),
        preparation_closes_on=day - dt.timedelta(days=5),
    )


def make(client):
    """Make an address through the page; return its path."""
    page = client.post(PAGE).content.decode()
    return "/agenda/" + re.search(r'value="[^"]*/agenda/([^"]+\.ics)"', page)[1]


def entries(path):
    """Return {uid before the @: event} of a calendar as an agenda reads it."""
    answer = Client().get(path)
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]).split("@")[0]: event for event in found}


def test_a_conversation_stands_in_it_with_its_time_and_place(client, talk):
    found = entries(make(client))
    event = found[f"gesprek-{talk.pk}"]
    assert str(event["summary"]) == "Driehoek Kustregister: Hoe nu verder?"
    assert str(event["location"]) == "De Loods"
    assert str(event["status"]) == "CONFIRMED"
    assert event["dtstart"].dt.strftime("%H:%M") == "09:30"
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(minutes=90)
    assert str(event["url"]).endswith(f"/gesprekken/{talk.pk}/")
    closing = found[f"gesprek-{talk.pk}-vragen"]
    assert closing["dtstart"].dt == talk.preparation_closes_on
    assert str(closing["transp"]) == "TRANSPARENT"


def test_an_agenda_asks_again_every_hour(client, talk):
    drawn = Client().get(make(client)).content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in drawn
    assert "X-PUBLISHED-TTL:PT1H" in drawn


def test_without_a_time_it_takes_the_whole_day(client, talk):
    Conversation.objects.update(start=None)
    event = entries(make(client))[f"gesprek-{talk.pk}"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (talk.held_on, talk.held_on + dt.timedelta(days=1))


def test_without_a_day_it_is_not_there(client, talk):
    Conversation.objects.update(held_on=None)
    assert f"gesprek-{talk.pk}" not in entries(make(client))


def test_no_participant_and_no_purpose_stand_in_it(client, talk):
    ParticipantFactory(conversation=talk, seat__person="Marijke Verwoerd")
    drawn = Client().get(make(client)).content.decode()
    for word in ("Marijke", "misging", "begeleider"):
        assert word not in drawn


def test_a_change_raises_the_sequence_and_calling_off_cancels(client, talk, adviser):
    path = make(client)
    before = entries(path)[f"gesprek-{talk.pk}"]
    talk.cancel(adviser)
    after = entries(path)
    event = after[f"gesprek-{talk.pk}"]
    assert event["uid"] == before["uid"]
    assert event["sequence"] > before["sequence"]
    assert (str(event["status"]), str(event["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert str(event["summary"]).startswith("Gaat niet door: ")
    assert f"gesprek-{talk.pk}-vragen" not in after


def test_a_concept_is_tentative_and_its_last_day_is_not_told_yet(client, talk):
    Conversation.objects.update(phase=Phase.CONCEPT, invited_at=None)
    found = entries(make(client))
    assert str(found[f"gesprek-{talk.pk}"]["status"]) == "TENTATIVE"
    assert f"gesprek-{talk.pk}-vragen" not in found


def test_the_reading_round_and_the_account_team_stand_in_it(client, talk, triangle):
    day = timezone.localdate() + dt.timedelta(days=4)
    Conversation.objects.update(phase=Phase.VERSLAG, draft_released_at=timezone.now(), responses_until=day)
    Triangle.objects.update(team_next_on=day)
    found = entries(make(client))
    assert found[f"gesprek-{talk.pk}-leesronde"]["dtstart"].dt == day
    assert str(found[f"accountteam-{triangle.pk}"]["summary"]) == "Accountteam Kustregister"


def test_it_holds_what_its_user_may_see_at_that_moment_and_nothing_else(client, talk, adviser):
    elsewhere = ConversationFactory(held_on=talk.held_on)
    mine = ConversationFactory(held_on=talk.held_on, facilitator=adviser)
    path = make(client)
    assert entries(path).keys() >= {f"gesprek-{talk.pk}", f"gesprek-{mine.pk}"}
    assert f"gesprek-{elsewhere.pk}" not in entries(path)
    adviser.memberships.all().delete()
    assert f"gesprek-{talk.pk}" not in entries(path)
    MembershipFactory(user=adviser, triangle=elsewhere.triangle)
    assert f"gesprek-{elsewhere.pk}" in entries(path)


def test_a_rehearsal_and_what_lies_more_than_a_year_back_are_not_in_it(client, talk, triangle):
    old = ConversationFactory(triangle=triangle, held_on=timezone.localdate() - dt.timedelta(days=367))
    path = make(client)
    assert f"gesprek-{old.pk}" not in entries(path)
    Triangle.objects.update(rehearsal_until=timezone.now())
    assert [name for name in entries(path) if not name.startswith("adres-")] == []


def test_the_address_is_shown_once_and_a_new_one_ends_the_old(client, talk):
    assert "Je hebt nog geen adres." in text_of(client.get(PAGE))
    path = make(client)
    assert path not in client.get(PAGE).content.decode()
    again = make(client)
    assert again != path
    assert Client().get(path).status_code == 404
    assert Client().get(again).status_code == 200
    client.post(f"{PAGE}weg/")
    assert Client().get(again).status_code == 404
    assert "Je hebt nog geen adres." in text_of(client.get(PAGE))
    client.post(f"{PAGE}weg/")  # there is none
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["link gemaakt", "link gemaakt", "link ingetrokken"]


def test_sec_02_the_secret_stands_in_no_table_and_in_no_log(client, talk, caplog):
    from driehoek.logs import WithoutTokens

    path = make(client)
    secret = path.removeprefix("/agenda/").removesuffix(".ics")
    assert len(secret) >= 22 + 27  # at least 128 random bits, and a signature
    assert not any(secret in str(rows) for rows in every_row().values())
    line = logging.LogRecord("x", logging.INFO, "", 0, 'GET "%s" 404', (f"https://driehoek.example{path}",), None)
    WithoutTokens().filter(line)
    assert secret not in line.getMessage()


def test_sec_03_whatever_is_wrong_with_an_address_the_answer_is_one(client, talk, adviser):
    path = make(client)
    withdrawn = make(client)
    client.post(f"{PAGE}weg/")
    link = Link.objects.get()
    other = f"/agenda/{signer(Purpose.LEZEN).sign(value_of(link))}.ics"  # signed for another purpose
    paths = [path, withdrawn, other, "/agenda/1-x.y.ics", "/agenda/niets.ics", f"/agenda/{'9' * 40}-a.b.ics"]
    answers = [Client().get(one) for one in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    unknown = Client().get("/er-is-niets/")
    assert text_of(answers[0]) == text_of(unknown)


def test_sec_03_an_address_is_of_no_use_as_a_personal_link(client, talk):
    secret = make(client).removeprefix("/agenda/").removesuffix(".ics")
    assert Client().get(f"/deelnemen/link/{secret}/").status_code == 404
    assert Client().get(f"/scherm/link/{secret}/").status_code == 404


def test_somebody_whose_account_is_closed_has_no_calendar(client, talk, adviser):
    path = make(client)
    adviser.is_active = False
    adviser.save()
    assert Client().get(path).status_code == 404


def test_it_works_until_its_date_and_says_so_the_day_before(client, talk, adviser):
    link = renew_link(adviser)
    path = f"/agenda/{signer(Purpose.AGENDA).sign(value_of(link))}.ics"
    assert entries(path)[f"adres-{link.pk}"]["dtstart"].dt == timezone.localdate(link.until) - dt.timedelta(days=1)
    with time_machine.travel(link.until - dt.timedelta(seconds=1), tick=False):
        assert Client().get(path).status_code == 200
    with time_machine.travel(link.until + dt.timedelta(seconds=1), tick=False):
        assert Client().get(path).status_code == 404


def test_an_agenda_that_has_it_already_is_told_so_and_nothing_is_written(client, talk):
    path, before = make(client), every_row()
    first = Client().get(path)
    assert first["Cache-Control"] == "private, no-cache"
    assert not first.cookies
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = Client().get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Conversation.objects.update(place="Het Huis")
    assert Client().get(path, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert Client().head(path).status_code == 200
    Conversation.objects.update(place="De Loods")
    assert {name for name, rows in every_row().items() if rows != before[name]} == set()


def test_who_asks_too_often_waits_and_others_do_not(client, talk, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "calendar": "3/h/key", "wrong_link": "2/m/ip"}
    path = make(client)
    answers = [Client().get(path) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"]
    elsewhere = renew_link(FacilitatorFactory())
    other = f"/agenda/{signer(Purpose.AGENDA).sign(value_of(elsewhere))}.ics"
    assert Client().get(other).status_code == 200
    assert [Client().get("/agenda/1-x.y.ics").status_code for _ in range(3)] == [404, 404, 429]


def test_words_of_others_stay_on_their_line(client, talk):
    Conversation.objects.update(title="Hoe nu?\r\nATTENDEE:mailto:x@y.example", place="Zaal\r\nBEGIN:VEVENT")
    found = entries(make(client))
    assert "attendee" not in {name.lower() for name in found[f"gesprek-{talk.pk}"]}
    assert len(found) == 3


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(triangle, adviser, django_assert_num_queries, size):
    for _ in range(size):
        ConversationFactory(triangle=triangle, held_on=timezone.localdate())
        MembershipFactory(user=adviser, triangle__team_next_on=timezone.localdate())
    link = renew_link(adviser)
    with django_assert_num_queries(2):
        drawn = draw_calendar(link, timezone.localdate())
    assert drawn.count(b"BEGIN:VEVENT") == 2 * size + 1
    assert drawn == draw_calendar(link, timezone.localdate())
