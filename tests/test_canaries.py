"""Unique words per participant and visibility: where they may turn up, and where they never do."""

import json
import logging

import pytest
from django.core.management import CommandError
from django.db import connection

from conversations.models import Explanation, Reflection
from tests.portable_files import case, run_export, run_import

pytestmark = pytest.mark.django_db
VISIBILITIES = ("zelf", "begeleider", "naamloos", "met_naam")
QUESTIONS = ("goed-voorbeeld", "moeizaam-voorbeeld", "dilemma", "factoren")
PRIVATE = ("zelf", "begeleider")


def canary(kind, participant, visibility):
    return f"Kanarie {kind} van {participant} voor {visibility}."


def with_canaries():
    """Return (the kustregister file, with a reflection and an explanation for each reader, {reader: those texts})."""
    document = case()
    found, sung = document["conversation"], {visibility: [] for visibility in VISIBILITIES}
    found["reflections"] = []
    for participant in found["participants"]:
        scores = [score for score in found["scores"] if score["participant"] == participant]
        for visibility, question, score in zip(VISIBILITIES, QUESTIONS, scores, strict=False):
            words = [canary(kind, participant, visibility) for kind in ("reflectie", "toelichting")]
            answer = {"participant": participant, "question": question, "text": words[0], "visibility": visibility}
            found["reflections"].append(answer)
            score |= {"explanation": words[1], "visibility": visibility, "in_report": False}
            sung[visibility] += words
    return document, sung


def private(sung):
    return [words for visibility in PRIVATE for words in sung[visibility]]


def heard(sung, text):
    return [words for words in sung if words in text]


def test_sec_08_private_text_is_in_no_export_without_the_option_and_in_no_word_of_the_commands(tmp_path, caplog, capfd):
    document, sung = with_canaries()
    with caplog.at_level(logging.DEBUG):
        number, said = run_import(tmp_path, document)
        exported, remarks = run_export(number)
    everything = [words for visibility in VISIBILITIES for words in sung[visibility]]
    assert heard(everything, said + remarks + caplog.text + "".join(capfd.readouterr())) == []
    assert heard(everything, exported) == sung["met_naam"]  # a file would name the author of what is naamloos
    assert len(everything) == 40


def test_with_the_option_all_of_it_goes_out(tmp_path):
    document, sung = with_canaries()
    exported, _ = run_export(run_import(tmp_path, document)[0], "--include-confidential")
    assert heard(private(sung), exported) == private(sung)


BROKEN = {
    "too long": lambda text: text["text"] * 1000,
    "a nul": lambda text: text["text"] + "\x00",
    "half a character": lambda text: text["text"] + "\ud800",
    "a list": lambda text: [text["text"]],
    "an object": lambda text: {text["visibility"]: text["text"]},
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_sec_08_a_refusal_never_repeats_a_text(tmp_path, mistake, caplog):
    document, _ = with_canaries()
    for text in document["conversation"]["reflections"]:
        text["text"] = BROKEN[mistake](text)
    with pytest.raises(CommandError) as refused:
        run_import(tmp_path, document)
    assert "/conversation/reflections/0/text: " in str(refused.value)
    assert "Kanarie" not in str(refused.value) + caplog.text


@pytest.mark.parametrize("field", ["participant", "question", "visibility", "in_report"])
def test_sec_08_a_text_that_landed_in_another_field_is_not_repeated_either(tmp_path, field):
    document, _ = with_canaries()
    for text in document["conversation"]["reflections"]:
        text[field] = text["text"]
    with pytest.raises(CommandError) as refused:
        run_import(tmp_path, document)
    assert f"/conversation/reflections/0/{field}: " in str(refused.value)
    assert "Kanarie" not in str(refused.value)


def test_sec_08_broken_json_shows_where_and_not_what(tmp_path):
    content = json.dumps(with_canaries()[0]).replace('"visibility"', "visibility").encode()
    with pytest.raises(CommandError, match=r"regel 1, kolom \d+") as refused:
        run_import(tmp_path, content)
    assert "Kanarie" not in str(refused.value)


def raw_database():
    """Return everything that stands in the database, as it is kept."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return connection.connection.serialize().decode("latin-1")
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_sec_08_no_private_text_can_be_read_from_the_database_itself(tmp_path):
    document, sung = with_canaries()
    number, _ = run_import(tmp_path, document)
    kept = raw_database()
    assert "Kwartaaloverleg kust" in kept  # so that it would be found
    assert "Kanarie" not in kept
    texts = [*Reflection.objects.filter(conversation=number), *Explanation.objects.filter(conversation=number)]
    assert sorted(text.text for text in texts) == sorted(words for visibility in sung for words in sung[visibility])
