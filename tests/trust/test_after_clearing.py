"""PRIV-04: when private text is gone every page still works, and what was vastgesteld is what it was, byte for byte."""

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client

from conversations.models import Destruction
from conversations.portable.schema import misfits
from conversations.report import at_the_table, entry, establish
from conversations.retention.texts import clear_texts
from tests.held import hold, read_case
from tests.meetings import adviser_of, score, score_part, send

pytestmark = pytest.mark.django_db
PAGES = """
    verslag/ verslag/versies/ verslag/versie/1/ verslag/scherm/ deelnemers/ draaiboek/ briefing/ bewaren/ logboek/
    datumprikker/ voorbereiden/
"""
FILES = ("verslag.pdf", "verslag/versie/1.pdf")


@pytest.fixture
def talk():
    """Return a conversation of a case that was held; `adviser` advises it."""
    conversation = hold(read_case("kustregister"))
    conversation.adviser = adviser_of(conversation)
    return conversation


def tab_of(talk):
    client = Client()
    client.force_login(talk.adviser)
    return client


def read(client, talk, path=""):
    answer = client.get(f"/gesprekken/{talk.pk}/{path}")
    assert answer.status_code == 200, path
    return answer


def page_of(client, talk):
    """Return the page of the report without what is new in every answer."""
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"',
        "",
        read(client, talk, "verslag/").content.decode(),
    )


def test_priv_04_every_page_works_and_the_report_is_byte_for_byte_what_it_was(talk):
    talk.release_draft(talk.adviser)
    establish(talk, talk.adviser)
    client = tab_of(talk)
    before = {path: read(client, talk, path).content for path in FILES}
    shown = page_of(client, talk)
    assert clear_texts(talk, Destruction.Rule.VASTGESTELD)
    for path in ("", *PAGES.split(), "verslag.docx", "papier.pdf"):
        read(client, talk, path)
    triangle = f"/driehoeken/{talk.triangle_id}/"
    for path in ("", "verloop/", "inwerkblad/", "afspraken/", "afspraken.csv", "werkagenda/"):
        assert client.get(triangle + path).status_code == 200, path
    assert client.get("/").status_code == client.get("/zoeken/?q=kust").status_code == 200
    assert {path: read(client, talk, path).content for path in FILES} == before
    assert page_of(client, talk) == shown


def test_priv_04_the_scores_of_the_table_are_shown_as_before(talk):
    client = tab_of(talk)
    before = read(client, talk).content.decode()
    clear_texts(talk, Destruction.Rule.GESPREK)
    strips = [line for line in before.splitlines() if "<svg" in line]
    assert strips
    after = read(client, talk).content.decode()
    assert all(line in after for line in strips)


def test_priv_04_a_draft_says_how_many_scored_and_not_who(talk):
    people = entry(talk)
    clear_texts(talk, Destruction.Rule.GESPREK)
    assert entry(talk) == people
    assert {row["scored"] for row in at_the_table(talk)} == {None}


def test_no_score_is_added_where_the_names_are_gone(talk):
    person = talk.participants.first()
    clear_texts(talk, Destruction.Rule.GESPREK)
    facilitator = adviser_of(talk)
    type(talk).objects.filter(pk=talk.pk).update(facilitator=facilitator)
    client = Client()
    client.force_login(facilitator)
    answer = send(client, talk, score_part(person), score("4"))
    assert answer.status_code == 422
    assert "De namen bij de scores van dit gesprek zijn gewist." in answer.content.decode()


def test_priv_04_an_export_is_still_a_conversation_file(talk, capsys):
    clear_texts(talk, Destruction.Rule.GESPREK)
    call_command("export_conversation", talk.pk, "--include-confidential")
    document = json.loads(capsys.readouterr().out)
    assert list(misfits(document)) == []
    assert "scores" not in document["conversation"]  # without an author a score has no place in the file
