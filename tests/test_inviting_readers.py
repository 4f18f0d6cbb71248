"""The mails about the draft and the report, by a link for reading alone."""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.inviting import date_chosen, release
from conversations.links import token_of
from conversations.models import Link, Phase
from conversations.report import establish, newest_report
from tests.factories import ReflectionFactory
from tests.mailed import asking, move_to, path_in, sent

pytestmark = pytest.mark.django_db
SJOERD = "sjoerd@dienst.example"


@pytest.fixture
def running():
    return asking(held_on=timezone.localdate())


def test_the_draft_and_the_report_go_by_a_link_for_reading(running):
    move_to(running, Phase.VERSLAG)
    release(running, running.adviser, dt.date(2026, 3, 26))
    one = sent()[SJOERD]
    assert "Dat kan tot en met donderdag 26 maart." in one.body
    assert path_in(one).endswith(f"{token_of(Link.objects.get(participant__name='Sjoerd', purpose='lezen'))}/")
    establish(running, running.adviser)
    one = sent()[SJOERD]
    assert one.subject == "Driehoek: het verslag over Kustregister is vastgesteld"
    content = newest_report(running).content
    establish(running, running.adviser, "Een naam was fout", content)
    one = sent()[SJOERD]
    assert one.subject == "Driehoek: het verslag over Kustregister is verbeterd"


def test_a_draft_that_was_vastgesteld_before_the_mail_left_is_not_announced(running):
    move_to(running, Phase.VERSLAG)
    release(running, running.adviser)
    establish(running, running.adviser)
    assert "vastgesteld" in sent()[SJOERD].subject


def test_sec_08_no_mail_holds_what_a_participant_wrote():
    conversation = asking()
    for person in conversation.participants.all():
        ReflectionFactory(participant=person, text=f"kanarie-{person.name}")
    conversation.place = "Zaal 9"
    conversation.save()
    date_chosen(conversation, conversation.adviser)
    bodies = [one.message().as_string() for one in sent().values()]
    move_to(conversation, Phase.VERSLAG)
    release(conversation, conversation.adviser)
    bodies += [one.message().as_string() for one in sent().values()]
    assert len(bodies) == 4
    assert "kanarie" not in "".join(bodies)
