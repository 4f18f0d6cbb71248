"""Whether two tables and two wordings are the same, and in which words it is said."""

import datetime as dt

import pytest

from conversations.comparing import is_succeeded, table_words, wording_words

THEN, NOW = dt.date(2025, 9, 11), dt.date(2026, 3, 12)
ANNA, BEN, CEM, DANA = (
    ("eigenaar", "Anna Abel"),
    ("opdrachtgever", "Ben Bos"),
    ("opdrachtnemer", "Cem Can"),
    ("eigenaar", "Dana Dok"),
)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([ANNA, BEN], [BEN, ANNA], ""),
        ([ANNA], [("eigenaar", " anna  ABEL ")], ""),
        (
            [ANNA, BEN],
            [ANNA, BEN, CEM],
            "Op 11 september 2025 zaten er twee mensen aan tafel, op 12 maart 2026 drie. Vergelijk voorzichtig.",
        ),
        (
            [ANNA],
            [ANNA] * 13,
            "Op 11 september 2025 zat er één mens aan tafel, op 12 maart 2026 13. Vergelijk voorzichtig.",
        ),
        (
            [ANNA, BEN],
            [DANA, BEN],
            "Aan tafel zaten op 12 maart 2026 deels andere mensen dan op 11 september 2025. Vergelijk voorzichtig.",
        ),
        (
            [ANNA, BEN],
            [DANA, CEM],
            "Aan tafel zaten op 12 maart 2026 andere mensen dan op 11 september 2025. Vergelijk voorzichtig.",
        ),
    ],
)
def test_another_table_is_told(before, after, words):
    assert table_words(before, THEN, after, NOW) == words


def test_a_day_that_was_never_written_down_is_no_mistake():
    assert table_words([ANNA], None, [ANNA, BEN], NOW).startswith("Toen er geen datum bij stond zat er één mens")
    assert wording_words(None) == "De tekst van dit principe is veranderd sinds toen. Vergelijk voorzichtig."


@pytest.mark.parametrize(
    ("before", "after", "succeeded"),
    [
        ([ANNA, BEN], [ANNA, BEN], False),
        ([ANNA, BEN], [ANNA, BEN, DANA], False),
        ([ANNA, BEN, DANA], [ANNA, BEN], False),
        ([ANNA, BEN], [DANA, BEN], True),
        ([ANNA, BEN], [BEN, CEM], False),  # another corner came: nobody's score is theirs
    ],
)
def test_a_successor_is_who_comes_where_somebody_left(before, after, succeeded):
    assert is_succeeded(before, after) is succeeded
