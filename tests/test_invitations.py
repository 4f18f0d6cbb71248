"""The calendar file, parsed back: what RFC 5545 and 5546 ask, Dutch time over both clock changes, and no link in it."""

import datetime as dt

import pytest
from icalendar import Calendar

from conversations.invitations import calendar_of
from conversations.models import Appointment
from tests.factories import ConversationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def person(**fields):
    fields = {"held_on": dt.date(2026, 3, 12), "start": dt.time(9, 30), "duration_minutes": 150} | fields
    conversation = ConversationFactory(triangle__name="Kustregister", **fields)
    return ParticipantFactory(conversation=conversation, seat__person="Sjoerd Vlietstra", email="sjoerd@dienst.example")


def parsed(participant, method="REQUEST"):
    calendar = Calendar.from_ical(calendar_of(participant, method))
    return calendar, calendar.events[0]


def test_a_request_holds_what_is_required(settings):
    settings.DEFAULT_FROM_EMAIL = "Driehoek <gesprek@dienst.example>"
    settings.SITE_URL = "https://driehoek.example"
    one = person(place="De Loods, zaal 2", title="Hoe nu verder?")
    calendar, event = parsed(one)
    assert (calendar["METHOD"], calendar["VERSION"], calendar["CALSCALE"]) == ("REQUEST", "2.0", "GREGORIAN")
    assert calendar["PRODID"]
    assert event["UID"] == f"gesprek-{one.conversation_id}-deelnemer-{one.pk}@driehoek.example"
    assert event["SEQUENCE"] == 0
    assert event["DTSTAMP"].dt.utcoffset() == dt.timedelta(0)
    assert event["ORGANIZER"] == "mailto:gesprek@dienst.example"
    assert event["ORGANIZER"].params["CN"] == "Driehoek"
    attendee = event["ATTENDEE"]  # one alone; two would be a list
    assert attendee == "mailto:sjoerd@dienst.example"
    asked = {"CN": "Sjoerd Vlietstra", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    assert {name: attendee.params[name] for name in asked} == asked
    assert event["SUMMARY"] == "Driehoek Kustregister: Hoe nu verder?"
    assert (event["LOCATION"], event["STATUS"], event["TRANSP"]) == ("De Loods, zaal 2", "CONFIRMED", "OPAQUE")
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert calendar.timezones[0]["TZID"] == "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("day", "start", "minutes", "begin", "end"),
    [
        ("2026-03-28", "09:30", 60, "2026-03-28T09:30+01:00", "2026-03-28T10:30+01:00"),
        ("2026-03-29", "01:30", 120, "2026-03-29T01:30+01:00", "2026-03-29T04:30+02:00"),
        ("2026-03-29", "09:30", 60, "2026-03-29T09:30+02:00", "2026-03-29T10:30+02:00"),
        ("2026-10-24", "09:30", 60, "2026-10-24T09:30+02:00", "2026-10-24T10:30+02:00"),
        ("2026-10-25", "01:30", 180, "2026-10-25T01:30+02:00", "2026-10-25T03:30+01:00"),
        ("2026-10-26", "09:30", 60, "2026-10-26T09:30+01:00", "2026-10-26T10:30+01:00"),
        ("2028-02-29", "23:00", 90, "2028-02-29T23:00+01:00", "2028-03-01T00:30+01:00"),
        ("2026-12-31", "23:30", 60, "2026-12-31T23:30+01:00", "2027-01-01T00:30+01:00"),
    ],
)
def test_f14_begin_and_end_are_right_by_the_rules_in_the_file_itself(day, start, minutes, begin, end):
    """A mail program reads the VTIMEZONE of the file; the moments must come out of that too."""
    times = {"held_on": dt.date.fromisoformat(day), "start": dt.time.fromisoformat(start), "duration_minutes": minutes}
    calendar, event = parsed(person(**times))
    rules = calendar.timezones[0].to_tz(lookup_tzid=False)
    for name, wanted in (("DTSTART", begin), ("DTEND", end)):
        moment = dt.datetime.fromisoformat(wanted)
        assert event[name].dt == moment
        assert event[name].dt.replace(tzinfo=rules).utcoffset() == moment.utcoffset()


def test_without_a_time_it_is_the_whole_day_and_without_a_duration_two_hours():
    _, event = parsed(person(start=None))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 3, 12), dt.date(2026, 3, 13))
    assert event["TRANSP"] == "TRANSPARENT"
    _, event = parsed(person(duration_minutes=None))
    assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(hours=2)
    assert "staat nog niet vast" in event["DESCRIPTION"]


def test_a_copy_for_ones_own_agenda_names_nobody_and_a_cancellation_the_same_event():
    one = person()
    calendar, event = parsed(one, "PUBLISH")
    assert (calendar["METHOD"], "ATTENDEE" in event) == ("PUBLISH", False)
    assert calendar_of(one, "CANCEL") is None  # nothing was ever sent
    Appointment.objects.create(conversation=one.conversation, held_on="2026-03-12", sequence=3, is_off=True)
    cancelled, gone = parsed(one, "CANCEL")
    assert (cancelled["METHOD"], gone["STATUS"], gone["SEQUENCE"]) == ("CANCEL", "CANCELLED", 3)
    assert gone["UID"] == event["UID"]
    assert calendar_of(one, "REQUEST") is None
    assert calendar_of(person(held_on=None), "PUBLISH") is None


def test_sec_13_no_text_of_a_user_adds_a_line_to_the_file():
    one = person(title="Hoe\r\nATTENDEE:mailto:kwaad@x.example", place="a;b,c\nX-KWAAD:1")
    one.name = 'Sjoerd "de\r\nX-KWAAD:2" é'
    raw = calendar_of(one, "REQUEST").decode()
    _, event = parsed(one)
    assert event["ATTENDEE"] == "mailto:sjoerd@dienst.example"
    assert not [line for line in raw.split("\r\n") if line.startswith(("X-KWAAD", "ATTENDEE:"))]
    assert event["LOCATION"] == "a;b,c X-KWAAD:1"
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    assert "/deelnemen/" not in raw
