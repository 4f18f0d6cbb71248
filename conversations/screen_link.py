"""The link of the big screen: it shows on any computer what the room sees, until the day after the meeting.

One link per conversation; whoever opens it gets a Visit, as with a personal link, but sees nobody's own page by it.
"""

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from driehoek.mail import site_link
from driehoek.prepared import Prepared

from .links import CLOSED, Purpose, last_moment, number_in, signer, token_of, value_of
from .live import ROOM, State, shorten
from .models import Conversation, Link, record
from .visits import visits_here, visits_with

SCHERM = Purpose.SCHERM


def screen_address(link):
    """Return the full address of the link of a big screen."""
    return site_link("conversations:open_screen", token_of(link))


def living(links):
    """Limit links of big screens to those that work now; see also `is_alive` for personal links."""
    return standing(links).filter(until__gt=timezone.now())


def standing(links):
    """Limit links of big screens to those that work until their date."""
    return links.filter(purpose=SCHERM, withdrawn_at=None).exclude(conversation__phase__in=CLOSED)


def find_screen_link(token):
    """Return the living Link of a big screen that `token` names, or None; whatever is wrong, the answer is one."""
    found = living(Link.objects.filter(pk=number_in(token))).first()
    try:
        value = signer(SCHERM).unsign(token)
    except signing.BadSignature:
        return None
    is_mine = found and constant_time_compare(value, value_of(found)) and found.is_genuine()
    return found if is_mine else None


def link_of_screen(conversation):
    """Return the living Link of the big screen of a conversation, or None."""
    return living(conversation.links).first()


def give_screen_link(conversation, by):
    """Return the link of the big screen, made or given a new date where needed; a withdrawn one is new."""
    until = last_moment(conversation, SCHERM)
    with transaction.atomic():
        link, is_new = Link.objects.select_for_update().get_or_create(
            conversation=conversation, purpose=SCHERM, defaults={"until": until}
        )
        if link.withdrawn_at or not link.is_genuine():
            link.renew(withdrawn_at=None)
            is_new = True
        link.until = until
        link.save(update_fields=["until"])
        if is_new:
            record("link gemaakt", by=by, conversation=conversation, purpose=SCHERM)
    return link


def withdraw_screen_link(conversation, by):
    """Let every screen that was opened with the link go out; return whether there was a link."""
    with transaction.atomic():
        link = living(conversation.links.select_for_update()).first()
        if link is None:
            return False
        link.renew(withdrawn_at=timezone.now())
        record("link ingetrokken", by=by, conversation=conversation, purpose=SCHERM)
    return True


def shown_here(request):
    """Limit conversations to those whose big screen was opened in this browser and may still be shown."""
    visits = visits_here(request).filter(link__in=living(Link.objects.order_by()))
    return Conversation.objects.filter(pk__in=visits.values("link__conversation"))


def ask_by_link(key, conversation):
    """Return the rows behind `version_by_link`: until when each link works, and the state of the room."""
    visits = visits_with(key).filter(link__in=standing(Link.objects.order_by()), link__conversation=conversation)
    return visits.order_by().values_list("link__until", State(ROOM, of="link__conversation"))


OF_SCREEN = Prepared(ask_by_link, key="?sleutel?", conversation=-9001)


def version_by_link(key, conversation):
    """Return the version of the room for the browser with the digest `key`, None where its screen may not be shown."""
    now = timezone.now()
    return shorten([(state,) for until, state in OF_SCREEN.ask(key=key, conversation=conversation) if until > now])
