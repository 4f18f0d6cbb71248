from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from principles.cards import CardFilter, card_row, list_cards
from principles.models import CardSourceText, CardText, PrincipleText, QuestionKind, QuestionText


@require_safe
def principles(request):
    texts = list(PrincipleText.objects.current())
    rows = list_cards(texts)
    sections = [(text, [row.text for row in rows if text in row.principles]) for text in texts]
    asked = QuestionText.objects.current().filter(question__kind=QuestionKind.PRINCIPLE)
    return render(request, "principles/principles.html", {"sections": sections, "asked": asked})


@require_safe
def cards(request):
    texts = list(PrincipleText.objects.current())
    form = CardFilter(request.GET, texts)
    chosen = form.chosen()
    return render(
        request, "principles/cards.html", {"form": form, "chosen": chosen, "rows": list_cards(texts, **chosen)}
    )


@require_safe
def card(request, code):
    """Show a card at its own address; a retired one too, because an old agenda may point to it."""
    text = CardText.objects.newest().select_related("card__source").filter(card__code=code).first()
    if text is None:
        raise Http404
    row = card_row(text, PrincipleText.objects.current())
    source = CardSourceText.objects.newest().get(source=text.card.source_id)
    return render(request, "principles/card.html", {"row": row, "source": source})
