"""Who sees which rows, the phases with one audit event each, and what showing opens."""

import datetime as dt

import pytest

from conversations.models import AuditEvent, Conversation, PhaseError, Reflection, Score, show_scores
from principles.models import Principle
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    MembershipFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    TriangleFactory,
    UserFactory,
    at_visibility,
)
from triangles.models import Triangle

pytestmark = pytest.mark.django_db


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

    def test_the_adviser_leads_a_table_that_guides_itself(self):
        conversation = ConversationFactory(self_facilitated=True)
        adviser, elsewhere = MembershipFactory(triangle=conversation.triangle).user, MembershipFactory().user
        assert list(Conversation.objects.led_by(adviser)) == [conversation]
        assert not Conversation.objects.led_by(elsewhere).exists()
        Conversation.objects.update(facilitator=elsewhere)
        assert not Conversation.objects.led_by(adviser).exists()

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
