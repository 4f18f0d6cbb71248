"""PRIV-04: of every kind of trace the old one goes and the young one stays, and a hold keeps its own."""

import uuid

import pytest

from conversations.models import Arrival, EarlierText, Link, Op, Proposal, Visit
from conversations.retention.traces import forget_earlier_texts, forget_traces
from tests.factories import ParticipantFactory, UserFactory
from tests.trust.kept_things import at, night

pytestmark = pytest.mark.django_db
OLD, YOUNG = 9, 11  # days; the night is that of day 40, and a trace stays for thirty


def traces_of(person, number):
    """Leave one trace of each kind on a day, by a participant and in their conversation; {word: row}."""
    meeting, moment, digest = person.conversation, at(number), f"{person.pk:0>32}{number:0>32}"
    alive = Link.objects.create(participant=person, purpose="deelnemen", until=at(500))
    save = {"conversation": meeting, "status": 200, "version": 1}
    found = {
        "link": Link.objects.create(participant=person, purpose="lezen", until=moment),
        "screen": Link.objects.create(conversation=meeting, purpose="scherm", until=moment),
        "visit": Visit.objects.create(link=alive, key_digest=digest, ended_at=moment),
        "arrival": Arrival.objects.create(conversation=meeting, key_digest=digest, asked_at=moment),
        "save": Op.objects.create(op_id=uuid.uuid4(), participant=person, part="x", **save),
        "score": Op.objects.create(op_id=uuid.uuid4(), user=UserFactory(), part="score:1:x", **save),
        "closed": Proposal.objects.create(participant=person, triangle=meeting.triangle, text="a", closed_at=moment),
    }
    Op.objects.filter(conversation=meeting).update(created_at=moment)
    Proposal.objects.filter(participant=person).update(at=moment)
    return found


def left(rows):
    """Return the words of the rows that are still there."""
    return {word for word, row in rows.items() if type(row).objects.filter(pk=row.pk).exists()}


def test_priv_04_old_traces_go_young_ones_stay_and_a_hold_keeps_its_own():
    person, young, kept = (ParticipantFactory() for _ in range(3))
    kept.conversation.holds.create(reason="Onderzoek", name="Bestuur")
    old, newer, held = traces_of(person, OLD), traces_of(young, YOUNG), traces_of(kept, OLD)
    feed = Link.objects.create(user=UserFactory(), purpose="agenda", until=at(1))  # renewed, never over
    with night(40):
        assert forget_traces() == f"Oude sporen opgeruimd: {len(old)}."
        assert forget_traces() == ""
    assert left(old) == set()
    assert left(newer) == set(newer)
    assert left(held) == set(held)
    assert left({"feed": feed}) == {"feed"}


def test_priv_04_who_looked_at_the_big_screen_is_kept_by_a_hold_too():
    shown, held = (ParticipantFactory().conversation for _ in range(2))
    held.holds.create(reason="Onderzoek", name="Bestuur")
    links = [Link.objects.create(conversation=one, purpose="scherm", until=at(500)) for one in (shown, held)]
    visits = [Visit.objects.create(link=link, key_digest="a" * 64, ended_at=at(OLD)) for link in links]
    with night(40):
        forget_traces()
    assert list(Visit.objects.all()) == visits[1:]


def test_priv_04_a_proposal_that_nobody_answered_goes_after_ninety_days():
    person = ParticipantFactory()
    waiting = Proposal.objects.create(participant=person, triangle=person.conversation.triangle, text="a")
    Proposal.objects.update(at=at(10))
    with night(99):
        assert forget_traces() == ""
    with night(101):
        assert forget_traces() == "Oude sporen opgeruimd: 1."
    assert left({"waiting": waiting}) == set()


def test_a_code_that_still_opens_something_stays_for_a_day_after_it_does_not():
    link = Link.objects.create(participant=ParticipantFactory(), purpose="deelnemen", until=at(500))
    codes = {"code_digest": "d" * 64, "code_tries": 3}
    over = Visit.objects.create(link=link, key_digest="a" * 64, code_until=at(8), **codes)
    still = Visit.objects.create(link=link, key_digest="b" * 64, code_until=at(10), **codes)
    with night(10):
        forget_traces()
    told = Visit.objects.values_list("code_digest", "code_until", "code_tries")
    assert told.get(pk=over.pk) == ("", None, 0)
    assert told.get(pk=still.pk) == ("d" * 64, at(10), 3)


def test_priv_04_earlier_texts_go_after_thirty_days_and_a_hold_keeps_them():
    meeting, held = (ParticipantFactory().conversation for _ in range(2))
    held.holds.create(reason="Onderzoek", name="Bestuur")
    for conversation, number in ((meeting, 10), (meeting, YOUNG), (held, OLD)):
        EarlierText.objects.create(conversation=conversation, part="x", version=1, value={}, replaced_at=at(number))
    with night(40):
        assert forget_earlier_texts() == "Eerdere versies opgeruimd: 1."
        assert forget_earlier_texts() == ""
    assert set(EarlierText.objects.values_list("conversation", "replaced_at")) == {
        (meeting.pk, at(YOUNG)),
        (held.pk, at(OLD)),
    }
