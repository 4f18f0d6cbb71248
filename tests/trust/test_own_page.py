"""The page with all that is kept of a participant begins with what they want to know, and asks the code once."""

import pytest

from conversations.models import LegalHold
from tests.trust.somebody import table_of_two
from tests.trust.test_all_of_a_person import surely

pytestmark = pytest.mark.django_db


def test_it_begins_with_until_when_and_what_to_do_and_the_code_is_asked_once():
    meeting = table_of_two("kanarie")
    person = meeting.people[0]
    client = surely(person)
    page = client.get(f"/deelnemen/{person.pk}/gegevens/").content.decode()
    places = [
        page.index(words) for words in ("Tot wanneer?", "Wat kunt u doen?", "Vraag om te wissen", "Alles per soort")
    ]
    assert places == sorted(places)
    assert "Uw mailadres" in page
    assert "<details open" not in page
    for rest in ("gegevens/", "gegevens.json", "gegevens.pdf", "gegevens/wissen/", "gegevens/"):
        assert client.get(f"/deelnemen/{person.pk}/{rest}").status_code == 200
    LegalHold.objects.create(conversation=meeting, name="Bestuur", reason="Geheime reden")
    page = client.get(f"/deelnemen/{person.pk}/gegevens/").content.decode()
    assert "er mag niets weg, ook niet als u dat vraagt" in page
    assert page.count("Tot de bewaarplicht is opgeheven") >= 2
    assert "Geheime reden" not in page
