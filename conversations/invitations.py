"""The calendar file of one participant: an invitation, its cancellation, or a copy for an agenda (RFC 5545, 5546).

A file names one participant only, and holds no personal link: agendas are read by others too.
"""

import datetime as dt
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur

from driehoek.mail import one_line

from .models import Appointment

ZONE = "Europe/Amsterdam"
USUAL_MINUTES = 120  # how long an agenda is kept free while the duration is not known
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
ABOUT = "Gesprek over de samenwerking tussen opdrachtgever, opdrachtnemer en eigenaar."
FIND_LINK = "Uw persoonlijke link staat in de mail die u van Driehoek kreeg."
NO_END = "Hoe lang het duurt, staat nog niet vast."


def calendar_of(participant, method=PUBLISH):
    """Return the calendar file (bytes, UTF-8) of a Participant, or None when there is no date to speak of.

    The UID stays the same for a participant, whatever changes; the SEQUENCE is that of the Appointment.
    """
    moment = moment_of(participant.conversation)
    if moment is None or (moment.pk is None if method == CANCEL else moment.is_off):
        return None  # nothing stands in an agenda, or nothing should
    calendar = Calendar()
    calendar.add("prodid", "-//Driehoek//Gesprek//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(dutch_time())
    calendar.add_component(draw_event(participant, moment, method))
    return calendar.to_ical()


def moment_of(conversation):
    """Return the Appointment of a conversation, an unsaved one as long as nobody was told, or None without a date."""
    found = Appointment.objects.filter(conversation=conversation).first()
    if found or not conversation.held_on:
        return found
    return Appointment(conversation=conversation, **plan_of(conversation))


def plan_of(conversation):
    """Return what an agenda tells of a conversation, as {column of an Appointment: value}."""
    return {
        "held_on": conversation.held_on,
        "start": conversation.start,
        "minutes": conversation.duration_minutes,
        "place": one_line(conversation.place),
    }


def uid_of(participant):
    return f"gesprek-{participant.conversation_id}-deelnemer-{participant.pk}@{urlsplit(settings.SITE_URL).hostname}"


def draw_event(participant, moment, method):
    conversation = participant.conversation
    event = Event()
    event.add("uid", uid_of(participant))
    event.add("dtstamp", timezone.now().astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", moment.sequence)
    event.add("summary", one_line(f"Driehoek {conversation.triangle.name}: {conversation.title}"))
    add_moment(event, moment)
    if moment.place:
        event.add("location", moment.place)
    if method != CANCEL:
        end = [NO_END] if moment.start and not moment.minutes else []
        event.add("description", "\n\n".join([ABOUT, *end, FIND_LINK]))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("organizer", organizer())
    if method != PUBLISH:
        event.add("attendee", attendee(participant))
    return event


def add_moment(event, moment):
    """Say when: a begin and an end in Dutch time, or the whole day as long as the time is not known."""
    if moment.start is None:
        event.add("dtstart", moment.held_on)
        event.add("dtend", moment.held_on + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    begin = dt.datetime.combine(moment.held_on, moment.start, ZoneInfo(ZONE))
    lasts = dt.timedelta(minutes=moment.minutes or USUAL_MINUTES)
    event.add("dtstart", begin)
    event.add("dtend", (begin.astimezone(dt.UTC) + lasts).astimezone(ZoneInfo(ZONE)))
    event.add("transp", "OPAQUE")


def organizer():
    """Return who the invitation comes from: the sender of all mail, as the settings say."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    found = vCalAddress(f"mailto:{address}")
    found.params["CN"] = name or "Driehoek"
    return found


def attendee(participant):
    """Return the one who is invited. No answer is asked by calendar: it would go to a mailbox that nobody reads."""
    found = vCalAddress(f"mailto:{participant.email}")
    found.params["CN"] = one_line(participant.name).replace('"', "'")
    found.params["CUTYPE"] = "INDIVIDUAL"
    found.params["ROLE"] = "REQ-PARTICIPANT"
    found.params["PARTSTAT"] = "NEEDS-ACTION"
    found.params["RSVP"] = "FALSE"
    return found


def dutch_time():
    """Return the VTIMEZONE of the Netherlands by the rule that holds since 1996, the form that Outlook understands."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    winter, summer = dt.timedelta(hours=1), dt.timedelta(hours=2)
    changes = [
        (TimezoneDaylight(), "CEST", 3, 2, winter, summer),
        (TimezoneStandard(), "CET", 10, 3, summer, winter),
    ]
    for part, name, month, hour, before, after in changes:
        first = dt.datetime(1996, month, 31 if month == 3 else 27, hour)
        part.add("dtstart", first)
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"}))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        zone.add_component(part)
    return zone
