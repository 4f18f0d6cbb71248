"""The invitation as it goes over the line, from the first date to calling off, parsed back from its bytes."""

import datetime as dt
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from conversations.inviting import date_chosen
from conversations.planning import call_off, invite
from tests.mailed import planned, sent

pytestmark = pytest.mark.django_db
SJOERD = "sjoerd@dienst.example"


def received(mail):
    """Return the Calendar in a mail of which the bytes were taken in; its part says the same method as the file."""
    message = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    assert message["To"] == SJOERD
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_content_charset() == "utf-8"
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["METHOD"]
    return calendar


def checked(mail):
    """Return (METHOD, UID, SEQUENCE, begin) of the one event in a mail, after what every invitation must hold."""
    calendar = received(mail)
    assert [zone["TZID"] for zone in calendar.timezones] == ["Europe/Amsterdam"]
    assert {part.name for part in calendar.timezones[0].subcomponents} == {"STANDARD", "DAYLIGHT"}
    (event,) = calendar.events
    assert event["ATTENDEE"] == f"mailto:{SJOERD}"  # one; two would be a list
    assert event["ORGANIZER"].startswith("mailto:")
    assert event["DTSTAMP"].dt.utcoffset() == dt.timedelta(0)
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Europe/Amsterdam"
    return str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"], event["DTSTART"].dt


@pytest.fixture
def on_2_march(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC), tick=False)


def test_one_event_is_made_moved_over_the_clock_change_and_called_off(on_2_march):
    running = planned(held_on=dt.date(2026, 3, 27))
    invite(running, running.adviser)
    told = [checked(sent()[SJOERD])]
    running.held_on = dt.date(2026, 3, 30)
    running.save()
    date_chosen(running, running.adviser)
    told.append(checked(sent()[SJOERD]))
    call_off(running, running.adviser)
    told.append(checked(sent()[SJOERD]))
    uid = told[0][1]
    winter, summer = "2026-03-27T09:30+01:00", "2026-03-30T09:30+02:00"
    assert told == [
        ("REQUEST", uid, 0, dt.datetime.fromisoformat(winter)),
        ("REQUEST", uid, 1, dt.datetime.fromisoformat(summer)),
        ("CANCEL", uid, 2, dt.datetime.fromisoformat(summer)),
    ]
