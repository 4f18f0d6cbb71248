"""Putting a sign off until a day: by an adviser, at most a year, with one line in the log."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import AuditEvent, Signal
from conversations.signalling import refresh
from tests.factories import MembershipFactory
from tests.reading_pages import text_of

from .tables import table

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(client, at):
    talk = table(rhythm="jaar")
    client.force_login(MembershipFactory(triangle=talk.triangle).user)
    refresh(talk.triangle_id)
    return Signal.objects.get()


def address(signal):
    return f"/driehoeken/{signal.triangle_id}/tekens/{signal.pk}/"


def hide(client, signal, until):
    return client.post(address(signal), {"until": until})


def test_the_page_says_what_it_is_about(client, signal):
    page = text_of(client.get(address(signal)))
    assert "Er is nog geen datum voor het volgende gesprek." in page
    assert "Niet tonen tot" in page


def test_a_sign_is_hidden_until_its_day_and_the_log_says_so_once(client, signal):
    for _ in range(2):
        assert hide(client, signal, "1-6-2026").status_code == 302
    refresh(signal.triangle_id)
    assert not Signal.objects.shown_on(dt.date(2026, 5, 31)).exists()
    assert Signal.objects.shown_on(dt.date(2026, 6, 1)).exists()
    event = AuditEvent.objects.get(action="teken verborgen")
    assert event.details == {"kind": "geen-datum", "until": "2026-06-01"}
    assert event.triangle_id == signal.triangle_id


@pytest.mark.parametrize("until", ["2-4-2026", "1-4-2027"])
def test_from_tomorrow_to_a_year(client, signal, until):
    assert hide(client, signal, until).status_code == 302


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("1-4-2026", "Kies een dag na vandaag, hooguit een jaar vooruit."),
        ("2-4-2027", "Kies een dag na vandaag, hooguit een jaar vooruit."),
        ("", "Vul in tot wanneer je dit niet wilt zien."),
        ("morgen", "Dit is geen datum."),
    ],
)
def test_another_day_is_refused(client, signal, until, words):
    answer = hide(client, signal, until)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert Signal.objects.get().dismissed_until is None


def test_of_another_triangle_or_an_archived_one_there_is_no_such_page(client, signal):
    mine = MembershipFactory(user_id=client.session["_auth_user_id"]).triangle
    assert client.post(f"/driehoeken/{mine.pk}/tekens/{signal.pk}/", {"until": "1-6-2026"}).status_code == 404
    signal.triangle.archived_at = timezone.now()
    signal.triangle.save()
    assert hide(client, signal, "1-6-2026").status_code == 404
    assert Signal.objects.get().dismissed_until is None
