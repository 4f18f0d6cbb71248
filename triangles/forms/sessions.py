"""Which session to end."""

from django import forms


class EndSessionForm(forms.Form):
    sessie = forms.IntegerField(required=False)  # its number; empty means all others
