"""The ledger of a triangle, and the chain of one agreement."""

from textwrap import shorten

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.asking import ask_now, is_waited_for, may_ask, quiet_words, who_is_asked
from conversations.chain import read_chain
from conversations.forms.agreements import ChangeForm, LedgerForm, SettleForm
from conversations.ledger import late_words, owners_of, parse_place, read_ledger, read_whole_ledger
from conversations.ledger_file import write_ledger
from conversations.ledger_rows import group
from conversations.models import Agreement
from conversations.publishing import may_be_shared
from conversations.strip import enumerate_words
from triangles.models import Triangle
from triangles.views.pages import editable, form_page, sent, visible

LONGEST_HEADING = 120  # characters
NOT_ASKED = "Er gaat geen mail weg: die is vandaag al verstuurd, of er is niets of niemand te vragen."
LEAD_CHANGE = "Wat er stond, blijft te lezen bij de afspraak. Het verslag van het gesprek verandert niet."


@require_safe
def ledger(request, triangle):
    found = visible(request, triangle)
    place, day = parse_place(request.GET.get("na", "")), timezone.localdate()
    form = LedgerForm(request.GET, owners=owners_of(found))
    form.is_valid()
    agreed = read_ledger(found, day, wanted=form.wanted, place=place)
    shown = {
        "triangle": found,
        "day": day,
        "form": form,
        "ledger": agreed,
        "groups": group(agreed.rows, found.pk),
        "is_limited": bool(form.wanted),
        "is_later": place is not None,
    }
    return render(request, "conversations/agreements/ledger.html", shown)


@require_safe
def ledger_file(request, triangle):
    """Give the whole list that the same questions ask for, as a spreadsheet."""
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    form = LedgerForm(request.GET, owners=owners_of(found))
    form.is_valid()
    rows = read_whole_ledger(found, timezone.localdate(), form.wanted)
    headers = {"Content-Disposition": 'attachment; filename="afspraken.csv"'}
    return HttpResponse(write_ledger(rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def agreement(request, triangle, agreement):
    found = get_object_or_404(Triangle.objects.visible_to(request.user), pk=triangle)
    made = Agreement.objects.select_related("conversation", "principle", "last_step", "owner")
    made = get_object_or_404(made.filter(conversation__triangle=found), pk=agreement)
    day, is_open = timezone.localdate(), made.status == Agreement.Status.OPEN
    text = made.principle and made.principle.texts.order_by("-number").first()
    shown = {
        "triangle": found,
        "agreement": made,
        "heading": heading_of(made.text),
        "chain": read_chain(made),
        "principle": text.name if text else "",
        "may_change": found.archived_at is None,
        "may_share": may_be_shared(made, found),
        "late": late_words(made.kind, made.due_on, day) if is_open and is_waited_for(made) else "",
        "asked": who_is_asked(made, day) if may_ask(made) else None,
        "quiet": quiet_words(made.kind, made.asked_on, made.last_step and made.last_step.at, day) if is_open else "",
    }
    return render(request, "conversations/agreements/agreement.html", shown)


@require_POST
def agreement_ask(request, triangle, agreement):
    """Ask who sees to an agreement how it stands, by mail."""
    found = editable(request, triangle)
    made = Agreement.objects.select_related("conversation__triangle")
    made = get_object_or_404(made.filter(conversation__triangle=found), pk=agreement)
    if names := ask_now(made, request.user):
        messages.success(request, f"Er gaat een mail naar {enumerate_words(names)}.")
    else:
        messages.error(
            request, "Er gaat geen mail weg: iemand kreeg die vandaag al, of er is niets of niemand te vragen."
        )
    return redirect("conversations:agreement", found.pk, made.pk)


def heading_of(text):
    """Return the beginning of a text, cut between words; a single long word is cut as well."""
    return Truncator(shorten(text, LONGEST_HEADING, placeholder=" …").removeprefix("…") or text).chars(LONGEST_HEADING)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request, triangle, agreement):
    return changing(request, triangle, agreement, ChangeForm, "Afspraak wijzigen", LEAD_CHANGE)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_settle(request, triangle, agreement):
    return changing(request, triangle, agreement, SettleForm, "Besluiten over een afspraak", "")


def changing(request, triangle, agreement, form_class, heading, lead):
    """Answer with a form about one agreement, or save it and go back to its page."""
    found = editable(request, triangle)
    made = get_object_or_404(Agreement.objects.filter(conversation__triangle=found), pk=agreement)
    form = form_class(sent(request), triangle=found, instance=made, over=made)
    form.by = request.user
    back = reverse("conversations:agreement", args=[found.pk, made.pk])
    if form.store():
        messages.success(request, "De afspraak is opgeslagen.")
        return redirect(back)
    return form_page(request, form, found, heading, lead=lead or made.text, back=back)
