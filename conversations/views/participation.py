"""How a participant comes in by personal link, and the page that is theirs."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.participation import CodeForm
from conversations.links import Purpose, find_link
from conversations.participation import build_mine
from conversations.retention.holds import find_hold
from conversations.visits import end_visits, hides_something, open_visit, send_code, try_code, visited
from driehoek.errors import too_many

WHERE_TO = {  # the page that a link leads to, when that is not "mine"
    Purpose.LEZEN: "conversations:read",
    Purpose.VOORTGANG: "conversations:telling",
}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request, token):
    """Show one button; only pressing it lets this browser in. Whatever is wrong with a token, the answer is one."""
    found = find_link(token)
    page = WHERE_TO.get(found.purpose, "conversations:mine") if found else ""
    return open_link(request, found, "conversations/participation/link.html", page, found and found.participant_id)


def open_link(request, found, template, page, key):
    """Answer for the Link that was `found`, or None: one button of `template`, and behind it `page` with `key`."""
    if request.method == "POST" and is_tried_too_often(request, found):
        return too_many(request, "open_link" if found else "wrong_link")
    if found is None:
        return render(request, "conversations/participation/wrong_link.html", status=404)
    if request.method != "POST":
        return render(request, template, {"link": found})
    answer = redirect(page, key)
    open_visit(request, answer, found)
    return answer


def is_tried_too_often(request, link):
    """Count this try to open `link` (None for a wrong token); looking never counts, whoever scans the mail."""
    if link is None:
        return not ratelimit.consume(request, action="wrong_link")
    return not ratelimit.consume(request, action="open_link", key=str(link.pk))


@visited(Purpose.DEELNEMEN)
@require_safe
def mine(request, visit):
    """Show a participant what is asked of them, and everything that is theirs."""
    found = build_mine(visit, timezone.localdate())
    found["hold"] = find_hold(visit.link.participant.conversation)
    return render(request, "conversations/participation/mine.html", {"visit": visit, **found})


@visited(Purpose.DEELNEMEN, Purpose.LEZEN)
@require_http_methods(["GET", "HEAD", "POST"])
def code(request, visit):
    """Ask for the code that was mailed, before what was saved earlier is shown in this browser."""
    home = WHERE_TO.get(visit.link.purpose, "conversations:mine")
    if not hides_something(visit):
        return redirect(home, visit.link.participant_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if try_code(visit, form.cleaned_data["code"]):
            messages.success(request, "Het klopt. U ziet hier weer wat u eerder opschreef.")
            return redirect(home, visit.link.participant_id)
        form.add_error("code", "Deze code klopt niet, of is niet meer geldig. Vraag anders een nieuwe code.")
    context = {"visit": visit, "form": form, "home": home, **people_of(visit)}
    return render(request, "conversations/participation/code.html", context)


@visited(Purpose.DEELNEMEN, Purpose.LEZEN)
@require_POST
def new_code(request, visit):
    """Mail a code to the address that we know; asking again makes an earlier code worthless."""
    mailbox = visit.link.participant.email.lower() or str(visit.link_id)
    if not ratelimit.consume(request, action="send_code", key=mailbox):
        return too_many(request, "send_code")
    if send_code(visit):
        messages.success(request, "We sturen u een mail met een code van zes cijfers. Dat duurt hooguit een minuut.")
    else:
        messages.error(request, "We hebben geen mailadres van u. Vraag de adviseur om hulp.")
    return redirect("conversations:code", visit.link.participant_id)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request):
    """Forget this browser, for instance on a tablet that others use."""
    if request.method == "POST":
        end_visits(request)
    return render(request, "conversations/participation/left.html", {"has_left": request.method == "POST"})


def people_of(visit):
    """Return what every page of a participant needs: who reads it and about which conversation."""
    participant = visit.link.participant
    return {
        "participant": participant,
        "participant_name": participant.name,
        "conversation": participant.conversation,
    }
