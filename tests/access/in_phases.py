"""One conversation in which two participants wrote for each reader, and how it goes from phase to phase."""

import datetime as dt
from types import SimpleNamespace

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conversations.erasure_asking import ask_to_erase, refuse
from conversations.guiding import answer, ask
from conversations.inviting import release
from conversations.links import Purpose, token_of
from conversations.models import Conversation, Destruction, ReportRemark, show_scores
from conversations.report import establish
from conversations.retention.texts import clear_texts
from conversations.screen_link import give_screen_link
from principles.models import Principle, Question
from tests.by_link import address, answer_to, enter, preparing, score_on
from tests.crawling import by_link, in_the_room, logged_in
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.meetings import CODES
from tests.oversight.seated import overseer_of
from tests.reading_round.readers import seen_of
from tests.test_canaries import QUESTIONS, VISIBILITIES

LEVELS = (*VISIBILITIES, "met_naam gedrukt")  # the last one: its author also let it be printed
ASKED = (*QUESTIONS, "verbetering")
AROUND = {
    "typed": "Kanarie getypt.",
    "proposal": "Kanarie voorstel aan de adviseurs.",
    "remark on a moment": "Kanarie over dit moment.",
    "line of who says no": "Kanarie waarom ik niet kan.",
    "replacement": "Kanarie Vervanger",
    "address of the replacement": "kanarie-vervanger@dienst.example",
    "address of the secretary": "kanarie-secretariaat@dienst.example",
    "remark on the draft": "Kanarie over het concept.",
    "answer to it": "Kanarie terug over het concept.",
    "why not erased": "Kanarie waarom niet gewist.",
}
WORDS = {f"{kind} {level}": f"Kanarie {kind} {level}." for kind in ("answer", "explanation") for level in LEVELS}
WORDS |= {f"of another {level}": f"Kanarie van een ander {level}." for level in VISIBILITIES} | AROUND


def begun():
    """Return {meeting, author, other, absent, tab, other_tab, adviser}: a preparation in which all of it is written."""
    cache.clear()
    meeting = preparing(second_facilitator=None, held_on=None)
    meeting.questions.set(Question.objects.filter(code__in=ASKED))
    meeting.participants.update(email="deelnemer@dienst.example")
    author, other, absent = meeting.people
    found = SimpleNamespace(meeting=meeting, author=author, other=other, absent=absent)
    found.adviser = MembershipFactory(triangle=meeting.triangle).user
    plan(found)
    found.tab, found.other_tab = enter(author), enter(other)
    write(found.tab, author)
    for level, question in zip(VISIBILITIES, QUESTIONS, strict=True):
        answer_to(found.other_tab, other, question, text=WORDS[f"of another {level}"], visibility=level)
    return found


def plan(found):
    """Let people write around the choice of a date, and who was asked to facilitate as second say no."""
    meeting, option = found.meeting, found.meeting.date_options.create(starts_at=timezone.now() + dt.timedelta(9))
    moment = {f"antwoord_{option.pk}": "nee", f"opmerking_{option.pk}": WORDS["remark on a moment"], "seen": ""}
    done(enter(found.author), address(found.author, "voorstel/"), text=WORDS["proposal"])
    done(enter(found.author), address(found.author, "datum/"), **moment)
    done(enter(found.absent), address(found.absent, "datum/secretariaat/"), email=WORDS["address of the secretary"])
    no = {"answer": "nee", "line": WORDS["line of who says no"], "is_involved": False}
    answer(ask(now(found), FacilitatorFactory(), found.adviser, is_second=True), no)
    fields = {"held_on": timezone.localdate() + dt.timedelta(20), "second_facilitator": FacilitatorFactory()}
    Conversation.objects.filter(pk=meeting.pk).update(**fields)
    meeting.refresh_from_db()
    replacement = {"name": WORDS["replacement"], "email": WORDS["address of the replacement"], "function": "directeur"}
    refuse(ask_to_erase(found.absent), WORDS["why not erased"], found.adviser)
    found.absent_tab = enter(found.absent)
    done(found.absent_tab, address(found.absent, "verhinderd/"), **replacement)


