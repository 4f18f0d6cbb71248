"""No network at all: the meeting is held on paper that was made beforehand, and typed in later."""

import re
import subprocess

import pytest

from conversations.board import Board
from conversations.models import Conversation, Phase, Score, show_scores
from conversations.report import build_content
from conversations.report_page import about
from tests.by_link import preparing
from tests.meetings import CODES, principle, score, score_part, send

pytestmark = pytest.mark.django_db


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.drawn
def test_f19_the_paper_pack_needs_no_network_and_is_typed_in_later(client, tmp_path):
    meeting = preparing()
    client.force_login(meeting.facilitator)
    pack = client.get(f"/gesprekken/{meeting.pk}/papier.pdf").content
    on_paper = words_of(pack)
    assert on_paper.count("Scorekaart") == len(meeting.people)
    assert "Gespreksleidraad" in on_paper
    assert not re.search(rb"/(URI|Launch|GoToR|EmbeddedFile)\b", pack)  # it fetches nothing and leads nowhere
    Conversation.objects.filter(pk=meeting.pk).update(phase=Phase.GESPREK)  # the meeting; no request was made
    for place, person in enumerate(meeting.people):
        for code in CODES:
            assert send(client, meeting, score_part(person, code), score(str(place + 2), "papier")).status_code == 200
    assert set(Score.objects.values_list("entry", "from_paper", "shown_at")) == {("namens", True, None)}
    show_scores(meeting, [principle(code) for code in CODES], meeting.facilitator)
    content = build_content(Conversation.objects.get(pk=meeting.pk))
    told = " ".join(about(content, Board.from_content(content["board"])))
    assert "achteraf ingevoerd van papier" in told
