"""SEC-08: unique words of each participant, written by link for each reader, and who meets them on which page."""

import subprocess

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from conversations.calendar_feed import renew_link
from conversations.links import Purpose, give_link, token_of
from conversations.models import Conversation, Phase, show_scores
from conversations.visits import COOKIE, digest, join_key
from driehoek.mail import Outbox
from driehoek.sending import send_due
from driehoek.word import CONTENT_TYPE
from principles.models import Card, Principle, Question
from tests.access.routes import PREFIXES, parameters, path_of
from tests.by_link import address, answer_to, enter, preparing, score_on
from tests.factories import FacilitatorFactory, MembershipFactory, TopicFactory, UserFactory
from tests.meetings import CODES
from tests.oversight.seated import overseer_of
from tests.test_canaries import PRIVATE, QUESTIONS, VISIBILITIES, canary, heard
from tests.word_reading import everything

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("reflectie", "toelichting")
TABLE = ("naamloos", "met_naam")


@pytest.fixture
def meeting():
    cache.clear()
    found = preparing(second_facilitator=FacilitatorFactory())
    found.questions.set(Question.objects.filter(code__in=QUESTIONS))
    return found


@pytest.fixture
def tabs(meeting):
    """Return {participant: the browser in which they wrote}: a text per kind and reader, and one not saved."""
    found = {person: enter(person) for person in meeting.people}
    for person, tab in found.items():
        for level, question, code in zip(VISIBILITIES, QUESTIONS, CODES, strict=False):
            words = [canary(kind, person.name, level) for kind in KINDS]
            assert answer_to(tab, person, question, text=words[0], visibility=level).status_code == 302
            assert score_on(tab, person, code, score="2", text=words[1], visibility=level).status_code == 302
        kept = {"text": canary(*typed_by(person)), "page": "1"}
        assert tab.post(address(person, f"vragen/{QUESTIONS[0]}/tussendoor/"), kept).status_code == 204
    return found


def typed_by(person):
    """Return the name of the canary that its author typed and did not save."""
    return "getypt", person.name, "niemand"


def sung(meeting, kinds=KINDS, levels=VISIBILITIES, people=None):
    people = people or meeting.people
    typed = {canary(*typed_by(one)) for one in people} if kinds == KINDS and "zelf" in levels else set()
    return typed | {canary(kind, one.name, level) for kind in kinds for level in levels for one in people}


def by_link(person, purpose=Purpose.DEELNEMEN):
    tab = Client()
    tab.post(f"/deelnemen/link/{token_of(give_link(person, purpose))}/")
    return tab


def in_the_room(person):
    """Return a browser that was let in with the code of the room."""
    tab = Client()
    tab.cookies[COOKIE] = "sleutel"
    join_key(digest("sleutel"), give_link(person, Purpose.ZAAL))
    return tab


def logged_in(user):
    tab = Client()
    tab.force_login(user)
    return tab


@pytest.fixture
def strangers(meeting, tabs):
    """Return {who: browser} of those who may read nothing of what was written, whatever happens."""
    writer = meeting.people[0]
    elsewhere = preparing()
    return {
        "anonymous": Client(),
        "the writer in another browser": by_link(writer),
        "secretary": by_link(writer, Purpose.DATUM),
        "reader": by_link(writer, Purpose.LEZEN),
        "participant elsewhere": by_link(elsewhere.people[0]),
        "in the room": in_the_room(writer),
        "adviser elsewhere": logged_in(MembershipFactory(triangle=elsewhere.triangle).user),
        "overseer": logged_in(overseer_of(meeting.triangle)),
        "facilitator elsewhere": logged_in(elsewhere.facilitator),
        "beheerder": logged_in(UserFactory(is_staff=True, is_superuser=True)),
    }


def somebody_of(triangle):
    """Return who advises a triangle, or else somebody who sees nothing of it."""
    member = triangle.memberships.first()
    return member.user if member else UserFactory()