def write(tab, person):
    for level, question, code in zip(LEVELS, ASKED, CODES, strict=True):
        reader = {"visibility": level.split()[0]} | ({"in_report": "on"} if "gedrukt" in level else {})
        assert answer_to(tab, person, question, text=WORDS[f"answer {level}"], **reader).status_code == 302
        score = score_on(tab, person, code, score="2", text=WORDS[f"explanation {level}"], **reader)
        assert score.status_code == 302
    kept = {"text": WORDS["typed"], "page": "1"}
    assert tab.post(address(person, f"vragen/{QUESTIONS[0]}/tussendoor/"), kept).status_code == 204


def done(tab, path, **sent):
    assert tab.post(path, sent).status_code == 302, path


def now(found):
    return Conversation.objects.get(pk=found.meeting.pk)


def close(found):
    now(found).close_preparation(found.meeting.facilitator)


def begin(found):
    now(found).begin(found.meeting.facilitator)


def show(found):
    show_scores(now(found), list(Principle.objects.all()), found.meeting.facilitator)


def read_round(found):
    """Release the concept; the author remarks on it and gets an answer."""
    now(found).end(found.meeting.facilitator)
    release(now(found), found.meeting.facilitator)
    author = type(found.author).objects.get(pk=found.author.pk)  # with the conversation as it is now
    tab = by_link(author, Purpose.LEZEN)
    sent = {"text": WORDS["remark on the draft"], "version": 0, "seen": seen_of(tab, author)}
    done(tab, address(author, "verslag/opmerking/geheel/"), **sent)
    remark = ReportRemark.objects.get()
    path = f"/gesprekken/{found.meeting.pk}/verslag/opmerking/{remark.pk}/"
    done(logged_in(found.meeting.facilitator), path, text=WORDS["answer to it"], version=remark.version)


def settle(found):
    establish(now(found), found.adviser)


def conclude(found):
    now(found).conclude(found.adviser)


def clear(found):
    clear_texts(now(found), Destruction.Rule.VASTGESTELD)


STEPS = {
    "preparation": lambda found: None,
    "preparation closed": close,
    "meeting": begin,
    "meeting, all shown": show,
    "reading round": read_round,
    "vastgesteld": settle,
    "concluded": conclude,
    "cleared": clear,
}


def nearest(found):
    """Return {who: browser} of those who are at the table or beside it."""
    meeting = now(found)
    screen = Client()
    screen.post(f"/scherm/link/{token_of(give_screen_link(meeting, meeting.facilitator))}/")
    return {
        "author": found.tab,
        "author, elsewhere": by_link(found.author),
        "another author": found.other_tab,
        "in the room": in_the_room(found.author),
        "big screen": screen,
        "adviser": logged_in(found.adviser),
        "facilitator": logged_in(meeting.facilitator),
        "second facilitator": logged_in(meeting.second_facilitator),
    }


def readers(found):
    """Return {who: browser} of those to whom the concept was sent to read."""
    people = {"author, reading": found.author, "another reader": found.other}
    return {who: by_link(type(one).objects.get(pk=one.pk), Purpose.LEZEN) for who, one in people.items()}


def strangers(found):
    """Return {who: browser} of those whom nothing of this is for, in any phase."""
    elsewhere = preparing()
    return {
        "anonymous": Client(),
        "secretary of another": by_link(found.other, Purpose.DATUM),
        "participant elsewhere": by_link(elsewhere.people[0]),
        "adviser elsewhere": logged_in(MembershipFactory(triangle=elsewhere.triangle).user),
        "facilitator elsewhere": logged_in(elsewhere.facilitator),
        "overseer": logged_in(overseer_of(found.meeting.triangle)),
        "account without anything": logged_in(UserFactory()),
        "beheerder": logged_in(UserFactory(is_staff=True, is_superuser=True)),
    }
