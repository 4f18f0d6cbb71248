"""What the mails to participants share: who may still get one, the link and the words in it, and the calendar part."""

from django.utils import timezone
from django.utils.formats import date_format

from driehoek.mail import compose
from driehoek.templatetags.dutch import period
from triangles.models import User

from .invitations import REQUEST, calendar_of
from .links import Purpose, address_of, is_alive, purpose_now
from .models import ESTABLISHED, Appointment, Participant, Phase

PHASES = {  # of the conversation, in which a mail is still wanted
    "uitnodiging": [Phase.VOORBEREIDING],
    "datum": [Phase.VOORBEREIDING],
    "datum_gekozen": [Phase.VOORBEREIDING],
    "verzet": [Phase.VOORBEREIDING],
    "afgemeld": [Phase.VOORBEREIDING, Phase.GESPREK],
    "geannuleerd": [Phase.GEANNULEERD],
    "herinnering": [Phase.VOORBEREIDING],
    "concept_lezen": [Phase.VERSLAG],
    "vastgesteld": ESTABLISHED,
    "voortgang": ESTABLISHED,
    "link": [phase for phase in Phase if phase not in (Phase.CONCEPT, Phase.GEANNULEERD)],
    "adres_gewijzigd": [phase for phase in Phase if phase != Phase.CONCEPT],
    "antwoord": [Phase.VERSLAG],
    "alles_binnen": [Phase.VOORBEREIDING],
    "verhinderd": [Phase.VOORBEREIDING],
}
PURPOSES = {  # of the link in it
    "datum": Purpose.DATUM,
    "concept_lezen": Purpose.LEZEN,
    "antwoord": Purpose.LEZEN,
    "vastgesteld": Purpose.LEZEN,
    "voortgang": Purpose.VOORTGANG,
    **dict.fromkeys(("uitnodiging", "datum_gekozen", "verzet", "herinnering"), Purpose.DEELNEMEN),
}


def purpose_of(kind, conversation):
    """Return the purpose of the link in a mail of `kind`, or None when it holds none."""
    return purpose_now(conversation) if kind == "link" else PURPOSES.get(kind)


def find_person(row, *, of_secretary=False):
    """Return the Participant a row is about, or None when nobody waits for it: gone, replaced, or in another phase.

    The address must still be that of the participant, unless the mail is for their secretary.
    """
    people = Participant.objects.filter(stand_in__confirmed_at=None).select_related("conversation__triangle")
    person = people.filter(pk=row.ref["participant"]).first()
    if person is None or person.conversation.is_rehearsal or person.conversation.phase not in PHASES[row.kind]:
        return None
    return person if of_secretary or person.email.lower() == row.to.lower() else None


def find_adviser(row, triangle):
    """Return the User a row is to, or None when they are no adviser of the triangle any more."""
    return User.objects.filter(pk=row.ref["user"], is_active=True, memberships__triangle=triangle).first()


def is_newest(row, conversation):
    """Whether a row tells of the moment as it is now: a newer one was queued with every change of it."""
    found = Appointment.objects.filter(conversation=conversation).first()
    return row.ref.get("sequence") == (found and found.sequence)


def write(row, person, **words):
    """Return the mail to a participant, or None when the link that it should hold does not work now.

    An answer goes to the adviser only from a mail without a link: otherwise the answer would carry the link along.
    """
    conversation = person.conversation
    if purpose := purpose_of(row.kind, conversation):
        link = person.links.filter(purpose=purpose).first()
        if link is None:
            return None
        link.participant = person
        if not is_alive(link, timezone.now()):
            return None
        words["link"] = address_of(link)
    adviser = find_contact(row, conversation)
    words["contact"] = f"{adviser} ({adviser.email})" if adviser else ""
    mail = compose(row, name=person.name, title=conversation.title, triangle=conversation.triangle.name, **words)
    mail.reply_to = [adviser.email] if adviser and "link" not in words else []
    return mail


def find_contact(row, conversation):
    """Return the User to turn to: who did the act, else the first adviser of the triangle, or None."""
    known = User.objects.filter(is_active=True)
    advisers = known.filter(memberships__triangle=conversation.triangle_id).order_by("memberships__pk")
    return known.filter(pk=row.ref.get("by")).first() or advisers.first()


def moment_words(conversation):
    """Return when and where in words, each '' when it is not known."""
    day, hours = conversation.held_on, period(conversation.start, conversation.duration_minutes)
    parts = [date_format(day, "l j F Y"), hours] if day else []
    return {"moment": ", ".join(part for part in parts if part), "place": conversation.place}


def with_calendar(mail, person, method=REQUEST):
    """Add the invitation as a part that mail programs show as one; nothing is added when there is no date."""
    found = mail and calendar_of(person, method)
    if found:
        mail.attach_alternative(found.decode(), f"text/calendar; method={method}")
    return mail
