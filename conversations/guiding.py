"""Asking somebody to facilitate, their answer, and taking the question back: each one transaction and one audit event.

Until somebody says yes they see the name of the triangle, the moment and the length, and nothing else.
"""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from driehoek.mail import Outbox, queue, site_link
from principles.models import Tip
from triangles.models import FacilitatorProfile

from .alerting import tell_advisers
from .letters import moment_words
from .links import end_of, number_in, signer, token_of, value_of
from .models import AHEAD, Conversation, GuideRequest, PhaseError, TipNote, record

PATIENCE = dt.timedelta(minutes=10)
UNDATED = dt.timedelta(days=60)  # how long a question about a conversation without a date can be answered
FIXED = "Het gesprek is geweest of gaat niet door. Wie begeleidt, ligt vast."
PRACTICE = "Een oefening mailt niemand. Een begeleider vragen kan hier niet."
NO_LONGER = "Deze vraag staat niet meer open."
OTHER_PLACE = "Je begeleidt dit gesprek al, op de andere plaats. Zeg hier nee."
Answer = GuideRequest.Answer


def ask(conversation, user, by, *, is_second=False):
    """Put the question to `user` and mail it; return the GuideRequest. Raises PhaseError when it cannot be asked."""
    with transaction.atomic():
        found = lock(conversation)
        refuse(found, user, is_second)
        asked = GuideRequest.objects.create(conversation=found, user=user, is_second=is_second, asked_by=by)
        record("begeleider gevraagd", by=by, conversation=found, request=asked.pk)
        queue("begeleider_gevraagd", user.email, once=f"begeleider_gevraagd:{asked.pk}", request=asked.pk)
    return asked


def lock(conversation):
    """Return the conversation with its row locked; inside a transaction. Of two acts on who guides one goes first."""
    rows = Conversation.objects.select_for_update(of=("self",))
    return rows.select_related("triangle", "facilitator", "second_facilitator").get(pk=conversation.pk)


def refuse(conversation, user, is_second):
    """Raise PhaseError, in Dutch, when `user` cannot be asked for this conversation now."""
    if conversation.phase not in AHEAD:
        raise PhaseError(FIXED)
    if conversation.is_rehearsal:
        raise PhaseError(PRACTICE)
    if user.pk in (conversation.facilitator_id, conversation.second_facilitator_id):
        raise PhaseError(f"{user} begeleidt dit gesprek al.")
    waiting = list(conversation.guide_requests.open().select_related("user"))
    beside = next((one for one in waiting if one.is_second == is_second or one.user_id == user.pk), None)
    if beside:
        raise PhaseError(f"{beside.user} is al gevraagd. Trek die vraag eerst in.")


def answer(asked, given):
    """Write the answer to a GuideRequest and tell the advisers; yes makes who was asked the facilitator.

    `given` is {"answer": 'ja' or 'nee', "line": a text or '', "is_involved": whether they know the content}. Raises
    PhaseError when nobody waits for it any more, or when who says yes guides already.
    """
    with transaction.atomic():
        conversation = lock(asked.conversation)
        found = GuideRequest.objects.open().filter(pk=asked.pk).select_related("user").first()
        if found is None:
            raise PhaseError(NO_LONGER)
        found.answer, found.line, found.answered_at = given["answer"], given["line"], timezone.now()
        found.save(update_fields=["answer", "line", "answered_at"])
        if given["is_involved"]:
            mark_involved(found.user, conversation.triangle)
        if found.answer == Answer.JA:
            take_place(conversation, found)
        record(f"begeleider zegt {found.answer}", by=found.user, conversation=conversation, request=found.pk)
        tell_advisers(conversation.triangle, "begeleider_antwoord", found.pk, request=found.pk)


def take_place(conversation, asked):
    """Make who said yes the facilitator; a step that somebody has open sees that it was changed meanwhile.

    Raises PhaseError when they hold the other place.
    """
    user, place = asked.user, "second_facilitator" if asked.is_second else "facilitator"
    if user == (conversation.facilitator if asked.is_second else conversation.second_facilitator):
        raise PhaseError(OTHER_PLACE)
    let_go(conversation, getattr(conversation, place))
    changes = {place: user} if asked.is_second else {"facilitator": user, "self_facilitated": False, **described(user)}
    for name, value in changes.items():
        setattr(conversation, name, value)
    conversation.version += 1
    conversation.save(update_fields=[*changes, "version", "changed_at"])
    note, is_new = TipNote.objects.get_or_create(conversation=conversation, tip=Tip.objects.get(code="begeleiding"))
    if not is_new:
        TipNote.objects.filter(pk=note.pk).update(version=F("version") + 1)


