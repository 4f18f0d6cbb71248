"""A list of short texts as one model field: JSON in the database, one line per item in a form."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst


def validate_lines(value):
    """Raise ValidationError unless `value` is a list of non-empty strings."""
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise ValidationError("Geef een lijst van teksten, geen enkele leeg.")


class LinesFormField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value):
        """Return the non-empty lines of a text as a list; a list passes through."""
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value


class LinesField(models.JSONField):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"default": list, "blank": True, "validators": [validate_lines], **kwargs})

    def formfield(self, **kwargs):
        return LinesFormField(label=capfirst(self.verbose_name), required=not self.blank, help_text="Eén per regel.")
