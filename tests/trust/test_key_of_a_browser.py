"""The key that a browser keeps, and which pages it opens by it."""

import datetime as dt
import secrets

import pytest
from django.http import HttpResponse
from django.test import Client

from conversations.links import Purpose, end_of, give_link, last_moment, withdraw
from conversations.models import Phase, Visit
from conversations.screen_link import give_screen_link
from conversations.visits import (
    COOKIE,
    digest,
    end_visits,
    find_visit,
    join_key,
    known_key,
    living_visits,
    new_code,
    visited,
    visits_here,
)
from tests.factories import FacilitatorFactory, ParticipantFactory, UserFactory
from tests.personal_links import opened, path_of
from tests.trust.browsers import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def asks(rf):
    """Return a function that makes the request of the browser with a key."""

    def ask(key):
        request = rf.get("/")
        request.COOKIES[COOKIE] = key
        return request

    return ask


def enter(person, key="mine", purpose=Purpose.DEELNEMEN):
    return join_key(digest(key), give_link(person, purpose))


@pytest.mark.parametrize("over_https", [True, False])
def test_the_key_is_kept_out_of_scripts_other_sites_and_plain_http(person, settings, over_https):
    settings.SESSION_COOKIE_SECURE = over_https
    client, visit = opened(give_link(person, Purpose.DEELNEMEN))
    kept = client.cookies[COOKIE]
    assert (bool(kept["secure"]), kept["httponly"], kept["samesite"], kept["path"]) == (over_https, True, "Lax", "/")
    assert len(kept.value) >= 43  # 256 bits
    assert visit.key_digest == digest(kept.value)
    assert kept.value not in str(Visit.objects.values())


def test_a_browser_has_one_key_for_all_its_links_and_no_other_has_the_same(person):
    link, reading = give_link(person, Purpose.DEELNEMEN), give_link(person, Purpose.LEZEN)
    client, _ = opened(link)
    key = client.cookies[COOKIE].value
    client.post(path_of(reading))
    assert client.cookies[COOKIE].value == key
    assert opened(link)[0].cookies[COOKIE].value != key


def test_a_key_that_was_made_up_opens_nothing(person, asks):
    enter(person)
    enter(ParticipantFactory(conversation=person.conversation), key="other")
    for key in ("other", "guess", digest("mine"), ""):
        assert find_visit(asks(key), person.pk, [Purpose.DEELNEMEN]) is None
    guess = Client()
    guess.cookies[COOKIE] = "guess"
    assert guess.get(f"/deelnemen/{person.pk}/").status_code == 404
    assert find_visit(asks("mine"), person.pk, [Purpose.DEELNEMEN]) is not None


def test_a_browser_without_a_key_has_no_visits_not_even_one_without_a_browser(person, rf, asks):
    Visit.objects.create(link=give_link(person, Purpose.DEELNEMEN), key_digest="")
    for request in (rf.get("/"), asks("")):
        assert known_key(request) == ""
        assert not visits_here(request).exists()
        assert living_visits(request, [Purpose.DEELNEMEN]) == []


def test_a_visit_is_here_until_it_ends_or_its_link_is_another(person, asks):
    here = asks("mine")
    visit = enter(person)
    assert list(visits_here(here)) == [visit]
    end_visits(here)
    assert not visits_here(here).exists()
    assert enter(person) == visits_here(here).get()  # it comes in again
    withdraw(visit.link, UserFactory())
    assert not visits_here(here).exists()
    give_link(person, Purpose.DEELNEMEN)  # a new one is mailed: that opens nothing here by itself
    assert not visits_here(here).exists()
    assert find_visit(here, person.pk, [Purpose.DEELNEMEN]) is None


def test_the_strongest_link_of_a_browser_counts_and_pages_of_others_stay_shut(person, asks):
    here, other = asks("mine"), ParticipantFactory(conversation=person.conversation)
    taking_part, reading = enter(person), enter(person, purpose=Purpose.LEZEN)
    both = [Purpose.DEELNEMEN, Purpose.LEZEN]
    assert find_visit(here, person.pk, both) == taking_part
    assert find_visit(here, person.pk, both[::-1]) == reading
    assert find_visit(here, person.pk, [Purpose.DATUM]) is None
    assert find_visit(here, other.pk, both) is None
    assert living_visits(here, [Purpose.LEZEN]) == [reading]
    enter(other)
    assert [visit.link.participant for visit in living_visits(here, both)] == [other, person, person]
    assert living_visits(here, both, link__participant=other) == [enter(other)]


