"""SEC-04: what was saved is read back in another browser only after a code by mail."""

import datetime as dt
import re

import pytest
from django.core import mail

from conversations.models import Visit
from conversations.visits import claim_authorship, may_read_back, try_code
from driehoek.mail import Outbox
from driehoek.sending import send_due
from tests.factories import ReflectionFactory
from tests.personal_links import opened

pytestmark = pytest.mark.django_db


def test_sec_04_only_the_browser_that_wrote_reads_back(link, person):
    _, here = opened(link)
    assert may_read_back(here)
    assert claim_authorship(here)
    ReflectionFactory(participant=person, conversation=person.conversation)
    _, there = opened(link)
    assert may_read_back(here)
    assert not may_read_back(there)
    assert not claim_authorship(there)


def test_sec_04_a_browser_that_opened_before_the_text_was_written_is_none_the_wiser(link, person):
    _, early = opened(link)
    _, here = opened(link)
    assert claim_authorship(here)
    ReflectionFactory(participant=person, conversation=person.conversation)
    assert not may_read_back(early)
    assert not claim_authorship(early)


def mailed_code(client, person):
    client.post(f"/deelnemen/{person.pk}/code/nieuw/")
    send_due()
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


@pytest.fixture
def elsewhere(link, person):
    """A browser in which nothing was written, while something was written in another."""
    ReflectionFactory(participant=person, conversation=person.conversation)
    return opened(link)


@pytest.mark.django_db(transaction=True)
def test_sec_04_a_code_by_mail_reads_back(elsewhere, person):
    client, visit = elsewhere
    code = mailed_code(client, person)
    assert mail.outbox[-1].to == ["sjoerd@dienst.example"]
    assert code not in str(list(Outbox.objects.values()))
    assert code not in str(list(Visit.objects.values()))
    answer = client.post(f"/deelnemen/{person.pk}/code/", {"code": code})
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert may_read_back(visit)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("seconds", "works"), [(599, True), (601, False)])
def test_sec_04_a_code_lives_ten_minutes(elsewhere, person, time_machine, seconds, works):
    client, visit = elsewhere
    code = mailed_code(client, person)
    visit.refresh_from_db()
    time_machine.move_to(visit.code_until + dt.timedelta(seconds=seconds - 600), tick=False)
    assert try_code(visit, code) is works


@pytest.mark.django_db(transaction=True)
def test_sec_04_a_code_works_once_and_five_tries_are_enough(elsewhere, person):
    client, visit = elsewhere
    code = mailed_code(client, person)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        page = client.post(f"/deelnemen/{person.pk}/code/", {"code": wrong}).content.decode()
        assert "Deze code klopt niet" in page
        assert wrong in page
    assert not try_code(visit, code)
    code = mailed_code(client, person)
    assert try_code(visit, code)
    assert not try_code(visit, code)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12 34 56 78"])
def test_a_code_of_another_shape_is_refused_at_the_field(elsewhere, person, typed):
    page = elsewhere[0].post(f"/deelnemen/{person.pk}/code/", {"code": typed}).content.decode()
    assert "zes cijfers" in page
    assert 'aria-invalid="true"' in page


def test_sec_05_the_sixth_code_in_an_hour_waits(elsewhere, person):
    client, _ = elsewhere
    statuses = [client.post(f"/deelnemen/{person.pk}/code/nieuw/").status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]
