"""The verslag on screen and beamer, as PDF and in Word: the newest version that is vastgesteld, else the concept."""

from base64 import b64encode
from types import SimpleNamespace

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conversations.archive import archive_name, build_archive
from conversations.models import Conversation, Phase, Report
from conversations.onward import find_report_stand, is_led_by
from conversations.reading import group_remarks, is_open
from conversations.report import build_content, file_name, newest_report, render_pdf, what_is_read
from conversations.report_docx import render_docx
from conversations.report_page import compose
from conversations.report_sections import PRINCIPLE
from conversations.report_text import answers_by_kind
from driehoek import word
from driehoek.polls import is_poll
from driehoek.prepared import Prepared
from triangles.models import Triangle

UNCHANGED = 204  # the page stays as it is
LIVE = {Phase.GESPREK, Phase.VERSLAG}
OF_SECTION = {"afspraken": "afspraak", "vervolg": "vervolg", "geparkeerd": "geparkeerd"}  # in the save contract
PLAIN = "id version reason pdf_sha256 established_at established_by__name"


@require_safe
def report(request, pk):
    """Show the report, with beside it how far it is and what the visitor may do with it."""
    conversation = get_visible(request, pk)
    newest = newest_report(conversation)
    content = newest.content if newest else build_content(conversation)
    advises = is_editable(request, conversation)
    leads = is_led_by(conversation, request.user, advises=advises)
    may_change = conversation.phase == Phase.VERSLAG and (advises or leads)
    context = {
        "conversation": conversation,
        "page": compose(content, on_screen=True),
        "is_draft": newest is None,
        "version": newest and newest.version,
        "sha256": newest and newest.pdf_sha256,
        "stand": find_report_stand(conversation, timezone.localdate(), advises=advises, leads=leads),
        "advises": advises,
        "parts": list(parts_to_change(conversation, content)) if may_change else [],
        "round": reading_round(conversation, content) if conversation.draft_released_at and newest is None else None,
    }
    return render(request, "conversations/report/report.html", context)


def parts_to_change(conversation, content):
    """Yield (label, part of the save contract) of what a concept is made of; each has a page of its own."""
    names = {text["code"]: text["name"] for text in content["principles"]}
    first = {}
    for key, code in conversation.insights.values_list("pk", "principle__code"):
        if first.setdefault(code, key) != key:
            yield f"{names.get(code, code)}, vervolg", f"inzicht:{code}:{key}"
    yield from ((name, f"inzicht:{code}") for code, name in names.items())
    agreements = conversation.agreements.order_by("-most_important", "pk").values_list("pk", flat=True)
    yield from ((f"Afspraak {number}", f"afspraak:{key}") for number, key in enumerate(agreements, 1))
    yield "Nieuwe afspraak", "afspraak:nieuw"
    parked = conversation.parked.values_list("pk", flat=True)
    yield from ((f"Geparkeerd {number}", f"geparkeerd:{key}") for number, key in enumerate(parked, 1))
    yield "Vervolg", "vervolg"


def parts_of(section, parts):
    """Limit `parts`, as parts_to_change gives them, to those that the section with this key is made of."""
    begins = OF_SECTION.get(section) or section.replace(PRINCIPLE, "inzicht:")
    return [(label, part) for label, part in parts if part == begins or part.startswith(f"{begins}:")]


def reading_round(conversation, content):
    """Return how the reading round stands, for adviser and facilitator: who answered what, and the remarks."""
    return {
        "is_open": is_open(conversation, timezone.localdate()),
        "answers": answers_by_kind(content["responses"]),
        "remarks": group_remarks(conversation, content),
    }


@require_safe
def report_pdf(request, pk):
    """Download the PDF; of a version that is vastgesteld the stored bytes."""
    for stored in STORED.ask(user=request.user.pk, pk=pk):
        return as_stored(*stored)
    conversation = get_visible(request, pk)
    return as_pdf(conversation, None, render_pdf(build_content(conversation)))


def ask_for_stored(user, pk):
    """Ask for the newest version that is vastgesteld of conversation `pk`, where user `user` may see that."""
    visitor = SimpleNamespace(pk=user, is_authenticated=True)
    visible = Conversation.objects.visible_to(visitor).filter(pk=pk)
    newest = Report.objects.established().filter(conversation__in=visible.values("pk")).order_by("-version")
    about = ("conversation__triangle__name", "conversation__held_on")
    return newest.values_list("pdf", "version", "pdf_sha256", *about)[:1]