def test_a_screen_that_was_opened_is_no_page_of_a_participant(person, asks):
    join_key(digest("mine"), give_screen_link(person.conversation, FacilitatorFactory()))
    assert visits_here(asks("mine")).count() == 1
    assert living_visits(asks("mine"), Purpose.values) == []


def test_a_page_opens_by_its_own_links_alone_and_is_the_same_404_for_every_number(person):
    reader, _ = opened(give_link(person, Purpose.LEZEN))
    page = f"/deelnemen/{person.pk}/vragen/dilemma/"
    shut = reader.get(page)
    assert shut.status_code == 404
    assert reader.get("/deelnemen/999999/vragen/dilemma/").content == shut.content == Client().get(page).content
    assert "link" in shut.content.decode()


@pytest.mark.parametrize("change", ["late", "withdrawn", "closed", "by hand"])
def test_a_page_that_was_open_shuts_with_its_link(person, time_machine, change):
    client, visit = opened(give_link(person, Purpose.DEELNEMEN))
    page = f"/deelnemen/{person.pk}/"
    assert client.get(page).status_code == 200
    if change == "late":
        time_machine.move_to(visit.link.until, tick=False)
    elif change == "withdrawn":
        withdraw(visit.link, UserFactory())
    elif change == "closed":
        type(person.conversation).objects.update(phase=Phase.AFGEROND)
    else:
        Visit.objects.update(seal="")
    assert client.get(page).status_code == 404


def test_a_link_that_is_given_has_the_last_day_of_its_purpose(person):
    last = {
        Purpose.DEELNEMEN: dt.date(2026, 6, 19),
        Purpose.LEZEN: dt.date(2026, 8, 2),
        Purpose.ZAAL: dt.date(2026, 5, 5),
    }
    for purpose, day in last.items():
        assert give_link(person, purpose).until == end_of(day)


@pytest.mark.parametrize(("purpose", "last"), [(Purpose.DEELNEMEN, (2026, 8, 29)), (Purpose.SCHERM, (2026, 3, 3))])
def test_without_a_date_a_link_is_counted_from_the_day_it_was_made(person, purpose, last):
    person.conversation.held_on = None
    made = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    assert last_moment(person.conversation, purpose, since=made) == end_of(dt.date(*last))


def test_leaving_takes_this_browser_from_the_door_of_the_room_and_no_other(person, asks):
    wait = person.conversation.arrivals.create
    mine, other = (wait(key_digest=digest(key), participant=person) for key in ("mine", "other"))
    visits = enter(person), enter(person, key="other")
    Visit.objects.let_read(True)
    end_visits(asks("mine"))
    assert list(person.arrivals.all()) == [other]
    assert not type(mine).objects.filter(pk=mine.pk).exists()
    kept = [Visit.objects.get(pk=visit.pk) for visit in visits]
    assert [(visit.reads_back, visit.seal != "", visit.ended_at) for visit in kept] == [
        (False, False, NOW),
        (True, True, None),
    ]


@pytest.mark.parametrize(
    ("opened_by", "purpose", "status"),
    [
        ((), Purpose.DEELNEMEN, 200),
        ((), Purpose.LEZEN, 404),
        ((Purpose.LEZEN,), Purpose.LEZEN, 200),
        ((Purpose.LEZEN,), Purpose.DEELNEMEN, 404),
        ((Purpose.LEZEN, Purpose.DEELNEMEN), Purpose.DEELNEMEN, 200),
    ],
)
def test_a_page_takes_the_links_that_it_names_or_else_the_one_to_take_part(person, asks, opened_by, purpose, status):
    @visited(*opened_by)
    def page(request, visit, word):
        return HttpResponse(f"{visit.pk} {word}")

    visit = enter(person, purpose=purpose)
    answer = page(asks("mine"), participant=person.pk, word="tafel")
    assert answer.status_code == status
    assert (answer.content.decode() == f"{visit.pk} tafel") is (status == 200)


@pytest.mark.parametrize(("drawn", "code"), [(0, "000000"), (-1, "999999")])
def test_the_lowest_and_the_highest_code_have_six_digits(person, monkeypatch, drawn, code):
    monkeypatch.setattr(secrets, "randbelow", lambda below: range(below)[drawn])
    assert new_code(enter(person)) == code
