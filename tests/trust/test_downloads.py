"""The name of a download: made here, in letters and dashes, whatever a driehoek is called."""

import re

import pytest

from tests.factories import MembershipFactory
from tests.meetings import adviser_of, open_meeting
from triangles.models import Triangle

pytestmark = pytest.mark.django_db
HOSTILE = 'x"; filename="kwaad.exe"\r\nSet-Cookie: a=b; ../../etc/passwd <Ü>'
NAMED = re.compile(r'attachment; filename="[a-z0-9-]+\.(?:pdf|docx|csv|json|zip|ics|txt)"')


@pytest.mark.parametrize("path", ["papier.pdf", "briefing.pdf", "verslag.pdf", "verslag.docx"])
def test_a_download_of_a_conversation_has_a_name_made_here(client, path):
    meeting = open_meeting()
    Triangle.objects.update(name=HOSTILE)
    client.force_login(meeting.facilitator if path == "briefing.pdf" else adviser_of(meeting))
    answer = client.get(f"/gesprekken/{meeting.pk}/{path}")
    assert answer.status_code == 200
    assert NAMED.fullmatch(answer["Content-Disposition"])
    assert not answer.cookies


@pytest.mark.parametrize("path", ["inwerkblad.pdf", "afspraken.csv"])
def test_a_download_of_a_driehoek_has_a_name_made_here(client, path):
    seat = MembershipFactory()
    Triangle.objects.update(name=HOSTILE)
    client.force_login(seat.user)
    answer = client.get(f"/driehoeken/{seat.triangle.pk}/{path}")
    assert answer.status_code == 200
    assert NAMED.fullmatch(answer["Content-Disposition"])
