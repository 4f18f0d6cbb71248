"""Something new at the table saves while it is typed: one row per key, made by the first save that is whole."""

import re
import uuid

import pytest

from conversations.models import Agreement, AgreementStep, Op, ParkedTopic
from tests.meetings import open_meeting, page_of, press, room, send
from tests.reading_pages import text_of
from triangles.models import AgendaTopic, TeamMember

pytestmark = pytest.mark.django_db
ADDED = {
    "afspraak": (Agreement, "text", {"text": "We bellen.", "kind": "actie", "corners": ["eigenaar"]}, {"text": "We b"}),
    "onderwerp": (AgendaTopic, "title", {"title": "Koers", "horizon": "jaar"}, {"title": "", "horizon": "jaar"}),
    "teamlid": (TeamMember, "name", {"name": "Puk", "corner": "eigenaar"}, {"name": "", "corner": "eigenaar"}),
    "geparkeerd": (ParkedTopic, "text", {"text": "De begroting"}, {"text": ""}),
}


@pytest.fixture
def meeting():
    return open_meeting()


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


@pytest.fixture(params=ADDED)
def kind(request):
    return request.param


def test_the_first_whole_save_makes_the_row_and_later_ones_change_it(lead, meeting, kind):
    model, name, whole, _ = ADDED[kind]
    part = f"{kind}:nieuw-abc"
    assert send(lead, meeting, part, whole).json()["version"] == 1
    for version, text in ((1, "Eerst zo"), (2, "Dan zo")):
        answer = send(lead, meeting, part, whole | {name: text}, version)
        assert (answer.status_code, answer.json()["version"]) == (200, version + 1)
    row = model.objects.get()
    assert (getattr(row, name), row.version) == ("Dan zo", 3)


def test_until_it_is_whole_nothing_is_written_and_that_is_no_error_yet(lead, meeting, kind):
    model, _, whole, half = ADDED[kind]
    answer = send(lead, meeting, f"{kind}:nieuw-abc", half)
    assert (answer.status_code, answer.json()["unfinished"]) == (422, True)
    assert answer.json()["fields"]
    assert not model.objects.exists()
    assert not Op.objects.exists()
    assert send(lead, meeting, f"{kind}:nieuw-abc", whole).status_code == 200


def test_what_is_wrong_is_not_called_unfinished(lead, meeting):
    whole = ADDED["afspraak"][2]
    for wrong in ({"due_on": "31-02-2026"}, {"kind": "belofte", "corners": []}):
        assert "unfinished" not in send(lead, meeting, "afspraak:nieuw-abc", whole | wrong).json()
    send(lead, meeting, "afspraak:nieuw-abc", whole)
    assert "unfinished" not in send(lead, meeting, "afspraak:nieuw-abc", whole | {"text": ""}, 1).json()
    assert Agreement.objects.get().text == "We bellen."


def test_a_repeat_makes_no_second_row_under_its_own_number_nor_under_another(lead, meeting, kind):
    model, _, whole, _ = ADDED[kind]
    number = str(uuid.uuid4())
    for op_id, status in ((number, 200), (number, 200), (None, 409)):
        assert send(lead, meeting, f"{kind}:nieuw-abc", whole, op_id=op_id).status_code == status
    assert model.objects.count() == 1
    assert send(lead, meeting, f"{kind}:nieuw-abd", whole).status_code == 200
    assert model.objects.count() == 2


def test_a_key_means_a_row_in_its_own_conversation_only(lead, meeting, kind):
    model, _, whole, _ = ADDED[kind]
    send(lead, meeting, f"{kind}:nieuw-abc", whole)
    other = open_meeting()
    lead.force_login(other.facilitator)
    assert send(lead, other, f"{kind}:nieuw-abc", whole).json()["version"] == 1
    assert model.objects.count() == 2


def test_what_was_taken_away_does_not_come_back_by_a_late_save(lead, meeting, kind):
    model, _, whole, _ = ADDED[kind]
    send(lead, meeting, f"{kind}:nieuw-abc", whole)
    lead.post(page_of(meeting, f"{kind}:{model.objects.get().pk}") + "weg/")
    assert send(lead, meeting, f"{kind}:nieuw-abc", whole, 1).status_code == 404
    assert not model.objects.exists()


def test_an_agreement_that_was_typed_has_one_beginning(lead, meeting):
    whole = ADDED["afspraak"][2]
    send(lead, meeting, "afspraak:nieuw-abc", whole)
    send(lead, meeting, "afspraak:nieuw-abc", whole | {"text": "Anders"}, 1)
    assert list(AgreementStep.objects.values_list("what", flat=True)) == ["gemaakt"]


def form_of(page):
    """Return the part that a page saves to."""
    return re.search(r'data-part="(afspraak:nieuw-[0-9a-f]{16})"', page.text)[1]


def test_pressing_the_button_twice_adds_one_agreement(lead, meeting):
    part = form_of(lead.get(page_of(meeting, "afspraak:nieuw")))
    for _ in range(2):
        assert press(lead, meeting, part, **ADDED["afspraak"][2]).status_code == 302
    assert Agreement.objects.count() == 1
    assert form_of(lead.get(page_of(meeting, "afspraak:nieuw"))) != part


def test_going_back_and_typing_something_else_loses_neither(lead, meeting):
    whole = ADDED["afspraak"][2]
    part = form_of(lead.get(page_of(meeting, "afspraak:nieuw")))
    press(lead, meeting, part, **whole)
    page = press(lead, meeting, part, **whole | {"text": "Iets anders"})
    assert "Dit heb je al opgeslagen" in text_of(page)
    assert "Iets anders</textarea>" in page.text
    assert Agreement.objects.get().text == "We bellen."
    press(lead, meeting, part, 1, **whole | {"text": "Iets anders"})
    assert Agreement.objects.get().text == "Iets anders"


def test_a_refused_button_keeps_the_key_of_its_page(lead, meeting):
    part = form_of(lead.get(page_of(meeting, "afspraak:nieuw")))
    page = press(lead, meeting, part, text="Half")
    assert form_of(page) == part
    assert "Half</textarea>" in page.text
    assert not Agreement.objects.exists()


def test_each_form_to_add_with_has_a_key_of_its_own(lead, meeting):
    pages = [room(lead, meeting, "vervolg").text for _ in range(2)]
    keys = [re.findall(r'data-part="((?:onderwerp|teamlid):nieuw-[0-9a-f]+)"', page) for page in pages]
    assert [len(found) for found in keys] == [2, 2]
    assert len({*keys[0], *keys[1]}) == 4
    assert not Op.objects.exists()
