"""What the models keep: constraints, encryption, guards through a schema change."""

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
    Link,
    Reflection,
)
from tests.factories import (
    ConversationFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    SeatFactory,
    UserFactory,
)
from triangles.models import Organisation

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
            str(Reflection.objects.get().text)

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
