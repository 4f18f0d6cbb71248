"""The visitors of the access matrix, all looking at one conversation."""

import copy
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.calendar_feed import renew_link
from conversations.links import Purpose, give_link, token_of
from conversations.models import Example, Phase, ReportResponse, StandIn
from conversations.screen_link import give_screen_link
from conversations.visits import COOKIE, digest, join_key
from principles.models import Card, Question
from tests.factories import (
    ConversationFactory,
    FacilitatorFactory,
    MembershipFactory,
    ParticipantFactory,
    SeatFactory,
    TopicFactory,
    UserFactory,
)
from triangles.models import Overseer


@pytest.fixture
def conversation(db):
    conversation = ConversationFactory(
        phase=Phase.VERSLAG,
        held_on=timezone.localdate(),
        facilitator=FacilitatorFactory(),
        second_facilitator=FacilitatorFactory(),
    )
    conversation.questions.add(Question.objects.get(code="dilemma"))
    ParticipantFactory(conversation=conversation)
    return conversation


@pytest.fixture
def people(conversation):
    """Return {kind of visitor: user}."""
    elsewhere = ConversationFactory(phase=Phase.VERSLAG, facilitator=FacilitatorFactory())
    return {
        "anonymous": AnonymousUser(),
        "adviser": MembershipFactory(triangle=conversation.triangle).user,
        "adviser elsewhere": MembershipFactory(triangle=elsewhere.triangle).user,
        "facilitator": conversation.facilitator,
        "second facilitator": conversation.second_facilitator,
        "facilitator elsewhere": elsewhere.facilitator,
        "account without anything": UserFactory(),
        "overseer": Overseer.objects.create(user=UserFactory(), organisation=opdrachtnemer_of(conversation)).user,
        "beheerder": UserFactory(is_staff=True, is_superuser=True),
    }


@pytest.fixture
def links(conversation):
    """Return {kind of visitor: the personal link that they opened}."""
    person = conversation.participants.first()
    elsewhere = ParticipantFactory(conversation__phase=Phase.VERSLAG, conversation__held_on=timezone.localdate())
    return {
        "participant": give_link(person, Purpose.DEELNEMEN),
        "secretary": give_link(person, Purpose.DATUM),
        "reader": give_link(person, Purpose.LEZEN),
        "participant elsewhere": give_link(elsewhere, Purpose.DEELNEMEN),
        "big screen": give_screen_link(conversation, conversation.facilitator),
        "owner": give_link(person, Purpose.VOORTGANG),
        "in the room": give_link(person, Purpose.ZAAL),
    }


@pytest.fixture
def visit(people, links):
    """Return a function that asks a path as one kind of visitor and gives the answer."""

    cache.clear()  # the limits on trying count across tests
    clients = {}

    def come_in(visitor):
        client = Client()
        if visitor == "in the room":  # let in with the code: that link has no address
            client.cookies[COOKIE] = "sleutel"
            join_key(digest("sleutel"), links[visitor])
        elif visitor in links:
            client.post(way_in(links[visitor]))
        elif people[visitor].is_authenticated:
            client.force_login(people[visitor])
        return client

    def ask(visitor, method, path):
        if visitor not in clients:
            clients[visitor] = come_in(visitor)
        kept = copy.deepcopy(clients[visitor].cookies)
        answer = clients[visitor].generic(method, path)
        if answer.streaming:
            b"".join(answer)  # a file is held open until it is sent
        clients[visitor].cookies = kept  # whoever goes out by what is asked, comes back for the next
        return answer

    return ask


def way_in(link):
    """Return the path of a link; the one of a big screen is of no person."""
    return f"/{'scherm' if link.purpose == Purpose.SCHERM else 'deelnemen'}/link/{token_of(link)}/"


@pytest.fixture
def subject(conversation, people, links):
    """The values that point a route at what this test is about."""
    triangle = conversation.triangle
    StandIn.objects.create(participant=conversation.participants.first())
    asked = conversation.guide_requests.create(user=people["facilitator elsewhere"])
    undated = ConversationFactory(held_on=None)
    asked_elsewhere = undated.guide_requests.create(user=people["facilitator elsewhere"])
    return {
        "pk": conversation.pk,
        "participant": conversation.participants.first().pk,
        "token": token_of(links["participant"]),
        "screen_token": token_of(links["big screen"]),
        "calendar_token": token_of(renew_link(people["adviser"])),
        "conversation": conversation.pk,
        "remark": remark_on(conversation).pk,
        "erasure": triangle.erasures.create(participant=conversation.participants.first()).pk,
        "code": Card.objects.first().code,
        "triangle": triangle.pk,
        "seat": triangle.seats.first().pk,
        "organisation": opdrachtnemer_of(conversation).pk,
        "option": conversation.date_options.create(starts_at=timezone.now() + timedelta(days=7)).pk,
        "proposal": conversation.participants.first().proposals.create(triangle=triangle, text="Graag eerder.").pk,
        "signal": triangle.signals.create(kind="geen-datum", why="Er is nog geen datum.").pk,
        "topic": TopicFactory(triangle=triangle).pk,
        "parked": conversation.parked.create(text="De begroting").pk,
        "example": Example.objects.create(
            kind="vragen", title="Drie vragen", content={"questions": []}, triangle=triangle, digest="a" * 64
        ).pk,
        "member": triangle.team.create(name="Yara", corner="eigenaar").pk,
        "membership": people["adviser"].memberships.first().pk,
        "profile": people["facilitator"].facilitator.pk,
        "asked": asked.pk,
        "guide_token": token_of(asked_elsewhere),
        "agreement": conversation.agreements.create(kind="actie", text="Bellen", of_eigenaar=True).pk,
    }


def opdrachtnemer_of(conversation):
    """Return the organisation that is opdrachtnemer in the triangle."""
    seats = conversation.triangle.seats.filter(corner="opdrachtnemer")
    seat = seats.first() or SeatFactory(triangle=conversation.triangle, corner="opdrachtnemer")
    return seat.organisation


def remark_on(conversation):
    """Return a remark that another participant made on the concept."""
    response = ReportResponse.objects.create(
        conversation=conversation, participant=ParticipantFactory(conversation=conversation), answer="opmerking"
    )
    return response.remarks.create(section="geheel", text="Dit klopt bijna.")
