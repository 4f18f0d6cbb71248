"""SEC-06: how long somebody stays in, and how a session is ended."""

import datetime as dt

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conversations.models import AuditEvent, Insight
from driehoek.chores import do_chores
from tests.factories import PASSWORD, UserFactory
from tests.meetings import open_meeting, send
from tests.mistakes import NO_ROLES
from tests.trust.coming_in import LOGIN, is_in, log_in
from tests.trust.starting import start
from triangles.sessions import SEEN, end_sessions

pytestmark = pytest.mark.django_db
USERS, SESSIONS = "/beheer/triangles/user/", "/account/sessies/"
SAID = {"text": "We belden te laat.", "applied": "deels", "shared_view": ""}
LATER = SAID | {"text": "Na de pauze."}
NEW = "vier losse woorden achtereen"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture(autouse=True)
def as_in_the_product(settings):
    """The hour of the product, where other tests have longer; nobody tried anything yet."""
    settings.SESSION_IDLE_SECONDS = 60 * 60
    cache.clear()


def test_sec_06_the_product_itself_has_the_hour_and_the_twelve():
    read = (
        "from django.conf import settings as s; assert (s.SESSION_IDLE_SECONDS, s.SESSION_COOKIE_AGE) == (3600, 43200)"
    )
    assert start(read) == (0, "")


@pytest.fixture
def user():
    return UserFactory(username="noor", name="Noor Bakhuis", email="noor@voorbeeld.example")


@pytest.fixture
def clock():
    """A clock that is only moved by hand."""
    with time_machine.travel(dt.datetime(2026, 11, 3, 8, 0, tzinfo=dt.UTC), tick=False) as found:
        yield found


def minutes(clock, count):
    clock.shift(dt.timedelta(minutes=count))


def browser(user, user_agent=WINDOWS):
    """Return a browser in which `user` just came in."""
    found = Client(headers={"user-agent": user_agent})
    log_in(found, user)
    return found


def test_sec_06_after_an_hour_of_nothing_the_session_is_over(client, user, clock):
    log_in(client, user)
    clock.shift(dt.timedelta(minutes=59, seconds=59))
    assert is_in(client)
    clock.shift(dt.timedelta(minutes=60))
    assert client.get("/principes/")["Location"] == f"{LOGIN}?next=/principes/"
    assert "Je deed een uur niets." in client.get(f"{LOGIN}?next=/principes/").content.decode()
    assert "Je deed een uur niets." not in Client().get(LOGIN).content.decode()


def test_sec_06_whoever_goes_on_stays_in_and_after_twelve_hours_nobody_does(client, user, clock):
    log_in(client, user)
    for _ in range(23):
        minutes(clock, 30)
        assert is_in(client)
    clock.shift(dt.timedelta(minutes=29, seconds=59))
    assert is_in(client)
    clock.shift(dt.timedelta(seconds=1))
    assert not is_in(client)
    assert "Na twaalf uur log je opnieuw in." in client.get(LOGIN).content.decode()


def test_sec_06_a_page_that_asks_for_its_own_news_keeps_nobody_in(client, user, clock):
    log_in(client, user)
    for _ in range(6):
        minutes(clock, 9)
        assert client.get("/principes/", headers={"X-Poll": "1"}).status_code == 200
    minutes(clock, 6)
    assert client.get("/principes/", headers={"X-Poll": "1"}).status_code == 401
    assert "Je deed een uur niets." in client.get(LOGIN).content.decode()


def test_sec_06_saving_keeps_somebody_in_and_what_is_typed_after_an_hour_is_kept_by_the_page(client, clock):
    meeting = open_meeting()
    log_in(client, meeting.facilitator)
    minutes(clock, 50)
    assert send(client, meeting, "inzicht:vertrouwen", SAID).status_code == 200
    minutes(clock, 50)
    assert is_in(client)
    minutes(clock, 60)
    assert send(client, meeting, "inzicht:vertrouwen", LATER, version=1).status_code == 401  # the page keeps the text
    assert Insight.objects.get().text == SAID["text"]
    log_in(client, meeting.facilitator)
    assert send(client, meeting, "inzicht:vertrouwen", LATER, version=1).status_code == 200
    assert Insight.objects.get().text == LATER["text"]


