"""What the database refuses, whoever writes: on SQLite and PostgreSQL alike (PRIV-03, PRIV-06, PRIV-07)."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conversations import guards
from conversations.models import AuditEvent, Consent, Destruction, Report, Visibility, destroying, record
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    GuessFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    UserFactory,
    at_visibility,
)

pytestmark = pytest.mark.django_db

LEVELS = ["zelf", "begeleider", "naamloos", "met_naam"]
FREE = {(old, new) for old in LEVELS for new in LEVELS if old == new or new == "zelf" or old == "met_naam"}


def refused(act):
    """Run `act` in a savepoint of its own; return whether the database refused it."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture(params=[ReflectionFactory, ExplanationFactory], ids=["reflection", "explanation"])
def text(request):
    return request.param()


class TestPresence:
    def test_all_guards_are_there_after_migrate(self):
        assert guards.missing(connection) == set()

    def test_missing_names_a_guard_that_was_dropped(self):
        guards.drop(connection)
        assert guards.missing(connection) == set(guards.ENGINES[connection.vendor].TRIGGERS)
        guards.create(connection)
        guards.create(connection)
        assert guards.missing(connection) == set()


class TestVisibility:
    @pytest.mark.parametrize("old", LEVELS)
    @pytest.mark.parametrize("new", LEVELS)
    def test_priv_03_only_free_changes_pass_without_consent(self, text, old, new):
        at_visibility(text, old)
        same = type(text).objects.filter(pk=text.pk)
        assert refused(lambda: same.update(visibility=new)) is ((old, new) not in FREE)

    def test_priv_03_a_text_is_born_private(self, text):
        text.pk = None
        text.participant = ParticipantFactory(conversation=text.conversation)
        text.visibility = Visibility.MET_NAAM
        assert refused(text.save)

    def test_priv_03_raw_sql_is_refused_too(self, text):
        assert refused(lambda: sql(f"UPDATE {text._meta.db_table} SET visibility = 'met_naam' WHERE id = %s", text.pk))

    def test_priv_03_an_old_consent_cannot_be_used_again(self, text):
        at_visibility(text, Visibility.MET_NAAM)
        text.set_visibility(Visibility.ZELF, source="link")
        assert refused(lambda: type(text).objects.filter(pk=text.pk).update(visibility="met_naam"))

    def test_lowering_leaves_a_consent_row_of_its_own(self, text):
        at_visibility(text, Visibility.MET_NAAM)
        text.set_visibility(Visibility.NAAMLOOS, source="link")
        assert text.consents.last().source == "verlaagd"
        assert text.consents.last().level == "naamloos"

    def test_priv_03_consent_of_another_is_refused(self, text):
        other = ParticipantFactory(conversation=text.conversation)
        consent = Consent(conversation=text.conversation, participant=other, level="met_naam", source="link")
        setattr(consent, text._meta.model_name, text)
        assert refused(consent.save)

    def test_priv_03_consent_cannot_be_changed_or_removed(self, text):
        at_visibility(text, Visibility.MET_NAAM)
        consents = Consent.objects.filter(participant=text.participant)
        assert refused(lambda: consents.update(level="begeleider"))
        assert refused(consents.delete)

    def test_the_tick_for_the_report_needs_consent(self, text):
        at_visibility(text, Visibility.MET_NAAM)
        assert refused(lambda: type(text).objects.filter(pk=text.pk).update(in_report=True))
        text.set_visibility(Visibility.MET_NAAM, in_report=True, source="link")
        text.refresh_from_db()
        assert text.in_report

    @pytest.mark.parametrize("level", ["zelf", "begeleider"])
    def test_the_tick_stands_only_beside_what_the_table_reads(self, text, level):
        at_visibility(text, Visibility.MET_NAAM, in_report=True)
        assert refused(lambda: type(text).objects.filter(pk=text.pk).update(visibility=level))
        text.set_visibility(level, source="link")
        text.refresh_from_db()
        assert (text.visibility, text.in_report) == (level, False)

    def test_the_author_is_fixed(self, text):
        other = ParticipantFactory(conversation=text.conversation)
        assert refused(lambda: type(text).objects.filter(pk=text.pk).update(participant=other))
        assert refused(lambda: type(text).objects.filter(pk=text.pk).update(participant=None))
        assert refused(lambda: type(text).objects.filter(pk=text.pk).update(conversation=ConversationFactory()))

    def test_another_facilitator_needs_another_consent(self, text):
        first, second = UserFactory(), UserFactory()
        type(text.conversation).objects.filter(pk=text.conversation_id).update(
            facilitator=first, second_facilitator=second
        )
        at_visibility(text, Visibility.BEGELEIDER, facilitator=first)
        assert list(type(text).objects.visible_to(first)) == [text]
        assert list(type(text).objects.visible_to(second)) == []
        text.set_visibility(Visibility.BEGELEIDER, source="link", facilitator=second)
        assert list(type(text).objects.visible_to(second)) == [text]


