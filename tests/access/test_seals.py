"""Red team, from below: what was written past the application is not made good by what the application does next."""

import pytest
from django.db import connection
from django.test import Client, override_settings

from conversations import guards
from conversations.calendar_feed import find_feed_link, renew_link
from conversations.links import Purpose, find_link, follow_dates, give_link, token_of, withdraw
from conversations.models import Consent, Conversation, Link, Visit
from conversations.screen_link import find_screen_link, give_screen_link
from conversations.visits import COOKIE
from tests.access.attempts import hears, own_pages, scene, sql
from tests.by_link import address, enter
from tests.crawling import by_link, logged_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def found():
    return scene()


@pytest.fixture
def pointed(found):
    """The browser and the token of somebody who pointed their own link at the victim, all guards taken away."""
    guards.drop(connection)
    mine, link = by_link(found.other), give_link(found.other, Purpose.DEELNEMEN)
    found.mine, found.link, found.token = mine, link, token_of(link)
    theirs = "SELECT id FROM conversations_link WHERE participant_id = %s"
    sql(f"DELETE FROM conversations_visit WHERE link_id IN ({theirs})", found.victim.pk)
    sql("DELETE FROM conversations_link WHERE participant_id = %s", found.victim.pk)
    sql("UPDATE conversations_link SET participant_id = %s WHERE id = %s", found.victim.pk, link.pk)
    sql("UPDATE conversations_visit SET reads_back = %s", True)
    yield found
    guards.create(connection)


def opens(found):
    return find_link(found.token) is not None or hears(found.mine, own_pages(found.victim))


def test_sec_08_a_link_that_was_pointed_at_another_is_not_made_good_by_a_new_date(pointed):
    follow_dates(Conversation.objects.get(pk=pointed.meeting.pk))
    assert not opens(pointed)
    assert not Link.objects.get(pk=pointed.link.pk).is_genuine()


def test_sec_08_a_link_that_was_pointed_at_another_is_new_once_the_product_sends_it(pointed):
    given = give_link(pointed.victim, Purpose.DEELNEMEN)
    assert (given.pk, given.is_genuine()) == (pointed.link.pk, True)
    assert not opens(pointed)
    assert find_link(token_of(given)) == given


def test_sec_08_a_link_that_was_pointed_at_another_stays_shut_once_it_is_withdrawn(pointed):
    withdraw(Link.objects.get(pk=pointed.link.pk), pointed.adviser)
    sql("UPDATE conversations_link SET withdrawn_at = NULL, nonce = %s", pointed.link.nonce)
    assert not opens(pointed)


def test_sec_08_a_browser_without_the_code_reads_nothing_once_a_column_says_that_it_may(found):
    thief = enter(found.victim)
    assert not hears(thief, own_pages(found.victim))
    sql("UPDATE conversations_visit SET reads_back = %s, code_tries = 1", True)
    assert not hears(thief, own_pages(found.victim))
    assert thief.get(address(found.victim)).status_code == 404
    again = Client()
    again.cookies[COOKIE] = thief.cookies[COOKIE].value
    again.post(f"/deelnemen/link/{token_of(give_link(found.victim, Purpose.DEELNEMEN))}/")
    assert again.get(address(found.victim)).status_code == 200
    assert not hears(again, own_pages(found.victim))


def test_sec_08_a_visit_that_is_over_does_not_live_again_by_hand(found):
    assert hears(found.tab, own_pages(found.victim))
    found.tab.post("/deelnemen/weg/")
    assert not Visit.objects.filter(ended_at=None).exists()
    sql("UPDATE conversations_visit SET ended_at = NULL, reads_back = %s", True)
    assert not hears(found.tab, own_pages(found.victim))


def test_sec_08_an_address_of_a_screen_or_calendar_that_was_moved_is_new_once_it_is_given(found):
    screen, feed = give_screen_link(found.meeting, found.adviser), renew_link(UserFactory())
    old = token_of(screen), token_of(feed)
    sql("UPDATE conversations_link SET user_id = %s WHERE id = %s", found.adviser.pk, feed.pk)
    sql("UPDATE conversations_link SET seal = 'a' WHERE id = %s", screen.pk)
    assert (find_screen_link(old[0]), find_feed_link(old[1])) == (None, None)
    fresh = give_screen_link(found.meeting, found.adviser), renew_link(found.adviser)
    assert [one.pk for one in fresh] == [screen.pk, feed.pk]
    assert (find_screen_link(old[0]), find_feed_link(old[1])) == (None, None)
    assert (find_screen_link(token_of(fresh[0])), find_feed_link(token_of(fresh[1]))) == fresh


def test_sec_08_another_secret_key_closes_no_answer_that_was_given_to_a_facilitator(found):
    with override_settings(SECRET_KEY="een-heel-andere-sleutel-van-de-site-zelf"):
        tab = logged_in(found.meeting.facilitator)
        shown = tab.post(f"/gesprekken/{found.meeting.pk}/antwoorden/").content.decode()
        assert "Kanarie antwoord begeleider." in shown


def test_sec_08_seals_under_an_older_key_count_and_one_under_no_key_does_not(found, settings):
    sealed = [*Link.objects.all(), *Visit.objects.all(), *Consent.objects.exclude(source="verlaagd")]
    old = settings.TEXT_KEYS
    settings.TEXT_KEYS = ["nieuwe-sleutel-die-alleen-deze-test-gebruikt", *old]
    assert {type(one) for one in sealed if one.is_genuine()} == {Link, Visit, Consent}
    assert all(one.is_genuine() for one in sealed)
    settings.TEXT_KEYS = settings.TEXT_KEYS[:1]
    assert not any(one.is_genuine() for one in sealed)
