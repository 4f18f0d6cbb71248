"""The mails to participants; each is made from its row when it is sent, so that no link or code waits in the queue.

A mail that is no longer wanted is None: the conversation went on, the address changed, or the link was withdrawn.
"""

from django.utils import timezone
from django.utils.formats import date_format

from driehoek.mail import compose, one_line, renders, site_link
from triangles.models import Seat, Triangle, User

from .asking import agreements_of, in_a_line, is_waited_for
from .erasure_mails import erased as erased
from .erasure_mails import refused as refused
from .guiding import asked_words, request_address
from .invitations import CANCEL, REQUEST
from .inviting import MOMENT
from .letters import PHASES, find_adviser, find_person, is_newest, moment_words, with_calendar, write
from .models import (
    AHEAD,
    Agreement,
    AgreementStep,
    Conversation,
    GuideRequest,
    Participant,
    Phase,
    Proposal,
    ReportRemark,
    StandIn,
    Visit,
)
from .progress import ANSWERS, POLL, read_progress
from .reminding import closes_on, is_complete
from .visits import is_closed, new_code

MAILED = 8  # agreements in one mail, the first dates; the page shows them all


@renders("code")
def code(row):
    """Somebody wants to read back what they wrote, in another browser: ref `visit`."""
    visit = Visit.objects.filter(pk=row.ref["visit"], ended_at=None).select_related("link__participant").first()
    if visit is None or visit.link.participant.email != row.to or is_closed(visit.link.participant):
        return None
    return compose(row, name=visit.link.participant.name, code=new_code(visit))


@renders("uitnodiging")
def invitation(row):
    """Somebody is invited, with the date when there is one: ref `participant`, `by` and `sequence` when dated."""
    person = find_person(row)
    if person is None or not is_newest(row, person.conversation):
        return None
    conversation = person.conversation
    text = [one_line(line) for line in conversation.invitation_text.splitlines() if line.strip()]
    words = {"text": text, "asks_date": conversation.date_options.exists(), **moment_words(conversation)}
    return with_calendar(write(row, person, **words), person)


@renders("datum_gekozen")
def date_chosen(row):
    """The first date: ref `participant`, `by`, `sequence` and `what`. Nobody waits for one that was taken back."""
    person = find_person(row)
    if person is None or not is_newest(row, person.conversation) or not person.conversation.held_on:
        return None
    mail = write(row, person, moves=0, **moment_words(person.conversation))
    return with_calendar(mail, person)


@renders("verzet")
def moved(row):
    """Another moment or place, or no date any more: ref as that of `datum_gekozen`."""
    person = find_person(row)
    if person is None or not is_newest(row, person.conversation):
        return None
    conversation = person.conversation
    words = {"moves": conversation.date_moves, "is_moment": bool(row.ref["what"] & MOMENT)}
    mail = write(row, person, **words, **moment_words(conversation))
    return with_calendar(mail, person, REQUEST if conversation.held_on else CANCEL)


@renders("geannuleerd")
def called_off(row):
    """The conversation does not go on: ref `participant` and `by`."""
    person = find_person(row)
    return person and with_calendar(write(row, person, **moment_words(person.conversation)), person, CANCEL)


@renders("afgemeld")
def left_the_table(row):
    """Somebody is not expected any more: ref `participant` (who may be gone), `conversation`, `seat` and `by`."""
    found = Conversation.objects.select_related("triangle").filter(pk=row.ref["conversation"]).first()
    seat = Seat.objects.filter(pk=row.ref["seat"]).first()
    if found is None or seat is None or found.phase not in PHASES[row.kind]:
        return None
    there = found.participants.filter(seat=seat)
    if there.filter(stand_in__confirmed_at=None).exists():
        return None  # back at the table meanwhile
    person = Participant(pk=row.ref["participant"], conversation=found, name=seat.person, email=row.to)
    words = {"keeps_link": there.exists(), **moment_words(found)}
    return with_calendar(write(row, person, **words), person, CANCEL)


@renders("herinnering")
def reminder(row):
    """Something is still waited for: ref `participant`, and `by` when somebody pressed the button."""
    person = find_person(row)
    missing = person and read_progress(person.conversation, [person])[0].missing
    if not missing:
        return None
    last_day = closes_on(person.conversation)
    words = {
        "asks_date": POLL in missing,
        "asks_answers": ANSWERS in missing,
        "last_day": last_day and date_format(last_day, "l j F"),
        "is_meeting": last_day == person.conversation.held_on,
    }
    return write(row, person, **words)


@renders("concept_lezen")
def draft(row):
    """The draft can be read: ref `participant` and `by`."""
    person = find_person(row)
    until = person and person.conversation.responses_until
    return person and write(row, person, until=until and date_format(until, "l j F"))


@renders("antwoord")
def answered(row):
    """A remark on the draft was answered: ref `participant` and `by`. Neither the remark nor the answer is told."""
    person = find_person(row)
    remarks = ReportRemark.objects.filter(response__participant=row.ref["participant"]).exclude(answered_at=None)
    return write(row, person) if person and remarks.exists() else None


@renders("vastgesteld")
def established(row):
    """The report is vastgesteld, or corrected: ref `participant`, `version` and `by`. The newest version counts."""
    person = find_person(row)
    newer = person and person.conversation.reports.established().filter(version__gt=row.ref["version"])
    if person is None or newer.exists():
        return None
    return write(row, person, is_correction=row.ref["version"] > 1)