def crawl(meeting, tab, **known):
    """Return all that a browser gets to read by looking at every address about a conversation, as text.

    The admin is looked at only by whom it opens for. `known` are values of more parameters.
    """
    opens_admin = tab.get("/beheer/").status_code == 200
    triangle = meeting.triangle
    values = {"pk": meeting.pk, "triangle": triangle.pk, "code": Card.objects.first().code, "token": "x"}
    values |= {
        "conversation": meeting.pk,
        "seat": triangle.seats.first().pk,
        "organisation": triangle.seats.filter(corner="opdrachtnemer").first().organisation_id,
        "topic": TopicFactory(triangle=triangle).pk,
        "parked": meeting.parked.get_or_create(text="De begroting")[0].pk,
        "member": triangle.team.get_or_create(name="Yara", corner="eigenaar")[0].pk,
        "calendar_token": token_of(renew_link(somebody_of(triangle))),
        "agreement": meeting.agreements.get_or_create(kind="actie", text="Bellen", of_eigenaar=True)[0].pk,
        "signal": triangle.signals.get_or_create(kind="geen-datum", why="Er is nog geen datum.")[0].pk,
        **known,
    }
    addresses = [
        path_of(name, **values, participant=person.pk)
        for name, names in parameters().items()
        if opens_admin or not name.startswith(PREFIXES)
        for person in (meeting.people if "participant" in names else meeting.people[:1])
    ]
    addresses += [
        address(person, path)
        for question, code in zip(QUESTIONS, CODES, strict=False)
        for path in (f"vragen/{question}/", f"scores/{code}/")
        for person in meeting.people
    ]
    return "\n".join(text_of(tab.get(one)) for one in dict.fromkeys(addresses))


def text_of(answer):
    if answer.streaming:
        return b"".join(answer).decode("latin-1")
    if answer["Content-Type"] == "application/pdf":
        done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.content, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())
    if answer["Content-Type"] == CONTENT_TYPE:
        return everything(answer.content)
    return answer.content.decode()


def told(meeting, tab):
    return set(heard(sung(meeting), crawl(meeting, tab)))


def opened(meeting, user):
    """Return what a facilitator meets who opens the answers as an act."""
    answer = logged_in(user).post(f"/gesprekken/{meeting.pk}/antwoorden/")
    return set(heard(sung(meeting), text_of(answer)))


def test_before_the_meeting_each_reads_their_own_and_the_facilitator_what_was_given_to_them(meeting, tabs, strangers):
    for person, tab in tabs.items():
        assert told(meeting, tab) == sung(meeting, people=[person])
    adviser = logged_in(MembershipFactory(triangle=meeting.triangle).user)
    others = {**strangers, "adviser": adviser, "facilitator, looking": logged_in(meeting.facilitator)}
    assert {who: told(meeting, tab) for who, tab in others.items()} == {who: set() for who in others}
    named = sung(meeting, ["reflectie"], ["met_naam"])
    assert opened(meeting, meeting.second_facilitator) == named
    assert opened(meeting, meeting.facilitator) == named | sung(meeting, levels=["begeleider"])


def test_after_the_meeting_what_is_private_is_still_met_by_nobody_else(meeting, tabs, strangers):
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)
    Conversation.objects.get(pk=meeting.pk).begin(meeting.facilitator)
    assert told(meeting, strangers["in the room"]) == set()
    show_scores(Conversation.objects.get(pk=meeting.pk), list(Principle.objects.all()), meeting.facilitator)
    Conversation.objects.get(pk=meeting.pk).end(meeting.facilitator)
    Conversation.objects.get(pk=meeting.pk).release_draft(meeting.facilitator)
    assert Conversation.objects.get(pk=meeting.pk).phase == Phase.VERSLAG
    for person, tab in tabs.items():  # nothing was ticked for the report, so others read none of it
        assert told(meeting, tab) == sung(meeting, people=[person])
    assert {who: told(meeting, tab) for who, tab in strangers.items()} == {who: set() for who in strangers}
    adviser = logged_in(MembershipFactory(triangle=meeting.triangle).user)
    facilitator = logged_in(meeting.facilitator)
    for tab in (adviser, facilitator):
        assert told(meeting, tab) & sung(meeting, levels=PRIVATE) == set()
    reflections = sung(meeting, ["reflectie"], TABLE)
    assert told(meeting, adviser) == reflections
    assert opened(meeting, meeting.second_facilitator) == reflections
    assert opened(meeting, meeting.facilitator) == reflections | sung(meeting, levels=["begeleider"])


def test_no_mail_and_no_queue_holds_what_was_written(meeting, tabs):
    MembershipFactory(triangle=meeting.triangle)
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)
    send_due()
    queued = str(list(Outbox.objects.values()))
    sent = "\n".join(str(message.message()) for message in mail.outbox)
    assert heard(sung(meeting), queued + sent) == []
