"""Choosing what an overview shows, and in which order."""

from django import forms

from conversations.models import Conversation
from conversations.oversight import ANY, BY_NAME, LATE, NO_RHYTHM, NONE, SIGNS
from triangles.models import Corner

from .agreements import CHOICE, LONGEST, ListField, choice
from .plain import PlainInput, PlainSelect, write_fields

NAMES = {"ritme": "rhythm", "hoek": "corner", "leeg": "empty", "teken": "sign", "naam": "words"}


class OversightForm(forms.Form):
    """Its names stand in the address of the page; what is typed wrong limits nothing."""

    organisatie = ListField(
        label="Organisatie",
        required=False,
        widget=PlainSelect(attrs=CHOICE),
        error_messages={"invalid_choice": "Kies iets uit de lijst."},
    )
    naam = forms.CharField(
        label="Naam van de driehoek",
        max_length=LONGEST,
        required=False,
        widget=PlainInput(
            attrs={"type": "search", "autocomplete": "off", "class": "utrecht-textbox utrecht-textbox--html-input"}
        ),
        error_messages={"max_length": f"Dit is te lang om te zoeken. Typ hooguit {LONGEST} tekens."},
    )
    ritme = choice("Ritme", [*Conversation.Rhythm.choices, (NONE, NO_RHYTHM)])
    hoek = choice("Onze hoek", Corner.choices)
    leeg = choice("Lege hoek", [(ANY, "een hoek is leeg"), *((corner, f"geen {corner}") for corner in Corner.values)])
    teken = choice("Vraagt aandacht", [(ANY, "er is iets"), (LATE, "afspraak over de datum"), *SIGNS.items()])
    op = ListField(
        label="Op volgorde van",
        choices=[("", "naam"), ("laatste", "laatste gesprek"), ("volgende", "volgend gesprek")],
        required=False,
        widget=PlainSelect(attrs=CHOICE),
        error_messages={"invalid_choice": "Kies iets uit de lijst."},
    )

    def __init__(self, *args, organisations, about_opdrachtnemer=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = {str(one.pk): one for one in organisations}
        self.fields["organisatie"].choices = [(key, one.name) for key, one in self.organisations.items()]
        if len(organisations) == 1:
            del self.fields["organisatie"]
        if about_opdrachtnemer:
            del self.fields["hoek"]
        self.is_valid()

    @property
    def organisation(self):
        """The one that is asked for, else the first."""
        first = next(iter(self.organisations.values()))
        return self.organisations.get(self.cleaned_data.get("organisatie"), first)

    @property
    def order(self):
        """A key of oversight.ORDERS."""
        return self.cleaned_data.get("op") or BY_NAME

    @property
    def fields_written(self):
        return write_fields(self, wide=("organisatie", "naam", "op"))

    @property
    def wanted(self):
        """What is asked, by the names of oversight.limit."""
        return {name: self.cleaned_data[field] for field, name in NAMES.items() if self.cleaned_data.get(field)}
