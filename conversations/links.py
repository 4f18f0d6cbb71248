"""Personal links: a signed token per participant and purpose, good until its date, dead at once when withdrawn.

A token is the number of its link and the nonce of that link behind a signature; it stands in no table, mail queue or
log. Another nonce withdraws every token that was given out before.
"""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from driehoek.mail import site_link

from .models import ESTABLISHED, Link, Phase, record

Purpose = Link.Purpose
AT_THE_TABLE = (Purpose.DEELNEMEN, Purpose.DATUM)
CLOSED = (Phase.CONCEPT, Phase.AFGEROND, Phase.GEANNULEERD)
OF_THEIR_OWN = (Purpose.ZAAL, Purpose.VOORTGANG)  # they follow the day somebody was let in, or mailed last
AFTER_MEETING = dt.timedelta(days=30)
UNDATED = dt.timedelta(days=180)  # a date that is not chosen yet may take this long
AFTER_OPTION = dt.timedelta(days=30)
AFTER_ESTABLISHED = dt.timedelta(days=90)
AFTER_ROOM = dt.timedelta(days=1)
AFTER_SENDING = dt.timedelta(days=30)
AFTER_SCREEN = dt.timedelta(days=1)  # of the meeting: also the evening after, and no longer


def token_of(link):
    """Return the token of `link`: at least 128 random bits behind a signature that is bound to its purpose."""
    return signer(link.purpose).sign(value_of(link))


def value_of(link):
    return f"{link.pk}-{link.nonce}"


def signer(purpose):
    return signing.Signer(salt=f"driehoek.link.{purpose}", sep=".")


def address_of(link):
    """Return the full address that a mail holds."""
    return site_link("conversations:link", token_of(link))


def find_link(token, now=None):
    """Return the living Link of `token`, with its participant, or None.

    Unknown, expired, withdrawn and malformed are one and the same to whoever asks.
    """
    found = Link.objects.filter(pk=number_in(token)).select_related("participant__conversation__triangle").first()
    if found is None or found.participant is None:
        return None
    try:
        value = signer(found.purpose).unsign(token)
    except signing.BadSignature:
        return None
    is_mine = constant_time_compare(value, value_of(found))
    return found if is_mine and found.is_genuine() and is_alive(found, now or timezone.now()) else None


def number_in(token):
    """Return the number of the link that `token` names, or None; nothing is believed before the signature is."""
    number = token.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None


def is_alive(link, now):
    """Whether `link` works at `now`: not withdrawn, not past its date, and its conversation neither concept nor closed.

    Reading the report and telling of agreements go on after the conversation was closed; what the code of the room
    opened ends with the meeting.
    """
    phase = link.participant.conversation.phase
    if link.purpose == Purpose.ZAAL and phase != Phase.GESPREK:
        return False
    closed = CLOSED if link.purpose in AT_THE_TABLE else (Phase.CONCEPT,)
    return link.withdrawn_at is None and now < link.until and phase not in closed


def give_link(participant, purpose):
    """Return the link of `participant` for `purpose`, made or given a new date where needed; a withdrawn one is new."""
    until = last_moment(participant.conversation, purpose)
    with transaction.atomic():
        link, _ = Link.objects.select_for_update().get_or_create(
            participant=participant, purpose=purpose, defaults={"until": until}
        )
        if link.withdrawn_at or not link.is_genuine():
            link.renew(withdrawn_at=None)
        link.until = until
        link.save(update_fields=["until"])
    return link


def purpose_now(conversation):
    """Return what a personal link is for in the phase that a conversation is in."""
    is_closed = conversation.phase in ESTABLISHED
    return Purpose.LEZEN if is_closed else Purpose.DEELNEMEN


def withdraw(link, by):
    """Make every token of `link` worthless, in one transaction with its audit event."""
    with transaction.atomic():
        link.renew(withdrawn_at=timezone.now())
        record("link ingetrokken", by=by, conversation=link.participant.conversation, purpose=link.purpose)


def follow_dates(conversation):
    """Give the links of a conversation the date that now belongs to them; called when its date or phase changed."""
    of_it = Q(participant__conversation=conversation) | Q(conversation=conversation)
    dated = Link.objects.exclude(purpose__in=OF_THEIR_OWN)
    for link in dated.filter(of_it, withdrawn_at=None):
        link.until = last_moment(conversation, link.purpose, since=link.created_at)
        link.save(update_fields=["until"])


def last_moment(conversation, purpose, since=None):
    """Return until when a link for `purpose` works: an aware datetime, the end of a day in the Netherlands."""
    since = since or timezone.now()
    if purpose == Purpose.DATUM:
        last = conversation.date_options.order_by("-starts_at").values_list("starts_at", flat=True).first()
        return end_of(timezone.localdate(last or since) + AFTER_OPTION)
    if purpose == Purpose.LEZEN:
        return end_of(timezone.localdate(conversation.established_at or since) + AFTER_ESTABLISHED)
    if purpose == Purpose.DEELNEMEN:
        held_on = conversation.held_on
        return end_of(held_on + AFTER_MEETING if held_on else timezone.localdate(since) + UNDATED)
    if purpose == Purpose.ZAAL:
        return end_of(timezone.localdate(since) + AFTER_ROOM)
    if purpose == Purpose.SCHERM:
        day = timezone.localdate(since)
        return end_of(max(conversation.held_on or day, day) + AFTER_SCREEN)
    return end_of(timezone.localdate(since) + AFTER_SENDING)


def end_of(day):
    """Return the first moment after `day` in the Netherlands."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))
