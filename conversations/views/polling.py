"""The date poll: proposing and choosing by an adviser, answering by personal link of a participant or a secretary."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.forms.polling import DatesForm, MomentsForm, SecretaryForm
from conversations.inviting import ask_secretary
from conversations.links import Purpose, address_of, give_link
from conversations.models import UNOPENED, Conversation, PhaseError
from conversations.polling import (
    StaleAnswersError,
    answer,
    answers_of,
    build_poll,
    choose,
    is_moment_of,
    mark_of,
    options_for,
    propose,
    remove,
    word,
)
from conversations.views.participation import WHERE_TO, people_of
from conversations.views.planning import get_editable
from conversations.visits import visited
from driehoek.errors import too_many
from triangles.views.pages import sent

WHERE_TO[Purpose.DATUM] = "conversations:date_answers"


@require_safe
def poll(request, pk):
    """Show who can come when, to whoever may see the conversation; an adviser proposes moments here."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user).select_related("triangle"), pk=pk)
    edits = Conversation.objects.editable_by(request.user).filter(pk=pk).exists()
    return show(request, conversation, MomentsForm(), is_open=edits and conversation.phase in UNOPENED)


def show(request, conversation, form, *, is_open):
    context = {"conversation": conversation, "form": form, "is_open": is_open, "moments": build_poll(conversation)}
    return render(request, "conversations/polling/poll.html", context)


@require_POST
def poll_propose(request, pk):
    """Add the moments that were filled in."""
    conversation = get_editable(request, pk)
    there = conversation.date_options.values_list("starts_at", flat=True)
    form = MomentsForm(request.POST, there=there)
    if not form.is_valid():
        return show(request, conversation, form, is_open=conversation.phase in UNOPENED)
    return act(request, conversation, "Toegevoegd. Deelnemers zien het op hun eigen pagina.", propose, form.moments)


def act(request, conversation, done, step, *given):
    """Take a step of the poll and say so, or say why not; `step` takes (conversation, *given, user)."""
    try:
        step(conversation, *given, request.user)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
    return redirect("conversations:poll", conversation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def poll_remove(request, pk, option):
    """Ask once, then take a moment out of the poll."""
    conversation = get_editable(request, pk)
    found = get_object_or_404(conversation.date_options, pk=option)
    if request.method == "POST":
        return act(request, conversation, "Het moment is weg.", remove, found)
    context = {"conversation": conversation, "words": word(found.starts_at), "answered": found.answers.count()}
    return render(request, "conversations/polling/remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def poll_choose(request, pk, option):
    """Tell what choosing does, then plan the conversation at this moment."""
    conversation = get_editable(request, pk)
    found = get_object_or_404(conversation.date_options, pk=option)
    words = word(found.starts_at, conversation.duration_minutes)
    if request.method == "POST":
        return act(request, conversation, f"De datum staat vast: {words}.", choose, found)
    context = {"conversation": conversation, "words": words, "is_chosen": is_moment_of(conversation, found)}
    return render(request, "conversations/polling/choose.html", context)


@visited(Purpose.DEELNEMEN, Purpose.DATUM)
@require_http_methods(["GET", "HEAD", "POST"])
def date_answers(request, visit):
    """Ask per moment whether somebody can come; their secretary sees nothing else of the conversation."""
    participant = visit.link.participant
    options = options_for(participant)
    there = answers_of(participant, options)
    given = {"options": options, "answers": there, "minutes": participant.conversation.duration_minutes}
    form = DatesForm(sent(request), initial={"seen": mark_of(there)}, **given)
    if form.is_valid() and answered(request, visit, form):
        return redirect("conversations:date_answers", participant.pk)
    context = {**seen_by(visit), "form": form, "asks": options, "rows": with_others(visit, form)}
    return render(request, "conversations/participation/dates.html", context)


def with_others(visit, form):
    """Return (field of the answer, field of the remark, Moment) per row; to a secretary the Moment is None."""
    if is_secretary(visit) or not form.options:
        return [(*fields, None) for fields in form.rows]
    moments = {moment.option.pk: moment for moment in build_poll(visit.link.participant.conversation)}
    pairs = zip(form.rows, form.options, strict=True)
    return [(*fields, moments.get(option.pk)) for fields, option in pairs]


def answered(request, visit, form):
    """Keep the answers and say so; False when somebody else answered meanwhile, which the form then tells."""
    participant = visit.link.participant
    try:
        number = answer(participant, form.given(), form.cleaned_data["seen"], by_secretary=is_secretary(visit))
    except StaleAnswersError:
        form.send_back(mark_of(answers_of(participant, form.options)))
        return False
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"Bewaard. U gaf antwoord op {number} van de {len(form.options)} momenten.")
    return True


def is_secretary(visit):
    return visit.link.purpose == Purpose.DATUM


def seen_by(visit):
    """Return what the page of the poll needs; to a secretary it is not the page of the participant."""
    context = people_of(visit) | {"is_secretary": is_secretary(visit)}
    if is_secretary(visit):
        context["participant_name"] = f"Agenda van {visit.link.participant.name}"
    return context


@visited(Purpose.DEELNEMEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def date_secretary(request, visit):
    """Give a secretary a link that opens the date poll alone: mailed to them, or shown once to send on."""
    participant = visit.link.participant
    if not options_for(participant):
        return redirect("conversations:date_answers", participant.pk)
    context = people_of(visit)
    shows = request.POST.get("show") is not None
    form = SecretaryForm(None if shows else sent(request))
    if shows:
        context["address"] = address_of(give_link(participant, Purpose.DATUM))
    elif form.is_valid():
        if not ratelimit.consume(request, action="ask_secretary", key=str(participant.pk)):
            return too_many(request, "ask_secretary")
        return mail_secretary(request, participant, form.cleaned_data["email"])
    return render(request, "conversations/participation/secretary.html", context | {"form": form})


def mail_secretary(request, participant, address):
    """Queue the mail to the secretary and say what becomes of it."""
    if ask_secretary(participant, address):
        messages.success(request, f"We sturen een mail naar {address}. Uw secretariaat antwoordt dan voor u.")
    else:
        messages.error(request, f"Vandaag sturen we geen mail meer naar {address}. Geef anders zelf de link door.")
    return redirect("conversations:date_answers", participant.pk)
