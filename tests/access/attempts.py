"""What somebody is after who should not have it: the private words of one participant, and the pages to try."""

import re
from types import SimpleNamespace

from django.core import mail
from django.core.cache import cache
from django.db import connection

from conversations.models import Conversation, show_scores
from driehoek.sending import send_due
from principles.models import Principle, Question
from tests.by_link import address, answer_to, enter, preparing, score_on
from tests.crawling import crawl, text_of
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.meetings import CODES
from tests.test_canaries import QUESTIONS, VISIBILITIES

TRACE = "Kanarie"
CODE = re.compile(r"Uw code is (\d{6})")


def scene():
    """Return {meeting, victim, other, adviser, tab}: a preparation in which the victim wrote for each reader."""
    cache.clear()
    meeting = preparing(second_facilitator=FacilitatorFactory())
    meeting.questions.set(Question.objects.filter(code__in=QUESTIONS))
    victim, other = meeting.people[:2]
    for nr, person in enumerate(meeting.people):
        person.email = f"persoon{nr}@dienst.example"
        person.save()
    tab = enter(victim)
    for level, question, code in zip(VISIBILITIES, QUESTIONS, CODES, strict=False):
        answer_to(tab, victim, question, text=f"Kanarie antwoord {level}.", visibility=level)
        score_on(tab, victim, code, score="2", text=f"Kanarie uitleg {level}.", visibility=level)
    tab.post(address(victim, f"vragen/{QUESTIONS[0]}/tussendoor/"), {"text": "Kanarie getypt.", "page": "1"})
    assert "Kanarie getypt." in tab.get(address(victim, f"vragen/{QUESTIONS[0]}/")).content.decode()
    adviser = MembershipFactory(triangle=meeting.triangle).user
    return SimpleNamespace(meeting=meeting, victim=victim, other=other, adviser=adviser, tab=tab)


def own_pages(person):
    """Return the addresses at which a participant finds what they wrote."""
    by_question = [f"vragen/{question}/" for question in QUESTIONS] + [f"scores/{code}/" for code in CODES]
    return [address(person, tail) for tail in ("", "antwoorden/", "gegevens/", "gegevens.json", *by_question)]


def hears(tab, pages):
    """Whether a private word is in any answer; a page that breaks is looked at too."""
    tab.raise_request_exception = False
    return any(TRACE in text_of(tab.get(page, follow=True)) for page in pages)


def hears_anywhere(scene, tab):
    """Whether a private word is on any page about the conversation."""
    tab.raise_request_exception = False
    return TRACE in crawl(scene.meeting, tab)


def mails_to(to):
    """Send what is due and return the texts of all mails to an address."""
    for _ in range(3):
        send_due()
    return [one.body for one in mail.outbox if to in one.to]


def hold(meeting):
    """Hold the conversation: all scores are shown and the table reads what it may."""
    found = Conversation.objects.get(pk=meeting.pk)
    if not found.preparation_closed_at:
        found.close_preparation(meeting.facilitator)
    found.begin(meeting.facilitator)
    show_scores(found, list(Principle.objects.all()), meeting.facilitator)
    found.end(meeting.facilitator)
    found.release_draft(meeting.facilitator)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
