"""Questions that are put into SQL once: other keys, other answers; and a session that ended is no session."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Q, Value
from django.utils import timezone

from conversations.live import LED, SEEN, read_version_for
from conversations.models import Conversation
from driehoek.prepared import Prepared
from tests.factories import FacilitatorFactory
from tests.meetings import open_meeting, send
from triangles.models import User

pytestmark = pytest.mark.django_db


def test_the_same_question_with_other_keys_has_other_answers():
    asked = Prepared(lambda name, pk: User.objects.filter(username=name, pk=pk).values_list("pk"), name="?", pk=-9001)
    one, other = FacilitatorFactory(), FacilitatorFactory()
    for user in (one, other):
        assert list(asked.ask(name=user.username, pk=user.pk)) == [(user.pk,)]
    assert list(asked.ask(name=one.username, pk=other.pk)) == []
    assert list(asked.ask(name="' OR 1=1 --", pk=one.pk)) == []


def test_values_come_back_as_python_knows_them():
    Session.objects.create(session_key="s", session_data="", expire_date=timezone.now())
    [(until,)] = Prepared(lambda key: Session.objects.filter(pk=key).values_list("expire_date"), key="?").ask(key="s")
    assert until == Session.objects.get().expire_date


def test_a_list_of_keys_is_asked_as_long_as_it_is():
    asked = Prepared(lambda keys: User.objects.filter(pk__in=keys).values_list("pk"), keys=[-9001])
    users = [FacilitatorFactory().pk for _ in range(5)]
    for number in (5, 3, 0, 1, 2, 4):
        assert sorted(key for (key,) in asked.ask(keys=users[:number])) == users[:number]
    assert len(asked.made) == 4  # of 1, 2, 4 and 8 keys


def test_an_empty_list_leaves_the_other_way_in_open():
    asked = Prepared(
        lambda me, keys: User.objects.filter(Q(pk__in=keys) | Q(pk=me)).values_list("pk"), me=-1, keys=[-9001]
    )
    me, other = FacilitatorFactory().pk, FacilitatorFactory().pk
    assert list(asked.ask(me=me, keys=[])) == [(me,)]
    assert sorted(asked.ask(me=me, keys=[other])) == [(me,), (other,)]


def test_a_day_is_asked_as_the_database_keeps_it():
    asked = Prepared(
        lambda day: Conversation.objects.filter(held_on__lt=day).values_list("held_on"), day=dt.date(1, 1, 2)
    )
    held_on = open_meeting().held_on
    assert list(asked.ask(day=held_on)) == []
    assert list(asked.ask(day=held_on + dt.timedelta(days=1))) == [(held_on,)]


def test_objects_come_with_what_was_selected_of_others(django_assert_num_queries):
    meeting = open_meeting()
    rows = Conversation.objects.select_related("triangle", "facilitator").annotate(late=Value(True))
    asked = Prepared(lambda pk: rows.filter(pk=pk), pk=-9001)
    asked.objects(pk=0)
    with django_assert_num_queries(1):
        [found] = asked.objects(pk=meeting.pk)
        assert (found, found.triangle, found.facilitator) == (meeting, meeting.triangle, meeting.facilitator)
    assert found.late
    found.title = "Iets anders"
    found.save(update_fields=["title"])
    assert [one.title for one in asked.objects(pk=meeting.pk)] == ["Iets anders"]


@pytest.mark.parametrize("asked", [LED, SEEN])
def test_who_does_not_lead_gets_no_version(asked):
    meeting, stranger = open_meeting(), FacilitatorFactory()
    assert read_version_for(meeting.facilitator, meeting.pk, asked)
    assert read_version_for(stranger, meeting.pk, asked) is None
    assert read_version_for(meeting.facilitator, meeting.pk + 1, asked) is None


def test_what_the_facilitator_types_is_news_for_the_big_screen_and_not_for_their_own_page(client):
    meeting = open_meeting()
    client.force_login(meeting.facilitator)
    before = [read_version_for(meeting.facilitator, meeting.pk, asked) for asked in (LED, SEEN)]
    send(client, meeting, "geparkeerd:nieuw-1", {"text": "De begroting"})
    after = [read_version_for(meeting.facilitator, meeting.pk, asked) for asked in (LED, SEEN)]
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)


def test_a_session_that_is_over_logs_nobody_in(client):
    client.force_login(FacilitatorFactory())
    assert client.get("/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert client.get("/").status_code == 302


def test_a_key_that_nobody_gave_out_is_not_kept(client):
    client.cookies["sessie"] = "x" * 32
    client.get("/")
    client.force_login(FacilitatorFactory())
    assert client.cookies["sessie"].value != "x" * 32
    assert not Session.objects.filter(pk="x" * 32).exists()
