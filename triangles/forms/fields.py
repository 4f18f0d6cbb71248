"""Fields that Django does not have: lines of text, and a day as people write it."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2100, 12, 31)
LINE_LENGTH, LINES = 300, 50


def capitalised(choices):
    """Return choices with a capital at the beginning of each label."""
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


class LinesField(forms.CharField):
    """A text with one thing per line; its value is a list of lines, without the empty ones."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def validate(self, value):
        super().validate(value)
        if len(value) > LINES:
            raise ValidationError(f"Dit zijn {len(value)} regels. Er passen er {LINES}.")
        if any(len(line) > LINE_LENGTH for line in value):
            raise ValidationError(f"Een regel is te lang. Er passen {LINE_LENGTH} tekens op een regel.")

    def run_validators(self, value):
        for line in value:
            super().run_validators(line)


class DayField(forms.DateField):
    """A day between EARLIEST and LATEST, typed as 1-3-2026. What was typed wrong stays in the field."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%d-%m-%Y", attrs={"autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)
        self.help_text = f"{self.help_text} Dag, maand en jaar, zoals 1-3-2026.".strip()
        self.error_messages["invalid"] = "Deze dag bestaat niet. Schrijf dag, maand en jaar, zoals 1-3-2026."

    def validate(self, value):
        super().validate(value)
        if value and not EARLIEST <= value <= LATEST:
            raise ValidationError(f"Kies een jaar van {EARLIEST.year} tot en met {LATEST.year}.")
