"""How agreements stand, as who sees to them says it by personal link: a choice and a line for each."""

import re

from django import forms
from django.utils.text import Truncator

from conversations.models import Agreement, AgreementStep

What = AgreementStep.What
LONGEST = 1_000
NAMED = 60  # characters of an agreement in the summary of errors
CHOICES = {
    Agreement.Kind.ACTIE: [(What.LOOPT, "Het loopt"), (What.GEDAAN, "Gedaan"), (What.HULP, "Hulp nodig")],
    Agreement.Kind.WERKAFSPRAAK: [(What.LOOPT, "Het loopt"), (What.HULP, "Hulp nodig")],  # it goes on: never done
}
TYPED = re.compile(r"regel_\d+")
LINE_ALONE = "Kies ook hoe het staat."
NOTHING = "Kies bij minstens één afspraak hoe het ermee staat."
NOT_ANY_MORE = "Over een van de afspraken hoeft u niets meer te zeggen. Dit is niet opgeslagen: ‘{}’"


class TellingForm(forms.Form):
    """`agreements` are those the visitor sees to now; what was typed about another one is given back in the error."""

    use_required_attribute = False

    def __init__(self, *args, agreements, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreements = agreements
        for one in agreements:
            self.fields[f"staat_{one.pk}"] = forms.ChoiceField(
                label=Truncator(one.text).chars(NAMED),
                choices=CHOICES[one.kind],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Kies een van de antwoorden."},
            )
            self.fields[f"regel_{one.pk}"] = forms.CharField(
                label="Iets erbij zeggen",
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": None}),
                error_messages={"max_length": f"Dit is te lang. Schrijf hooguit {LONGEST} tekens."},
            )

    @property
    def rows(self):
        """Return (agreement, field of the choice, field of the line) for each."""
        return [(one, self[f"staat_{one.pk}"], self[f"regel_{one.pk}"]) for one in self.agreements]

    def clean(self):
        for one in self.agreements:
            chosen, line = f"staat_{one.pk}", f"regel_{one.pk}"
            if self.cleaned_data.get(line) and self.cleaned_data.get(chosen) == "":
                self.add_error(chosen, LINE_ALONE)
        for name in self.data:
            if TYPED.fullmatch(name) and name not in self.fields and self.data[name].strip():
                self.add_error(None, NOT_ANY_MORE.format(self.data[name].strip()))
        if not self.errors and not self.given():
            self.add_error(None, NOTHING)
        return self.cleaned_data

    def given(self):
        """Return (agreement, choice, line) of each that something was said about."""
        sent = self.cleaned_data
        found = [(one, sent.get(f"staat_{one.pk}"), sent.get(f"regel_{one.pk}", "")) for one in self.agreements]
        return [row for row in found if row[1]]
