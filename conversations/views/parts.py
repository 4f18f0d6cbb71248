"""One recorded part on a page of its own: for its button, for what is wrong with it, and for a conflict."""

import json
from uuid import NAMESPACE_OID, uuid5

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from conversations.forms.examples import taken_example
from conversations.forms.leading import BackForm, PartForm
from conversations.models import Conversation
from conversations.recording import FormKind, remove_part
from conversations.recording.history import earlier_versions, taken_away
from conversations.recording.kinds import from_post, is_new, new_part
from conversations.room import examples
from conversations.saving import CONFLICT, SAVED, Save, find_kind, save_part
from conversations.taking_over import fill_in_agreement

PAGES = {"verslag": "report", "scores": "scores", "draaiboek": "run_sheet"}


@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk, part):
    """Show one part as a form and save it. What was typed is kept when it is refused or somebody else was first."""
    visible = Conversation.objects.visible_to(request.user).select_related("triangle")
    conversation = get_object_or_404(visible, pk=pk)
    kind, keys = find_kind(request.user, conversation, part)
    if not isinstance(kind, FormKind):
        raise Http404
    form, theirs, status = begin(conversation, kind, keys, named(kind, part), request), None, None
    if request.method == "POST":
        status, form, theirs = save(request, conversation, kind, keys, part)
    if status == SAVED:
        messages.success(request, "Opgeslagen.")
        return redirect(way_back(request, conversation))
    context = {"conversation": conversation, "form": form, "kind": kind, "theirs": theirs, "part": form.part}
    context |= {
        "is_repeat": theirs is not None and is_new(part.split(":")[-1]),
        "back": asked_back(request),
        "back_url": way_back(request, conversation),
        **besides(conversation, kind, form),
    }
    return render(request, "conversations/meeting/part.html", context)


def named(kind, part):
    """Return the part that a page saves to: something new gets a key of its own, so that a repeat adds no other."""
    return new_part(kind.word) if part == f"{kind.word}:nieuw" else part


def begin(conversation, kind, keys, part, request):
    """Return the form as it stands; a new agreement can begin with an example of ours, or one that others shared."""
    form = kind.form(kind.find(conversation, *keys), part=part)
    shared = (
        taken_example(request.GET, request.user, "werkafspraak") if kind.has_examples and not form.version else None
    )
    if shared:
        fill_in_agreement(form, shared)
    asked = BackForm(request.GET)
    if kind.has_examples and not form.version and asked.is_valid() and asked.cleaned_data["voorbeeld"]:
        for code, _, text in examples(conversation)[asked.cleaned_data["voorbeeld"] - 1 :][:1]:
            form.initial |= {"text": text, "principle": code, "kind": "werkafspraak"}
    return form


def save(request, conversation, kind, keys, part):
    """Save what the button sent; return (status, bound form, what somebody else wrote or None)."""
    value, sent = from_post(kind, request.POST), PartForm(request.POST)
    version = sent.cleaned_data["version"] if sent.is_valid() else -1
    status, answer = save_part(request.user, conversation, numbered(request.user, conversation, part, version, value))
    form = kind.form(kind.find(conversation, *keys), value, named(kind, part))
    form.is_valid()
    if status == CONFLICT:
        return status, form, kind.describe(form, answer["value"])
    for message in answer.get("errors", []):
        if not form.errors:
            form.add_error(None, message)
    return status, form, None


def numbered(user, conversation, part, version, value):
    """Return the Save of a button; the same text under the same new key always has the same number."""
    if part.endswith(":nieuw") or not is_new(part.split(":")[-1]):
        return Save.make(part, version, value)
    same = json.dumps([user.pk, conversation.pk, part, version, value], sort_keys=True)
    return Save(part, version, value, uuid5(NAMESPACE_OID, same))


def asked_back(request):
    form = BackForm(request.POST if request.method == "POST" else request.GET)
    return form.cleaned_data["terug"] if form.is_valid() else ""


def way_back(request, conversation):
    """Return the address to go to after saving: the page that was asked, else the part of the meeting."""
    back = asked_back(request)
    leads = Conversation.objects.led_by(request.user).filter(pk=conversation.pk).exists()
    if back in PAGES and (leads or back != "scores"):
        return reverse(f"conversations:{PAGES[back]}", args=[conversation.pk])
    if not leads:
        return reverse("conversations:report", args=[conversation.pk])
    address = reverse("conversations:lead", args=[conversation.pk])
    return f"{address}?deel={back}" if back else address


def besides(conversation, kind, form):
    """Return what the page shows besides: what it is about, what can be done with it, and what it said before."""
    removable = form.version > 0 and type(kind).remove is not FormKind.remove
    context = {
        "is_removable": removable,
        "subject": kind.subject_of(form.row),
        "earlier": earlier_versions(kind, form, conversation),
        "taken_away": taken_away(kind, form, conversation),
    }
    return context | ({"examples": examples(conversation)} if kind.has_examples and not form.version else {})


@require_POST
def remove(request, pk, part):
    """Take away an agreement, a parked subject, or a subject or member of the follow-up."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=pk)
    remove_part(request.user, conversation, part)
    again = reverse("conversations:part", args=[pk, f"{part.split(':')[0]}:nieuw"])
    address = f"{again}?terug={asked_back(request)}#verwijderd"
    messages.success(request, format_html('Verwijderd. <a class="nl-link" href="{}">Toch weer nodig?</a>', address))
    return redirect(way_back(request, conversation))
