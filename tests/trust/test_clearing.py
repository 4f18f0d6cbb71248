"""PRIV-04: what goes on the day that a term is over, night by night for 400 days, and what a dump still holds then."""

import pytest
from django.utils import timezone

from conversations.models import (
    AuditEvent,
    Availability,
    Consent,
    Destruction,
    Guess,
    Op,
    Participant,
    Phase,
    Reflection,
    ReportRemark,
    Score,
    StandIn,
    TextRead,
    destroying,
)
from conversations.retention.holds import place_hold
from conversations.retention.nightly import clear_due
from conversations.retention.texts import clear_texts
from driehoek.encryption import sealed
from tests.factories import ReflectionFactory
from tests.meetings import CODES
from tests.trust.kept_things import (
    FIRST,
    addresses,
    at,
    became,
    dump,
    established,
    full_meeting,
    night,
    private_of,
    settle,
    tokens,
)

pytestmark = pytest.mark.django_db


class TestFourHundredDays:
    """Five conversations, one night after another; on which day what was private of each is gone, and every address."""

    @pytest.fixture
    def meetings(self):
        done = established()
        settle(done, 60)
        with night(0):
            unfinished = full_meeting(held_on=at(12).date())
            cancelled = full_meeting(held_on=at(50).date())
            undated = full_meeting(held_on=None)
        became(cancelled, phase=Phase.GEANNULEERD, cancelled_at=at(5))
        became(undated, phase=Phase.VOORBEREIDING)
        undated.agreements.all().delete()
        cancelled.agreements.all().delete()
        changed = undated.reflections.first()
        Reflection.objects.filter(pk=changed.pk).update(changed_at=at(30))
        held = established()
        settle(held, 60)
        return {"done": done, "unfinished": unfinished, "cancelled": cancelled, "undated": undated, "held": held}

    def test_priv_04_each_goes_on_its_own_day_and_a_hold_stops_it(self, meetings):
        private, known = {}, {}
        for number in range(401):
            with night(number):
                if number == 15:
                    hold = meetings["held"].holds.create(reason="Onderzoek", name="Bestuur")
                if number == 200:
                    meetings["held"].holds.filter(pk=hold.pk).update(
                        lifted_at=timezone.now(), lifted_by="Bestuur", lift_reason="Klaar"
                    )
                clear_due()
            for name, meeting in meetings.items():
                if name not in private and not private_of(meeting):
                    private[name] = number
                if name not in known and not addresses(meeting):
                    known[name] = number
        assert private == {"done": 24, "unfinished": 102, "cancelled": 19, "undated": 120, "held": 201}
        assert known == {"done": 150, "cancelled": 95, "undated": 180, "held": 201}  # one agreement stays open

    def test_priv_04_three_missed_nights_are_one_act(self, meetings):
        done = meetings["done"]
        with night(23):
            clear_due()
        assert private_of(done)
        with night(27):
            assert clear_due() == "Gesprekken waarvan privétekst is gewist: 2."  # and the one that nothing held yet
            assert clear_due() == ""
        assert Destruction.objects.filter(conversation_id=done.pk).count() == 1
        assert not private_of(done)


