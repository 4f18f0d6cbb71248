"""PRIV-04: what goes later than private text: mail addresses, whole conversations where that was chosen, and traces."""

from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from conversations.models import (
    Agreement,
    Arrival,
    AuditEvent,
    Conversation,
    Destruction,
    EarlierText,
    FollowUp,
    Link,
    Op,
    Proposal,
    StandIn,
    Visit,
)
from conversations.retention.nightly import clear_due
from conversations.retention.traces import forget_traces
from tests.factories import OrganisationFactory
from tests.meetings import adviser_of
from tests.trust.kept_things import addresses, at, became, established, night, settle
from triangles.models import Seat, Triangle

pytestmark = pytest.mark.django_db


class TestContacts:
    def test_priv_04_every_address_of_the_driehoek_goes_and_names_stay(self):
        meeting = established()
        settle(meeting, 20)
        with night(109):
            clear_due()
        assert addresses(meeting) == 7
        with night(110):
            clear_due()
        assert addresses(meeting) == 0
        meeting.refresh_from_db()
        assert meeting.facilitator_email == ""
        assert Destruction.objects.get(rule="contact").counts == {"mailadressen": 8}
        assert {person.name for person in meeting.participants.all()} == {person.name for person in meeting.people}
        assert StandIn.objects.get().name == ""  # nobody confirmed it

    @pytest.mark.parametrize("status", ["open", "geparkeerd"])
    def test_an_agreement_that_is_followed_keeps_them(self, status):
        meeting = established()
        Agreement.objects.update(status=status)
        with night(400):
            clear_due()
        assert addresses(meeting) == 7

    def test_a_decision_that_was_taken_does_not(self):
        meeting = established()
        Agreement.objects.update(kind="besluit", created_at=at(0))
        with night(100):
            clear_due()
        assert addresses(meeting) == 0

    def test_a_next_conversation_that_was_agreed_keeps_them(self):
        meeting = established()
        settle(meeting, 20)
        other = established()
        FollowUp.objects.create(conversation=meeting, next_on=at(180).date())
        FollowUp.objects.create(conversation=other, next_on=None)
        settle(other, 20)
        with night(269):
            clear_due()
        assert addresses(meeting) == 7
        assert addresses(other) == 0  # nothing was agreed there
        with night(270):
            clear_due()
        assert addresses(meeting) == 0

    def test_what_went_is_told_in_one_line(self):
        settle(established(), 20)
        with night(270):
            told = clear_due()
        kinds = "Gesprekken waarvan privétekst is gewist: 1. Driehoeken waarvan mailadressen zijn gewist: 1."
        assert told == kinds

    def test_an_archived_driehoek_without_a_conversation_forgets_them_too(self):
        triangle = Triangle.objects.create(name="Stil", purpose="Niets.", archived_at=at(0))
        Seat.objects.create(
            triangle=triangle,
            code="a",
            corner="eigenaar",
            organisation=OrganisationFactory(),
            email="a@voorbeeld.example",
        )
        with night(90):
            assert clear_due() == "Driehoeken waarvan mailadressen zijn gewist: 1."
        assert not Seat.objects.exclude(email="").exists()
        assert AuditEvent.objects.filter(action="vernietigd", triangle_id=triangle.pk).exists()


class TestWholeConversations:
    def test_priv_04_reports_stay_where_the_installation_chose_no_years(self):
        meeting = established()
        settle(meeting, 20)
        with night(30 * 365):
            clear_due()
        assert Conversation.objects.filter(pk=meeting.pk).exists()

    def test_priv_04_the_whole_conversation_goes_after_the_years_that_were_chosen(self, settings):
        settings.KEEP = replace(settings.KEEP, reports=1)
        meeting, other = established(), established()
        settle(meeting, 20)
        with night(384):
            clear_due()
            assert Conversation.objects.filter(pk=meeting.pk).exists()
        with night(385):
            assert "Gesprekken vernietigd: 1." in clear_due()
        assert list(Conversation.objects.values_list("pk", flat=True)) == [other.pk]  # its agreement is open
        assert Destruction.objects.filter(conversation_id=meeting.pk, rule="bewaartermijn").exists()

    def test_a_conversation_that_was_cancelled_long_before_its_date_does_not_wait_for_that_date(self, settings):
        settings.KEEP = replace(settings.KEEP, reports=1)
        meeting = established()
        settle(meeting, 3)
        became(meeting, phase="geannuleerd", established_at=None, cancelled_at=at(5), held_on=at(100).date())
        with night(369):
            clear_due()
            assert Conversation.objects.exists()
        with night(370):
            clear_due()
        assert not Conversation.objects.exists()


class TestTraces:
    def make(self, meeting):
        link = Link.objects.create(participant=meeting.people[0], purpose="deelnemen", until=at(10))
        alive = Link.objects.create(participant=meeting.people[1], purpose="deelnemen", until=at(60))
        Visit.objects.create(link=link, key_digest="a" * 64)
        Visit.objects.create(link=alive, key_digest="b" * 64, ended_at=at(1))
        Visit.objects.create(link=alive, key_digest="c" * 64, code_digest="d" * 64, code_until=at(0), code_tries=3)
        Arrival.objects.create(conversation=meeting, key_digest="e" * 64, asked_at=at(1))
        EarlierText.objects.create(conversation=meeting, part="x", version=1, value={}, replaced_at=at(1))
        Op.objects.update(created_at=at(1))
        Proposal.objects.create(participant=meeting.people[0], triangle=meeting.triangle, text="a", closed_at=at(1))
        waiting = Proposal.objects.create(participant=meeting.people[0], triangle=meeting.triangle, text="b")
        Proposal.objects.filter(pk=waiting.pk).update(at=at(1))

    def left(self):
        models = (Link, Visit, Arrival, EarlierText, Op, Proposal)
        return {model.__name__: model.objects.count() for model in models}

    def test_priv_04_what_is_over_goes_after_thirty_days(self):
        meeting = established()
        self.make(meeting)
        with night(32):
            call_command("send_due")
        assert self.left() == {"Link": 2, "Visit": 2, "Arrival": 0, "EarlierText": 0, "Op": 0, "Proposal": 1}
        with night(92):
            call_command("send_due")
        assert self.left() == {"Link": 0, "Visit": 0, "Arrival": 0, "EarlierText": 0, "Op": 0, "Proposal": 0}

    def test_a_code_that_opens_nothing_any_more_counts_as_never_sent(self):
        self.make(established())
        with night(2):
            forget_traces()
        visit = Visit.objects.get(key_digest="c" * 64)
        assert (visit.code_digest, visit.code_until, visit.code_tries) == ("", None, 0)

    def test_that_somebody_scored_for_another_is_kept_as_long_as_the_score(self):
        meeting = established()
        Op.objects.update(created_at=at(1), part=f"score:{meeting.people[1].pk}:vertrouwen")
        became(meeting, established_at=None, held_on=at(60).date())
        with night(40):
            call_command("send_due")
        assert Op.objects.exists()

    def test_priv_04_a_hold_keeps_the_traces_too(self):
        meeting = established()
        self.make(meeting)
        meeting.holds.create(reason="Onderzoek", name="Bestuur")
        before = self.left()
        with night(200):
            call_command("send_due")
        assert self.left() == before

    def test_tries_and_sessions_that_are_over_go(self, client):
        with night(0):
            cache.set("poging", 1, 60)
            client.force_login(adviser_of(established()))
        with night(2):
            call_command("send_due")
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM driehoek_cache WHERE cache_key LIKE %s", ["%poging%"])
            assert cursor.fetchone() == (0,)
        assert not Session.objects.exists()
