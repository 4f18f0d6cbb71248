"""What a list of cards shows, and the filter above it."""

from dataclasses import dataclass

from django import forms

from principles.models import Audience, CardSourceText, CardText, PrincipleText


@dataclass(frozen=True)
class CardRow:
    """One card: its text, the texts of its source and its principles, and the (audience, question) pairs to show."""

    text: CardText
    source: CardSourceText
    principles: list[PrincipleText]
    questions: list[tuple[Audience, str]]


class CardFilter(forms.Form):
    """Every field may stay empty; a value that does not exist is an error at its field and filters nothing."""

    principe = forms.ChoiceField(label="Principe", required=False)
    hoek = forms.ChoiceField(label="Met een vraag voor", required=False, choices=[("", "Iedereen"), *Audience.choices])
    bron = forms.ChoiceField(label="Bron", required=False)

    def __init__(self, data, principles, sources):
        """`principles` and `sources` are the PrincipleTexts and CardSourceTexts to choose from; no retired sources."""
        super().__init__(data)
        names = [(text.principle.code, text.name) for text in principles]
        self.fields["principe"].choices = [("", "Alle principes"), *names]
        names = [(text.source.code, str(text.source)) for text in sources if text.source.retired_at is None]
        self.fields["bron"].choices = [("", "Alle bronnen"), *names]
        for field in self.fields.values():
            field.widget.attrs["class"] = "utrecht-textbox dh-select"
            field.error_messages["invalid_choice"] = "Deze keuze bestaat niet. Kies er een uit de lijst."

    def chosen(self):
        """Return the valid choices that are not empty, as {field name: value}."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def list_cards(principles, sources, principe="", hoek="", bron=""):
    """Return a CardRow for every card in use that fits, in order; an empty choice fits all.

    `principles` and `sources` are texts to take those of a card from. With `hoek` chosen a row has only that question.
    """
    texts = CardText.objects.current().prefetch_related("card__principles")
    if principe:
        texts = texts.filter(card__principles__code=principe)
    if hoek:
        texts = texts.exclude(**{CardText.question_field(hoek): ""})
    if bron:
        texts = texts.filter(card__source__code=bron)
    return [card_row(text, principles, sources, hoek) for text in texts]


def card_row(text, principles, sources, hoek=""):
    """Return the CardRow of one CardText; see list_cards."""
    own = {principle.pk for principle in text.card.principles.all()}
    return CardRow(
        text,
        next(source for source in sources if source.source_id == text.card.source_id),
        [principle for principle in principles if principle.principle_id in own],
        [(audience, words) for audience, words in text.questions if hoek in ("", audience)],
    )
