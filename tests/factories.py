"""Invented people, triangles and conversations for tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from conversations.models import Conversation, Explanation, Guess, Participant, Reflection, Score, Visibility
from principles.models import Principle, Question
from triangles.models import AgendaTopic, FacilitatorProfile, Membership, Organisation, Seat, Triangle, User

PASSWORD = "een-lang-wachtwoord-42"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("gebruiker{}".format)
    name = factory.Sequence("Gebruiker {}".format)
    email = factory.Sequence("gebruiker{}@voorbeeld.example".format)
    password = factory.django.Password(PASSWORD)


class FacilitatorFactory(UserFactory):
    profile = factory.RelatedFactory("tests.factories.FacilitatorProfileFactory", "user")


class FacilitatorProfileFactory(DjangoModelFactory):
    class Meta:
        model = FacilitatorProfile


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence("Ministerie {}".format)


class TriangleFactory(DjangoModelFactory):
    class Meta:
        model = Triangle

    name = factory.Sequence("Driehoek {}".format)
    purpose = "Iedereen weet binnen een week waar die aan toe is."


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    triangle = factory.SubFactory(TriangleFactory)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = AgendaTopic

    triangle = factory.SubFactory(TriangleFactory)
    title = factory.Sequence("Onderwerp {}".format)
    horizon = "jaar"


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    triangle = factory.SubFactory(TriangleFactory)
    code = factory.Sequence("plaats{}".format)
    corner = "opdrachtgever"
    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.Sequence("Persoon {}".format)
    function = "directeur"


class ConversationFactory(DjangoModelFactory):
    class Meta:
        model = Conversation

    triangle = factory.SubFactory(TriangleFactory)
    title = factory.Sequence("Gesprek {}".format)
    purpose = "Horen wat er misging."
    held_on = dt.date(2026, 3, 12)


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    conversation = factory.SubFactory(ConversationFactory)
    corner = "opdrachtgever"
    seat = factory.SubFactory(
        SeatFactory,
        triangle=factory.SelfAttribute("..conversation.triangle"),
        corner=factory.SelfAttribute("..corner"),
    )
    name = factory.SelfAttribute("seat.person")
    function = factory.SelfAttribute("seat.function")
    organisation = factory.SelfAttribute("seat.organisation.name")


class PrivateTextFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    participant = factory.SubFactory(ParticipantFactory)
    conversation = factory.SelfAttribute("participant.conversation")
    corner = factory.SelfAttribute("participant.corner")
    text = "Ik hoorde het uit de krant."


class ReflectionFactory(PrivateTextFactory):
    class Meta:
        model = Reflection

    question = factory.LazyFunction(lambda: Question.objects.filter(kind="voorbereiding").first())


class ExplanationFactory(PrivateTextFactory):
    class Meta:
        model = Explanation

    principle = factory.LazyFunction(lambda: Principle.objects.first())


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    participant = factory.SubFactory(ParticipantFactory)
    conversation = factory.SelfAttribute("participant.conversation")
    corner = factory.SelfAttribute("participant.corner")
    principle = factory.LazyFunction(lambda: Principle.objects.first())
    value = 3


class GuessFactory(ScoreFactory):
    class Meta:
        model = Guess

    about = "eigenaar"


def at_visibility(text, level, *, in_report=False, released=False, **consent):
    """Bring a new private text to `level` with the consent it needs; `released` as if the table saw it."""
    if level != Visibility.ZELF:
        text.set_visibility(level, in_report=in_report, source="link", **consent)
    if released:
        type(text).objects.filter(pk=text.pk).update(released_at=timezone.now())
    return text
