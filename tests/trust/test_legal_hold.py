"""PRIV-04: a legal hold stops every erasure, with a name and a reason; who reads what of it, and what comes after."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from conversations.destruction import destroy_conversation
from conversations.models import AuditEvent, Conversation, Destruction, HeldError, LegalHold, Phase, PhaseError
from conversations.retention.holds import lift_hold, place_hold
from conversations.retention.nightly import clear_due
from conversations.retention.texts import clear_texts
from tests.by_link import address, answer_to, enter, preparing, shows
from tests.meetings import adviser_of
from tests.trust.kept_things import full_meeting, private_of
from triangles.models import Triangle

pytestmark = pytest.mark.django_db
TYPED = {"name": "Jurist van de dienst", "reason": "Er loopt een onderzoek."}


@pytest.fixture
def meeting():
    return full_meeting(held_on=timezone.localdate())


@pytest.fixture
def adviser(meeting):
    return adviser_of(meeting)


def page_of(meeting, rest=""):
    return f"/gesprekken/{meeting.pk}/bewaren/{rest}"


def say(client, meeting, rest, **typed):
    """Send the form; return what the page after it says."""
    return client.post(page_of(meeting, rest), typed, follow=True).content.decode()


class TestThePage:
    def test_priv_04_it_says_per_kind_until_when_and_why(self, client, meeting, adviser):
        client.force_login(adviser)
        with time_machine.travel(dt.datetime(2026, 3, 12, 12, tzinfo=dt.UTC)):
            Conversation.objects.filter(pk=meeting.pk).update(
                held_on=dt.date(2026, 3, 2), created_at=dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
            )
            client.force_login(adviser)
            page = client.get(page_of(meeting)).content.decode()
        for words in (
            "Uiterlijk op 31 mei 2026",
            "14 dagen na vaststellen, of 90 dagen na het gesprek: wat het eerst komt.",
            "Zolang een afspraak openstaat",
            "90 dagen na het sluiten van de laatste afspraak",
            "Die blijven",
            "30 dagen",
        ):
            assert words in page

    def test_a_rehearsal_says_one_day(self, client, meeting, adviser):
        Triangle.objects.filter(pk=meeting.triangle_id).update(rehearsal_until=timezone.now())
        client.force_login(adviser)
        assert "Een oefening ruimt zichzelf op." in client.get(page_of(meeting)).content.decode()

    def test_years_that_were_chosen_are_said(self, client, meeting, adviser, settings):
        settings.KEEP = replace(settings.KEEP, reports=7)
        client.force_login(adviser)
        page = client.get(page_of(meeting)).content.decode()
        assert "7 jaar na het gesprek en de laatste afspraak." in page

    def test_after_it_went_the_page_says_when(self, client, meeting, adviser):
        clear_texts(meeting, Destruction.Rule.GESPREK)
        client.force_login(adviser)
        assert "Gewist op" in client.get(page_of(meeting)).content.decode()


class TestPlacing:
    def test_priv_04_an_adviser_places_it_with_a_name_and_a_reason(self, client, meeting, adviser):
        client.force_login(adviser)
        page = say(client, meeting, "plicht/", **TYPED)
        assert "Er gaat niets meer weg wat mensen schreven of scoorden." in page
        assert "Besloten door Jurist van de dienst." in page
        assert f"Vastgelegd door {adviser} op" in page
        assert "Alleen oude mail gaat weg, na 30 dagen." in page
        assert "Er loopt een onderzoek." in page
        event = AuditEvent.objects.get(action="bewaarplicht opgelegd")
        assert (event.actor_id, event.conversation_id, event.details) == (adviser.pk, meeting.pk, {})

    @pytest.mark.parametrize("missing", TYPED)
    def test_priv_04_not_without_both(self, client, meeting, adviser, missing):
        client.force_login(adviser)
        page = say(client, meeting, "plicht/", **TYPED | {missing: " "})
        assert "Vul in" in page
        assert not LegalHold.objects.exists()

    def test_the_form_of_what_lies_already_shows_what_lies(self, client, meeting, adviser):
        place_hold(meeting, **TYPED)
        client.force_login(adviser)
        assert client.get(page_of(meeting, "plicht/")).url == page_of(meeting)
        assert "Vastgelegd op" in client.get(page_of(meeting)).content.decode()  # by an operator, not by an account

    def test_priv_04_the_page_of_the_conversation_says_that_it_lies(self, client, meeting, adviser):
        client.force_login(adviser)
        words = "Er ligt een bewaarplicht op dit gesprek"
        assert words not in client.get(f"/gesprekken/{meeting.pk}/").content.decode()
        place_hold(meeting, **TYPED)
        assert words in client.get(f"/gesprekken/{meeting.pk}/").content.decode()

    def test_one_at_a_time(self, client, meeting, adviser):
        client.force_login(adviser)
        say(client, meeting, "plicht/", **TYPED)
        assert "ligt al een bewaarplicht" in say(client, meeting, "plicht/", **TYPED)
        assert LegalHold.objects.count() == 1

    def test_priv_04_lifting_needs_a_name_and_a_reason_too_and_stays_to_be_read(self, client, meeting, adviser):
        client.force_login(adviser)
        say(client, meeting, "plicht/", **TYPED)
        assert "Vul in" in say(client, meeting, "plicht/opheffen/", name="Jurist")
        page = say(client, meeting, "plicht/opheffen/", name="Jurist", reason="Zaak gesloten.")
        assert "wissen" not in page or "opgeheven" in page
        assert "Opgeheven door Jurist: Zaak gesloten." in page
        event = AuditEvent.objects.get(action="bewaarplicht opgeheven")
        assert (event.actor_id, event.conversation_id) == (adviser.pk, meeting.pk)
        assert "ligt geen bewaarplicht" in say(client, meeting, "plicht/opheffen/", **TYPED)

    def test_an_archived_driehoek_can_still_be_held(self, client, meeting, adviser):
        Triangle.objects.filter(pk=meeting.triangle_id).update(archived_at=timezone.now())
        client.force_login(adviser)
        say(client, meeting, "plicht/", **TYPED)
        assert LegalHold.objects.exists()

    def test_a_facilitator_reads_it_and_decides_nothing(self, client, meeting):
        place_hold(meeting, **TYPED)
        client.force_login(meeting.facilitator)
        page = client.get(page_of(meeting)).content.decode()
        assert "Er loopt een onderzoek." in page
        assert "Hef de bewaarplicht op" not in page
        assert client.post(page_of(meeting, "plicht/opheffen/"), TYPED).status_code == 404
        assert LegalHold.objects.open().exists()


class TestWhatItStops:
    def test_priv_04_nothing_goes_while_it_lies(self, meeting):
        place_hold(meeting, **TYPED)
        with time_machine.travel(timezone.now() + dt.timedelta(days=400)):
            assert clear_due() == ""
        with pytest.raises(HeldError):
            destroy_conversation(meeting, Destruction.Rule.BEWAARTERMIJN)
        assert private_of(meeting)

    def test_priv_04_a_hold_on_one_conversation_keeps_the_addresses_of_its_driehoek(self, meeting):
        other = full_meeting(word="ander", held_on=meeting.held_on, triangle=meeting.triangle)
        type(other.agreements.get()).objects.update(status="gedaan")
        place_hold(meeting, **TYPED)
        with time_machine.travel(timezone.now() + dt.timedelta(days=400)):
            clear_due()
        assert not private_of(other)
        assert other.people[0].seat.__class__.objects.exclude(email="").count() == 6

    def test_priv_04_the_night_after_it_is_lifted_catches_up(self, meeting):
        """Not within the hour: for a day, somebody who lifted it by mistake can place it again."""
        place_hold(meeting, **TYPED)
        with time_machine.travel(timezone.now() + dt.timedelta(days=400), tick=False) as clock:
            clear_due()
            lift_hold(meeting, "Jurist", "Klaar.")
            clock.shift(dt.timedelta(hours=23, minutes=59))
            assert clear_due() == ""
            assert private_of(meeting)
            clock.shift(dt.timedelta(minutes=1))
            clear_due()
        assert not private_of(meeting)


class TestParticipants:
    @pytest.mark.parametrize("typed", [".", "Iets heel anders."])
    def test_priv_04_no_other_words_take_the_place_of_what_is_held(self, typed):
        meeting = preparing()
        person = meeting.people[0]
        tab = enter(person)
        answer_to(tab, person, text="Wat ik toen schreef.", visibility="zelf")
        place_hold(meeting, **TYPED)
        page = shows(answer_to(tab, person, text=typed, visibility="zelf"))
        assert "Op dit gesprek ligt een bewaarplicht." in page
        assert typed in page  # kept as typed
        assert person.reflections.get(question__code="dilemma").text == "Wat ik toen schreef."

    def test_priv_04_a_first_answer_may_still_come(self):
        meeting = preparing()
        person = meeting.people[0]
        tab = enter(person)
        place_hold(meeting, **TYPED)
        answer_to(tab, person, text="Mijn eerste woorden.", visibility="zelf")
        assert person.reflections.get(question__code="dilemma").text == "Mijn eerste woorden."

    def test_priv_04_they_see_that_it_lies_and_since_when_and_not_why(self, meeting):
        Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.VOORBEREIDING)
        person = meeting.people[2]
        person.refresh_from_db()
        with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
            place_hold(meeting, **TYPED)
            since = timezone.localdate()
            person.scores.update(entry="namens")
            tab = enter(person)
            person.links.get().visits.let_read(True)
            page = shows(tab.get(address(person, "antwoorden/")))
        assert f"ligt sinds {since.day} " in page
        assert "een bewaarplicht" in page
        assert "onderzoek" not in page
        assert "Jurist" not in page

    def test_priv_04_afterwards_they_read_when_their_texts_went(self, meeting):
        person = meeting.people[0]
        tab = enter(person)
        clear_texts(meeting, Destruction.Rule.GESPREK)
        page = shows(tab.get(address(person, "antwoorden/")))
        assert "Uw teksten zijn gewist op" in page
        assert "kanarie" not in page.replace(person.email, "")


class TestTheCommand:
    def test_priv_04_an_operator_places_and_lifts_it(self, meeting, capsys):
        words = ["--name", "Jurist", "--reason", "Onderzoek"]
        call_command("legal_hold", meeting.pk, *words)
        assert LegalHold.objects.open().get().reason == "Onderzoek"
        with pytest.raises(CommandError, match="ligt al een"):
            call_command("legal_hold", meeting.pk, *words)
        call_command("legal_hold", meeting.pk, *words, "--lift")
        assert not LegalHold.objects.open().exists()
        assert "opgeheven" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("number", "words", "told"),
        [(999, ["--name", "J", "--reason", "R"], "geen gesprek"), (None, ["--name", " ", "--reason", "R"], "Noem")],
    )
    def test_it_says_what_is_wrong(self, meeting, number, words, told):
        with pytest.raises(CommandError, match=told):
            call_command("legal_hold", number or meeting.pk, *words)
        with pytest.raises(PhaseError):
            lift_hold(meeting, "J", "R")


def test_priv_04_under_a_hold_the_page_says_what_stays_longer_and_what_does_not(client, meeting, adviser):
    place_hold(meeting, **TYPED)
    client.force_login(adviser)
    page = client.get(page_of(meeting)).content.decode()
    assert page.count("Tot de bewaarplicht is opgeheven") == 6
    assert "Zonder bewaarplicht: uiterlijk op" in page
    assert "Dat blijft<br>" in page  # the logbook would anyway
