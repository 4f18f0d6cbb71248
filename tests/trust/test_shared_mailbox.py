"""PRIV-05: of two who share a mailbox, one is told and one is erased, and nothing of the other."""

import pytest

from conversations.erasing_everywhere import erase_everywhere
from conversations.models import Participant, Phase, StandIn
from conversations.personal.people import with_address
from conversations.personal.telling import build_personal
from driehoek.mail import Outbox, queue
from tests.factories import UserFactory
from tests.meetings import open_meeting
from tests.trust.somebody import table_of_two

pytestmark = pytest.mark.django_db
MAILBOX = "secretariaat@dienst.example"


@pytest.fixture
def both():
    """Return two at one table with one mailbox, in which each got a mail and was named to stand in."""
    people = table_of_two().people[:2]
    Participant.objects.filter(pk__in=[one.pk for one in people]).update(email=MAILBOX)
    elsewhere = open_meeting(Phase.VOORBEREIDING)
    for person, at in zip(people, elsewhere.people, strict=False):
        person.refresh_from_db()
        queue("link", MAILBOX, once=f"x:{person.pk}", participant=person.pk)
        StandIn.objects.create(participant=at, name=person.name, email=MAILBOX)
    return people


def test_priv_05_of_a_shared_mailbox_only_the_mail_of_one_is_told(both):
    me, other = both
    told = build_personal(with_address(MAILBOX, me.name))["gegevens"]
    keys = {row["nummer"] for row in told["mail"]}
    assert set(Outbox.objects.filter(once=f"x:{me.pk}").values_list("pk", flat=True)) <= keys
    assert not keys & set(Outbox.objects.filter(ref__participant=other.pk).values_list("pk", flat=True))
    assert StandIn.objects.get(email=MAILBOX, name=other.name).pk not in [
        one["nummer"] for one in told["als_vervanger"]
    ]


def test_priv_05_of_a_shared_mailbox_nothing_of_the_other_is_erased(both):
    me, other = both
    erase_everywhere(with_address(MAILBOX, me.name), UserFactory(), UserFactory())
    assert not Outbox.objects.filter(once=f"x:{me.pk}").exists()
    assert Outbox.objects.filter(once=f"x:{other.pk}").exists()
    assert list(StandIn.objects.filter(email=MAILBOX).values_list("name", flat=True)) == [other.name]


def test_priv_05_a_name_that_is_not_at_a_shared_mailbox_is_not_known(both):
    assert not with_address(MAILBOX, "Iemand anders").is_known
