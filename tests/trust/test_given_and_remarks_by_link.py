"""Which browser shows a score that somebody else gave, and remarks on the report."""

import pytest

from conversations.links import Purpose
from conversations.models import Score
from conversations.visits import (
    claim_authorship,
    hides_something,
    is_closed,
    legible_given,
    legible_remarks,
    may_read_given,
    may_read_remarks,
    new_code,
    try_code,
)
from principles.models import Principle
from tests.factories import ScoreFactory
from tests.trust.browsers import (
    HOUR,
    NOW,
    come_in,
    explain,
    fresh,
    others_write,
    reflect,
    remark_of,
    score,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


class TestGiven:
    """Scores that somebody else gave: after the code, or beside own words that were here before."""

    @pytest.mark.parametrize("write", [reflect, explain, score])
    def test_own_words_from_before_show_it_in_the_browser_that_wrote_them(self, person, visit, write):
        assert claim_authorship(visit)
        write(person)
        for row in (person.reflections, person.explanations, person.scores):
            row.update(changed_at=NOW - HOUR)
        given = self.give(person, created_at=NOW)
        later = self.give(person, created_at=NOW + 2 * HOUR)
        assert may_read_given(visit)
        assert not may_read_given(come_in(person, browser="b"))
        Score.objects.filter(pk=given.pk).update(created_at=NOW - HOUR)  # not one moment before: no words of theirs
        assert not may_read_given(fresh(visit))
        assert later.created_at > given.created_at

    def test_words_of_another_show_it_to_nobody(self, person, other, visit):
        others_write(person, other)
        self.give(person, created_at=NOW + HOUR)
        assert claim_authorship(visit)
        assert not may_read_given(visit)

    def test_a_score_given_earlier_for_them_is_no_word_of_theirs(self, person, visit):
        self.give(person, created_at=NOW)
        self.give(person, created_at=NOW + HOUR)
        assert claim_authorship(visit)
        assert not may_read_given(visit)
        assert hides_something(visit)

    def test_a_score_of_their_own_is_not_given_by_another(self, person, visit):
        score(person)
        assert not legible_given(person).exists()
        assert may_read_given(come_in(person, browser="b"))

    def test_after_the_code_it_shows(self, person, visit):
        self.give(person, created_at=NOW)
        assert try_code(visit, new_code(visit))
        assert may_read_given(fresh(visit))
        assert not hides_something(fresh(visit))
        new_code(visit)  # another code waits: the newest one was not typed
        assert not may_read_given(fresh(visit))

    def test_a_try_that_failed_is_no_code(self, person, visit):
        self.give(person, created_at=NOW)
        claim_authorship(visit)
        try_code(visit, f"{(int(new_code(visit)) + 1) % 1_000_000:06}")
        assert fresh(visit).code_tries == 1
        assert not may_read_given(fresh(visit))

    def test_what_stands_open_after_another_address_keeps_the_code_going(self, person, visit):
        person.texts_closed_at = NOW - HOUR
        self.give(person, created_at=NOW)
        assert not is_closed(person)
        person.texts_closed_at = NOW
        assert is_closed(person)

    def give(self, person, **fields):
        principle = Principle.objects.exclude(pk__in=person.scores.values("principle")).first()
        return ScoreFactory(participant=person, principle=principle, entry=Score.Entry.NAMENS, **fields)


class TestRemarks:
    def test_a_remark_shows_where_it_was_written_and_after_the_code(self, person, other, visit):
        remark_of(other, browser="z")
        thief = come_in(person, Purpose.LEZEN, browser="b")
        assert (may_read_remarks(thief), hides_something(thief)) == (True, False)
        remark_of(person)
        assert (may_read_remarks(visit), hides_something(visit)) == (True, False)
        assert (may_read_remarks(thief), hides_something(thief)) == (False, True)
        assert try_code(thief, new_code(thief))
        assert (may_read_remarks(fresh(thief)), hides_something(fresh(thief))) == (True, False)

    def test_a_link_for_reading_asks_no_code_for_answers(self, person):
        reflect(person)
        assert not hides_something(come_in(person, Purpose.LEZEN))
        assert hides_something(come_in(person, browser="b"))

    def test_remarks_from_before_the_address_changed_stay_shut(self, person, visit):
        remark_of(person, at=NOW - HOUR)
        remark_of(person, at=NOW)
        new = remark_of(person, at=NOW + HOUR)
        assert legible_remarks(person).count() == 3
        person.texts_closed_at = NOW
        assert list(legible_remarks(person)) == [new]
        assert not is_closed(person)
        person.texts_closed_at = NOW + HOUR
        assert is_closed(person)
        person.save()
        assert may_read_remarks(fresh(come_in(person, browser="b")))
