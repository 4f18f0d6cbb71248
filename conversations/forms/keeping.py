"""What an adviser fills in about a legal hold."""

from django import forms


class HoldForm(forms.Form):
    """Whose decision it is that everything stays, and why."""

    use_required_attribute = False
    name = forms.CharField(
        label="Wie besluit dit?",
        max_length=300,
        help_text="De naam van wie de bewaarplicht oplegt, bijvoorbeeld de jurist.",
        error_messages={"required": "Vul in wie dit besluit."},
    )
    reason = forms.CharField(
        label="Waarom?",
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Adviseurs en de begeleider lezen dit. Deelnemers zien alleen dat er een bewaarplicht is.",
        error_messages={"required": "Vul in waarom alles moet blijven staan."},
    )


class LiftForm(HoldForm):
    """Whose decision it is that the terms run again, and why."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Waarom mag het weer?"
        self.fields["name"].help_text = "De naam van wie de bewaarplicht opheft."
        self.fields["reason"].error_messages = {"required": "Vul in waarom de bewaarplicht niet meer nodig is."}
