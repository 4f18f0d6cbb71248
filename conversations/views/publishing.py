"""Making something of a triangle readable for others: shown first exactly as they will read it, then published."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conversations.examples import principle_name
from conversations.forms.examples import PublishAgreementForm, PublishQuestionsForm, PublishRunSheetForm, SeenForm
from conversations.naming import find_names
from conversations.publishing import (
    parts_of,
    people_of,
    publish,
    publishable_agreements,
    publishable_plans,
    questions_of,
    texts_of,
)
from triangles.views.pages import sent


@require_http_methods(["GET", "HEAD", "POST"])
def share_agreement(request, triangle, agreement):
    found = publishable_agreements(request.user).filter(conversation__triangle=triangle)
    found = get_object_or_404(found.select_related("conversation__triangle", "principle"), pk=agreement)
    principle = found.principle.code if found.principle else ""
    content = {"text": found.text, "sign": found.sign, "principle": principle}
    back = reverse("conversations:agreement", args=[triangle, agreement])
    form = PublishAgreementForm(sent(request), triangle=found.conversation.triangle, user=request.user, content=content)
    return page(request, form, "Deel deze werkafspraak", back)


@require_http_methods(["GET", "HEAD", "POST"])
def share_questions(request, pk):
    found = get_object_or_404(publishable_plans(request.user).select_related("triangle"), pk=pk)
    back = reverse("conversations:plan_tip", args=[pk, "voorbereiding"]) + "#tip-voorbereiding"
    questions = questions_of(found)
    if not questions:
        messages.error(request, "Kies eerst welke vragen uitgaan. Dan kun je die keuze delen.")
        return redirect(back)
    form = PublishQuestionsForm(
        sent(request), triangle=found.triangle, user=request.user, content={"questions": questions}
    )
    return page(request, form, "Deel deze vragen", back)


@require_http_methods(["GET", "HEAD", "POST"])
def share_run_sheet(request, pk):
    found = get_object_or_404(publishable_plans(request.user).select_related("triangle"), pk=pk)
    content = {"parts": parts_of(found)}
    form = PublishRunSheetForm(sent(request), triangle=found.triangle, user=request.user, content=content)
    return page(request, form, "Deel dit draaiboek", reverse("conversations:run_sheet", args=[pk]))


def page(request, form, heading, back):
    """Answer with the form, with what others will read once it is filled in, or publish what was on screen."""
    example = form.example if form.is_bound and form.is_valid() else None
    asked = SeenForm(sent(request))
    if example and asked.shares(example):
        found = publish(example, request.user)
        messages.success(request, "Het voorbeeld is gedeeld. Iedereen met een account kan het lezen.")
        return redirect("conversations:example", found.pk)
    shown = {"form": form, "triangle": form.triangle, "heading": heading, "back": back, "example": example}
    if example:
        shown["named"] = find_names(texts_of(example), people_of(form.triangle))
        shown["principle"] = principle_name(example)
        shown["is_changed"] = asked.is_valid() and bool(asked.cleaned_data["act"])
    return render(request, "conversations/examples/publish.html", shown)
