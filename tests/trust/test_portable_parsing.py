"""From bytes to JSON: what is taken, and the one place and reason with which anything else is refused."""

import pytest

from conversations.portable import BadFileError, parse, read
from conversations.portable.parsing import Fields, malformed

HALF = "hier staat een half teken (losse surrogaat); alleen hele tekens mogen"
TWICE = "dit veld staat er meer dan één keer; elk veld mag één keer"
DEEP = "dit is te diep in elkaar gezet; zo diep gaat het formaat nergens"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('{"a": [1, "é", null, true]}', {"a": [1, "é", None, True]}),
        ("\ufeff{}", {}),
        ("3.0", 3),
        ("-2.0", -2),
        ("2.5", 2.5),
        ("1e3", 1000),
        ("9e29", int(9e29)),
        ("-9e29", -int(9e29)),
        ("9" * 30, int("9" * 30)),
        ("-" + "9" * 29, -int("9" * 29)),
        ('"a\\nb"', "a\nb"),
        (" [] ", []),
    ],
)
def test_json_is_read_as_it_stands_and_a_whole_number_is_whole_however_it_is_spelt(content, found):
    value = parse(content.encode())
    assert value == found
    assert type(value) is type(found) or isinstance(value, Fields)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "/: het bestand is leeg"),
        (b"\xef\xbb\xbf \n", "/: het bestand is leeg"),
        (b"[NaN]", "/: NaN is in JSON geen getal; gebruik null voor ‘geen beeld’"),
        (b"-Infinity", "/: -Infinity is in JSON geen getal; gebruik null voor ‘geen beeld’"),
        (b"9" * 31, "/: er staat een getal in dat te lang is"),
        (b"-" + b"9" * 30, "/: er staat een getal in dat te lang is"),
        (b"1e30", "/: er staat een getal in dat te groot is"),
        (b"-1e30", "/: er staat een getal in dat te groot is"),
        (b"1e999", "/: er staat een getal in dat te groot is"),
        (b"\xff", "/: het bestand is geen UTF-8 (byte 1); sla het op als UTF-8"),
        (b'"caf\xe9"', "/: het bestand is geen UTF-8 (byte 5); sla het op als UTF-8"),
        (b"[" * 100_000, "/: lijsten en objecten zijn te diep in elkaar gezet"),
    ],
)
def test_what_is_no_json_is_refused_with_the_reason(content, line):
    with pytest.raises(BadFileError) as refused:
        parse(content)
    assert str(refused.value) == line
    assert len(refused.value.findings) == 1


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("[1 2]", "regel 1, kolom 4", "hier hoort een komma, of het eind van de lijst of het object"),
        ('{"a"\n 1}', "regel 2, kolom 2", "hier hoort een dubbele punt"),
        ("[\n\n]x", "regel 3, kolom 2", "na het eind van het bestand staat nog iets"),
        ("geen", "regel 1, kolom 1", "hier hoort een waarde"),
        ("{a: 1}", "regel 1, kolom 2", "hier hoort een veldnaam tussen dubbele aanhalingstekens"),
        ('["a', "regel 1, kolom 2", "de tekst die hier begint, heeft geen aanhalingsteken aan het eind"),
        ('"a\nb"', "regel 1, kolom 3", "een tekst mag geen echt regeleinde of stuurteken bevatten: schrijf \\n"),
        ('"\\q"', "regel 1, kolom 2", "na de schuine streep naar achteren staat een onbekend teken"),
        ('"\\u12"', "regel 1, kolom 3", "na \\u horen vier hexadecimale cijfers"),
    ],
)
def test_broken_json_names_the_line_and_the_column(content, place, reason):
    with pytest.raises(BadFileError) as refused:
        parse(content.encode())
    assert str(refused.value) == f"{place}: het bestand is geen JSON: {reason}"


def test_json_that_is_broken_in_a_way_unheard_of_is_still_refused_in_dutch(monkeypatch):
    monkeypatch.setattr("conversations.portable.parsing.EXPECTED", {})
    with pytest.raises(BadFileError, match=r"^regel 1, kolom 1: het bestand is geen JSON: dit is geen geldige JSON$"):
        parse(b"geen")


