"""SEC-08: a guess that is not shown is met by nobody but its author, on no page, in no file, no mail and no poll.

The canaries are values that no guess can have; the database is told to let them in.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection

from conversations.models import Conversation, Meeting, show_scores
from driehoek.mail import Outbox
from driehoek.sending import send_due
from principles.models import Principle
from tests.by_link import enter, preparing, score_on
from tests.crawling import Purpose, by_link, crawl, in_the_room, logged_in
from tests.factories import FacilitatorFactory, GuessFactory, MembershipFactory, UserFactory
from tests.meetings import principle
from tests.mirror.guesses import CODE
from tests.oversight.seated import overseer_of
from tests.portable_files import run_export

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = 30_101
SONG = re.compile(r"(?<!\w)301\d\d(?!\w)")


@pytest.fixture
def unchecked():
    """Let the database take any small number as a guess."""
    check = "ALTER TABLE conversations_guess {} CONSTRAINT guess_1_to_5_or_none"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute(check.format("DROP"))
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute(f"{check.format('ADD')} CHECK (value BETWEEN 1 AND 5 OR value IS NULL) NOT VALID")


@pytest.fixture
def meeting():
    cache.clear()
    return preparing(mirror=True, second_facilitator=FacilitatorFactory())


@pytest.fixture
def tabs(meeting, unchecked):
    """Return {participant: the browser in which they scored}; each thought something of one other corner."""
    found = {}
    for nr, person in enumerate(meeting.people):
        found[person] = enter(person)
        score_on(found[person], person, CODE, score="2")
        about = meeting.people[nr - 1].corner
        GuessFactory(participant=person, about=about, principle=principle(CODE), value=FIRST + nr)
    return found


def heard(meeting, tab):
    return set(SONG.findall(crawl(meeting, tab)))


def own(meeting, person):
    return {str(FIRST + meeting.people.index(person))}


@pytest.fixture
def others(meeting, tabs):
    """Return {who: browser} of everybody but who wrote it."""
    writer = meeting.people[0]
    return {
        "adviser": logged_in(MembershipFactory(triangle=meeting.triangle).user),
        "facilitator": logged_in(meeting.facilitator),
        "second facilitator": logged_in(meeting.second_facilitator),
        "the writer in another browser": by_link(writer),
        "reader": by_link(writer, Purpose.LEZEN),
        "in the room": in_the_room(writer),
        "overseer": logged_in(overseer_of(meeting.triangle)),
        "beheerder": logged_in(UserFactory(is_staff=True, is_superuser=True)),
    }


def advance(meeting, to):
    """Hold the conversation as far as `to`; the scores are shown, the guesses never."""
    found = Conversation.objects.get(pk=meeting.pk)
    found.begin(meeting.facilitator)
    Meeting.objects.filter(conversation=found).update(step=CODE)
    show_scores(found, list(Principle.objects.all()), meeting.facilitator)
    if to != "gesprek":
        found.end(meeting.facilitator)
        found.release_draft(meeting.facilitator)


@pytest.mark.parametrize("to", ["voorbereiding", "gesprek", "verslag"])
def test_sec_08_a_hidden_guess_is_met_by_its_author_alone(meeting, tabs, others, to):
    if to != "voorbereiding":
        advance(meeting, to)
    for person, tab in tabs.items():
        assert heard(meeting, tab) == own(meeting, person)
    assert {who: heard(meeting, tab) for who, tab in others.items()} == {who: set() for who in others}


@pytest.mark.parametrize("options", [[], ["--include-confidential"]])
def test_sec_08_no_file_mail_or_queue_holds_a_guess(meeting, tabs, options):
    MembershipFactory(triangle=meeting.triangle)
    advance(meeting, "verslag")
    send_due()
    told = "".join(run_export(meeting.pk, *options)) + str(list(Outbox.objects.values()))
    told += "\n".join(str(message.message()) for message in mail.outbox)
    assert SONG.findall(told) == []
    assert "mirror" not in told
