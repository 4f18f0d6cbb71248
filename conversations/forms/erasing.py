"""What a person ticks who wants to be erased, and what is typed to refuse it."""

from django import forms

REASON = "Schrijf in een paar zinnen waarom dit nu niet kan. De deelnemer leest dit."


class WishForm(forms.Form):
    use_required_attribute = False
    is_sure = forms.BooleanField(
        label="Ik weet wat er weggaat, wat er blijft, en dat dit niet terug te draaien is",
        error_messages={"required": "Kruis aan dat u dit weet."},
    )


class DecisionForm(forms.Form):
    """What whoever decides ticks, because one tap may not erase somebody."""

    use_required_attribute = False
    is_sure = forms.BooleanField(
        label="Ik weet zeker wie dit vroeg, en dat dit niet terug te draaien is",
        error_messages={"required": "Kruis eerst aan dat je dit zeker weet."},
    )


class RefusalForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label="Waarom kan dit niet?",
        max_length=2_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="De deelnemer leest dit op de eigen pagina en in een mail. Schrijf dus met u.",
        error_messages={"required": REASON},
    )
