"""What others hear of by mail: a proposal to talk, somebody who cannot come, and an answer to a remark."""

import datetime as dt

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from conversations.absence import confirm, take_back, tell
from conversations.models import Proposal, ReportRemark, ReportResponse, StandIn
from conversations.proposing import close, propose
from conversations.reading import answer_remark
from driehoek.mail import Outbox
from tests.by_link import preparing
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.held import hold, read_case
from tests.mailed import sent

pytestmark = pytest.mark.django_db
NEW = {"name": "Ilse Kramer", "function": "plv. directeur", "email": "ilse@dienst.example"}


@pytest.fixture(autouse=True)
def monday_morning(time_machine):
    cache.clear()
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def meeting():
    return preparing()


@pytest.fixture
def advisers(meeting):
    return [MembershipFactory(triangle=meeting.triangle).user for _ in range(2)]


@pytest.fixture
def person(meeting):
    return meeting.people[1]


def rehearse(conversation):
    type(conversation.triangle).objects.update(rehearsal_until=timezone.now() + dt.timedelta(7))
    conversation.triangle.refresh_from_db()


def test_each_adviser_and_nobody_else_hears_of_a_proposal_without_its_words(meeting, advisers, person):
    MembershipFactory(user=UserFactory(is_active=False), triangle=meeting.triangle)
    MembershipFactory()
    propose(person, "kanarie: het loopt spaak")
    mails = sent()
    assert set(mails) == {user.email for user in advisers}
    one = mails[advisers[0].email]
    assert one.subject == f"Driehoek: een deelnemer van {meeting.triangle.name} stelt een gesprek voor"
    assert f"http://localhost:8000/driehoeken/{meeting.triangle_id}/" in one.body
    assert [word for word in ("kanarie", person.name) if word in str(one.message())] == []
    propose(person, "Nog eens.")
    assert len(sent()) == 2


def test_a_proposal_that_was_dealt_with_first_is_mailed_to_nobody(meeting, advisers, person):
    close(meeting.triangle, propose(person, "Graag eerder.").pk, advisers[0])
    assert sent() == {}


def test_each_adviser_hears_once_a_day_that_somebody_cannot_come(meeting, advisers, person, time_machine):
    for name in ("Joris de Wit", NEW["name"]):
        tell(person, **NEW | {"name": name})
    mails = sent()
    assert set(mails) == {user.email for user in advisers}
    one = mails[advisers[1].email]
    assert "Er is een vervanger voorgesteld." in one.body
    assert f"http://localhost:8000/gesprekken/{meeting.pk}/deelnemers/" in one.body
    assert [word for word in (*NEW.values(), person.name) if word in str(one.message())] == []
    tell(person, "", "", "")
    assert sent() == {}
    time_machine.shift(dt.timedelta(days=1))
    tell(person, "", "", "")
    assert "Er is nog geen vervanger genoemd." in sent()[advisers[0].email].body


@pytest.mark.parametrize("settle", [take_back, lambda person: confirm(person, UserFactory())])
def test_what_is_settled_before_the_mail_leaves_is_no_news(meeting, advisers, person, settle):
    tell(person, **NEW)
    settle(person)
    assert {user.email for user in advisers} & set(sent()) == set()


def test_who_is_no_adviser_any_more_gets_no_mail(meeting, advisers, person):
    propose(person, "Graag eerder.")
    meeting.triangle.memberships.filter(user=advisers[0]).delete()
    assert set(sent()) == {advisers[1].email}


def test_a_refused_act_mails_nobody(meeting, advisers, person):
    type(meeting).objects.update(held_on=None)
    with pytest.raises(Exception, match="als er een datum is"):
        tell(person, **NEW)
    assert not Outbox.objects.exists()


def test_of_a_rehearsal_no_adviser_hears(meeting, advisers, person):
    rehearse(meeting)
    propose(person, "Graag eerder.")
    tell(person, **NEW)
    assert (Proposal.objects.count(), StandIn.objects.count()) == (1, 1)
    assert not Outbox.objects.exists()


@pytest.fixture
def draft():
    """The kustregister conversation of which the concept can be read; its reader made two remarks."""
    conversation = hold(read_case("kustregister"))
    conversation.facilitator = FacilitatorFactory()
    conversation.save()
    conversation.release_draft(conversation.facilitator, timezone.localdate() + dt.timedelta(7))
    reader = conversation.participants.order_by("pk").first()
    reader.email = "lezer@dienst.example"
    reader.save()
    response = ReportResponse.objects.create(conversation=conversation, participant=reader, answer="opmerking")
    for section in ("afspraken", "tafel"):
        ReportRemark.objects.create(response=response, section=section, text=f"kanarie over {section}")
    return conversation


def give_answer(draft, section="afspraken", text="kanarie terug"):
    remark = ReportRemark.objects.get(section=section)
    answer_remark(remark, draft.facilitator, text, remark.version)


def later(time_machine, **delta):
    time_machine.shift(dt.timedelta(**delta))
    return sent()


def test_the_author_of_a_remark_hears_of_an_answer_in_one_mail_a_day(draft, time_machine):
    for section in ("afspraken", "tafel"):
        give_answer(draft, section)
    assert sent() == {}  # who answers more remarks goes on, and may change an answer
    mails = later(time_machine, minutes=10)
    assert list(mails) == ["lezer@dienst.example"]
    one = mails["lezer@dienst.example"]
    assert "Er is antwoord op uw opmerking" in one.body
    assert "/deelnemen/link/" in one.body
    assert "kanarie" not in str(one.message()) + str(list(Outbox.objects.values()))


def test_what_is_answered_after_the_mail_of_today_is_told_the_next_morning(draft, time_machine):
    give_answer(draft)
    assert len(later(time_machine, minutes=10)) == 1
    give_answer(draft, "tafel")
    assert later(time_machine, hours=14) == {}
    assert list(later(time_machine, hours=9)) == ["lezer@dienst.example"]
    assert later(time_machine, days=3) == {}


def test_an_answer_that_was_taken_back_is_told_to_nobody(draft, time_machine):
    give_answer(draft)
    give_answer(draft, text="")
    assert later(time_machine, minutes=10) == {}


def test_in_a_rehearsal_an_answer_is_mailed_to_nobody(draft):
    rehearse(draft)
    give_answer(draft)
    assert not Outbox.objects.exists()
    assert mail.outbox == []
