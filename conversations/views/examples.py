"""Examples of others: to choose from, to read, to take over and to withdraw."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.examples import parse_place, principle_name, read_examples
from conversations.forms.examples import ShelfForm, TakeForm
from conversations.models import Example, PhaseError
from conversations.publishing import withdraw
from conversations.strip import enumerate_words
from conversations.taking_over import conversations_for, put_run_sheet


@require_safe
def examples(request):
    place, form = parse_place(request.GET.get("na", "")), ShelfForm(request.GET)
    form.is_valid()
    shown = {
        "form": form,
        "shelf": read_examples(**form.wanted, place=place),
        "is_limited": bool(form.wanted),
        "is_later": place is not None,
    }
    return render(request, "conversations/examples/list.html", shown)


@require_safe
def example(request, example):
    found = get_object_or_404(Example.objects.visible_to(request.user), pk=example)
    return show(request, found, TakeForm(conversations=conversations_for(found.kind, request.user)))


def show(request, found, form):
    shown = {
        "example": found,
        "principle": principle_name(found),
        "form": form,
        "targets": form.fields["conversation"].queryset,
        "may_withdraw": Example.objects.editable_by(request.user).filter(pk=found.pk).exists(),
    }
    return render(request, "conversations/examples/example.html", shown)


@require_POST
def example_take(request, example):
    """Put a run sheet in the conversation that was chosen, or open the form there that begins with the example."""
    found = get_object_or_404(Example.objects.visible_to(request.user), pk=example)
    form = TakeForm(request.POST, conversations=conversations_for(found.kind, request.user))
    if not form.is_valid():
        return show(request, found, form)
    conversation = form.cleaned_data["conversation"]
    if found.kind == Example.Kind.DRAAIBOEK:
        return take_run_sheet(request, conversation, found)
    if found.kind == Example.Kind.VRAGEN:
        address = reverse("conversations:plan_tip", args=[conversation.pk, "voorbereiding"])
        return redirect(f"{address}?voorbeeld_van={found.pk}#tip-voorbereiding")
    address = reverse("conversations:part", args=[conversation.pk, "afspraak:nieuw"])
    return redirect(f"{address}?voorbeeld_van={found.pk}")


def take_run_sheet(request, conversation, found):
    try:
        missing = put_run_sheet(conversation, found)
    except PhaseError as refused:
        messages.error(request, refused.message)
    else:
        left = f" Wat hier niet past, ging niet mee: {enumerate_words(missing)}." if missing else ""
        messages.success(request, f"Het draaiboek komt nu uit het voorbeeld ‘{found}’.{left}")
    return redirect("conversations:run_sheet", conversation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def example_withdraw(request, example):
    """Ask once, then take the example away."""
    found = get_object_or_404(Example.objects.editable_by(request.user), pk=example)
    if request.method != "POST":
        return render(request, "conversations/examples/withdraw.html", {"example": found})
    withdraw(found, request.user)
    messages.success(request, "Het voorbeeld is ingetrokken. Niemand kan het nog lezen.")
    return redirect("conversations:examples")
