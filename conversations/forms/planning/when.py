"""Tip 1: when, and what for."""

from django import forms
from django.core.exceptions import ValidationError

from conversations.models import Conversation
from triangles.models import Corner

from .step import LATE, DayField, LongField, StepForm

NOT_CHOSEN = ("", "Nog niet gekozen")


class MinutesField(forms.IntegerField):
    """How long a conversation takes, in whole minutes or None."""

    def __init__(self):
        super().__init__(
            label="Duur in minuten",
            required=False,
            help_text="Twee uur is 120 minuten.",
            widget=forms.TextInput(attrs={"class": "dh-input-date", "inputmode": "numeric", **LATE}),
            error_messages={"invalid": "Schrijf de duur in hele minuten, bijvoorbeeld 120."},
        )

    def validate(self, value):
        super().validate(value)
        if value is not None and not 15 <= value <= 960:
            raise ValidationError("Een gesprek duurt tussen 15 en 960 minuten.")


class TimeForm(StepForm):
    held_on = DayField(label="Datum van het gesprek")
    start = forms.TimeField(
        label="Begin",
        required=False,
        help_text="Bijvoorbeeld 9.30.",
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "dh-input-date", **LATE}),
        error_messages={"invalid": "Dit is geen tijd. Schrijf bijvoorbeeld 9.30."},
    )
    duration_minutes = MinutesField()
    shared_interest = LongField(
        label="Gezamenlijk belang, in één zin",
        rows=2,
        help_text="Waarom is dit gesprek goed voor alle drie? Deelnemers lezen dit.",
    )
    initiative = forms.ChoiceField(
        label="Wie stelt het gesprek voor?", required=False, choices=[NOT_CHOSEN, *Corner.choices]
    )
    field_order = ["held_on", "start", "duration_minutes", "shared_interest", "initiative"]

    class Meta:
        model = Conversation
        fields = ["held_on", "start", "duration_minutes", "shared_interest", "initiative"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_before = self.initial.get("held_on")

    def write_rest(self):
        if self.set_before and self.set_before != self.cleaned_data["held_on"]:
            self.instance.date_moves += 1
        return ["date_moves"]
