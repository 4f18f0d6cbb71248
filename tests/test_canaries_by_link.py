"""SEC-08: what participants write by link for each reader is in no mail and in no queue of mail."""

import pytest
from django.core import mail
from django.core.cache import cache

from conversations.models import Conversation
from driehoek.mail import Outbox
from driehoek.sending import send_due
from principles.models import Question
from tests.by_link import address, answer_to, enter, preparing, score_on
from tests.factories import FacilitatorFactory, MembershipFactory
from tests.meetings import CODES
from tests.test_canaries import QUESTIONS, VISIBILITIES, canary, heard

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ("reflectie", "toelichting")


@pytest.fixture
def meeting():
    cache.clear()
    found = preparing(second_facilitator=FacilitatorFactory())
    found.questions.set(Question.objects.filter(code__in=QUESTIONS))
    return found


@pytest.fixture
def sung(meeting):
    """Return the words that each participant wrote: a text per kind and reader, and one not saved."""
    words = []
    for person in meeting.people:
        tab = enter(person)
        for level, question, code in zip(VISIBILITIES, QUESTIONS, CODES, strict=False):
            texts = [canary(kind, person.name, level) for kind in KINDS]
            assert answer_to(tab, person, question, text=texts[0], visibility=level).status_code == 302
            assert score_on(tab, person, code, score="2", text=texts[1], visibility=level).status_code == 302
            words += texts
        kept = {"text": canary("getypt", person.name, "niemand"), "page": "1"}
        assert tab.post(address(person, f"vragen/{QUESTIONS[0]}/tussendoor/"), kept).status_code == 204
        words.append(kept["text"])
    return words


def test_sec_08_no_mail_and_no_queue_holds_what_was_written(meeting, sung):
    MembershipFactory(triangle=meeting.triangle)
    Conversation.objects.get(pk=meeting.pk).close_preparation(meeting.facilitator)
    send_due()
    queued = str(list(Outbox.objects.values()))
    sent = "\n".join(str(message.message()) for message in mail.outbox)
    assert heard(sung, queued + sent) == []
    assert len(sung) == 27
