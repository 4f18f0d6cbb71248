"""Private words open in the row they were written in, for no more readers than their author chose."""

import pytest
from django.db import connection

from conversations import guards
from conversations.models import Reflection, Visibility
from driehoek.encryption import MisplacedTextError, sealed
from tests.factories import ExplanationFactory, ParticipantFactory, ReflectionFactory, at_visibility

pytestmark = pytest.mark.django_db
OPENS = {  # as the author left it -> what may be written over it by hand
    "zelf": {"zelf"},
    "begeleider": {"zelf", "begeleider"},
    "naamloos": {"zelf", "naamloos"},
    "met_naam": {"zelf", "begeleider", "naamloos", "met_naam"},
}


@pytest.fixture(autouse=True)
def _without_guards(db):
    guards.drop(connection)  # they stand again when the test is rolled back


def opens(row):
    """Whether the words of a row open as it stands in the database."""
    try:
        return type(row).objects.get(pk=row.pk).text == "Kanarie."
    except MisplacedTextError:
        return False


@pytest.mark.parametrize("make", [ReflectionFactory, ExplanationFactory])
@pytest.mark.parametrize("level", Visibility.values)
def test_a_reader_that_was_added_by_hand_reads_nothing(make, level):
    row = at_visibility(make(text="Kanarie."), level)
    opened = set()
    for by_hand in Visibility.values:
        type(row).objects.update(visibility=by_hand)
        opened |= {by_hand} if opens(row) else set()
    assert opened == OPENS[level]


def test_a_tick_for_the_report_by_hand_opens_nothing():
    row = at_visibility(ReflectionFactory(text="Kanarie."), "met_naam")
    Reflection.objects.update(in_report=True)
    assert not opens(row)
    ticked = at_visibility(ExplanationFactory(text="Kanarie."), "met_naam", in_report=True)
    assert opens(ticked)
    type(ticked).objects.update(in_report=False)
    assert opens(ticked)


@pytest.mark.parametrize("level", Visibility.values)
def test_words_that_were_moved_to_another_author_open_at_no_level(level):
    row = at_visibility(ReflectionFactory(text="Kanarie."), level)
    Reflection.objects.update(participant=ParticipantFactory(conversation=row.conversation))
    for by_hand in Visibility.values:
        Reflection.objects.update(visibility=by_hand)
        assert not opens(row)


def test_what_was_typed_opens_in_its_own_row_alone_whoever_reads_the_answer():
    row = ReflectionFactory(text="Kanarie.", typed="Half af.")
    assert Reflection.objects.get().typed == "Half af."
    at_visibility(row, "met_naam", in_report=True)
    assert Reflection.objects.get().typed == "Half af."
    Reflection.objects.update(visibility="zelf", in_report=False)
    assert Reflection.objects.get().typed_here == "Half af."
    other = ReflectionFactory(participant=ParticipantFactory(conversation=row.conversation), question=row.question)
    Reflection.objects.filter(pk=other.pk).update(typed=sealed(row, "typed", "Half af."))
    with pytest.raises(MisplacedTextError):
        str(Reflection.objects.get(pk=other.pk).typed)


def test_who_the_facilitator_was_is_not_told_when_nobody_says(db):
    row = ReflectionFactory()
    row.set_visibility("naamloos", source="link")
    assert (row.consents.get().facilitator, row.consents.get().facilitator_name) == (None, "")
