"""The minutes per part of the run sheet: computed, or chosen by hand, with a remark when they do not fit."""

import datetime as dt

import pytest

from conversations.models import Phase, RunSheetItem
from conversations.run_sheet import add_card, build_run_sheet
from principles.models import Card
from tests.meetings import CODES, adviser_of, open_meeting
from tests.reading_pages import errors_of
from tests.reading_pages import text_of as words_of

pytestmark = pytest.mark.django_db
WHOLE = "Vul bij ‘Vertrouwen’ een heel getal in, van 1 tot en met 180."


@pytest.fixture
def meeting():
    return open_meeting(Phase.VOORBEREIDING, start=dt.time(9, 30), duration_minutes=150)


@pytest.fixture
def lead(meeting, client):
    client.force_login(meeting.facilitator)
    return client


def choose(client, meeting, **minutes):
    """Fill in minutes per part and press the button."""
    sent = {f"minuten-{key.replace('_', '-')}": value for key, value in minutes.items()}
    return client.post(f"/gesprekken/{meeting.pk}/draaiboek/minuten/", sent, follow=True)


def act(client, meeting, key, what):
    return client.post(f"/gesprekken/{meeting.pk}/draaiboek/onderdeel/", {"key": key, "act": what})


def sheet(client, meeting):
    return client.get(f"/gesprekken/{meeting.pk}/draaiboek/")


def text_of(page):
    """Return the words on a page, with the points where a tag ended back in place."""
    return words_of(page).replace(" .", ".").replace(" :", ":")


def minutes(meeting):
    meeting.refresh_from_db()
    return {step.key: step.minutes for step in build_run_sheet(meeting) if not step.is_dropped}


def test_what_is_chosen_stays_and_the_computed_parts_fill_the_rest(lead, meeting):
    before = minutes(meeting)
    page = choose(lead, meeting, vertrouwen="40")
    after = minutes(meeting)
    assert "De minuten zijn opgeslagen." in page.text
    assert after["vertrouwen"] == 40
    assert sum(after.values()) == sum(before.values()) == 150
    computed = {after[code] for code in CODES if code != "vertrouwen"}
    assert len(computed) == 1
    assert computed < {before["rolbewustzijn"] - n for n in range(1, 20)}
    assert "40 min, zelf gekozen" in text_of(page)


def test_it_lasts_through_reordering_dropping_and_a_card(lead, meeting):
    choose(lead, meeting, vertrouwen="40", pauze="5")
    act(lead, meeting, "vertrouwen", "omhoog")
    act(lead, meeting, "rolbewustzijn", "vervalt")
    add_card(meeting, Card.objects.first())
    assert {key: minutes(meeting)[key] for key in ("vertrouwen", "pauze")} == {"vertrouwen": 40, "pauze": 5}
    act(lead, meeting, "vertrouwen", "vervalt")
    act(lead, meeting, "vertrouwen", "terug")
    assert minutes(meeting)["vertrouwen"] == 40


@pytest.mark.parametrize("way", ["emptied", "button", "all"])
def test_a_part_goes_back_to_what_is_computed(lead, meeting, way):
    before = minutes(meeting)
    choose(lead, meeting, vertrouwen="40")
    assert "Terug naar berekend" in sheet(lead, meeting).text
    if way == "emptied":
        choose(lead, meeting, vertrouwen="")
    elif way == "button":
        act(lead, meeting, "vertrouwen", "berekend")
    else:
        lead.post(f"/gesprekken/{meeting.pk}/draaiboek/opnieuw/")
    assert minutes(meeting) == before
    assert "Terug naar berekend" not in sheet(lead, meeting).text


@pytest.mark.parametrize("typed", ["0", "181", "-5", "2,5", "2.5", "een kwartier", "9" * 30])
def test_what_is_no_whole_number_is_said_at_its_field_and_nothing_is_written(lead, meeting, typed):
    page = choose(lead, meeting, vertrouwen=typed, pauze="12")
    assert errors_of(page) == {"vertrouwen": [WHOLE]}
    assert 'aria-invalid="true"' in page.text
    assert "<title>Fout: Draaiboek" in page.text
    assert "Minuten voor Vertrouwen: " + WHOLE in text_of(page)
    assert f'value="{typed}"' in page.text
    assert 'value="12"' in page.text
    assert not RunSheetItem.objects.exists()


@pytest.mark.parametrize("typed", ["1", "180", " 20 "])
def test_the_bounds_themselves_fit(lead, meeting, typed):
    choose(lead, meeting, vertrouwen=typed)
    assert minutes(meeting)["vertrouwen"] == int(typed)


def test_the_total_stands_beside_the_duration_with_a_remark_when_it_does_not_fit(lead, meeting):
    assert "Alle onderdelen samen: 150 minuten. Het gesprek duurt 150 minuten." in text_of(sheet(lead, meeting))
    assert "te lang" not in sheet(lead, meeting).text
    page = text_of(choose(lead, meeting, vertrouwen="180"))
    together = sum(minutes(meeting).values())
    assert f"Alle onderdelen samen: {together} minuten." in page
    assert f"Dat is {together - 150} minuten te lang." in page
    page = text_of(choose(lead, meeting, **dict.fromkeys([*CODES, "pauze", "vervolg", "afsluiting"], "9")))
    together = sum(minutes(meeting).values())
    assert f"Er blijven {150 - together} minuten over." in page


def test_without_a_duration_nothing_is_too_long(lead, meeting):
    meeting.duration_minutes = None
    meeting.save()
    page = text_of(choose(lead, meeting, vertrouwen="180"))
    assert "Hoe lang het gesprek duurt, is nog niet ingevuld." in page
    assert "te lang" not in page


def test_a_changed_duration_is_divided_again_over_what_was_not_chosen(lead, meeting):
    choose(lead, meeting, vertrouwen="40")
    meeting.duration_minutes = 200
    meeting.save()
    assert sum(minutes(meeting).values()) == 200
    assert minutes(meeting)["vertrouwen"] == 40


def test_the_times_on_the_clock_follow(lead, meeting):
    choose(lead, meeting, heldere_afspraken="30")
    starts = {step.key: step.starts for step in build_run_sheet(meeting)}
    assert starts["vertrouwen"] == dt.time(10, 10)


def test_an_adviser_sees_the_total_and_no_fields(client, meeting):
    client.force_login(adviser_of(meeting))
    page = sheet(client, meeting)
    assert "Alle onderdelen samen" in page.text
    assert "Bewaar de minuten" not in page.text
    assert 'name="minuten-' not in page.text


def test_a_part_of_another_conversation_is_left_alone(lead, meeting):
    other = open_meeting()
    assert choose(lead, other, vertrouwen="40").status_code == 404
    choose(lead, meeting, bestaat_niet="40")
    assert not RunSheetItem.objects.filter(by_hand=True).exists()
