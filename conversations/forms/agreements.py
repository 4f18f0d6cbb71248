"""Choosing what the ledger of a triangle shows."""

from django import forms

from conversations.models import Agreement
from triangles.models import Corner

LONGEST = 100
CHOICE = {"class": "utrecht-textbox dh-select"}


def choice(label, choices):
    return forms.ChoiceField(
        label=label,
        choices=[("", "Alle"), *choices],
        required=False,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Kies iets uit de lijst."},
    )


class LedgerForm(forms.Form):
    """Its names stand in the address of the page; what is typed wrong limits nothing."""

    soort = choice("Soort", Agreement.Kind.choices)
    stand = choice("Stand", Agreement.Status.choices)
    hoek = choice("Hoek", Corner.choices)
    wie = choice("Wie ervoor zorgt", [])
    tekst = forms.CharField(
        label="Woorden in de afspraak",
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "class": "utrecht-textbox utrecht-textbox--html-input"}
        ),
        error_messages={"max_length": f"Dit is te lang om te zoeken. Typ hooguit {LONGEST} tekens."},
    )

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wie"].choices = [("", "Alle"), *((name, name) for name in owners)]

    @property
    def wanted(self):
        """What is asked, by the names of ledger.limit."""
        names = {"soort": "kind", "stand": "status", "hoek": "corner", "wie": "owner", "tekst": "words"}
        return {name: self.cleaned_data[field] for field, name in names.items() if self.cleaned_data.get(field)}
