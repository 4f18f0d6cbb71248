"""SEC-04: the code by mail counted exactly, and a browser that is forgotten forgets no other."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from conversations.links import Purpose, give_link
from conversations.models import Phase, Score, Visit
from conversations.resealing import reseal
from conversations.visits import (
    COOKIE_SECONDS,
    claim_authorship,
    code_digest,
    digest,
    legible_given,
    may_read_back,
    new_code,
    send_code,
    try_code,
)
from driehoek.mail import Outbox
from tests.factories import ConversationFactory, ParticipantFactory, ReflectionFactory, ScoreFactory
from tests.personal_links import opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counts():
    cache.clear()


@pytest.fixture
def person():
    meeting = ConversationFactory(phase=Phase.VOORBEREIDING, held_on=timezone.localdate() + dt.timedelta(20))
    return ParticipantFactory(conversation=meeting, email="sjoerd@dienst.example")


@pytest.fixture
def visit(person):
    """Somebody in a browser that wrote nothing, while something was written in another."""
    ReflectionFactory(participant=person, conversation=person.conversation)
    return opened(give_link(person, Purpose.DEELNEMEN))[1]


def wrong_for(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize(("wrong", "works"), [(4, True), (5, False)])
def test_sec_04_the_fifth_try_is_the_last(visit, wrong, works):
    code = new_code(visit)
    assert [try_code(visit, wrong_for(code)) for _ in range(wrong)] == [False] * wrong
    assert try_code(visit, code) is works
    visit.refresh_from_db()
    assert may_read_back(visit) is works
    assert (visit.code_digest == "", visit.code_until is None) == (works, works)


def test_sec_04_a_new_code_has_five_tries_again(visit):
    code = new_code(visit)
    for _ in range(5):
        try_code(visit, wrong_for(code))
    assert try_code(visit, new_code(visit))


def test_sec_04_a_code_is_six_digits_and_lives_ten_minutes(visit, time_machine):
    now = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
    time_machine.move_to(now, tick=False)
    code = new_code(visit)
    assert len(code) == 6
    assert code.isdigit()
    visit.refresh_from_db()
    assert visit.code_until == now + dt.timedelta(minutes=10)


def test_sec_04_asking_for_another_code_ends_the_one_before(visit):
    code = new_code(visit)
    try_code(visit, wrong_for(code))
    assert send_code(visit)
    visit.refresh_from_db()
    assert (visit.code_digest, visit.code_until, visit.code_tries) == ("", None, 0)
    assert not try_code(visit, code)


def test_sec_04_without_a_code_nothing_opens(visit):
    assert not try_code(visit, "")
    assert not try_code(visit, "000000")


def test_sec_04_asking_leaves_the_code_of_another_browser(visit, person):
    _, other = opened(give_link(person, Purpose.DEELNEMEN))
    code = new_code(other)
    assert send_code(visit)
    assert try_code(other, code)


def test_sec_04_a_code_opens_the_browser_it_was_asked_for_alone(visit, person):
    _, other = opened(give_link(person, Purpose.DEELNEMEN))
    code = new_code(other)
    new_code(visit)
    assert not try_code(visit, code)
    other.refresh_from_db()
    assert (other.code_tries, other.reads_back) == (0, False)
    assert try_code(other, code)
    visit.refresh_from_db()
    assert not visit.reads_back


def test_sec_04_what_is_kept_of_a_code_fits_one_browser_and_one_code(visit, person):
    _, other = opened(give_link(person, Purpose.DEELNEMEN))
    twin = Visit(pk=visit.pk + 1000, key_digest=visit.key_digest)
    kept = {code_digest(*of) for of in ((visit, "123456"), (other, "123456"), (twin, "123456"), (visit, "123457"))}
    assert len(kept) == 4
    assert digest(f"{visit.pk}:{visit.key_digest}:123456") not in kept  # six digits are soon tried without a secret
    stranger = Visit(pk=visit.pk, key_digest=other.key_digest)
    assert code_digest(stranger, "123456") not in kept


def test_sec_04_each_time_it_is_asked_there_is_a_mail_of_its_own(visit):
    assert [send_code(visit) for _ in range(3)] == [True] * 3
    assert Outbox.objects.filter(kind="code", to="sjoerd@dienst.example").count() == 3


def test_sec_04_without_an_address_there_is_no_code(visit):
    visit.link.participant.email = ""
    assert send_code(visit) is False
    assert not Outbox.objects.filter(kind="code").exists()


def test_sec_04_what_another_gave_before_the_address_changed_stays_shut(person):
    early = ScoreFactory(participant=person, entry=Score.Entry.NAMENS)
    assert list(legible_given(person)) == [early]
    person.texts_closed_at = timezone.now()
    assert list(legible_given(person)) == []
    late = ScoreFactory(participant=person, principle=other_principle(early), entry=Score.Entry.NAMENS)
    ScoreFactory(participant=ParticipantFactory(conversation=person.conversation), entry=Score.Entry.NAMENS)
    assert list(legible_given(person)) == [late]


def other_principle(score):
    return type(score.principle).objects.exclude(pk=score.principle_id).first()


def test_leaving_ends_the_visits_of_this_browser_alone_and_keeps_when_others_ended(person):
    client, mine = opened(give_link(person, Purpose.DEELNEMEN))
    _, theirs = opened(give_link(person, Purpose.DEELNEMEN))
    long_ago = timezone.now() - dt.timedelta(days=3)
    earlier = Visit.objects.create(
        link=give_link(person, Purpose.LEZEN), key_digest=mine.key_digest, nonce="x", ended_at=long_ago
    )
    assert client.get("/deelnemen/weg/").status_code == 200  # looking is not leaving
    assert Visit.objects.filter(ended_at=None).count() == 2
    client.post("/deelnemen/weg/")
    ended = dict(Visit.objects.values_list("pk", "ended_at"))
    assert ended[mine.pk] is not None
    assert ended[theirs.pk] is None
    assert ended[earlier.pk] == long_ago


def test_sec_02_the_browser_keeps_its_key_ninety_days(person):
    client, _ = opened(give_link(person, Purpose.DEELNEMEN))
    kept = next(cookie for name, cookie in client.cookies.items() if "deelnemen" in name)
    assert kept["max-age"] == COOKIE_SECONDS == 7_776_000


def test_no_column_says_that_the_code_was_typed(person):
    """The browser in which somebody wrote reads that back; all that is held of them opens after the code alone."""
    client, visit = opened(give_link(person, Purpose.DEELNEMEN))
    page = f"/deelnemen/{person.pk}/gegevens/"
    assert claim_authorship(visit)
    Visit.objects.update(code_tries=1)
    assert client.get(page).status_code == 302
    ReflectionFactory(participant=person, conversation=person.conversation)
    assert try_code(visit, new_code(visit))
    assert client.get(page).status_code == 200
    with override_settings(TEXT_KEYS=["een-nieuwe-sleutel-van-veertig-tekens-lang", *settings.TEXT_KEYS]):
        assert reseal() == 2
        assert client.get(page).status_code == 200
    Visit.objects.update(key_digest="0" * 64)
    visit.refresh_from_db()
    assert (visit.is_genuine(), visit.has_typed_code) == (False, False)
