"""What participants type who came in by personal link."""

from django import forms


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^\d{6}$",
        label="De code uit de mail",
        help_text="Zes cijfers.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "12"}),
        error_messages={
            "required": "Vul de zes cijfers uit de mail in.",
            "invalid": "De code bestaat uit zes cijfers.",
        },
    )

    def clean_code(self):
        return self.cleaned_data["code"]
