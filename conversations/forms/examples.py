"""Choosing between examples, publishing one after a look at it, and choosing where it is taken over."""

from django import forms

from conversations.models import Example
from conversations.publishing import organisations_of

from .agreements import CHOICE, choice
from .library import ConversationField
from .planning.step import LongField

LONGEST, WHY = 100, 2_000
SHARE = "deel"


class ShelfForm(forms.Form):
    """Its names stand in the address of the page; what is typed wrong limits nothing."""

    soort = choice("Soort", Example.Kind.choices)
    tekst = forms.CharField(
        label="Woorden in de titel of uitleg",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "class": "utrecht-textbox utrecht-textbox--html-input"}
        ),
        error_messages={"max_length": f"Dit is te lang om te zoeken. Typ hooguit {LONGEST} tekens."},
    )

    @property
    def wanted(self):
        """What is asked, by the names of examples.read_examples."""
        names = {"soort": "kind", "tekst": "words"}
        return {name: self.cleaned_data[field] for field, name in names.items() if self.cleaned_data.get(field)}


class PublishForm(forms.Form):
    """What an adviser says of an example. `example` is what would be readable, once the form is valid."""

    use_required_attribute = False
    title = forms.CharField(
        label="Titel",
        max_length=300,
        help_text="Waar zoekt iemand anders op?",
        error_messages={"required": "Geef het voorbeeld een titel."},
    )
    why = LongField(
        label="Waarom helpt dit?",
        max_length=WHY,
        required=True,
        help_text="Wat werkte er anders door? Noem geen personen en geen dossier.",
        error_messages={"required": "Leg kort uit waarom dit helpt."},
    )
    organisation = forms.ChoiceField(
        label="Van welke organisatie?",
        help_text="Deze naam staat erbij, met de datum van vandaag. De naam van de driehoek niet.",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Kies een organisatie.", "invalid_choice": "Kies een organisatie uit de lijst."},
    )
    kind = None

    def __init__(self, *args, triangle, user, content, **kwargs):
        super().__init__(*args, **kwargs)
        self.triangle, self.content = triangle, content
        self.fields["organisation"].choices = [(name, name) for name in organisations_of(triangle, user)]

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def told(self):
        """Return the content of the example, with what was typed."""
        return self.content

    @property
    def example(self):
        typed = {name: self.cleaned_data[name] for name in ("title", "why", "organisation")}
        example = Example(kind=self.kind, content=self.told(), triangle=self.triangle, **typed)
        example.digest = example.fingerprint()
        return example


class SeenForm(forms.Form):
    """Which button was pressed, and the fingerprint of what was on screen then."""

    act = forms.ChoiceField(required=False, choices=[(SHARE, "Deel dit met anderen")])
    seen = forms.CharField(required=False, max_length=64)

    def shares(self, example):
        """Whether it was asked to share exactly this, whatever was typed or changed elsewhere since it was shown."""
        return self.is_valid() and self.cleaned_data["act"] == SHARE and self.cleaned_data["seen"] == example.digest


class PublishAgreementForm(PublishForm):
    text = LongField(
        label="De afspraak",
        required=True,
        help_text="Haal weg wat alleen voor jullie is. De afspraak van de driehoek zelf verandert niet.",
        error_messages={"required": "Schrijf op wat de afspraak is."},
    )
    sign = LongField(label="Waaraan merk je dat het werkt?", rows=2)
    field_order = ("title", "text", "sign", "why", "organisation")
    kind = Example.Kind.WERKAFSPRAAK

    def __init__(self, *args, content, **kwargs):
        super().__init__(*args, content=content, **kwargs)
        self.initial |= {"text": content["text"], "sign": content["sign"]}

    def told(self):
        return self.content | {"text": self.cleaned_data["text"], "sign": self.cleaned_data["sign"]}


class PublishQuestionsForm(PublishForm):
    kind = Example.Kind.VRAGEN


class PublishRunSheetForm(PublishForm):
    kind = Example.Kind.DRAAIBOEK


class TakeForm(forms.Form):
    conversation = ConversationField(
        label="In welk gesprek?",
        queryset=None,
        empty_label=None,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Kies een gesprek.", "invalid_choice": "Kies een gesprek uit de lijst."},
    )

    def __init__(self, *args, conversations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conversation"].queryset = conversations


class TakenForm(forms.Form):
    """The number of the example with which a form begins, in the address of its page."""

    voorbeeld_van = forms.IntegerField(required=False, min_value=1, max_value=2**53)


def taken_example(sent, user, kind):
    """Return the Example of this kind with which `sent`, the GET of a request, asks to begin, or None."""
    form = TakenForm(sent)
    if not form.is_valid() or not form.cleaned_data["voorbeeld_van"]:
        return None
    return Example.objects.visible_to(user).filter(kind=kind, pk=form.cleaned_data["voorbeeld_van"]).first()
