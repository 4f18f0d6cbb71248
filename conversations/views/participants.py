"""The participants of one conversation, for adviser and facilitator: how far they are, their links and their mail."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.participants import AddressForm, LostForm
from conversations.links import token_of
from conversations.models import Conversation, Participant, Phase, PhaseError
from conversations.progress import read_progress
from conversations.reaching import can_be_reached, change_address, mail_again, send_link, with_lost_mail, withdraw_links
from conversations.rehearsal import look_as
from conversations.reminding import closes_on, remind
from conversations.retention.ends import cleared_on
from conversations.speaking import can_be_spoken_for, is_open
from triangles.views.pages import sent

NO_ADDRESS = "{} heeft geen mailadres. Vul dat eerst in."


def get_editable(request, pk):
    return get_object_or_404(Conversation.objects.editable_by(request.user).select_related("triangle"), pk=pk)


def get_person(request, pk, participant):
    """Return a participant of a conversation that the visitor plans, with that conversation; else 404."""
    found = get_editable(request, pk)
    person = get_object_or_404(Participant.objects.filter(conversation=found).select_related("seat"), pk=participant)
    person.conversation = found
    return person


def is_settled(absence):
    """Whether an adviser confirmed that somebody does not come; `absence` is a StandIn or None."""
    return absence is not None and absence.confirmed_at is not None


@require_safe
def participants(request, pk):
    """Show per participant what was done, in words without times; only an adviser gets buttons."""
    visible = Conversation.objects.visible_to(request.user).select_related("triangle")
    found = get_object_or_404(visible, pk=pk)
    people = list(found.participants.select_related("seat", "stand_in", "speaker").order_by("pk"))
    told = with_lost_mail(found, read_progress(found, people))
    rows = [(row, lost, getattr(row.participant, "stand_in", None)) for row, lost in told]
    last_day = closes_on(found)
    context = {
        "conversation": found,
        "rows": rows,
        "missing": [row.participant.name for row, _, absence in rows if row.missing and not is_settled(absence)],
        "last_day": last_day if last_day and last_day >= timezone.localdate() else None,
        "advises": Conversation.objects.editable_by(request.user).filter(pk=pk).exists(),
        "can_send": can_be_reached(found),
        "can_play": found.is_rehearsal and found.phase not in (Phase.CONCEPT, Phase.GEANNULEERD),
        "is_concept": found.phase == Phase.CONCEPT,
        "cleared_on": cleared_on(found),
        "can_speak_for_others": is_open(found) and can_be_spoken_for(people),
    }
    return render(request, "conversations/participants/list.html", context)


@require_POST
def participants_remind(request, pk):
    """Remind who did not answer yet, each at most once a day."""
    found = get_editable(request, pk)
    number = remind(found, request.user)
    if number:
        who = "deelnemer krijgt" if number == 1 else "deelnemers krijgen"
        messages.success(request, f"{number} {who} een herinnering.")
    else:
        messages.info(request, "Er is vandaag niemand meer om te herinneren.")
    return redirect("conversations:participants", pk)


@require_POST
def participant_link(request, pk, participant):
    """Mail somebody their personal link again."""
    person = get_person(request, pk, participant)
    if not can_be_reached(person.conversation):
        phase = person.conversation.get_phase_display()
        messages.error(request, f"Dit gesprek is {phase}: een link werkt nu niet.")
    elif not person.email:
        messages.error(request, NO_ADDRESS.format(person.name))
    elif send_link(person, request.user):
        messages.success(request, f"De link gaat opnieuw naar {person.email}.")
    else:
        messages.info(request, f"De link naar {person.email} is al onderweg.")
    return redirect("conversations:participants", pk)


@require_POST
def participant_look(request, pk, participant):
    """In a rehearsal: come in as somebody invented, to see what a participant sees."""
    person = get_person(request, pk, participant)
    if not person.conversation.is_rehearsal:
        raise Http404
    try:
        return redirect("conversations:link", token_of(look_as(person, request.user)))
    except PhaseError as refused:
        messages.error(request, refused.message)
        return redirect("conversations:participants", pk)


@require_POST
def participant_mail(request, pk, participant):
    """Send a mail again that did not arrive, or may not have."""
    person = get_person(request, pk, participant)
    form = LostForm(request.POST)
    to = mail_again(person, form.cleaned_data["mail"], request.user) if form.is_valid() else ""
    if to:
        messages.success(request, f"De mail aan {to} gaat opnieuw op weg.")
    else:
        messages.info(request, "Deze mail is al onderweg, of niet meer nodig.")
    return redirect("conversations:participants", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_withdraw(request, pk, participant):
    """Ask once, then make every link of this participant worthless."""
    person = get_person(request, pk, participant)
    if request.method == "POST":
        withdraw_links(person, request.user)
        messages.success(request, f"De links van {person.name} werken niet meer.")
        return redirect("conversations:participants", pk)
    context = {"conversation": person.conversation, "person": person}
    return render(request, "conversations/participants/withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_address(request, pk, participant):
    """Change where the mail of this participant goes, after telling what follows from it."""
    person = get_person(request, pk, participant)
    form = AddressForm(sent(request), participant=person)
    if form.is_valid():
        change_address(person, form.cleaned_data["email"], request.user)
        messages.success(request, f"Mail aan {person.name} gaat nu naar {person.email}. Stuur daarna de link opnieuw.")
        return redirect("conversations:participants", pk)
    context = {"conversation": person.conversation, "person": person, "form": form}
    return render(request, "conversations/participants/address.html", context)