@renders("voortgang")
def progress(row):
    """Somebody is asked how their agreements stand: ref `participant`. What stands in it is theirs at sending."""
    person = find_person(row)
    mine = [one for one in agreements_of(person, timezone.localdate()) if is_waited_for(one)] if person else []
    words = {"agreements": [in_a_line(one) for one in mine[:MAILED]], "more": max(len(mine) - MAILED, 0)}
    return write(row, person, **words) if mine else None


@renders("link")
def link_again(row):
    """Somebody gets their link once more, and the invitation as long as it lies ahead: ref `participant` and `by`."""
    person = find_person(row)
    mail = person and write(row, person)
    is_ahead = person and person.conversation.phase == Phase.VOORBEREIDING
    return with_calendar(mail, person) if is_ahead else mail


@renders("adres_gewijzigd")
def address_changed(row):
    """Tell the old address that mail goes elsewhere from now on: ref `participant` and `by`."""
    person = Participant.objects.select_related("conversation__triangle").filter(pk=row.ref["participant"]).first()
    if person is None or person.email.lower() == row.to.lower():
        return None
    return write(row, person)


@renders("datum")
def secretary(row):
    """A secretary answers the date poll for somebody: ref `participant`; the address is that of the secretary."""
    person = find_person(row, of_secretary=True)
    if person is None or person.conversation.held_on or not person.conversation.date_options.exists():
        return None
    return write(row, person)


@renders("alles_binnen")
def all_in(row):
    """Nobody is waited for any more; an adviser hears it once: ref `conversation`, `user` and `dates` (0 or 1)."""
    found = Conversation.objects.select_related("triangle").filter(pk=row.ref["conversation"]).first()
    if found is None or found.phase not in PHASES[row.kind] or not is_complete(found):
        return None
    page = site_link("conversations:participants", found.pk)
    return to_adviser(row, found.triangle, page, title=found.title, asks_date=bool(row.ref["dates"]))


@renders("verhinderd")
def prevented(row):
    """Somebody cannot come, and an adviser confirms it: ref `stand_in` and `user`."""
    waiting = StandIn.objects.filter(confirmed_at=None).select_related("participant__conversation__triangle")
    found = waiting.filter(pk=row.ref["stand_in"]).first()
    conversation = found and found.participant.conversation
    if found is None or conversation.phase not in PHASES[row.kind]:
        return None
    page = site_link("conversations:participants", conversation.pk)
    words = {"title": conversation.title, "has_name": bool(found.name)}
    return to_adviser(row, conversation.triangle, page, **words)


@renders("hulp_nodig")
def help_asked(row):
    """Somebody asks for help with an agreement: ref `agreement` and `user`. Who, and with what words, stands there."""
    found = Agreement.objects.filter(pk=row.ref["agreement"]).select_related("conversation__triangle", "last_step")
    found = found.open().filter(last_step__what=AgreementStep.What.HULP).first()
    if found is None:
        return None
    triangle = found.conversation.triangle
    return to_adviser(row, triangle, site_link("conversations:agreement", triangle.pk, found.pk))


@renders("voorstel")
def proposal(row):
    """A participant proposes to talk: ref `proposal` and `user`. The words of it stand on the page alone."""
    found = Proposal.objects.filter(pk=row.ref["proposal"], closed_at=None).select_related("triangle").first()
    return found and to_adviser(row, found.triangle, site_link("conversations:triangle", found.triangle_id))


def to_adviser(row, triangle, page, **words):
    """Return the mail to an adviser with the address of a page, or None when they are none of the triangle now."""
    user = find_adviser(row, triangle)
    return user and compose(row, name=str(user), triangle=triangle.name, link=page, **words)


@renders("begeleider_gevraagd")
def guide_asked(row):
    """Somebody is asked to facilitate: ref `request`. It names the triangle, the moment and the length, no more."""
    found = GuideRequest.objects.open().filter(pk=row.ref["request"], user__is_active=True)
    asked = found.select_related("conversation__triangle", "user", "asked_by").first()
    if asked is None or asked.user.email.lower() != row.to.lower():
        return None
    by = asked.asked_by
    words = {"by": str(by or "Een adviseur"), "contact": f"{by} ({by.email})" if by else "", **asked_words(asked)}
    return compose(row, name=str(asked.user), link=request_address(asked), **words)


@renders("begeleider_antwoord")
def guide_answered(row):
    """Who was asked to facilitate said yes or no, or left the pool: ref `request` and `user`. Why, the page tells."""
    asked = GuideRequest.objects.filter(pk=row.ref["request"]).select_related("conversation__triangle", "user").first()
    if asked is None or asked.conversation.phase not in AHEAD:
        return None
    conversation = asked.conversation
    page = site_link("conversations:guides", conversation.pk)
    words = {"title": conversation.title, "guide": str(asked.user), "answer": asked.answer}
    return to_adviser(row, conversation.triangle, page, is_second=asked.is_second, **words)


@renders("begeleider_vervalt")
def guide_not_needed(row):
    """A question was taken back, or a facilitator is not needed: ref `user`, `triangle` and `conversation`."""
    user = User.objects.filter(pk=row.ref["user"], is_active=True).first()
    if user and Conversation.objects.filter(pk=row.ref["conversation"], phase__in=AHEAD).led_by(user).exists():
        return None  # chosen again meanwhile
    triangle = Triangle.objects.filter(pk=row.ref["triangle"]).first()
    return compose(row, name=str(user), triangle=triangle.name) if user and triangle else None
