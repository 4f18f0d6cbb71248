"""What the pages share on which a participant writes: what can come in between, and letting fewer people read."""

from django.contrib import messages
from django.shortcuts import redirect

from conversations.forms.writing_by_link import LowerForm
from conversations.models import Consent, TextRead
from conversations.retention.words import when_it_goes
from conversations.views.participation import people_of
from conversations.writing_by_link import (
    ClosedError,
    ElsewhereError,
    HeldError,
    MeanwhileError,
    OtherReaderError,
    consent_of,
    may_lower,
    source_of,
)

SAVED, CLOSED, ELSEWHERE, MEANWHILE, REFUSED = "saved", "closed", "elsewhere", "meanwhile", "refused"
HELD = "Op dit gesprek ligt een bewaarplicht. Daarom blijft uw tekst staan zoals hij is. U kunt wel ‘Alleen ik’ kiezen."
TOO_LATE = "Dit kan niet meer. Er is niets veranderd."
SEGMENT = {True: "is-done", False: ""}


def attempt(form, save):
    """Do `save` with what a valid form holds; return what came of it. Nothing that was typed is lost by it."""
    try:
        save(form.given())
    except ClosedError:
        return CLOSED
    except ElsewhereError:
        return ELSEWHERE
    except MeanwhileError:
        return MEANWHILE
    except OtherReaderError:
        form.refuse_reader()
    except HeldError:
        form.add_error("text", HELD)
    else:
        return SAVED
    return REFUSED


def status_of(outcome):
    """Return the status of a page that shows a form again."""
    return 409 if outcome in {CLOSED, ELSEWHERE, MEANWHILE} else 200


def about_text(visit, row):
    """Return what a page says about one private text of its author: its readers so far, its source, and its end."""
    conversation = row.conversation
    return {
        **people_of(visit),
        "row": row,
        "reads": reads_of(row),
        "source": told_source(row),
        "was_for": was_for(row),
        "facilitator": str(conversation.facilitator or ""),
        "at_the_table": conversation.participants.count(),
        "goes": when_it_goes(conversation),
    }


def reads_of(row):
    """Return who read a text and when, the first first; not of one that is not there."""
    if row.pk is None:
        return []
    return list(TextRead.objects.filter(**{row._meta.model_name: row}).select_related("reader").order_by("at", "pk"))


def told_source(row):
    """Say how a text came here that its author did not type here, or ''."""
    if not row.text or source_of(row) in {"", Consent.Source.LINK}:
        return ""
    consent = consent_of(row)
    if consent.source == Consent.Source.BESTAND:
        return "Deze tekst komt uit een gespreksbestand."
    return f"{consent.entered_by or 'Iemand anders'} schreef dit namens u op."


def was_for(row):
    """Return the name of the facilitator for whom a text was meant and who is not there now, or ''."""
    if row.pk is None or row.visibility != "begeleider":
        return ""
    consent = consent_of(row)
    is_other = consent and consent.facilitator_id != row.conversation.facilitator_id
    return consent.facilitator_name if is_other else ""


def lower_form(row, sent=None):
    """Return the form to let fewer people read `row`, or None when there is nothing to choose."""
    if row.pk is None or not row.text or not may_lower(row.conversation):
        return None
    form = LowerForm(sent, row=row)
    return form if form.changes_something else None


def lower_by(request, visit, row, lower, page, code):
    """Carry out what was chosen with a LowerForm by `lower`, and go back to the page."""
    form = lower_form(row, request.POST)
    back = redirect(page, visit.link.participant_id, code)
    if form is None or not form.is_valid():
        messages.error(request, TOO_LATE)
        return back
    try:
        lower(visit, code, *form.given())
    except ElsewhereError:
        return redirect("conversations:code", visit.link.participant_id)
    except ClosedError:
        messages.error(request, TOO_LATE)
    else:
        messages.success(request, "Opgeslagen.")
    return back


def take_back_by(request, visit, take_back, words, page, code):
    """Carry out `take_back`, say `words` when it was done, and go back to the page."""
    try:
        take_back(visit, code)
    except ElsewhereError:
        return redirect("conversations:code", visit.link.participant_id)
    except (ClosedError, HeldError) as refused:
        messages.error(request, HELD if isinstance(refused, HeldError) else TOO_LATE)
    else:
        messages.success(request, words)
    return redirect(page, visit.link.participant_id, code)


def segments(codes, done, now):
    """Return the class of each segment of the progress: done, now, or ''."""
    return ["is-now" if code == now else SEGMENT[code in done] for code in codes]
