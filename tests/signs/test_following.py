"""The signs follow every act that touches them, after it is committed; an act never fails on them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conversations.advising import archive, reopen
from conversations.looking_back import decide
from conversations.models import Conversation, DateOption, Phase, Signal
from conversations.planning import delete_concept, start_conversation
from conversations.polling import choose
from conversations.signalling import refresh, refresh_all
from tests.at_once import at_once
from tests.factories import ConversationFactory, MembershipFactory
from triangles import changing

from .tables import HELD, agree, promise, table

pytestmark = pytest.mark.django_db
NO_DATE = ["geen-datum"]


@pytest.fixture
def talk(at):
    return table(rhythm="jaar")


@pytest.fixture
def adviser(talk):
    return MembershipFactory(triangle=talk.triangle).user


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """Return a function that does an act, commits it, and returns the kinds of the signs that there are then."""

    def do(act, *given, **named):
        with django_capture_on_commit_callbacks(execute=True):
            act(*given, **named)
        return sorted(Signal.objects.values_list("kind", flat=True))

    return do


def test_replacing_somebody_by_the_form(talk, client, adviser, after):
    client.force_login(adviser)
    agree(talk, dt.date(2027, 3, 1))
    seat = talk.triangle.seats.get(corner="opdrachtgever")
    typed = {"version": seat.version, "person": "Fouad", "function": "directeur", "organisation": "Dienst"}
    address = f"/driehoeken/{talk.triangle_id}/bezetting/{seat.pk}/vervangen/"
    assert after(client.post, address, typed | {"last_day": "31-3-2026"}) == ["nieuwe-opdrachtgever"]
    new = talk.triangle.seats.get(person="Fouad")
    assert Signal.objects.get().why.startswith("Fouad is sinds 1 april 2026 opdrachtgever.")
    address = f"/driehoeken/{talk.triangle_id}/bezetting/{new.pk}/verwijderen/"
    assert after(client.post, address, {"sure": "on"}) == ["lege-hoek"]


def test_what_is_typed_wrong_is_followed_by_nothing(talk, client, adviser, after):
    client.force_login(adviser)
    assert after(client.post, f"/driehoeken/{talk.triangle_id}/bezetting/nieuw/", {"person": ""}) == []


def test_planning_a_conversation_and_throwing_it_away(talk, adviser, after):
    assert after(refresh, talk.triangle_id) == NO_DATE
    assert after(start_conversation, talk.triangle, "Hoe nu verder?", adviser) == []
    assert after(delete_concept, Conversation.objects.get(phase="concept"), adviser) == NO_DATE


def test_calling_off_and_a_date_from_the_poll(talk, adviser, after, at):
    coming = ConversationFactory(triangle=talk.triangle, phase=Phase.VOORBEREIDING, held_on=dt.date(2026, 3, 30))
    option = DateOption.objects.create(conversation=coming, starts_at=timezone.now() + dt.timedelta(9))
    assert after(refresh, talk.triangle_id) == NO_DATE
    assert after(choose, coming, option, adviser) == []
    coming.refresh_from_db()
    assert after(coming.cancel, adviser) == NO_DATE


def test_a_decision_on_an_agreement(talk, adviser, after):
    agree(talk, dt.date(2027, 3, 1))
    late = promise(talk, due_on=HELD)
    assert after(refresh, talk.triangle_id) == ["over-de-datum"]
    running = ConversationFactory(triangle=talk.triangle, held_on=dt.date(2026, 3, 31))
    assert after(decide, late, running, adviser, what="gedaan") == []


def test_putting_a_triangle_away_and_back(talk, adviser, after):
    assert after(refresh, talk.triangle_id) == NO_DATE
    assert after(archive, talk.triangle, adviser) == []
    assert after(reopen, talk.triangle, adviser) == NO_DATE


def test_what_is_undone_is_followed_by_nothing(talk, adviser, after):
    def fail():
        with pytest.raises(ValidationError):
            talk.cancel(adviser)

    assert after(fail) == []


def test_an_act_stands_when_its_signs_fail(talk, adviser, after, monkeypatch, caplog):
    def fail(key):
        raise ZeroDivisionError

    monkeypatch.setattr(changing, "FOLLOWERS", [fail])
    after(talk.conclude, adviser)
    talk.refresh_from_db()
    assert talk.phase == Phase.AFGEROND
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_each_sign_once(talk, own_connections):
    own_connections()
    at_once(*[lambda: refresh(talk.triangle_id), refresh_all] * 2)
    assert at_once(lambda: list(Signal.objects.values_list("kind", flat=True))) == [NO_DATE]
