"""The calendar of somebody with an account, at an address that only they know: their conversations and what closes.

The address is that of a Link for the purpose `agenda`, so its token stands in no table, mail queue or log. The calendar
names no participant, and of what a conversation is about it holds the title alone.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from icalendar import Calendar, Event, vDuration

from driehoek.mail import one_line, site_link
from triangles.models import Triangle

from .invitations import PUBLISH, add_moment, dutch_time
from .links import Purpose, end_of, number_in, signer, token_of, value_of
from .models import Appointment, Conversation, Link, Phase, record

AGENDA = Purpose.AGENDA
WORKS = dt.timedelta(days=730)
BACK = dt.timedelta(days=366)  # how long what was held stays in the calendar
STATUS = {Phase.CONCEPT: "TENTATIVE", Phase.GEANNULEERD: "CANCELLED"}
DAY = dt.timedelta(days=1)
ASK_AGAIN = dt.timedelta(hours=1)
ROWS = (
    Conversation.objects.filter(triangle__rehearsal_until=None)
    .order_by("held_on", "pk")
    .values(
        *("pk", "title", "phase", "held_on", "start", "duration_minutes", "place", "version", "changed_at"),
        *("invited_at", "preparation_closes_on", "draft_released_at", "responses_until", "triangle__name"),
    )
)
TEAMS = Triangle.objects.real().order_by("pk").values("pk", "name", "team_next_on", "created_at", "version")


def feed_address(link):
    """Return the full address of the calendar of `link`."""
    return site_link("conversations:calendar_feed", token_of(link))


def living_links():
    return Link.objects.filter(purpose=AGENDA, withdrawn_at=None, until__gt=timezone.now(), user__is_active=True)


def link_of(user):
    """Return the living Link of the calendar of `user`, or None."""
    return living_links().filter(user=user).first()


def find_feed_link(token):
    """Return the living Link that `token` names, with its user, or None; whatever is wrong, the answer is one."""
    found = living_links().filter(pk=number_in(token)).select_related("user").first()
    try:
        value = signer(AGENDA).unsign(token)
    except signing.BadSignature:
        return None
    is_mine = found and constant_time_compare(value, value_of(found)) and found.is_genuine()
    return found if is_mine else None


def renew_link(user):
    """Return a new link for the calendar of `user`; an address that was given before stops working at once."""
    now = timezone.now()
    until = end_of(timezone.localdate(now) + WORKS)
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(user=user, purpose=AGENDA, defaults={"until": until})
        link.renew(withdrawn_at=None, until=until, created_at=now)
        record("link gemaakt", by=user, purpose=AGENDA)
    return link


def withdraw_link(user):
    """Let the calendar of `user` stop; return whether there was one."""
    with transaction.atomic():
        link = living_links().select_for_update(of=("self",)).filter(user=user).first()
        if link is None:
            return False
        link.renew(withdrawn_at=timezone.now())
        record("link ingetrokken", by=user, purpose=AGENDA)
    return True


def draw_calendar(link, day):
    """Return the calendar file (bytes, UTF-8) for `link` on `day`: equal rows give equal bytes; two queries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Driehoek//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", PUBLISH)
    calendar.add("name", "Driehoek")
    calendar.add("x-wr-calname", "Driehoek")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    calendar.add_component(dutch_time())
    for event in events(link, day):
        calendar.add_component(event)
    return calendar.to_ical()


def events(link, day):
    """Yield what stands in the calendar of a link, from a year back on."""
    for row in ROWS.visible_to(link.user).filter(held_on__gte=day - BACK):
        yield meeting(row)
        if row["phase"] != Phase.GEANNULEERD:
            yield from closings(row)
    for team in TEAMS.editable_by(link.user).filter(team_next_on__gte=day - BACK):
        yield all_day(f"accountteam-{team['pk']}", f"Accountteam {team['name']}", team["team_next_on"], team)
    last = {"version": 0, "changed_at": link.created_at}
    until = timezone.localdate(link.until) - DAY
    yield all_day(f"adres-{link.pk}", "Driehoek: maak vandaag een nieuw adres voor je agenda", until, last)


def meeting(row):
    """Return the event of a conversation, with the place and, for who can log in, where it stands."""
    is_off = row["phase"] == Phase.GEANNULEERD
    said = f"{'Gaat niet door: ' if is_off else ''}Driehoek {row['triangle__name']}: {row['title']}"
    event = entry(f"gesprek-{row['pk']}", said, row)
    add_moment(event, Appointment(held_on=row["held_on"], start=row["start"], minutes=row["duration_minutes"]))
    if is_off:
        event.pop("transp")
        event.add("transp", "TRANSPARENT")
    if row["place"]:
        event.add("location", one_line(row["place"]))
    event.add("status", STATUS.get(row["phase"], "CONFIRMED"))
    event.add("url", site_link("conversations:conversation", row["pk"]))
    return event


def closings(row):
    """Yield the last day of the questions beforehand, and that of the reading round, as far as participants know it."""
    if row["invited_at"] and row["preparation_closes_on"]:
        said = f"Laatste dag voor de vragen vooraf: {row['title']}"
        yield all_day(f"gesprek-{row['pk']}-vragen", said, row["preparation_closes_on"], row)
    if row["draft_released_at"] and row["responses_until"]:
        said = f"Laatste dag van de leesronde: {row['title']}"
        yield all_day(f"gesprek-{row['pk']}-leesronde", said, row["responses_until"], row)


def all_day(name, said, day, row):
    """Return an event of a whole day that keeps nobody's time occupied."""
    event = entry(name, said, row)
    add_moment(event, Appointment(held_on=day))
    event.add("status", "CONFIRMED")
    return event


def entry(name, said, row):
    """Return an event with its name, words and version; the sequence goes up with every change of its row."""
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", row.get("changed_at", row.get("created_at")).astimezone(dt.UTC).replace(microsecond=0))
    event.add("sequence", row["version"])
    event.add("summary", one_line(said))
    return event