def described(user):
    """Return what stands beside the account of a facilitator (None for nobody), whose briefing is still to be read."""
    profile = FacilitatorProfile.objects.filter(user=user).first() if user else None
    return {
        "facilitator_name": str(user) if user else "",
        "facilitator_organisation": profile.organisation if profile else "",
        "facilitator_email": user.email if user else "",
        "briefing_read_at": None,
    }


def mark_involved(user, triangle, *, is_involved=True):
    """Note that `user` knows the content of `triangle`, or not any more; whoever is in no pool has no such note."""
    profile = FacilitatorProfile.objects.filter(user=user).first()
    if profile and is_involved:
        profile.involved_in.add(triangle)
    elif profile:
        profile.involved_in.remove(triangle)


def withdraw(asked, by):
    """Take a question back, with a mail to whoever knew of it. Raises PhaseError when it was answered meanwhile."""
    with transaction.atomic():
        conversation = lock(asked.conversation)
        found = conversation.guide_requests.filter(pk=asked.pk, answer="", withdrawn_at=None)
        if not take_back(found.select_related("user"), conversation):
            raise PhaseError(NO_LONGER)
        record("vraag aan begeleider ingetrokken", by=by, conversation=conversation, request=asked.pk)


def take_back(waiting, conversation):
    """Take back each GuideRequest of `waiting`; return them. Inside the transaction of the act that causes it."""
    taken = list(waiting)
    for asked in taken:
        asked.withdrawn_at = timezone.now()
        asked.save(update_fields=["withdrawn_at"])
        mails = Outbox.objects.filter(once=f"begeleider_gevraagd:{asked.pk}")
        if not mails.filter(state=Outbox.State.WACHT).exists():
            tell_not_needed(conversation, asked.user, f"vraag:{asked.pk}")
    return taken


def take_back_place(conversation, *, is_second):
    """Take back the question for a place that was filled otherwise."""
    waiting = conversation.guide_requests.filter(is_second=is_second, answer="", withdrawn_at=None)
    return take_back(waiting.select_related("user"), conversation)


def let_go(conversation, user, *, patiently=False):
    """Tell a facilitator who had said yes that they are not needed any more.

    `patiently` waits: a step saves itself while somebody chooses, and who is chosen again hears nothing.
    """
    if user is None or not conversation.guide_requests.filter(user=user, answer=Answer.JA).exists():
        return
    due = timezone.now() + PATIENCE if patiently else None
    tell_not_needed(conversation, user, f"gesprek:{conversation.pk}:{conversation.version}", due=due)


def tell_not_needed(conversation, user, occasion, due=None):
    ref = {"user": user.pk, "triangle": conversation.triangle_id, "conversation": conversation.pk}
    queue("begeleider_vervalt", user.email, once=f"begeleider_vervalt:{occasion}:{user.pk}", due=due, **ref)


def called_off(conversation):
    """Tell who guides, and who was asked to, that the conversation does not go on."""
    waiting = conversation.guide_requests.filter(answer="", withdrawn_at=None).select_related("user")
    take_back(waiting, conversation)
    let_go(conversation, conversation.facilitator)
    let_go(conversation, conversation.second_facilitator)


def find_request(token, now=None):
    """Return the GuideRequest that `token` names, or None; whatever is wrong with it, the answer is one.

    It works until the day of the conversation, also to read back an answer; never once it was taken back.
    """
    rows = GuideRequest.objects.filter(withdrawn_at=None, conversation__phase__in=AHEAD, user__is_active=True)
    found = rows.select_related("conversation__triangle", "user", "asked_by").filter(pk=number_in(token)).first()
    try:
        value = signer(GuideRequest.purpose).unsign(token)
    except signing.BadSignature:
        return None
    is_mine = found is not None and constant_time_compare(value, value_of(found))
    return found if is_mine and (now or timezone.now()) < last_moment(found) else None


def last_moment(asked):
    """Return until when the link of a question works: the end of the day of the conversation."""
    day = asked.conversation.held_on or timezone.localdate(asked.asked_at) + UNDATED
    return end_of(day)


def guides_still(asked):
    """Whether who said yes to a GuideRequest is on one of the two places of the conversation now."""
    places = (asked.conversation.facilitator_id, asked.conversation.second_facilitator_id)
    return asked.answer == Answer.JA and asked.user_id in places


def request_address(asked):
    """Return the full address that the mail holds."""
    return site_link("conversations:guide_by_link", token_of(asked))


def asked_words(asked):
    """Return all that a question tells of its conversation: its triangle, moment ('' when not chosen) and minutes.

    Never the title, the purpose or a name: those are content.
    """
    conversation = asked.conversation
    return {
        "triangle": conversation.triangle.name,
        "moment": moment_words(conversation)["moment"],
        "minutes": conversation.duration_minutes,
        "is_second": asked.is_second,
    }
