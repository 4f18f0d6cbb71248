"""Everything that is kept of a person, for that person alone: by personal link after the code, or with an account."""

from functools import wraps

from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.erasing import is_held, what_stays
from conversations.erasure_asking import ask_to_erase
from conversations.forms.erasing import WishForm
from conversations.forms.participation import CodeForm
from conversations.kept_page import build_own
from conversations.links import Purpose
from conversations.models import PhaseError
from conversations.personal.papers import NAMES, render_personal, write_json
from conversations.personal.people import can_be_asked, everything_of, is_surely_them, of_account, told_to
from conversations.personal.telling import build_personal, readable
from conversations.retention.holds import find_hold
from conversations.views.participation import WHERE_TO, people_of
from conversations.visits import send_code, try_code, visited
from driehoek.errors import too_many
from triangles.views.pages import sent

PURPOSES = (Purpose.DEELNEMEN, Purpose.LEZEN, Purpose.VOORTGANG)


def of_themselves(*methods):
    """Decorate a page of a participant that opens only where it is surely them; else it asks for the code."""

    def decorate(view):
        @visited(*PURPOSES)
        @require_http_methods(methods)
        @never_cache
        @wraps(view)
        def guarded(request, visit):
            if not is_surely_them(visit):
                return to_code(visit.link.participant, wanted=request.resolver_match.url_name)
            return view(request, visit)

        return guarded

    return decorate


def to_code(participant, **rest):
    """Go to the page that asks for the code; `rest` tells it which page is `wanted`, and whether a code was `sent`."""
    return redirect(f"{reverse('conversations:personal_code', args=[participant.pk])}?{urlencode(rest)}")


def wanted_page(request):
    """Return the name of the page that was asked for before the code."""
    return "conversations:erase" if request.GET.get("wanted") == "erase" else "conversations:personal"


@of_themselves("GET", "HEAD")
def personal(request, visit):
    """Show all that is kept of the participant in this triangle, with the files to take along."""
    told = build_personal(told_to(visit))
    wishes = visit.link.participant.erasures.order_by("-pk")
    context = {"parts": readable(told), "wish": wishes.first(), "home": home_of(visit)}
    conversation = visit.link.participant.conversation
    context |= {"hold": find_hold(conversation), "kept": build_own(conversation)}
    return render(request, "conversations/personal/page.html", people_of(visit) | context)


@of_themselves("GET", "HEAD")
def personal_json(request, visit):
    return json_file(build_personal(told_to(visit)))


@of_themselves("GET", "HEAD")
def personal_pdf(request, visit):
    return pdf_file(build_personal(told_to(visit)))


@visited(*PURPOSES)
@require_http_methods(["GET", "HEAD", "POST"])
def personal_code(request, visit):
    """Ask for the code that is mailed to the address that we know."""
    person = visit.link.participant
    if is_surely_them(visit):
        return redirect(wanted_page(request), person.pk)
    form = CodeForm(sent(request))
    if form.is_valid():
        if try_code(visit, form.cleaned_data["code"]):
            return redirect(wanted_page(request), person.pk)
        form.add_error("code", "Deze code klopt niet, of is niet meer geldig. Vraag anders een nieuwe code.")
    context = {"form": form, "may_ask": can_be_asked(person), "home": home_of(visit), "sent": "sent" in request.GET}
    context["wanted"] = request.GET.get("wanted", "")
    return render(request, "conversations/personal/code.html", people_of(visit) | context)


@visited(*PURPOSES)
@require_POST
def personal_new_code(request, visit):
    """Mail a code; asking again makes an earlier one worthless. Counts together with the codes to read back."""
    person = visit.link.participant
    if not ratelimit.consume(request, action="send_code", key=person.email.lower() or str(visit.link_id)):
        return too_many(request, "send_code")
    if send_code(visit):
        messages.success(request, "We sturen u een mail met een code van zes cijfers. Dat duurt hooguit een minuut.")
    return to_code(person, wanted=request.GET.get("wanted", ""), sent="")


@of_themselves("GET", "HEAD", "POST")
def erase(request, visit):
    """Say what goes and what stays, and let the participant ask for it."""
    person = visit.link.participant
    form = WishForm(sent(request))
    if form.is_valid():
        try:
            ask_to_erase(person)
        except PhaseError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(request, "Uw verzoek ligt bij de adviseurs. Twee mensen kijken ernaar.")
        return redirect("conversations:personal", person.pk)
    mine = everything_of(person)
    context = {"form": form, "stays": what_stays(mine), "is_held": is_held(mine), "wish": person.erasures.last()}
    return render(request, "conversations/personal/erase.html", people_of(visit) | context)


def home_of(visit):
    """Return the name of the page that a link leads to."""
    return WHERE_TO.get(visit.link.purpose, "conversations:mine")


@require_safe
@never_cache
def my_data(request):
    """Show somebody with an account all that is kept of it."""
    told = told_to_account(request.user)
    context = {"parts": readable(told), "sessions": told["van"]["sessies"]}
    return render(request, "conversations/personal/account.html", context)


@require_safe
@never_cache
def my_data_json(request):
    return json_file(told_to_account(request.user))


@require_safe
@never_cache
def my_data_pdf(request):
    return pdf_file(told_to_account(request.user))


def told_to_account(user):
    return build_personal(of_account(user), UserSession.objects.filter(user=user).count())


def json_file(told):
    headers = {"Content-Disposition": f'attachment; filename="{NAMES[0]}"'}
    return HttpResponse(write_json(told), content_type="application/json", headers=headers)


def pdf_file(told):
    headers = {"Content-Disposition": f'attachment; filename="{NAMES[1]}"'}
    return HttpResponse(render_personal(told), content_type="application/pdf", headers=headers)
