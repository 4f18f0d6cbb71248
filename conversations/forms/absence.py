"""What a participant tells who cannot come, and what they propose to the advisers."""

from django import forms

from conversations.models import Proposal

LINE = {"required": False, "max_length": 300}


class AbsenceForm(forms.Form):
    """Who comes instead; all empty when there is nobody yet."""

    name = forms.CharField(label="Naam van uw vervanger", help_text="Weet u nog niemand? Laat dit leeg.", **LINE)
    function = forms.CharField(label="Functie van uw vervanger", **LINE)
    email = forms.EmailField(
        label="E-mailadres van uw vervanger",
        required=False,
        max_length=254,
        help_text="Uw vervanger krijgt een eigen link als de adviseur akkoord is.",
        error_messages={"invalid": "Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@organisatie.nl."},
    )

    def clean(self):
        found = self.cleaned_data
        if found.get("name") and found.get("function") == "":
            self.add_error("function", "Vul ook de functie van uw vervanger in.")
        if found.get("name") == "" and (found.get("function") or found.get("email")):
            self.add_error("name", "Vul ook de naam van uw vervanger in.")
        return found


class ProposalForm(forms.ModelForm):
    use_required_attribute = False
    text = forms.CharField(
        label="Waarom is er een gesprek nodig?",
        max_length=2_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="Een paar zinnen zijn genoeg. Uw naam staat erbij.",
        error_messages={"required": "Schrijf in een paar woorden waarom er een gesprek nodig is."},
    )

    class Meta:
        model = Proposal
        fields = ["text"]


class DecisionForm(forms.Form):
    """What an adviser decides about somebody who cannot come."""

    CONFIRM, REFUSE = "bevestig", "weiger"
    act = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (REFUSE, REFUSE)])
