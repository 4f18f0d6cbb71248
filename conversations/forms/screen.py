"""How bright the big screen is: asked for in its address, so that it stays that way while it follows."""

from django import forms


class LightForm(forms.Form):
    DARK = "donker"
    licht = forms.ChoiceField(choices=[(DARK, DARK)])

    @classmethod
    def is_dark(cls, sent):
        """Whether `sent`, the parameters of an address, asks for the dark screen."""
        return cls(sent).is_valid()