STORED = Prepared(ask_for_stored, holds_bytes=True, user=-9001, pk=-9002)


def as_stored(pdf, version, sha256, triangle, held_on):
    """Answer with stored bytes; nothing of the conversation is read but what the name of the file says."""
    conversation = SimpleNamespace(triangle=SimpleNamespace(name=triangle), held_on=held_on)
    return as_pdf(conversation, SimpleNamespace(version=version, pdf_sha256=sha256), bytes(pdf))


@require_safe
def report_docx(request, pk):
    """Download the report in Word, for who sends it on through a system of their own."""
    conversation = get_visible(request, pk)
    newest = newest_report(conversation)
    return as_docx(conversation, newest, newest.content if newest else build_content(conversation))


@require_safe
def report_screen(request, pk):
    """Show on the beamer what is shown and agreed, in large type; quotes and names of readers stay away.

    While it may still change the page asks every few seconds, with what it holds now as `gezien`, and is answered with
    the new text or with nothing.
    """
    conversation = get_visible(request, pk)
    newest = newest_report(conversation)
    content = newest.content if newest else build_content(conversation)
    now = what_is_read(content)
    if is_poll(request) and request.GET.get("gezien") == now:
        return HttpResponse(status=UNCHANGED)
    is_live = newest is None and conversation.phase in LIVE
    context = {"conversation": conversation, "page": compose(content, on_screen=True), "now": now, "is_live": is_live}
    name = "draft" if is_poll(request) else "screen"
    return render(request, f"conversations/report/{name}.html", context)


@require_safe
def report_versions(request, pk):
    conversation = get_visible(request, pk)
    versions = conversation.reports.established().order_by("-version").values(*PLAIN.split())
    shown = {"conversation": conversation, "versions": versions, "advises": is_editable(request, conversation)}
    return render(request, "conversations/report/versions.html", shown)


@require_safe
def archive(request, pk):
    """Download what goes to the archive, as an adviser; it holds nothing that an adviser does not read here."""
    advised = Triangle.objects.visible_to(request.user)
    mine = Conversation.objects.visible_to(request.user).filter(triangle__in=advised).select_related("triangle")
    conversation = get_object_or_404(mine, pk=pk)
    if newest_report(conversation) is None:
        raise Http404
    return to_keep(build_archive(conversation), "application/zip", archive_name(conversation))


@require_safe
def report_version(request, pk, version):
    """Show one version, also when there is a newer one."""
    conversation = get_visible(request, pk)
    found = get_version(conversation, version)
    shown = {
        "conversation": conversation,
        "page": compose(found.content, on_screen=True),
        "here": f"Versie {version}",
        "version": version,
        "sha256": found.pdf_sha256,
        "newest": newest_report(conversation).version,
    }
    return render(request, "conversations/report/version.html", shown)


@require_safe
def report_version_pdf(request, pk, version):
    conversation = get_visible(request, pk)
    found = get_version(conversation, version)
    return as_pdf(conversation, found, bytes(found.pdf))


@require_safe
def report_version_docx(request, pk, version):
    conversation = get_visible(request, pk)
    found = get_version(conversation, version)
    return as_docx(conversation, found, found.content)


def get_visible(request, pk):
    return get_object_or_404(
        Conversation.objects.visible_to(request.user).select_related("triangle", "facilitator"), pk=pk
    )


def is_editable(request, conversation):
    """Tell whether the visitor may vaststellen and correct, as adviser of a triangle that is not archived."""
    return Conversation.objects.editable_by(request.user).filter(pk=conversation.pk).exists()


def get_version(conversation, version):
    found = conversation.reports.established().filter(version=version).first()
    if found is None:
        raise Http404
    return found


def as_pdf(conversation, version, body):
    """Answer with a PDF to keep; of a `version` that is vastgesteld with the SHA-256 that was stored beside it."""
    answer = to_keep(body, "application/pdf", f"{file_name(conversation, version)}.pdf")
    if version:
        answer["Repr-Digest"] = (
            f"sha-256=:{b64encode(bytes.fromhex(version.pdf_sha256)).decode()}:"  # as RFC 9530 has it
        )
    return answer


def as_docx(conversation, version, content):
    return to_keep(render_docx(content), word.CONTENT_TYPE, f"{file_name(conversation, version)}.docx")


def to_keep(body, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=kind, headers=headers)
