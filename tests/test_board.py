"""The score board: what it shows, in which order, and what it does not even read."""

import json

import pytest

from conversations.board import Board, Row, arrange, build_board, order
from conversations.models import Conversation, Showing
from conversations.scoring import CORNERS
from principles.models import Principle
from tests.factories import ConversationFactory, ParticipantFactory, ScoreFactory
from tests.held import hold, read_case

CODES = ["heldere-afspraken", "vertrouwen", "gelijkwaardigheid", "rolbewustzijn", "opgavegericht"]


def row(code, *values, shown=True):
    scores = tuple(zip(CORNERS * 9, values, strict=False))
    return Row(code, code.capitalize(), "Vraag?", ("laag", "hoog"), ("een", "drie", "vijf"), shown=shown, scores=scores)


def codes(rows):
    return [row.code for row in rows]


def test_widest_first_then_focus_then_the_fixed_order_and_not_shown_last():
    rows = [
        row("a", 3, 3),
        row("b", shown=False),
        row("c", 1, 2),
        row("d", 2, 5),
        row("e", 4, 5),
        row("f", None, 2),
    ]
    assert codes(order(rows, focus=["e", "b"])) == ["d", "e", "c", "a", "f", "b"]


def test_what_a_row_says():
    told = row("a", 4, 1, None)
    assert told.distance == 3
    assert told.distance_words == "3 punten uit elkaar"
    assert told.abstentions == "1 × eigenaar"
    assert told.sentence == "3 punten uit elkaar: opdrachtgever 4, opdrachtnemer 1. Geen beeld: 1 × eigenaar."


def test_numbers_per_hoek_are_the_same_as_the_marks():
    board = Board("per_hoek", (row("a", 4, 1, None, None, 2, None),))
    assert [cells for _, cells in board.numbers] == [
        [("Opdrachtgever", "4 en geen beeld"), ("Opdrachtnemer", "1 en 2"), ("Eigenaar", "2 × geen beeld")]
    ]


def test_numbers_of_a_corner_without_a_score_are_a_dash():
    board = Board("per_hoek", (row("a", 4),))
    assert [text for _, text in board.numbers[0][1]] == ["4", "–", "–"]


def test_arrange_hides_who_answered_when():
    scores = [("eigenaar", 2), ("opdrachtgever", None), ("opdrachtgever", 5), ("opdrachtgever", 1)]
    assert arrange(scores) == arrange(scores[::-1])
    assert arrange(scores) == (
        ("opdrachtgever", 1),
        ("opdrachtgever", 5),
        ("opdrachtgever", None),
        ("eigenaar", 2),
    )


def test_content_of_a_board_survives_json_and_holds_shown_rows_only():
    board = Board("per_hoek", (row("a", 4, 1, None), row("b", shown=False)))
    again = Board.from_content(json.loads(json.dumps(board.as_content())))
    assert again == Board("per_hoek", board.rows[:1])


@pytest.mark.django_db
def test_kustregister_stands_widest_first():
    board = build_board(hold(read_case("kustregister")))
    assert [(row.code, row.distance) for row in board.rows] == [
        ("gelijkwaardigheid", 3),
        ("rolbewustzijn", 3),
        ("vertrouwen", 2),
        ("opgavegericht", 2),
        ("heldere-afspraken", 1),
    ]
    assert board.legend == list(CORNERS)
    assert all((row.answered, row.expected) == (5, 5) for row in board.rows)


@pytest.mark.django_db
def test_naamloos_board_knows_no_corner_anywhere():
    board = build_board(hold(read_case("jeugdhulpregio")))
    assert len(board.shown) == 5
    assert board.legend == []
    assert board.columns == ["Scores"]
    told = json.dumps([board.as_content(), [row.sentence for row in board.rows], [cells for _, cells in board.numbers]])
    assert not any(corner in told.lower() for corner in CORNERS)


@pytest.mark.django_db
def test_a_row_that_is_not_shown_holds_no_value():
    participant = ParticipantFactory()
    ScoreFactory(participant=participant, value=5)
    board = build_board(participant.conversation)
    assert board.shown == []
    assert codes(board.rows) == CODES  # no order computed from what is hidden
    assert board.rows[0].scores == ()
    assert board.rows[0].distance is None
    assert (board.rows[0].answered, board.rows[0].expected) == (1, 1)


@pytest.mark.django_db
def test_a_late_score_waits_for_the_next_showing(django_assert_num_queries):
    conversation = hold(read_case("kustregister"))
    before = build_board(conversation).as_content()
    late = ParticipantFactory(conversation=conversation, corner="eigenaar")
    ScoreFactory(participant=late, principle=Principle.objects.get(code="vertrouwen"), value=1)
    row = next(row for row in build_board(conversation).rows if row.code == "vertrouwen")
    assert (row.answered, row.expected, len(row.scores)) == (6, 6, 5)
    after = build_board(conversation).as_content()
    assert [row["scores"] for row in after["rows"]] == [row["scores"] for row in before["rows"]]


@pytest.mark.django_db
def test_a_score_marked_as_shown_on_a_principle_that_is_not_shown_stays_hidden():
    conversation = hold(read_case("kustregister"))
    Showing.objects.filter(conversation=conversation, principle__code="vertrouwen").delete()
    row = next(row for row in build_board(conversation).rows if row.code == "vertrouwen")
    assert (row.shown, row.scores) == (False, ())


@pytest.mark.django_db
def test_the_absent_are_not_waited_for_unless_they_scored():
    conversation = ConversationFactory()
    ParticipantFactory(conversation=conversation)
    ParticipantFactory(conversation=conversation, attendance="afwezig")
    scored = ParticipantFactory(conversation=conversation, attendance="afwezig")
    ScoreFactory(participant=scored)
    assert [(row.answered, row.expected) for row in build_board(conversation).rows][:2] == [(1, 2), (0, 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("tables", [1, 3])
def test_query_count_does_not_grow_with_the_table(tables, django_assert_num_queries):
    conversation = hold(read_case("kustregister"))
    for _ in range(tables - 1):
        person = ParticipantFactory(conversation=conversation, corner="eigenaar")
        for principle in Principle.objects.all():
            ScoreFactory(participant=person, principle=principle, shown_at=conversation.created_at)
    conversation = Conversation.objects.get(pk=conversation.pk)
    with django_assert_num_queries(5):
        build_board(conversation)


@pytest.mark.django_db
def test_a_conversation_keeps_the_words_it_was_held_with():
    conversation = hold(read_case("kustregister"))
    Principle.objects.get(code="vertrouwen").add_text(
        name="Vertrouwen, maar anders",
        explanation="Anders.",
        core_question="Anders?",
        scale_low="a",
        scale_middle="b",
        scale_high="c",
        pole_low="a",
        pole_high="c",
        follow_ups=["Anders?"],
    )
    assert "Vertrouwen" in [row.name for row in build_board(conversation).rows]
    assert "Vertrouwen, maar anders" in [row.name for row in build_board(ConversationFactory()).rows]
