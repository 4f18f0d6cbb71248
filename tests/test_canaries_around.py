"""SEC-08: what participants write around the questions (a proposal, who replaces them, remarks) leaves by no mail.

Who meets it on which page is in tests/access/test_canaries_in_every_phase.py.
"""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.core.cache import cache
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
from tests.crawling import by_link, logged_in
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.meetings import CODES
from tests.portable_files import run_export
from tests.reading_round.readers import seen_of
from tests.test_canaries import QUESTIONS, VISIBILITIES, canary, heard

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
KINDS = ("reflectie", "toelichting")


@pytest.fixture
def logged(caplog):
    caplog.handler.addFilter(WithoutTokens())
    caplog.set_level(logging.INFO, logger="factory")
    caplog.set_level(logging.DEBUG)
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


def write_at_every_level(tab, person):
    """Let a participant answer and explain a score, once for each reader; return the words by reader."""
    found = {level: [canary(kind, person.name, level) for kind in KINDS] for level in VISIBILITIES}
    for (level, words), question, code in zip(found.items(), QUESTIONS, CODES, strict=False):
        assert answer_to(tab, person, question, text=words[0], visibility=level).status_code == 302
        assert score_on(tab, person, code, score="2", text=words[1], visibility=level).status_code == 302
    return found


def test_sec_08_no_mail_queue_log_or_export_for_others_holds_what_was_written_by_link(meeting, logged):
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


def test_sec_08_no_mail_queue_export_or_log_holds_any_of_it(meeting, author, logged, time_machine):
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
