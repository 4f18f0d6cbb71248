"""Questions that are put into SQL once: other keys, other answers; and a session that ended is no session."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from conversations.live import LED, SEEN, read_version_for
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
