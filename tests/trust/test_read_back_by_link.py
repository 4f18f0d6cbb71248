"""What a browser reads back and may write over by link, per sort of text and around a change of mail address."""

import pytest
from django.test import Client

from conversations.links import Purpose, give_link
from conversations.models import Visit
from conversations.visits import (
    claim_authorship,
    end_visits,
    has_texts,
    hides_something,
    is_closed,
    may_read_back,
    may_read_given,
    new_code,
    try_code,
)
from tests.factories import ExplanationFactory, ParticipantFactory, ReflectionFactory
from tests.personal_links import opened, path_of
from tests.trust.browsers import (
    HOUR,
    NOW,
    come_in,
    explain,
    fresh,
    is_scored,
    others_write,
    reflect,
    save_own_score,
    save_something_else,
    score,
    score_another,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


WRITTEN = [reflect, explain, score, score_another]
NOT_WRITTEN = [is_scored, save_own_score, save_something_else, others_write]


@pytest.mark.parametrize("write", WRITTEN)
def test_what_was_written_shuts_every_other_browser_until_the_address_changes(person, other, visit, write):
    thief = come_in(person, browser="b")
    assert may_read_back(thief)
    write(person, other)
    assert not may_read_back(thief)
    assert not claim_authorship(thief)
    assert hides_something(thief)
    person.texts_closed_at = NOW  # on the moment itself counts as before
    person.save()
    assert may_read_back(fresh(thief))
    assert is_closed(person)
    assert not hides_something(fresh(thief))
    assert claim_authorship(fresh(thief))


@pytest.mark.parametrize("write", WRITTEN)
def test_what_is_written_after_the_address_changed_is_shut_again(person, other, visit, write):
    person.texts_closed_at = NOW - HOUR
    person.save()
    write(person, other)
    assert not may_read_back(fresh(visit))
    assert not is_closed(person)
    assert not claim_authorship(fresh(visit))


@pytest.mark.parametrize("write", NOT_WRITTEN)
def test_what_they_did_not_write_themselves_shuts_nothing(person, other, visit, write):
    write(person, other)
    for closed_at in (None, NOW - HOUR):
        person.texts_closed_at = closed_at
        person.save()
        assert may_read_back(fresh(visit))
    assert claim_authorship(fresh(visit))


def test_what_was_typed_after_the_address_changed_is_shut_to_others(person, visit):
    row = ReflectionFactory(participant=person, text="", version=0)
    type(row).objects.update(typed_at=NOW, changed_at=NOW - 2 * HOUR)
    for closed_at, reads in ((NOW - HOUR, False), (NOW, True)):
        person.texts_closed_at = closed_at
        person.save()
        assert may_read_back(fresh(visit)) is reads


@pytest.mark.parametrize(("write", "found"), [(reflect, True), (explain, True), (score, True), (others_write, False)])
def test_whether_somebody_wrote_anything_counts_their_own_alone(person, other, write, found):
    write(person, other)
    assert has_texts(person) is found


def test_who_claimed_and_wrote_nothing_loses_it_to_who_writes(person, visit):
    second, room = come_in(person, browser="b"), come_in(person, Purpose.LEZEN)
    stranger = come_in(ParticipantFactory(conversation=person.conversation), browser="c")
    Visit.objects.filter(pk=room.pk).let_read(True)
    for one in (stranger, visit, second):
        assert claim_authorship(one)
    assert [fresh(one).reads_back for one in (visit, second, stranger, room)] == [False, True, True, True]
    assert second.reads_back
    assert second.is_genuine()
    reflect(person)
    assert claim_authorship(second)
    assert not claim_authorship(fresh(visit))


def test_a_visit_that_was_widened_by_hand_writes_nothing(person, visit):
    reflect(person)
    Visit.objects.update(reads_back=True)
    assert not claim_authorship(visit)


def test_the_code_of_the_room_reads_nothing_back_and_claims_nothing(person):
    visit = come_in(person, Purpose.ZAAL)
    assert not may_read_back(visit)
    assert not claim_authorship(visit)
    Visit.objects.filter(pk=visit.pk).let_read(True)
    visit = fresh(visit)
    assert not may_read_back(visit)
    assert not claim_authorship(visit)
    assert may_read_given(visit)
    is_scored(person)
    assert not may_read_given(visit)
    assert not hides_something(visit)


def test_coming_in_again_gives_no_more_tries(person, visit):
    reflect(person)
    code = new_code(visit)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(5):
        assert not try_code(visit, wrong)
        assert come_in(person) == visit
    assert fresh(visit).code_tries == 5
    assert not try_code(visit, code)


def test_a_code_that_was_typed_well_counts_no_more_once_the_browser_was_forgotten(person, visit):
    reflect(person)
    assert try_code(visit, new_code(visit))
    again = come_in(person)
    assert (again.pk, again.reads_back, again.has_typed_code) == (visit.pk, True, True)
    Visit.objects.let_read(False)
    Visit.objects.let_read(True)
    assert (come_in(person).reads_back, fresh(visit).has_typed_code) == (True, False)


def test_a_browser_that_ended_lives_again_by_the_link_and_reads_nothing_back(person):
    client, visit = opened(give_link(person, Purpose.DEELNEMEN))
    assert claim_authorship(visit)
    reflect(person)
    client.post("/deelnemen/weg/")
    assert client.get(f"/deelnemen/{person.pk}/").status_code == 404
    assert client.post(path_of(visit.link)).status_code == 302
    assert client.get(f"/deelnemen/{person.pk}/").status_code == 200
    kept = fresh(visit)
    assert (kept.ended_at, kept.reads_back, kept.is_genuine(), Visit.objects.count()) == (None, False, True, 1)


def test_after_the_link_was_renewed_the_same_browser_reads_nothing_back(person, visit):
    assert claim_authorship(visit)
    reflect(person)
    visit.link.renew()
    again = come_in(person)
    assert (again.pk, again.reads_back, again.nonce) == (visit.pk, False, fresh(visit).link.nonce)
    assert fresh(again).is_genuine()
    assert not may_read_back(fresh(again))


def test_leaving_without_having_come_in_ends_nothing(visit, rf):
    end_visits(rf.post("/"))
    assert Client().post("/deelnemen/weg/").status_code == 200
    assert fresh(visit).ended_at is None


def test_a_text_in_a_log_or_list_says_neither_its_words_nor_its_author(person):
    for make in (ReflectionFactory, ExplanationFactory):
        told = str(make(participant=person, text="Kanarie."))
        assert "Kanarie" not in told
        assert person.name not in told
        assert told.split()[0] in ("reflectie", "toelichting")
