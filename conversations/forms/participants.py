"""The forms about one participant on the page of all of them."""

from django import forms


class AddressForm(forms.Form):
    """Another mail address for `participant`."""

    email = forms.EmailField(
        label="Nieuw mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul het nieuwe mailadres in.", "invalid": "Dit is geen mailadres."},
    )

    def __init__(self, *args, participant, **kwargs):
        super().__init__(*args, **kwargs)
        self.participant = participant

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email.lower() == self.participant.email.lower():
            raise forms.ValidationError("Dit adres staat er al.")
        return email


class LostForm(forms.Form):
    """Which mail that got lost is sent again, by its number in the outbox."""

    mail = forms.IntegerField()
