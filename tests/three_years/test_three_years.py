"""Three years of one triangle, day by day: six conversations, eleven changes of people, two nights without work.

Every reminder goes out exactly once, every sign is right on every day, every chain is whole.
"""

import datetime as dt

import pytest
from django.utils import timezone

from conversations.chain import read_chain
from conversations.models import Agreement, Signal
from driehoek.chores import do_chores
from driehoek.mail import Outbox
from driehoek.sending import send_due
from triangles.models import Seat

from .acts import Table
from .outcome import CHAINS, REMINDERS, SIGNS
from .story import story

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LAST = dt.date(2026, 1, 5), dt.date(2029, 1, 10)
MISSED = {"2026-05-01", "2026-10-30"}  # a new opdrachtgever begins and six weeks have passed; again six weeks
PEOPLE = ("Marijke", "Sjoerd", "Renske")
ABOUT_PEOPLE, ABOUT_AGREEMENTS = {"nieuw-gezicht", "nieuwe-opdrachtgever"}, {"niet-nagekomen", "over-de-datum"}
REMINDING = ("herinnering", "voortgang", "alles_binnen")


@pytest.fixture
def go(time_machine):
    def move(day, hour=9):
        time_machine.move_to(timezone.make_aware(dt.datetime.combine(day, dt.time(hour))), tick=False)

    move(FIRST)
    return move


def live(table, go):
    """Go through all days; return ({day: what reminded whom}, {day: the signs there are, when those changed})."""
    acts, mails, signs, before, day = story(table), {}, {}, [], FIRST
    sent = set()
    while day <= LAST:
        name = day.isoformat()
        if name not in MISSED:
            go(day, 1)
            do_chores()
        go(day, 9)
        for act in acts.pop(name, ()):
            act()
        go(day, 17)
        send_due()
        if news := new_mails(sent):
            mails[name] = news
        if (now := signs_now()) != before:
            signs[name] = before = now
        day += dt.timedelta(days=1)
    assert not acts
    return mails, signs


def new_mails(sent):
    """Return the reminders that left since last time, as 'kind name'; `sent` are the keys of those that left before."""
    rows = Outbox.objects.filter(state=Outbox.State.VERSTUURD, kind__in=REMINDING).exclude(pk__in=sent)
    found = list(rows.values_list("pk", "kind", "to"))
    sent.update(pk for pk, _, _ in found)
    return sorted(f"{kind} {to.split('@')[0]}" for _, kind, to in found)


def signs_now():
    return sorted(told(*row) for row in Signal.objects.values_list("kind", "subject"))


def told(kind, subject):
    if kind in ABOUT_PEOPLE:
        subject = Seat.objects.get(pk=subject).person
    elif kind in ABOUT_AGREEMENTS:
        subject = Agreement.objects.get(pk=subject).text
    return f"{kind} {subject}".strip()


def chain_of(agreement):
    return [f"{link.day} {link.said}" for link in read_chain(agreement)]


def test_three_years(go):
    table = Table(PEOPLE)
    mails, signs = live(table, go)
    assert mails == REMINDERS
    assert signs == SIGNS
    assert {one.text: chain_of(one) for one in Agreement.objects.all()} == CHAINS
    assert Outbox.objects.exclude(state=Outbox.State.VERSTUURD).count() == 0
    assert table.triangle.seats.count() == len(PEOPLE) + 10  # eleven changes: ten who came, one who only went
