"""How a part of a triangle is saved: checked under one lock, over the version that was on screen."""

import datetime as dt
import re
from contextlib import contextmanager

from django import forms
from django.db import transaction
from django.utils.formats import date_format

from triangles.changing import changed, keep
from triangles.models import Triangle

CHANGED = (
    "Iemand anders wijzigde dit terwijl jij typte. Kijk hieronder wat er nu staat. Met opslaan bewaar je jouw tekst."
)
GONE = "Dit is er niet meer: iemand anders heeft het verwijderd."
CONTROLS = re.compile(r"[\x00-\x1f]+")


@contextmanager
def locked(triangle):
    """Let nobody else change this triangle and its parts meanwhile; a transaction."""
    with transaction.atomic():
        Triangle.objects.select_for_update().get(pk=triangle.pk)
        yield


class StoredForm(forms.ModelForm):
    """A form that is checked and saved in one go by `store`.

    `over` is the row that was on screen, None for something new. When somebody else changed that row meanwhile nothing
    is written, and `conflicts` holds (label, what stands there now, what was typed) for each field that differs.
    """

    def __init__(self, *args, triangle, over=None, **kwargs):
        self.triangle, self.over, self.conflicts = triangle, over, []
        super().__init__(*args, **kwargs)
        if over:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=over.version)

    act = ""  # that is kept in the log, where there is something to keep

    def store(self, by=None):
        """Save under the lock of the triangle; False, with nothing written, when there is nothing or it is wrong."""
        if not self.is_bound:
            return False
        with locked(self.triangle):
            if not self.is_valid():
                return False
            self.save()
            if self.act:
                keep(self.act, by=by, triangle=self.triangle)
                self.keep_more(by)
            changed(self.triangle.pk)
        return True

    def keep_more(self, by):
        """Keep what else there is to keep of what was just saved, inside the same transaction."""

    def save(self, commit=True):
        if self.over is self.instance:
            self.instance.version = self.cleaned_data["version"] + 1
        return super().save(commit)

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.TextInput) and isinstance(cleaned.get(name), str):
                cleaned[name] = CONTROLS.sub(" ", cleaned[name]).strip()  # one line stays one line
        seen = self.cleaned_data.get("version")
        if seen is not None:
            rows = type(self.over).objects.select_for_update(of=("self",))  # a meeting may change it at this moment too
            current = rows.filter(pk=self.over.pk).first()
            if current is None:
                self.add_error(None, GONE)
            elif current.version != seen:
                self.tell_conflict(current)
        return cleaned

    def tell_conflict(self, current):
        """Keep what was typed, show what stands in `current`, and let the next save go over that."""
        there = self.reopened(current)
        pairs = [(name, there.get_initial_for_field(field, name)) for name, field in there.fields.items()]
        told = [
            (self.fields[name].label, spoken(self.fields[name], here), spoken(self.fields[name], self.typed(name)))
            for name, here in pairs
            if name != "version"
        ]
        self.conflicts = [(label, here, mine) for label, here, mine in told if here != mine]
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = current.version
        self.add_error(None, CHANGED)

    def reopened(self, current):
        """Return this form as it would open on `current`."""
        return type(self)(instance=current, triangle=self.triangle, over=current)

    def typed(self, name):
        return self.cleaned_data[name] if name in self.cleaned_data else self[name].value()


def spoken(field, value):
    """Say the value of a field in words, for two people to compare."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if value in (None, "", []):
        return "niets"
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return "\n".join(value)
    return str(dict(getattr(field, "choices", ())).get(value, value))