def test_a_file_may_be_as_large_as_is_said_and_not_a_byte_larger(tmp_path, monkeypatch):
    monkeypatch.setattr("conversations.portable.parsing.MOST_BYTES", 2_000_000)
    path = tmp_path / "gesprek.json"
    path.write_bytes(b'"' + b"x" * 1_999_998 + b'"')
    assert read(path) == "x" * 1_999_998
    path.write_bytes(b'"' + b"x" * 1_999_999 + b'"')
    with pytest.raises(BadFileError, match=r"^/: het bestand is te groot; hoogstens 2 MB mag$"):
        read(path)


def test_no_more_than_the_limit_is_read_of_a_file_that_never_ends(monkeypatch):
    monkeypatch.setattr("conversations.portable.parsing.MOST_BYTES", 1000)
    with pytest.raises(BadFileError, match="te groot"):
        read("/dev/zero")


def refuse(error):
    def opening(*_):
        raise error

    return opening


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (FileNotFoundError(), "/: dit bestand is er niet"),
        (IsADirectoryError(), "/: dit is een map; geef een bestand op"),
        (PermissionError(), "/: dit bestand mag niet worden gelezen: het ontbreekt aan rechten"),
        (OSError(5, "schijf stuk"), "/: dit bestand kan niet worden gelezen"),
        (ValueError("embedded null byte"), "/: dit bestand kan niet worden gelezen"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused_without_the_words_of_the_system(monkeypatch, error, line):
    monkeypatch.setattr("conversations.portable.parsing.open", refuse(error), raising=False)
    with pytest.raises(BadFileError) as refused:
        read("gesprek.json")
    assert str(refused.value) == line
    assert refused.value.__suppress_context__


def test_a_path_with_a_nul_is_refused():
    with pytest.raises(BadFileError, match=r"^/: dit bestand kan niet worden gelezen$"):
        read("gesprek\x00.json")


def test_a_directory_is_refused_as_one(tmp_path):
    with pytest.raises(BadFileError, match=r"^/: dit is een map; geef een bestand op$"):
        read(tmp_path)


def lines(document):
    return [str(finding) for finding in malformed(document)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('{"a": 1, "b": [{"c": "\\ud83d\\ude00"}]}', []),
        ('{"a": 1, "b": 2, "a": 3}', [f"/a: {TWICE}"]),
        ('{"a": 1, "a": 3, "a": 4, "b": 1, "b": 2}', [f"/a: {TWICE}", f"/b: {TWICE}"]),
        ('[{"x": [{}, {"y": 1, "y": 1}]}]', [f"/0/x/1/y: {TWICE}"]),
        ('["a", "\\ud800"]', [f"/1: {HALF}"]),
        ('["\\udfff b", 1]', [f"/0: {HALF}"]),
        ('{"\\udbff": 1, "b": 2}', [f"/: {HALF}"]),
        ('{"a": {"x": "\\ud800"}, "b": ["\\udc00", "\\udc00"]}', [f"/a/x: {HALF}", f"/b/0: {HALF}", f"/b/1: {HALF}"]),
        ('{"a": "\\ud800", "a": "\\udc00"}', [f"/a: {TWICE}", f"/a: {HALF}"]),
    ],
)
def test_a_repeated_field_and_half_a_character_are_named_in_the_order_of_the_file(content, found):
    assert lines(parse(content.encode())) == found


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


def test_twenty_levels_may_be_looked_at_and_one_more_is_refused_at_its_place():
    assert lines(nested(20)) == []
    with pytest.raises(BadFileError) as refused:
        lines(nested(21))
    assert str(refused.value) == f"{'/0' * 20}: {DEEP}"
    with pytest.raises(BadFileError, match=r"^(/0){20}: "):  # however deep, no more than that is spelt
        lines(nested(50))


def test_a_plain_dict_has_no_repeated_fields():
    assert lines({"a": {"b": [None, 1.5, True]}}) == []
