"""SEC-08: what participants write around the questions (a proposal, who replaces them, remarks), and who meets it."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.inviting import release
from conversations.links import Purpose
from conversations.models import Conversation, ReportRemark, show_scores
from conversations.report import establish
from driehoek.logs import WithoutTokens
from driehoek.mail import Outbox
from driehoek.sending import send_due
from principles.models import Principle, Question
from tests.by_link import address, answer_to, enter, preparing, score_on
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.meetings import CODES
from tests.oversight.seated import overseer_of
from tests.portable_files import run_export
from tests.reading_round.readers import seen_of
from tests.test_canaries import QUESTIONS, VISIBILITIES, canary, heard
from tests.test_canaries_by_link import KINDS, by_link, crawl, logged_in

pytestmark = pytest.mark.django_db(transaction=True)
SUNG = {
    "proposal": "Kanarie voorstel aan de adviseurs.",
    "replacement": "Kanarie Vervanger",
    "address of the replacement": "kanarie-vervanger@dienst.example",
    "address of the secretary": "kanarie-secretariaat@dienst.example",
    "remark on a moment": "Kanarie over dit moment.",
    "remark on the draft": "Kanarie over het concept.",
    "answer to it": "Kanarie terug over het concept.",
}
PLANNED = ("replacement", "remark on a moment")  # for adviser and facilitator alike
ROUND = ("remark on the draft", "answer to it")


@pytest.fixture
def logged(caplog):
    caplog.handler.addFilter(WithoutTokens())
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="factory")
    return caplog


@pytest.fixture
def meeting(logged):
    cache.clear()
    found = preparing(second_facilitator=FacilitatorFactory(), held_on=None)
    found.date_options.create(starts_at=timezone.now() + dt.timedelta(9))
    found.adviser = MembershipFactory(triangle=found.triangle).user
    found.participants.update(email="deelnemer@dienst.example")
    return found


@pytest.fixture
def author(meeting):
    """The browser of the first participant, in which all of it was written that is written before the meeting."""
    person, option = meeting.people[0], meeting.date_options.get()
    tab = enter(person)
    replacement = {"name": SUNG["replacement"], "function": "directeur", "email": SUNG["address of the replacement"]}
    answer = {f"antwoord_{option.pk}": "nee", f"opmerking_{option.pk}": SUNG["remark on a moment"], "seen": ""}
    secretary = {"email": SUNG["address of the secretary"]}
    before = {"voorstel/": {"text": SUNG["proposal"]}, "datum/": answer, "datum/secretariaat/": secretary}
    for path, sent in before.items():
        assert tab.post(address(person, path), sent).status_code == 302, path
    send_due()
    Conversation.objects.filter(pk=meeting.pk).update(held_on=timezone.localdate() + dt.timedelta(20))
    assert tab.post(address(person, "verhinderd/"), replacement).status_code == 302
    tab.get(address(person, "datum/"))  # the message that the secretary gets a mail is read
    return tab


def read_and_remark(meeting):
    """Let the table read the concept; the first participant remarks and gets an answer."""
    conversation, person = Conversation.objects.get(pk=meeting.pk), meeting.people[0]
    conversation.begin(meeting.facilitator)
    conversation.end(meeting.facilitator)
    release(conversation, meeting.facilitator)
    person = type(person).objects.get(pk=person.pk)  # with the conversation as it is now
    tab = by_link(person, Purpose.LEZEN)
    sent = {"text": SUNG["remark on the draft"], "version": 0, "seen": seen_of(tab, person)}
    assert tab.post(address(person, "verslag/opmerking/geheel/"), sent).status_code == 302
    remark = ReportRemark.objects.get()
    path = f"/gesprekken/{meeting.pk}/verslag/opmerking/{remark.pk}/"
    sent = {"text": SUNG["answer to it"], "version": remark.version}
    assert logged_in(meeting.facilitator).post(path, sent).status_code == 302
    return tab


def visitors(meeting):
    """Return {who: browser} of everybody but the author."""
    first, second = meeting.people[:2]
    elsewhere = preparing()
    return {
        "anonymous": Client(),
        "another participant": by_link(second),
        "reader": by_link(second, Purpose.LEZEN),
        "secretary of another": by_link(second, Purpose.DATUM),
        "secretary": by_link(first, Purpose.DATUM),
        "participant elsewhere": by_link(elsewhere.people[0]),
        "adviser": logged_in(meeting.adviser),
        "facilitator": logged_in(meeting.facilitator),
        "second facilitator": logged_in(meeting.second_facilitator),
        "adviser elsewhere": logged_in(MembershipFactory(triangle=elsewhere.triangle).user),
        "overseer": logged_in(overseer_of(meeting.triangle)),
        "facilitator elsewhere": logged_in(elsewhere.facilitator),
        "beheerder": logged_in(UserFactory(is_staff=True, is_superuser=True)),
    }


def told(meeting, tab, **known):
    page = crawl(meeting, tab, **known)
    return {kind for kind, words in SUNG.items() if words in page}


def test_before_the_meeting_each_meets_what_is_meant_for_them(meeting, author):
    found = {who: told(meeting, tab) for who, tab in visitors(meeting).items()}
    wanted = {who: set() for who in found} | {
        "adviser": {*PLANNED, "proposal"},
        "facilitator": {*PLANNED},
        "second facilitator": {*PLANNED},
        "secretary": {"remark on a moment"},  # they answer in the place of the author
    }
    assert found == wanted
    assert told(meeting, author) == {*PLANNED, "address of the replacement"}


def test_in_the_reading_round_remarks_are_for_author_adviser_and_facilitators(meeting, author):
    reader = read_and_remark(meeting)
    known = {"remark": ReportRemark.objects.get().pk}
    found = {who: told(meeting, tab, **known) for who, tab in visitors(meeting).items()}
    wanted = {who: set() for who in found} | {
        "adviser": {*PLANNED, *ROUND, "proposal"},
        "facilitator": {*PLANNED, *ROUND},
        "second facilitator": {*PLANNED, *ROUND},
    }
    assert found == wanted
    assert told(meeting, reader) == {*ROUND}


def write_at_every_level(tab, person):
    """Let a participant answer and explain a score, once for each reader; return the words by reader."""
    found = {level: [canary(kind, person.name, level) for kind in KINDS] for level in VISIBILITIES}
    for (level, words), question, code in zip(found.items(), QUESTIONS, CODES, strict=False):
        assert answer_to(tab, person, question, text=words[0], visibility=level).status_code == 302
        assert score_on(tab, person, code, score="2", text=words[1], visibility=level).status_code == 302
    return found


def test_no_mail_queue_log_or_export_for_others_holds_what_was_written_by_link(meeting, logged):
    meeting.questions.set(Question.objects.filter(code__in=QUESTIONS))
    person = meeting.people[0]
    written = write_at_every_level(enter(person), person)
    conversation = Conversation.objects.get(pk=meeting.pk)
    conversation.begin(meeting.facilitator)
    show_scores(conversation, list(Principle.objects.all()), meeting.facilitator)
    conversation.end(meeting.facilitator)
    release(conversation, meeting.facilitator)
    establish(conversation, meeting.adviser)
    send_due()
    assert len(mail.outbox) > 0
    sent = "\n".join(str(one.message()) for one in mail.outbox)
    everything = [words for level in written.values() for words in level]
    assert heard(everything, sent + str(list(Outbox.objects.values())) + logged.text) == []
    assert heard(everything, run_export(meeting.pk)[0]) == written["met_naam"]
    assert heard(everything, str(conversation.reports.get().content)) == []  # nothing was ticked for the report


def test_no_mail_queue_export_or_log_holds_any_of_it(meeting, author, logged, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    send_due()
    read_and_remark(meeting)
    time_machine.shift(dt.timedelta(minutes=11))
    send_due()
    kinds = {"voorstel", "verhinderd", "datum", "antwoord", "concept_lezen"}
    assert kinds <= set(Outbox.objects.filter(state="verstuurd").values_list("kind", flat=True))
    sent = "\n".join(f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox)
    queued = str(list(Outbox.objects.values("kind", "ref", "once", "error")))
    exported = "".join(run_export(meeting.pk, *options)[0] for options in ([], ["--include-confidential"]))
    assert heard(SUNG.values(), sent + queued + exported + logged.text) == []