class TestDestruction:
    def test_private_text_goes_only_with_its_row(self, text):
        at_visibility(text, Visibility.MET_NAAM)
        assert refused(text.delete)
        with destroying(text.conversation, Destruction.Rule.GESPREK) as counts:
            counts["teksten"] = type(text).objects.filter(pk=text.pk).delete()[0]
        assert not type(text).objects.exists()
        row = Destruction.objects.get()
        assert row.closed_at
        assert row.counts["teksten"] == 2  # the text and its consent

    def test_a_closed_row_opens_nothing(self, text):
        with destroying(text.conversation, Destruction.Rule.GESPREK):
            pass
        assert refused(text.delete)

    def test_a_row_of_another_conversation_opens_nothing(self, text):
        with destroying(ConversationFactory(), Destruction.Rule.GESPREK):
            assert refused(text.delete)

    def test_table_text_may_lose_its_author_and_keeps_its_corner(self, text):
        with destroying(text.conversation, Destruction.Rule.GESPREK):
            type(text).objects.filter(pk=text.pk).update(participant=None)
        text.refresh_from_db()
        assert (text.participant, text.corner) == (None, "opdrachtgever")

    def test_the_row_is_append_only(self):
        conversation = ConversationFactory()
        with destroying(conversation, Destruction.Rule.GESPREK):
            pass
        assert refused(lambda: Destruction.objects.update(closed_at=timezone.now()))
        assert refused(lambda: Destruction.objects.update(closed_at=None))
        assert refused(lambda: Destruction.objects.all().delete())

    @pytest.mark.parametrize("make", [ScoreFactory, GuessFactory])
    def test_a_shown_score_or_guess_stays(self, make):
        shown, hidden = make(shown_at=timezone.now()), make()
        assert refused(shown.delete)
        hidden.delete()
        with destroying(shown.conversation, Destruction.Rule.GESPREK):
            shown.delete()

    @pytest.mark.parametrize("make", [ScoreFactory, GuessFactory])
    def test_a_score_or_guess_keeps_its_author(self, make):
        given = make()
        other = ParticipantFactory(conversation=given.conversation)
        for person in (None, other):
            assert refused(lambda person=person: type(given).objects.update(participant=person))
        with destroying(given.conversation, Destruction.Rule.GESPREK):
            type(given).objects.update(participant=None)


class TestReport:
    @pytest.fixture
    def report(self):
        return Report.objects.create(
            conversation=ConversationFactory(),
            state="vastgesteld",
            content={"titel": "Gesprek"},
            pdf=b"%PDF",
            pdf_sha256="a" * 64,
            established_at=timezone.now(),
        )

    @pytest.mark.parametrize(
        "change", [{"content": {}}, {"pdf": b"x"}, {"state": "concept"}, {"established_at": timezone.now()}]
    )
    def test_priv_07_vastgesteld_never_changes(self, report, change):
        assert refused(lambda: Report.objects.filter(pk=report.pk).update(**change))

    def test_priv_07_vastgesteld_stays(self, report):
        assert refused(report.delete)
        with destroying(report.conversation, Destruction.Rule.BEWAARTERMIJN):
            report.delete()
        assert not Report.objects.exists()

    def test_a_concept_may_change_and_go(self, report):
        concept = Report.objects.create(
            conversation=report.conversation, version=2, content={}, reason="Naam klopte niet."
        )
        Report.objects.filter(pk=concept.pk).update(content={"titel": "Anders"})
        concept.delete()


