from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from principles.cards import CardFilter, card_row, list_cards
from principles.models import CardSourceText, CardText, PrincipleText, QuestionKind, QuestionText


@require_safe
def principles(request):
    texts = PrincipleText.objects.current()
    cards = CardText.objects.current().prefetch_related("card__principles")
    sections = [(text, [each for each in cards if text.principle in each.card.principles.all()]) for text in texts]
    asked = QuestionText.objects.current().filter(question__kind=QuestionKind.PRINCIPLE)
    return render(request, "principles/principles.html", {"sections": sections, "asked": asked})


@require_safe
def cards(request):
    texts, sources = list(PrincipleText.objects.current()), list(CardSourceText.objects.newest())
    form = CardFilter(request.GET, texts, sources)
    chosen = form.chosen()
    rows = list_cards(texts, sources, **chosen)
    return render(request, "principles/cards.html", {"form": form, "chosen": chosen, "rows": rows})


@require_safe
def card(request, code):
    """Show a card at its own address; a retired one too, because an old agenda may point to it."""
    text = CardText.objects.newest().filter(card__code=code).first()
    if text is None:
        raise Http404
    row = card_row(text, PrincipleText.objects.current(), CardSourceText.objects.newest())
    return render(request, "principles/card.html", {"row": row})
