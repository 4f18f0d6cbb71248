"""What a list of cards shows, and the filter above it."""

from dataclasses import dataclass

from django import forms

from principles.models import Audience, CardSource, CardText, PrincipleText


@dataclass(frozen=True)
class CardRow:
    """One card in a list: its text, the texts of its principles, and the (audience, question) pairs to show."""

    text: CardText
    principles: list[PrincipleText]
    questions: list[tuple[Audience, str]]


class CardFilter(forms.Form):
    """Every field may stay empty; a value that does not exist is an error at its field and filters nothing."""

    principe = forms.ChoiceField(label="Principe", required=False)
    hoek = forms.ChoiceField(label="Met een vraag voor", required=False, choices=[("", "Iedereen"), *Audience.choices])
    bron = forms.ChoiceField(label="Bron", required=False)

    def __init__(self, data, principles):
        """`principles` are the current PrincipleTexts, with their principle."""
        super().__init__(data)
        sources = CardSource.objects.filter(retired_at=None)
        names = [(text.principle.code, text.name) for text in principles]
        self.fields["principe"].choices = [("", "Alle principes"), *names]
        self.fields["bron"].choices = [("", "Alle bronnen"), *((source.code, str(source)) for source in sources)]
        for field in self.fields.values():
            field.widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input dh-select"
            field.error_messages["invalid_choice"] = "Deze keuze bestaat niet. Kies er een uit de lijst."

    def chosen(self):
        """Return the valid choices that are not empty, as {field name: value}."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def list_cards(principles, principe="", hoek="", bron=""):
    """Return a CardRow for every card in use that fits; an empty choice fits all.

    `principles` are the current PrincipleTexts. With a corner chosen a row has only the question for that corner.
    """
    texts = CardText.objects.current().select_related("card__source").prefetch_related("card__principles")
    if principe:
        texts = texts.filter(card__principles__code=principe)
    if hoek:
        texts = texts.exclude(**{CardText.question_field(hoek): ""})
    if bron:
        texts = texts.filter(card__source__code=bron)
    return [card_row(text, principles, hoek) for text in texts]


def card_row(text, principles, hoek=""):
    own = {principle.pk for principle in text.card.principles.all()}
    questions = [(audience, words) for audience, words in text.questions if hoek in ("", audience)]
    return CardRow(text, [principle for principle in principles if principle.principle_id in own], questions)