class TestWhatGoes:
    @pytest.fixture
    def cleared(self):
        meeting = established()
        with night(24):
            clear_due()
        return meeting

    def test_priv_04_only_what_the_table_read_stays_without_its_author(self, cleared):
        answers = {(text.text, text.participant, text.corner) for text in cleared.reflections.all()}
        assert answers == {
            ("kanarie naamloos", None, "opdrachtgever"),
            ("kanarie met_naam", None, "opdrachtgever"),
        }
        assert [text.text for text in cleared.explanations.all()] == ["kanarie toelichting"]
        assert {text.author_name for text in cleared.reflections.all()} == {""}
        for model in (Consent, TextRead, Availability, ReportRemark, Op):
            assert not model.objects.exists()

    def test_priv_04_shown_scores_keep_their_corner_and_the_others_go(self, cleared):
        for model in (Score, Guess):
            rows = model.objects.filter(conversation=cleared)
            assert rows.count() == 6
            assert set(rows.values_list("participant", "corner")) == {
                (None, "opdrachtgever"),
                (None, "opdrachtnemer"),
                (None, "eigenaar"),
            }
            assert set(rows.values_list("principle__code", flat=True)) == set(CODES[:2])

    def test_priv_04_who_sat_there_stays_in_name_and_function(self, cleared):
        person = cleared.participants.first()
        assert (person.name, person.function) == (cleared.people[0].name, "directeur")
        assert person.email  # until the last agreement is closed

    def test_priv_04_the_proof_holds_counts_and_the_log_no_content(self, cleared):
        row = Destruction.objects.get(conversation_id=cleared.pk)
        assert row.rule == "vastgesteld"
        assert row.closed_at
        assert row.counts == {
            "losgemaakt": 3,
            "antwoorden": 3,  # for the author alone, for the facilitator, and typed
            "toelichtingen": 1,
            "scores": 3,
            "scores losgemaakt": 6,
            "inschattingen": 3,
            "inschattingen losgemaakt": 6,
            "datumantwoorden": 1,
            "opmerkingen": 1,
        }
        event = AuditEvent.objects.filter(action="vernietigd").get()
        assert (event.conversation_id, event.details, event.actor_kind) == (
            cleared.pk,
            {"rule": "vastgesteld"},
            "systeem",
        )

    def test_priv_04_a_loosened_text_does_not_know_its_author_in_its_cipher_either(self, cleared):
        text = cleared.reflections.first()
        field = Reflection._meta.get_field("text")
        token = Reflection.objects.filter(pk=text.pk).values_list("text", flat=True).get()
        assert field.unpack(token)[1][0] is None

    def test_a_score_of_who_is_replaced_does_not_begin_to_count(self):
        meeting = established()
        first, second, _ = meeting.people
        Participant.objects.filter(pk=first.pk).update(attendance="afwezig")
        StandIn.objects.create(participant=first, name="Een ander", confirmed_at=timezone.now(), person=second)
        counted = Score.objects.filter(conversation=meeting).shown().count()
        with night(24):
            clear_due()
        assert Score.objects.filter(conversation=meeting).shown().count() == counted == 4

    def test_what_was_typed_after_the_term_goes_the_next_night(self, cleared):
        ReflectionFactory(participant=cleared.people[1], question=cleared.reflections.first().question, text="Later.")
        with night(25):
            clear_due()
        assert not Reflection.objects.filter(participant__isnull=False).exists()
        assert Destruction.objects.filter(conversation_id=cleared.pk).count() == 2

    def test_priv_04_a_table_text_that_nobody_read_goes_altogether(self):
        with night(0):
            meeting = full_meeting(held_on=FIRST.date())
        meeting.reflections.update(released_at=None)
        with night(90):
            clear_due()
        assert not meeting.reflections.exists()

    def test_nothing_is_no_act(self, cleared):
        assert clear_texts(cleared, Destruction.Rule.VASTGESTELD) == {}
        assert Destruction.objects.count() == 1


class TestFailing:
    def test_priv_04_one_that_fails_keeps_no_other_and_the_log_holds_no_content(self, monkeypatch, caplog):
        meetings = [established(word="kanarie") for _ in range(3)]

        def failing(row, name, words):
            if row.conversation_id == meetings[1].pk:
                raise ValueError(words)
            return sealed(row, name, words)

        monkeypatch.setattr("conversations.retention.texts.sealed", failing)
        with night(24):
            assert clear_due() == "Gesprekken waarvan privétekst is gewist: 2."
        assert [bool(private_of(meeting)) for meeting in meetings] == [False, True, False]
        assert caplog.messages == [f"Opruimen van conversation {meetings[1].pk} is mislukt: ValueError"]
        assert "kanarie" not in caplog.text
        monkeypatch.undo()
        with night(25):
            clear_due()
        assert not private_of(meetings[1])

    def test_priv_04_a_hold_that_comes_meanwhile_is_no_failure(self, monkeypatch, caplog):
        meeting, other = established(), established()

        def too_late(conversation, rule):
            if conversation.pk == meeting.pk:
                place_hold(conversation, "Jurist", "Onderzoek")
                with destroying(conversation, rule):
                    raise AssertionError("a hold stops this")
            return clear_texts(conversation, rule)

        monkeypatch.setattr("conversations.retention.nightly.clear_texts", too_late)
        with night(24):
            assert clear_due() == "Gesprekken waarvan privétekst is gewist: 1."
        assert [bool(private_of(one)) for one in (meeting, other)] == [True, False]
        assert caplog.text == ""


@pytest.mark.django_db(transaction=True)
def test_priv_04_a_dump_of_the_database_holds_none_of_it_any_more():
    meeting = established(word="kanarie")
    settle(meeting, 20)
    earlier = tokens()
    assert len(earlier) == 9
    before = dump()
    known = [b"kanarie-0@voorbeeld.example", b"kanarie-v@voorbeeld.example", b"kanarie Vervanger"]
    assert all(part in before for part in (*earlier, *known))
    with night(110):
        clear_due()
    after = dump()
    assert [part for part in (*earlier, *known, b"kanarie") if part in after] == []
    assert len(tokens()) == 3  # what the table read, sealed anew
