"""The history of shared notes: what stood there is kept for thirty days, comes back by one button, and goes nowhere."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.utils import timezone

from conversations.destruction import destroy_conversation
from conversations.models import Agreement, Destruction, EarlierText, Insight, ParkedTopic, Phase
from conversations.portable import build_document
from conversations.report import build_content
from conversations.retention.traces import forget_earlier_texts
from conversations.saving import KINDS
from driehoek.chores import CHORES
from tests.factories import FacilitatorFactory
from tests.meetings import adviser_of, open_meeting, page_of, press, score, score_part, send

pytestmark = pytest.mark.django_db
INSIGHT = "inzicht:vertrouwen"
AGREED = {
    "text": "We bellen eerst.",
    "kind": "actie",
    "corners": ["opdrachtgever", "eigenaar"],
    "owner": "",
    "due_on": "2026-05-01",
    "principle": "vertrouwen",
    "sign": "Niemand leest het in de krant.",
    "most_important": True,
}
SHARED = [
    ("afspraak:nieuw-1", AGREED, {"text": "We schrijven eerst."}),
    ("geparkeerd:nieuw-1", {"text": "De begroting"}, {"text": "De begroting van volgend jaar"}),
    ("onderwerp:nieuw-1", {"title": "Koers", "horizon": "jaar", "lead": ""}, {"title": "Koers 2030"}),
    ("teamlid:nieuw-1", {"name": "Puk", "corner": "eigenaar"}, {"name": "Puk de Vries"}),
    ("vervolg", {"contact_now": "nooit", "note": ""}, {"contact_now": "elke maand"}),
    (INSIGHT, {"text": "Te laat gebeld.", "applied": "deels", "shared_view": ""}, {"text": "Niet gebeld."}),
]


@pytest.fixture
def meeting():
    meeting = open_meeting(second_facilitator=FacilitatorFactory())
    return meeting


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


@pytest.fixture
def second(meeting):
    other = Client()
    other.force_login(meeting.second_facilitator)
    return other


def said(text):
    return {"text": text, "applied": "", "shared_view": ""}


def kept():
    return [row.value["text"] for row in EarlierText.objects.order_by("pk")]


@pytest.mark.parametrize(("part", "value", "change"), SHARED, ids=[part for part, _, _ in SHARED])
def test_what_a_shared_part_said_is_kept_with_who_changed_it(lead, meeting, part, value, change):
    assert send(lead, meeting, part, value).status_code == 200
    assert not EarlierText.objects.exists()
    assert send(lead, meeting, part, value | change, version=1).status_code == 200
    row = EarlierText.objects.get()
    assert {name: row.value[name] for name in value} == value
    assert (row.version, row.replaced_by, row.conversation_id) == (1, meeting.facilitator, meeting.pk)


@pytest.mark.parametrize("part", ["score", "toelichting", "aanwezig", "oordeel"])
def test_of_what_is_private_or_measured_nothing_is_kept(lead, meeting, part):
    person = meeting.people[0]
    earlier = Agreement.objects.create(
        conversation=(previous := open_meeting(triangle=meeting.triangle)), text="Toen", kind="actie", of_eigenaar=True
    )
    meeting.previous = previous
    meeting.save()
    private = {"text": "kanarie", "visibility": "met_naam", "in_report": False}
    sent = {
        "score": (score_part(person), score("2"), score("4")),
        "toelichting": (f"toelichting:{person.pk}:vertrouwen", private, private | {"text": "anders"}),
        "aanwezig": (f"aanwezig:{person.pk}", {"attendance": "aanwezig"}, {"attendance": "afwezig"}),
        "oordeel": (f"oordeel:{earlier.pk}:eigenaar", {"value": "deels"}, {"value": "niet"}),
    }
    name, first, then = sent[part]
    answer = send(lead, meeting, name, first, version=person.version if part == "aanwezig" else 0)
    assert answer.status_code == 200
    assert send(lead, meeting, name, then, version=answer.json()["version"]).status_code == 200
    assert not EarlierText.objects.exists()


def test_who_goes_on_typing_leaves_one_version_a_minute_and_that_is_the_oldest(lead, meeting, time_machine):
    time_machine.move_to("2026-03-12 09:30Z", tick=False)
    send(lead, meeting, INSIGHT, said("Wat er stond."))
    for seconds in range(1, 121):
        time_machine.shift(1)
        send(lead, meeting, INSIGHT, said(f"Getypt {seconds}"), version=seconds)
    assert kept() == ["Wat er stond.", "Getypt 60"]


def test_a_text_of_somebody_else_is_kept_however_quickly_it_is_changed(lead, second, meeting):
    writers = [lead, second, lead, second, second, lead]
    for version, writer in enumerate(writers):
        assert send(writer, meeting, INSIGHT, said(f"Tekst {version}"), version=version).status_code == 200
    assert kept() == ["Tekst 0", "Tekst 1", "Tekst 2", "Tekst 4"]  # 3 was typed on by its own author


def test_the_same_again_and_what_is_refused_leave_nothing(lead, meeting):
    send(lead, meeting, INSIGHT, said("Een"))
    send(lead, meeting, INSIGHT, said("Een"), version=1)
    assert send(lead, meeting, INSIGHT, said("Twee") | {"applied": "soms"}, version=2).status_code == 422
    assert send(lead, meeting, INSIGHT, said("Drie"), version=1).status_code == 409
    assert not EarlierText.objects.exists()


def put_back(page):
    """Return what the buttons on a page that put an earlier version back send."""
    return [dict(one.fields) for one in page.context["earlier"]]


def test_the_page_tells_text_who_and_when_and_one_button_puts_it_back(lead, second, meeting, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 12, 8, 5, tzinfo=dt.UTC), tick=False)
    send(lead, meeting, INSIGHT, SHARED[-1][1])
    send(second, meeting, INSIGHT, said("Iets heel anders."), version=1)
    page = lead.get(page_of(meeting, INSIGHT))
    assert "Eerdere versies (1)" in page.text
    until = f"tot 12 maart 2026, 9.05 uur. Gewijzigd door {meeting.second_facilitator}."
    for words in ("Te laat gebeld.", "deels", until):
        assert words in page.text
    [fields] = put_back(page)
    assert press(lead, meeting, INSIGHT, 2, **fields).status_code == 302
    row = Insight.objects.get()
    assert (row.text, row.applied, row.version) == ("Te laat gebeld.", "deels", 3)
    assert kept() == ["Te laat gebeld.", "Iets heel anders."]


def test_putting_back_over_a_newer_text_shows_both(lead, second, meeting):
    send(lead, meeting, INSIGHT, said("Een"))
    send(second, meeting, INSIGHT, said("Twee"), version=1)
    [fields] = put_back(lead.get(page_of(meeting, INSIGHT)))
    send(second, meeting, INSIGHT, said("Drie"), version=2)
    page = press(lead, meeting, INSIGHT, 2, **fields)
    assert "Iemand anders was je voor" in page.text
    assert "Drie" in page.text
    assert Insight.objects.get().text == "Drie"


@pytest.mark.parametrize(("part", "value", "change"), SHARED[:4], ids=[part for part, _, _ in SHARED[:4]])
def test_what_was_taken_away_comes_back_by_the_page_for_a_new_one(lead, meeting, part, value, change):
    word = part.split(":")[0]
    send(lead, meeting, part, value)
    [gone] = KINDS[word].rows(meeting)
    lead.post(f"/gesprekken/{meeting.pk}/vastleggen/{word}:{gone.pk}/weg/")
    assert not KINDS[word].rows(meeting)
    page = lead.get(page_of(meeting, f"{word}:nieuw"))
    assert "Verwijderd (1)" in page.text
    [one] = page.context["taken_away"]
    fields = {name: [text for key, text in one.fields if key == name] for name, _ in one.fields}
    assert press(lead, meeting, f"{word}:nieuw", **fields).status_code == 302
    [back] = KINDS[word].rows(meeting)
    stands = KINDS[word].value_of(KINDS[word].find(meeting, str(back.pk)))
    assert {name: stands[name] for name in value} == value
    assert "Verwijderd (" not in lead.get(page_of(meeting, f"{word}:nieuw")).text


def test_removing_says_where_it_can_be_found(lead, meeting):
    send(lead, meeting, *SHARED[1][:2])
    row = ParkedTopic.objects.get()
    page = lead.post(f"/gesprekken/{meeting.pk}/vastleggen/geparkeerd:{row.pk}/weg/", {"terug": "vervolg"}, follow=True)
    assert f'href="/gesprekken/{meeting.pk}/vastleggen/geparkeerd:nieuw/?terug=vervolg#verwijderd"' in page.text


def test_who_may_not_write_the_part_does_not_see_it_either(client, lead, meeting):
    send(lead, meeting, INSIGHT, said("kanarie"))
    send(lead, meeting, INSIGHT, said("Anders"), version=1)
    adviser = adviser_of(meeting)
    client.force_login(adviser)
    assert client.get(page_of(meeting, INSIGHT)).status_code == 404
    type(meeting).objects.filter(pk=meeting.pk).update(phase=Phase.VERSLAG)
    assert "kanarie" in client.get(page_of(meeting, INSIGHT)).text
    client.force_login(FacilitatorFactory())
    assert client.get(page_of(meeting, INSIGHT)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_versions_as_for_one(
    lead, second, meeting, count, django_assert_num_queries
):
    for version in range(count + 1):
        send([lead, second][version % 2], meeting, INSIGHT, said(f"Tekst {version}"), version=version)
    lead.get(page_of(meeting, INSIGHT))
    with django_assert_num_queries(10):
        page = lead.get(page_of(meeting, INSIGHT))
    assert len(page.context["earlier"]) == count


def test_it_is_in_no_report_and_no_export(lead, second, meeting):
    send(lead, meeting, INSIGHT, said("kanarie"))
    send(second, meeting, INSIGHT, said("Anders"), version=1)
    assert "kanarie" in kept()
    assert "kanarie" not in json.dumps(build_content(meeting), default=str)
    assert "kanarie" not in json.dumps(build_document(meeting), default=str)


def test_after_thirty_days_the_hourly_work_removes_it(lead, second, meeting):
    for version in range(3):
        send([lead, second][version % 2], meeting, INSIGHT, said(f"Tekst {version}"), version=version)
    old = EarlierText.objects.order_by("pk").first()
    EarlierText.objects.filter(pk=old.pk).update(replaced_at=timezone.now() - dt.timedelta(days=30))
    assert forget_earlier_texts() == "Eerdere versies opgeruimd: 1."
    assert kept() == ["Tekst 1"]
    assert forget_earlier_texts() == ""
    assert forget_earlier_texts in CHORES


def test_it_goes_with_the_conversation(lead, second, meeting):
    send(lead, meeting, INSIGHT, said("Een"))
    send(second, meeting, INSIGHT, said("Twee"), version=1)
    destroy_conversation(meeting, Destruction.Rule.GESPREK)
    assert not EarlierText.objects.exists()
    assert Destruction.objects.get().counts["earliertext"] == 1
