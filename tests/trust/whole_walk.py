"""A conversation from the first question to the agreements afterwards, with words of its own in every private field."""

import datetime as dt

from django.utils import timezone

from conversations.guiding import answer, ask
from conversations.inviting import release
from conversations.models import Conversation, ErasureRequest, ReportRemark, show_scores
from conversations.report import establish
from driehoek.sending import send_due
from principles.models import Principle, Question
from tests.by_link import address, answer_to, enter, preparing, score_on
from tests.crawling import Purpose, by_link, logged_in
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.meetings import CODES
from tests.reading_round.readers import seen_of
from tests.test_canaries import QUESTIONS, VISIBILITIES

WORDS = {
    **{f"answer for {level}": f"Kanarie antwoord voor {level}." for level in VISIBILITIES},
    **{f"explanation for {level}": f"Kanarie toelichting voor {level}." for level in VISIBILITIES},
    "typed, not saved": "Kanarie half getypt.",
    "proposal to talk": "Kanarie voorstel.",
    "remark on a moment": "Kanarie bij een moment.",
    "line of a facilitator who says no": "Kanarie waarom ik niet kan.",
    "remark on the draft": "Kanarie over het concept.",
    "answer to that remark": "Kanarie terug over het concept.",
    "reason to refuse an erasure": "Kanarie reden om niet te wissen.",
}


def prepared():
    """Return a conversation without a date yet, with its advisers, facilitators and the first participant."""
    meeting = preparing(second_facilitator=FacilitatorFactory(), held_on=None)
    meeting.questions.set(Question.objects.filter(code__in=QUESTIONS))
    meeting.participants.update(email="deelnemer@dienst.example")
    meeting.adviser = MembershipFactory(triangle=meeting.triangle).user
    meeting.date_options.create(starts_at=timezone.now() + dt.timedelta(9))
    return meeting


def walk(meeting):
    """Go through all of it; every step is taken by the page that is for it, where there is one."""
    person = meeting.people[0]
    plan(meeting, enter(person), person)
    Conversation.objects.filter(pk=meeting.pk).update(held_on=timezone.localdate() + dt.timedelta(20))
    write(enter(person), person)
    send_due()
    ask_code(person)
    read_answers(meeting)
    hold(meeting)
    read_round(meeting, person)
    establish(Conversation.objects.get(pk=meeting.pk), meeting.adviser)
    send_due()


def plan(meeting, tab, person):
    option = meeting.date_options.get()
    moments = {f"antwoord_{option.pk}": "nee", f"opmerking_{option.pk}": WORDS["remark on a moment"], "seen": ""}
    sent_to(tab, address(person, "voorstel/"), {"text": WORDS["proposal to talk"]})
    sent_to(tab, address(person, "datum/"), moments)
    asked = Conversation.objects.get(pk=meeting.pk)
    Conversation.objects.filter(pk=meeting.pk).update(second_facilitator=None)
    asked.refresh_from_db()
    question = ask(asked, FacilitatorFactory(), meeting.adviser, is_second=True)
    no = {"answer": "nee", "line": WORDS["line of a facilitator who says no"], "is_involved": False}
    answer(question, no)
    ErasureRequest.objects.create(triangle=meeting.triangle, reason=WORDS["reason to refuse an erasure"])


def write(tab, person):
    for level, question, code in zip(VISIBILITIES, QUESTIONS, CODES, strict=False):
        words = WORDS[f"answer for {level}"], WORDS[f"explanation for {level}"]
        assert answer_to(tab, person, question, text=words[0], visibility=level).status_code == 302
        assert score_on(tab, person, code, score="2", text=words[1], visibility=level).status_code == 302
    kept = {"text": WORDS["typed, not saved"], "page": "1"}
    assert tab.post(address(person, f"vragen/{QUESTIONS[0]}/tussendoor/"), kept).status_code == 204


def ask_code(person):
    """Let another browser of the participant ask for a code by mail."""
    tab = by_link(person)
    assert tab.post(address(person, "code/nieuw/")).status_code == 302
    send_due()


def read_answers(meeting):
    answers = logged_in(meeting.facilitator).post(f"/gesprekken/{meeting.pk}/antwoorden/").content.decode()
    assert WORDS["answer for begeleider"] in answers
    assert WORDS["explanation for begeleider"] in answers


def hold(meeting):
    conversation = Conversation.objects.get(pk=meeting.pk)
    conversation.close_preparation(meeting.facilitator)
    conversation.begin(meeting.facilitator)
    show_scores(conversation, list(Principle.objects.all()), meeting.facilitator)
    conversation.end(meeting.facilitator)
    release(conversation, meeting.facilitator)


def read_round(meeting, person):
    person = type(person).objects.get(pk=person.pk)  # with the conversation as it is now
    tab = by_link(person, Purpose.LEZEN)
    remark = {"text": WORDS["remark on the draft"], "version": 0, "seen": seen_of(tab, person)}
    sent_to(tab, address(person, "verslag/opmerking/geheel/"), remark)
    found = ReportRemark.objects.get()
    reply = {"text": WORDS["answer to that remark"], "version": found.version}
    sent_to(logged_in(meeting.facilitator), f"/gesprekken/{meeting.pk}/verslag/opmerking/{found.pk}/", reply)


def sent_to(tab, path, values):
    assert tab.post(path, values).status_code == 302, path
