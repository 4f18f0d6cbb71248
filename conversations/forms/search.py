from django import forms

from conversations.search import LONGEST, SHORTEST


class SearchForm(forms.Form):
    q = forms.CharField(
        label="Zoek een driehoek, een persoon of een gesprek",
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "class": "utrecht-textbox utrecht-textbox--html-input"}
        ),
        error_messages={
            "required": "Typ waar je naar zoekt.",
            "min_length": f"Typ minstens {SHORTEST} letters.",
            "max_length": f"Dit is te lang om te zoeken. Typ hooguit {LONGEST} tekens.",
        },
    )
