"""What the models keep: constraints, who sees which rows, phases with one audit event each."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from conversations import guards
from conversations.models import (
    Agreement,
    AgreementStep,
    AuditEvent,
    Conversation,
    Link,
    PhaseError,
    Reflection,
    Score,
    show_scores,
)
from principles.models import Principle
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    SeatFactory,
    TriangleFactory,
    UserFactory,
    at_visibility,
)
from triangles.models import Organisation, Triangle

pytestmark = pytest.mark.django_db


def assert_refused(act, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        act(*args, **kwargs)


class TestConstraints:
    @pytest.mark.parametrize("value", [0, 6, -1])
    def test_a_score_is_1_to_5_or_none(self, value):
        assert_refused(ScoreFactory, value=value)
        assert ScoreFactory(value=None).value is None

    def test_one_score_per_participant_and_principle_whatever_its_text_version(self):
        score = ScoreFactory()
        score.principle.texts.create(number=99, name="Anders")
        assert_refused(ScoreFactory, participant=score.participant, principle=score.principle)

    def test_one_reflection_per_participant_and_question(self):
        reflection = ReflectionFactory()
        assert_refused(ReflectionFactory, participant=reflection.participant, question=reflection.question)

    def test_a_seat_does_not_end_before_it_begins(self):
        assert_refused(SeatFactory, begins_on=dt.date(2026, 1, 2), ends_on=dt.date(2026, 1, 1))
        SeatFactory(begins_on=dt.date(2026, 1, 2), ends_on=dt.date(2026, 1, 2))

    def test_one_opdrachtgever_coordinates_and_nobody_else(self):
        seat = SeatFactory(coordinating=True)
        assert_refused(SeatFactory, triangle=seat.triangle, coordinating=True)
        assert_refused(SeatFactory, corner="eigenaar", coordinating=True)
        SeatFactory(triangle=seat.triangle, coordinating=True, ends_on=dt.date(2020, 1, 1))

    @pytest.mark.parametrize("field", ["phase", "display", "form", "rhythm", "initiative"])
    def test_a_conversation_knows_only_named_values(self, field):
        assert_refused(ConversationFactory, **{field: "verzonnen"})

    @pytest.mark.parametrize("field", ["visibility"])
    def test_a_text_knows_only_named_readers(self, field):
        reflection = ReflectionFactory()
        assert_refused(Reflection.objects.filter(pk=reflection.pk).update, **{field: "iedereen"})

    def test_one_most_important_agreement_per_conversation(self):
        conversation = ConversationFactory()
        most = {
            "conversation": conversation,
            "kind": "actie",
            "text": "Bellen",
            "of_eigenaar": True,
            "most_important": True,
        }
        Agreement.objects.create(**most)
        assert_refused(Agreement.objects.create, **most)

    def test_an_agreement_belongs_to_a_corner(self):
        assert_refused(Agreement.objects.create, conversation=ConversationFactory(), kind="actie", text="Bellen")

    def test_dropping_an_agreement_needs_a_reason(self):
        agreement = Agreement.objects.create(
            conversation=ConversationFactory(), kind="actie", text="Bellen", of_eigenaar=True
        )
        assert_refused(AgreementStep.objects.create, agreement=agreement, what="vervallen")

    def test_a_link_has_one_subject_that_fits_its_purpose(self):
        participant, until = ParticipantFactory(), dt.datetime(2026, 4, 1, tzinfo=dt.UTC)
        Link.objects.create(participant=participant, purpose="deelnemen", until=until)
        assert_refused(Link.objects.create, participant=participant, purpose="deelnemen", until=until)
        assert_refused(Link.objects.create, participant=participant, purpose="scherm", until=until)
        assert_refused(
            Link.objects.create,
            participant=participant,
            conversation=participant.conversation,
            purpose="lezen",
            until=until,
        )

    def test_organisations_and_addresses_differ_by_more_than_capitals(self):
        Organisation.objects.create(name="Dienst Kust")
        assert_refused(Organisation.objects.create, name="dienst kust")
        UserFactory(email="noor@voorbeeld.example")
        assert_refused(UserFactory, email="Noor@voorbeeld.example")


class TestWhoSeesWhat:
    def test_the_adviser_of_the_triangle_sees_and_edits(self):
        conversation, elsewhere = ConversationFactory(), ConversationFactory()
        adviser = MembershipFactory(triangle=conversation.triangle).user
        MembershipFactory(triangle=elsewhere.triangle)
        assert list(Conversation.objects.visible_to(adviser)) == [conversation]
        assert list(Conversation.objects.editable_by(adviser)) == [conversation]
        assert not Conversation.objects.led_by(adviser).exists()
        assert list(Triangle.objects.visible_to(adviser)) == [conversation.triangle]

    @pytest.mark.parametrize("role", ["facilitator", "second_facilitator"])
    def test_a_facilitator_sees_and_leads_but_does_not_edit(self, role):
        user = UserFactory()
        conversation = ConversationFactory(**{role: user})
        ConversationFactory(triangle=conversation.triangle)
        assert list(Conversation.objects.visible_to(user)) == [conversation]
        assert list(Conversation.objects.led_by(user)) == [conversation]
        assert not Conversation.objects.editable_by(user).exists()
        assert not Triangle.objects.visible_to(user).exists()

    def test_a_beheerder_sees_no_conversation_by_being_beheerder(self):
        ConversationFactory()
        assert not Conversation.objects.visible_to(UserFactory(is_superuser=True, is_staff=True)).exists()

    def test_nobody_edits_an_archived_triangle(self):
        triangle = TriangleFactory(archived_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        adviser = MembershipFactory(triangle=triangle).user
        ConversationFactory(triangle=triangle)
        assert Conversation.objects.visible_to(adviser).exists()
        assert not Conversation.objects.editable_by(adviser).exists()

    @pytest.mark.parametrize(
        ("level", "released", "closed", "adviser_reads", "facilitator_reads"),
        [
            ("zelf", False, True, False, False),
            ("begeleider", False, False, False, True),
            ("naamloos", False, False, False, False),
            ("naamloos", False, True, False, True),
            ("naamloos", True, True, True, True),
            ("met_naam", False, False, False, True),
            ("met_naam", True, True, True, True),
        ],
    )
    def test_who_reads_a_private_text(self, level, released, closed, adviser_reads, facilitator_reads):
        facilitator = UserFactory()
        conversation = ConversationFactory(
            facilitator=facilitator, preparation_closed_at=dt.datetime(2026, 3, 5, tzinfo=dt.UTC) if closed else None
        )
        adviser = MembershipFactory(triangle=conversation.triangle).user
        reflection = ReflectionFactory(participant__conversation=conversation)
        at_visibility(reflection, level, released=released, facilitator=facilitator)
        assert Reflection.objects.visible_to(adviser).exists() is adviser_reads
        assert Reflection.objects.visible_to(facilitator).exists() is facilitator_reads
        assert not Reflection.objects.visible_to(UserFactory(is_superuser=True)).exists()

    def test_a_nameless_text_gives_no_name(self):
        reflection = at_visibility(ReflectionFactory(), "naamloos")
        assert reflection.author_name == ""
        assert reflection.participant.name not in str(reflection)


class TestPhases:
    def test_the_whole_life_with_one_event_per_step(self):
        conversation, user = ParticipantFactory().conversation, UserFactory()
        conversation.invite(user)
        assert conversation.principle_texts.count() == 5
        conversation.begin(user)
        conversation.end(user)
        conversation.release_draft(user)
        conversation.refresh_from_db()
        assert conversation.phase == "verslag"
        assert list(AuditEvent.objects.values_list("action", "actor_id")) == [
            (action, user.pk) for action in ("uitgenodigd", "begonnen", "beëindigd", "concept vrijgegeven")
        ]

    @pytest.mark.parametrize(
        ("phase", "step"),
        [
            ("concept", "begin"),
            ("concept", "end"),
            ("concept", "release_draft"),
            ("concept", "conclude"),
            ("voorbereiding", "invite"),
            ("gesprek", "release_draft"),
            ("verslag", "cancel"),
            ("opvolging", "end"),
            ("afgerond", "conclude"),
            ("geannuleerd", "invite"),
        ],
    )
    def test_a_step_that_cannot_be_taken_says_so_and_changes_nothing(self, phase, step):
        conversation = ParticipantFactory(conversation__phase=phase).conversation
        with pytest.raises(PhaseError):
            getattr(conversation, step)(UserFactory())
        conversation.refresh_from_db()
        assert conversation.phase == phase
        assert not AuditEvent.objects.exists()

    def test_inviting_nobody_is_refused(self):
        with pytest.raises(PhaseError, match="wie er aan tafel"):
            ConversationFactory().invite(UserFactory())

    def test_a_stale_copy_cannot_take_a_step_twice(self):
        first = ParticipantFactory().conversation
        second = Conversation.objects.get(pk=first.pk)
        first.invite(UserFactory())
        with pytest.raises(PhaseError):
            second.invite(UserFactory())

    def test_a_past_conversation_keeps_the_words_it_was_held_with(self):
        conversation = ParticipantFactory().conversation
        conversation.invite(UserFactory())
        Principle.objects.first().texts.create(number=2, name="Nieuwe naam")
        conversation.pin_texts()
        assert not conversation.principle_texts.filter(name="Nieuwe naam").exists()

    def test_the_reading_round_releases_only_what_the_table_may_read(self):
        conversation = ConversationFactory(phase="verslag")
        for level in ("zelf", "begeleider", "naamloos", "met_naam"):
            at_visibility(ReflectionFactory(participant__conversation=conversation, text=level), level)
        conversation.release_draft(UserFactory())
        assert {text.text for text in Reflection.objects.released()} == {"naamloos", "met_naam"}


class TestShowing:
    def test_scores_are_hidden_until_shown_per_principle(self):
        first, second = Principle.objects.all()[:2]
        participant = ParticipantFactory(conversation__phase="gesprek")
        ScoreFactory(participant=participant, principle=first)
        ScoreFactory(participant=participant, principle=second)
        assert not Score.objects.shown().exists()
        show_scores(participant.conversation, [first], UserFactory())
        assert [score.principle for score in Score.objects.shown()] == [first]

    def test_a_late_score_waits_for_another_act(self):
        principle = Principle.objects.first()
        conversation, user = ConversationFactory(phase="gesprek"), UserFactory()
        show_scores(conversation, [principle], user)
        late = ScoreFactory(participant__conversation=conversation, principle=principle)
        assert late not in Score.objects.shown()
        show_scores(conversation, [principle], user)
        assert late in Score.objects.shown()

    def test_nameless_explanations_open_together_when_all_are_shown(self):
        *four, last = Principle.objects.all()
        conversation, user = ConversationFactory(phase="gesprek"), UserFactory()
        nameless = at_visibility(ExplanationFactory(participant__conversation=conversation), "naamloos")
        named = at_visibility(ExplanationFactory(participant__conversation=conversation), "met_naam")
        show_scores(conversation, four, user)
        assert list(conversation.explanations.released()) == [named]
        show_scores(conversation, [last], user)
        assert list(conversation.explanations.released()) == [nameless, named]

    def test_nothing_is_shown_before_the_meeting(self):
        score = ScoreFactory(participant__conversation__phase="voorbereiding")
        with pytest.raises(PhaseError):
            show_scores(score.conversation, [score.principle], UserFactory())
        assert not Score.objects.shown().exists()


class TestEncryption:
    def test_private_text_stands_in_no_table_in_plain(self):
        reflection = ReflectionFactory(text="Kanarie-in-de-kolenmijn")
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM conversations_reflection WHERE id = %s", [reflection.pk])
            assert "Kanarie" not in cursor.fetchone()[0]
        reflection.refresh_from_db()
        assert reflection.text == "Kanarie-in-de-kolenmijn"

    def test_it_cannot_be_searched(self):
        with pytest.raises(FieldError, match="versleuteld"):
            Reflection.objects.filter(text="Kanarie").exists()

    def test_without_the_key_the_message_names_the_field_and_not_the_text(self, settings):
        ReflectionFactory(text="Kanarie")
        settings.TEXT_KEYS = ["een-heel-andere-sleutel-van-veertig-tekens"]
        with pytest.raises(ImproperlyConfigured, match=r"Reflection\.text"):
            Reflection.objects.get()

    def test_an_old_key_still_opens_what_it_closed(self, settings):
        ReflectionFactory(text="Kanarie")
        settings.TEXT_KEYS = ["een-nieuwe-sleutel-van-meer-dan-dertig-tekens", *settings.TEXT_KEYS]
        assert Reflection.objects.get().text == "Kanarie"


def test_guards_survive_a_later_schema_change(transactional_db):
    """Django rebuilds the table on SQLite, and the triggers with it are gone until migrate has ended."""
    from conversations.apps import lower_guards, raise_guards

    lower_guards(using="default", plan=[("a later migration", False)])
    field = models.CharField("stand", max_length=40, default="concept")
    field.set_attributes_from_name("state")
    from conversations.models import Report

    with connection.schema_editor() as editor:
        editor.alter_field(Report, Report._meta.get_field("state"), field)
    with connection.schema_editor() as editor:
        editor.alter_field(Report, field, Report._meta.get_field("state"))
    raise_guards(using="default")
    assert guards.missing(connection) == set()


def test_every_model_has_a_dutch_name_and_says_something_of_itself():
    own = [m for label in ("triangles", "conversations") for m in apps.get_app_config(label).get_models()]
    assert len(own) > 30
    for model in own:
        assert str(model._meta.verbose_name) != model._meta.model_name.replace("_", " ") or model.__name__ in {"Score"}
        assert model.__str__ is not models.Model.__str__, model


def test_recording_an_act_takes_few_queries():
    from conversations.models import record

    with CaptureQueriesContext(
        connection,
    ) as queries:
        record("begonnen")
    assert len(queries) <= 5
