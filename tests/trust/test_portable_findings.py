"""What is said of a mistake in a file: the place, spelt on one line, and no word that may be somebody's own."""

import pytest

from conversations.portable import BadFileError, Finding
from conversations.portable.findings import either, pointer, printable, quoted


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), "/"),
        (("triangle",), "/triangle"),
        (("triangle", "seats", 0, "id"), "/triangle/seats/0/id"),
        (("a/b",), "/a~1b"),
        (("a~b",), "/a~0b"),
        (("~/~/",), "/~0~1~0~1"),
        (("~1",), "/~01"),  # the tilde first, or the key would read as a slash
        (("é x",), "/é x"),
        (("x\n", "\ty"), "/x\\u000a/\\u0009y"),
    ],
)
def test_a_place_is_a_json_pointer_on_one_line(path, place):
    assert pointer(path) == place


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", ""),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "…"),
        ("y" * 59 + "z" * 9, "y" * 59 + "z…"),
        ("\x00", "\\u0000"),
        ("\x1f", "\\u001f"),
        ("a\x7fb", "a\\u007fb"),
        ("\u2028", "\\u2028"),  # a line of its own in many a screen
        ("\u200b", "\\u200b"),
    ],
)
def test_an_unknown_key_is_repeated_short_and_without_control_characters(key, words):
    assert printable(key) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "‘0’"),
        (-3, "‘-3’"),
        (True, "‘true’"),
        (False, "‘false’"),
        (10**15 - 1, "‘999999999999999’"),
        (10**15, "deze waarde"),
        (-(10**15), "deze waarde"),
        ("og-1_a", "‘og-1_a’"),
        ("a" * 40, f"‘{'a' * 40}’"),
        ("a" * 41, "deze waarde"),
        ("", "deze waarde"),
        ("Noor", "deze waarde"),  # a name
        ("ik ben boos", "deze waarde"),
        ("boos\n", "deze waarde"),
        (1.5, "deze waarde"),
        (None, "deze waarde"),
        (["a"], "deze waarde"),
        ({"a": "b"}, "deze waarde"),
    ],
)
def test_sec_08_only_a_short_code_or_number_of_the_file_is_repeated(value, words):
    """What somebody wrote is never in a message about a file, wherever in the file it stands."""
    assert quoted(value) == words


@pytest.mark.parametrize(
    ("words", "said"),
    [(["a"], "a"), (["a", "b"], "a of b"), (("a", "b", "c"), "a, b of c"), ([1, 2, 3], "1, 2 of 3")],
)
def test_a_choice_is_spelt_as_a_sentence(words, said):
    assert either(words) == said


def test_a_refusal_is_one_line_per_finding_in_their_order():
    found = (Finding("/version", "alleen 1"), Finding("/", "leeg"))
    error = BadFileError(found)
    assert error.findings == list(found)
    assert str(error) == "/version: alleen 1\n/: leeg"
    assert str(BadFileError(iter(found[:1]))) == "/version: alleen 1"