def test_sec_06_being_seen_is_written_once_in_five_minutes_and_asks_nothing_more(client, user, clock):
    log_in(client, user)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/principes/")
        return [query["sql"].split()[0] for query in seen.captured_queries if "django_session" in query["sql"]]

    asked()
    minutes(clock, 4)
    assert asked() == ["SELECT"]
    minutes(clock, 1)
    assert "UPDATE" in asked()
    assert asked() == ["SELECT"]


def test_sec_06_coming_in_again_begins_with_nothing_of_the_session_before(client, user, clock):
    log_in(client, user)
    old = client.session.session_key
    minutes(clock, 61)
    log_in(client, user)
    assert is_in(client)
    assert client.session.session_key != old
    assert not client.session.exists(old)


def test_sec_06_you_see_where_you_are_in_and_no_network_address_is_kept(user):
    laptop, phone = browser(user), browser(user, IPHONE)
    page = laptop.get(SESSIONS).content.decode()
    assert "Edge op Windows (deze browser)" in page
    assert "Safari op een iPhone" in page
    assert "deze browser" not in phone.get(SESSIONS).content.decode().split("iPhone")[0]
    kept = set(UserSession.objects.values_list("ip", "user_agent"))
    assert kept == {("0.0.0.0", "Edge op Windows"), ("0.0.0.0", "Safari op een iPhone")}
    assert "Edge" not in browser(UserFactory(), IPHONE).get(SESSIONS).content.decode()


def test_sec_06_you_end_one_session_or_all_others_and_only_your_own(user):
    laptop, phone, tablet, other = browser(user), browser(user, IPHONE), browser(user), browser(UserFactory())
    of = {row.pk: row for row in UserSession.objects.order_by("pk")}
    of_laptop, of_phone, _, of_other = of
    laptop.post(SESSIONS, {"sessie": of_phone})
    assert [is_in(one) for one in (laptop, phone, tablet, other)] == [True, False, True, True]
    laptop.post(SESSIONS, {"sessie": of_other})
    laptop.post(SESSIONS, {"sessie": of_laptop})
    assert (is_in(other), is_in(laptop)) == (True, True)
    laptop.post(SESSIONS)
    assert [is_in(one) for one in (laptop, tablet, other)] == [True, False, True]


@pytest.mark.parametrize("end", ["change", "close", "beheerder"])
def test_sec_06_another_password_a_closed_account_and_the_beheerder_end_them_all(user, end):
    phone, laptop, beheerder = browser(user, IPHONE), browser(user), Client()
    admin = UserFactory(is_staff=True, is_superuser=True)
    beheerder.force_login(admin)
    if end == "change":
        laptop.post("/account/wachtwoord/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    elif end == "close":
        values = {"username": user.username, "name": user.name, "email": user.email}
        assert beheerder.post(f"{USERS}{user.pk}/change/", NO_ROLES | values).status_code == 302
    else:
        act = {"action": "end_their_sessions", "_selected_action": [user.pk, admin.pk]}
        assert "Je eigen account is overgeslagen." in beheerder.post(USERS, act, follow=True).content.decode()
        assert AuditEvent.objects.get(action="sessies beëindigd").details == {"user": user.pk}
    assert (is_in(phone), is_in(laptop)) == (False, end == "change")
    left = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    assert Session.objects.filter(pk__in=left).count() == (1 if end == "change" else 0)


def test_sec_06_sessions_that_are_over_are_cleared_away(user, clock):
    browser(user)
    minutes(clock, 60 * 12 + 1)
    do_chores()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


def test_whoever_was_ended_elsewhere_reads_that_and_comes_in_again(client, user):
    thief, laptop = browser(user), browser(user)
    laptop.post(SESSIONS)
    assert thief.get("/principes/")["Location"] == f"{LOGIN}?next=/principes/"
    for _ in range(2):
        assert "uitgelogd vanaf een ander apparaat" in thief.get(LOGIN).content.decode()
    assert "uitgelogd vanaf een ander apparaat" not in client.get(LOGIN).content.decode()
    assert Session.objects.filter(session_data="").count() == 1  # the note holds nothing of them
    log_in(thief, user)
    assert is_in(thief)
    thief.post("/account/uitloggen/")
    assert "uitgelogd vanaf" not in thief.get(LOGIN).content.decode()


def test_what_was_still_on_its_way_in_an_ended_session_does_not_bring_it_back(user):
    other = browser(user)
    late = other.session
    assert late[SEEN]  # read while it was alive
    end_sessions(user)
    late["something"] = 1
    with pytest.raises(UpdateError):
        late.save()
    assert not is_in(other)
