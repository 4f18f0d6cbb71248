"""The session of a participant: a browser in which a personal link was opened, apart from the login of staff.

The browser keeps one random key in a cookie; a Visit joins that key to a link. Everything a participant's page shows or
saves starts from `find_visit`, so that a withdrawn link ends every page at once.
"""

import datetime as dt
import hashlib
import secrets
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import F, Q
from django.shortcuts import render
from django.utils import timezone

from driehoek.mail import queue
from driehoek.prepared import Prepared
from driehoek.seals import seal

from .links import Purpose, is_alive
from .models import Arrival, Explanation, Op, Reflection, ReportRemark, Score, Visit

COOKIE = "deelnemen" if not settings.SESSION_COOKIE_SECURE else "__Host-deelnemen"
COOKIE_SECONDS = 60 * 60 * 24 * 90
CODE_SECONDS = 10 * 60
CODE_TRIES = 5
TEXTS = (Reflection, Explanation, Score)


def open_visit(request, response, link):
    """Let this browser in by `link`; puts the key in the cookie of `response` and returns the Visit."""
    return join_key(keep_key(request, response), link)


def keep_key(request, response):
    """Put the key of this browser, a new one when it has none, in the cookie of `response`; return its digest."""
    key = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    response.set_cookie(
        COOKIE, key, COOKIE_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return digest(key)


def known_key(request):
    """Return the digest of the key of this browser, or '' when it has none."""
    key = request.COOKIES.get(COOKIE)
    return digest(key) if key else ""


def join_key(key_digest, link):
    """Return the Visit that joins the browser with this key to `link`, living again when it had ended."""
    with transaction.atomic():
        visit, is_new = Visit.objects.get_or_create(link=link, key_digest=key_digest, defaults={"nonce": link.nonce})
        if not is_new:
            visit.reads_back = visit.reads_back and visit.nonce == link.nonce and visit.is_genuine()
            visit.nonce, visit.ended_at = link.nonce, None
            visit.seal = visit.make_seal()
            visit.save(update_fields=["nonce", "ended_at", "reads_back", "seal"])
    return visit


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def visits_here(request):
    """Return the visits of this browser that were not ended and whose link was not withdrawn since."""
    key = known_key(request)
    return visits_with(key) if key else Visit.objects.none()


def visits_with(key_digest):
    """Limit to the visits of the browser with this key that were not ended and whose link was not withdrawn since."""
    return Visit.objects.filter(key_digest=key_digest, ended_at=None, nonce=F("link__nonce"))


def find_visit(request, participant, purposes):
    """Return the living Visit of this browser to the participant with key `participant`, or None.

    `purposes` are those of the links that open the page; the strongest one that this browser has counts.
    """
    key = known_key(request)
    found = only_living(VISITS_TO.objects(key=key, participant=participant)) if key else []
    return next((visit for one in purposes for visit in found if visit.link.purpose == one), None)


def ask_to(key, participant):
    return in_full(visits_with(key).filter(link__participant=participant))


VISITS_TO = Prepared(ask_to, key="?sleutel?", participant=-9001)


def living_visits(request, purposes, **where):
    """Return the living Visits of this browser to pages of participants by links for `purposes`, newest first."""
    visits = visits_here(request).filter(link__purpose__in=purposes, link__participant__isnull=False, **where)
    return only_living(in_full(visits))


def in_full(visits):
    return visits.select_related("link__participant__conversation__triangle").order_by("-pk")


def only_living(visits):
    now = timezone.now()
    return [visit for visit in visits if is_alive(visit.link, now) and visit.is_genuine()]


def visited(*purposes, closed="conversations/participation/no_visit.html"):
    """Decorate a page of a participant: it gets their Visit in place of the number in its address, or answers 404.

    Without a living visit the answer is the same for every number: the page `closed`, that says how to come in.
    """
    purposes = purposes or (Purpose.DEELNEMEN,)

    def decorate(view):
        @login_not_required
        @wraps(view)
        def guarded(request, participant, **rest):
            visit = find_visit(request, participant, purposes)
            if visit is None:
                return render(request, closed, status=404)
            return view(request, visit, **rest)

        return guarded

    return decorate


def end_visits(request):
    """Forget this browser: every visit with its key ends."""
    if key := known_key(request):
        with transaction.atomic():
            end(Visit.objects.filter(key_digest=key, ended_at=None))
            Arrival.objects.filter(key_digest=key).delete()


def end(visits):
    """Let `visits` (a queryset) be over. None of them lives again by hand: they lose their seal."""
    visits.update(ended_at=timezone.now(), reads_back=False, seal="")


def has_texts(participant):
    """Whether anything private of `participant` was saved: an answer, a score or an explanation, or typed to be one."""
    return any(model.objects.filter(participant=participant).exists() for model in TEXTS)


def has_legible(participant):
    """Whether anything they gave themselves may be read back by link: not what was before the mail address changed.

    Scores that they gave for others count, so that no other browser writes over them; those given for them do not.
    """
    closed_at, rows = participant.texts_closed_at, {model: Q() for model in TEXTS}
    if closed_at is not None:
        rows = {model: Q(changed_at__gt=closed_at) for model in TEXTS}
        rows[Reflection] |= Q(typed_at__gt=closed_at)
    rows[Score] &= Q(entry=Score.Entry.ZELF)
    own = any(model.objects.filter(limits, participant=participant).exists() for model, limits in rows.items())
    return own or gave_for_others(participant)


def gave_for_others(participant):
    """Whether `participant` gave a score by link for somebody they speak for."""
    given = Op.objects.filter(participant=participant, part__startswith="score:")
    given = given.exclude(part__startswith=f"score:{participant.pk}:")
    closed_at = participant.texts_closed_at
    return (given if closed_at is None else given.filter(created_at__gt=closed_at)).exists()


def may_read_back(visit):
    """Whether private text saved earlier may be shown here; where nothing is legible there is nothing to hide.

    What stays shut never shows, see `is_shut` of each row. Who came in with the code of the room never reads back: the
    facilitator knows the face, nobody checked the mailbox.
    """
    if visit.link.purpose == Purpose.ZAAL:
        return False
    return visit.reads_back or not has_legible(visit.link.participant)


def legible_given(participant):
    """Limit to the scores that somebody else gave for `participant` and that may be read back by link."""
    given = Score.objects.filter(participant=participant).exclude(entry=Score.Entry.ZELF)
    closed_at = participant.texts_closed_at
    return given if closed_at is None else given.filter(changed_at__gt=closed_at)


def may_read_given(visit):
    """Whether scores that somebody else gave for the participant may be shown here.

    They may after the code; without it only where something of their own was written here before the first of these.
    """
    first = legible_given(visit.link.participant).order_by("created_at").first()
    if first is None or visit.link.purpose == Purpose.ZAAL:
        return first is None
    if not visit.reads_back or visit.has_typed_code:
        return visit.reads_back
    older = {"participant": visit.link.participant_id, "changed_at__lt": first.created_at}
    texts = (Reflection.objects.all(), Explanation.objects.all(), Score.objects.filter(entry=Score.Entry.ZELF))
    return any(rows.filter(**older).exists() for rows in texts)


def may_read_remarks(visit):
    """Whether remarks on the report saved earlier may be shown and changed here: written here, or after the code."""
    return visit.reads_back or not remarks_elsewhere(visit).exists()


def legible_remarks(participant):
    """Limit to the remarks of `participant` that may be read back by link."""
    mine, closed_at = ReportRemark.objects.filter(response__participant=participant), participant.texts_closed_at
    return mine if closed_at is None else mine.filter(at__gt=closed_at)


def remarks_elsewhere(visit):
    """Limit to the remarks of this participant that were written in another browser."""
    return legible_remarks(visit.link.participant).exclude(response__written_in=visit.key_digest)


def hides_something(visit):
    """Whether the code would show more here; a link for reading shows remarks alone."""
    of_texts = visit.link.purpose == Purpose.DEELNEMEN and not (may_read_back(visit) and may_read_given(visit))
    return of_texts or not may_read_remarks(visit)


def is_closed(participant):
    """Whether all that was written stays shut: the mail address changed since, so a code opens nothing."""
    if participant.texts_closed_at is None:
        return False
    is_open = has_legible(participant) or legible_given(participant).exists()
    return not is_open and not legible_remarks(participant).exists()


def claim_authorship(visit):
    """Note, before the first private text is saved, that it is written here; inside the transaction of the saving.

    Returns whether this browser may write: another one that did not type the code may not overwrite unseen words. Who
    claimed before and wrote nothing loses it, or else would read what is written here.
    """
    if visit.link.purpose == Purpose.ZAAL:
        return False
    participant = type(visit.link.participant).objects.select_for_update().get(pk=visit.link.participant_id)
    if not has_legible(participant):
        visit.link.visits.filter(reads_back=True).exclude(pk=visit.pk).let_read(False)
        Visit.objects.filter(pk=visit.pk).let_read(True)
    visit.refresh_from_db(fields=["reads_back", "seal"])
    return visit.reads_back and visit.is_genuine()


def send_code(visit):
    """Queue a mail with a new code of six digits for this browser; a code sent before stops working.

    The code is made when the mail is sent, so that the queue does not hold it. Returns False without an address, and
    where nothing opens what was written.
    """
    participant = visit.link.participant
    if not participant.email or is_closed(participant):
        return False
    with transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(code_digest="", code_until=None, code_tries=0)
        once = f"code:{visit.pk}:{secrets.token_hex(8)}"
        queue("code", participant.email, once=once, visit=visit.pk)
    return True


def new_code(visit):
    """Give `visit` a fresh code and return it; only its digest is kept. Called when the mail is made."""
    code = f"{secrets.randbelow(1_000_000):06}"
    until = timezone.now() + dt.timedelta(seconds=CODE_SECONDS)
    Visit.objects.filter(pk=visit.pk).update(code_digest=code_digest(visit, code), code_until=until, code_tries=0)
    return code


def code_digest(visit, code):
    """Return what is kept of a code: six digits are soon tried out by whoever needs no secret for it."""
    return seal("code", visit.pk, visit.key_digest, code)


def try_code(visit, code):
    """Whether `code` opens what was saved. Single use: of two at once one wins; the sixth try never does."""
    now = timezone.now()
    if is_closed(visit.link.participant):
        return False
    waiting = Visit.objects.filter(pk=visit.pk, code_until__gt=now).exclude(code_digest="")
    if not waiting.filter(code_tries__lt=CODE_TRIES).update(code_tries=F("code_tries") + 1):
        return False
    right = waiting.filter(code_digest=code_digest(visit, code))
    return bool(right.let_read(True, after_code=True, code_digest="", code_until=None))
