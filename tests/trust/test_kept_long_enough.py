"""PRIV-04: nothing goes before its time: not while a date is being chosen, not what was typed in late or for a next."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.models import Agreement, Availability, Conversation, DateOption, Destruction, Phase, Score
from conversations.rehearsal import start_rehearsal
from conversations.retention.nightly import clear_due
from tests.factories import ConversationFactory, FacilitatorFactory
from tests.meetings import adviser_of
from tests.trust.kept_things import addresses, at, became, established, full_meeting, night, private_of, settle
from triangles.models import Seat

pytestmark = pytest.mark.django_db


def choosing_a_date():
    """Return a meeting of the first night without a date, in preparation, of which nothing was agreed."""
    with night(0):
        meeting = full_meeting(held_on=None)
    became(meeting, phase=Phase.VOORBEREIDING, changed_at=at(0))
    Agreement.objects.filter(conversation=meeting).delete()
    return meeting


class TestWhileADateIsChosen:
    def test_priv_04_answers_about_a_moment_to_come_stay(self):
        meeting = choosing_a_date()
        option = DateOption.objects.create(conversation=meeting, starts_at=at(120))
        Availability.objects.create(option=option, participant=meeting.people[0], answer="ja")
        with night(209):
            clear_due()
        assert option.answers.exists()
        with night(210):
            clear_due()
        assert not option.answers.exists()
        assert not private_of(meeting)

    def test_priv_04_addresses_stay_as_long_as_a_link_without_a_date_works(self):
        meeting = choosing_a_date()
        with night(179):
            clear_due()
        assert addresses(meeting) == 7
        with night(180):
            clear_due()
        assert addresses(meeting) == 0

    def test_priv_04_a_conversation_that_was_cancelled_keeps_no_address_longer(self):
        meeting = choosing_a_date()
        became(meeting, phase=Phase.GEANNULEERD, cancelled_at=at(1))
        with night(91):
            clear_due()
        assert addresses(meeting) == 0


class TestAnAddressOfAfterTheTerm:
    def test_priv_04_it_stays_until_the_next_term(self, client):
        meeting = established()
        settle(meeting, 20)
        with night(110):
            clear_due()
        assert addresses(meeting) == 0
        with night(200):
            type_address(client, meeting, "nieuw@dienst.example")
            clear_due()
        assert addresses(meeting) == 1
        with night(289):
            clear_due()
        assert addresses(meeting) == 1
        with night(290):
            clear_due()
        assert addresses(meeting) == 0
        assert Destruction.objects.filter(rule="contact").count() == 2

    def test_priv_04_nor_do_the_addresses_of_a_next_conversation_go(self):
        meeting = established()
        settle(meeting, 20)
        with night(200):
            ConversationFactory(triangle=meeting.triangle, phase=Phase.CONCEPT, held_on=None)
            clear_due()
        assert addresses(meeting) == 7


def type_address(client, meeting, email):
    """Fill in the address of the first seat, as an adviser does on its page."""
    seat = meeting.triangle.seats.first()
    page = f"/driehoeken/{meeting.triangle_id}/bezetting/{seat.pk}/"
    client.force_login(adviser_of(meeting))
    form = client.get(page).context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert client.post(page, typed | {"email": email}).status_code == 302
    assert Seat.objects.get(pk=seat.pk).email == email


class TestWhatWasOnPaper:
    def test_priv_04_the_term_begins_on_the_day_it_was_typed_in(self, client):
        with night(0):
            meeting = full_meeting(held_on=at(-100).date())
            adviser = adviser_of(meeting)
            assert clear_due() == ""
            client.force_login(adviser)
            page = client.get(f"/gesprekken/{meeting.pk}/bewaren/").content.decode()
        assert "90 dagen na het invoeren" in page
        with night(90):
            clear_due()
        assert not private_of(meeting)


def test_priv_04_a_rehearsal_goes_whole_and_nothing_of_it_before():
    conversation, _ = start_rehearsal(FacilitatorFactory())
    mine = Score.objects.filter(conversation__triangle=conversation.triangle, participant__isnull=False)
    before = mine.count()
    Conversation.objects.filter(triangle=conversation.triangle).update(
        held_on=timezone.localdate() - dt.timedelta(days=300), created_at=at(-600)
    )
    assert clear_due() == ""
    assert mine.count() == before
