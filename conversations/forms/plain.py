"""The forms above a long list, written without a template: their six fields cost as much as twenty rows."""

from django import forms
from django.template.loader import render_to_string

from driehoek.html import fill, together

FIELD = """
<div class="utrecht-form-field{}{}">
<label class="utrecht-form-label" for="{}">{}</label>{}
{}
</div>"""


def write_fields(form, wide=()):
    """Return the fields of a form of these widgets as HTML; those named in `wide` take two places."""
    return together(write_field(field, " is-wide" if field.name in wide else "") for field in form)


def write_field(field, kind):
    wrong = " utrecht-form-field--invalid" if field.errors else ""
    errors = render_to_string("nlds/layout/field_errors.html", {"field": field}) if wrong else ""
    return fill(FIELD, kind, wrong, field.id_for_label, field.label, errors, field.as_widget())


def write_attributes(attributes):
    """Return {name: text, or True for a name alone, or False or None for nothing} as HTML."""
    given = ((name, value) for name, value in attributes.items() if value is not None and value is not False)
    return together(fill(" {}", name) if value is True else fill(' {}="{}"', name, value) for name, value in given)


class PlainInput(forms.TextInput):
    def render(self, name, value, attrs=None, renderer=None):
        told = self.format_value(value)
        attributes = ({} if told is None else {"value": told}) | self.build_attrs(self.attrs, attrs)
        return fill('<input type="{}" name="{}"{}>', self.input_type, name, write_attributes(attributes))


class PlainSelect(forms.Select):
    """A list to choose one from, without groups."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = together(
            fill('<option value="{}"{}>{}</option>', key, " selected" if str(key) in chosen else "", label)
            for key, label in self.choices
        )
        return fill(
            '<select name="{}"{}>{}</select>', name, write_attributes(self.build_attrs(self.attrs, attrs)), options
        )