class TestDisplay:
    def test_naamloos_is_never_widened_after_the_first_score(self):
        conversation = ConversationFactory(display="naamloos")
        same = type(conversation).objects.filter(pk=conversation.pk)
        same.update(display="per_hoek")
        same.update(display="naamloos")
        ScoreFactory(participant__conversation=conversation)
        assert refused(lambda: same.update(display="per_hoek"))

    def test_per_hoek_may_still_become_naamloos(self):
        score = ScoreFactory()
        type(score.conversation).objects.filter(pk=score.conversation_id).update(display="naamloos")


class TestMirror:
    def test_the_mirror_question_comes_before_the_first_score_or_not_at_all(self):
        conversation = ConversationFactory()
        same = type(conversation).objects.filter(pk=conversation.pk)
        same.update(mirror=True)
        same.update(mirror=False)
        ScoreFactory(participant__conversation=conversation)
        assert refused(lambda: same.update(mirror=True))

    def test_a_conversation_without_corners_asks_none(self):
        conversation = ConversationFactory(mirror=True)
        same = type(conversation).objects.filter(pk=conversation.pk)
        assert refused(lambda: same.update(display="naamloos"))
        same.update(display="naamloos", mirror=False)
        assert refused(lambda: same.update(mirror=True))

    @pytest.mark.parametrize("wrong", [{"value": 6}, {"value": 0}, {"about": "opdrachtgever"}, {"about": "iemand"}])
    def test_a_guess_is_1_to_5_about_another_corner(self, wrong):
        person = ParticipantFactory(corner="opdrachtgever")
        assert refused(lambda: GuessFactory(participant=person, **wrong))


class TestAudit:
    def test_priv_06_events_are_append_only(self):
        event = record("begonnen", conversation=ConversationFactory())
        assert refused(lambda: AuditEvent.objects.update(action="iets anders"))
        assert refused(AuditEvent.objects.all().delete)
        assert refused(lambda: sql("DELETE FROM conversations_auditevent WHERE id = %s", event.pk))

    @pytest.mark.parametrize("tamper", ["change", "remove", "swap"])
    def test_priv_06_the_chain_names_the_first_broken_event(self, tamper):
        events = [record("herinnerd", count=number) for number in range(4)]
        assert AuditEvent.objects.first_broken() is None
        second, third = events[1].pk, events[2].pk
        guards.drop(connection)
        if tamper == "change":
            AuditEvent.objects.filter(pk=second).update(action="nooit gebeurd")
        elif tamper == "remove":
            AuditEvent.objects.filter(pk=second).delete()
        else:
            for old, new in ((second, -1), (third, second), (-1, third)):
                AuditEvent.objects.filter(pk=old).update(id=new)
        guards.create(connection)
        assert AuditEvent.objects.first_broken() == (third if tamper == "remove" else second)

    def test_an_event_names_no_person(self):
        user = UserFactory(name="Sjoerd Geheim")
        event = record("begonnen", by=user, conversation=ConversationFactory(title="Titel Geheim"))
        assert "Geheim" not in str(AuditEvent.objects.filter(pk=event.pk).values().get())
        assert (event.actor_kind, event.actor_id) == ("gebruiker", user.pk)


class TestOtherDoors:
    """Ways round a delete or update trigger that each database has."""

    def test_sqlite_replace_and_postgresql_truncate_are_refused(self, text):
        event = record("begonnen")
        for row in (text, event, ScoreFactory(), GuessFactory()):
            table = row._meta.db_table
            if connection.vendor == "sqlite":
                doors = [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {row.pk}"]
            else:
                doors = [
                    f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE",
                    f"SET LOCAL session_replication_role = replica; DELETE FROM {table} WHERE id = {row.pk}",
                ]
            if table in {"conversations_score", "conversations_guess"}:  # one that is not shown may go
                doors = doors[:1]
            assert [refused(lambda door=door: sql(door)) for door in doors] == [True] * len(doors)
