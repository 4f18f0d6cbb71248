"""The forms of planning: one per tip, by its code, and the one that begins a conversation."""

from django import forms

from .step import StepForm
from .what import OutcomeForm, PreparationForm, SettingForm
from .when import TimeForm
from .who import GuidanceForm, TableForm

STEPS = {
    "tijd": TimeForm,
    "gesprekspartners": TableForm,
    "vervolg": OutcomeForm,
    "begeleiding": GuidanceForm,
    "voorbereiding": PreparationForm,
    "setting": SettingForm,
}

__all__ = ["STEPS", "NewForm", "StepForm"]


class NewForm(forms.Form):
    title = forms.CharField(
        label="Waar gaat het gesprek over?",
        max_length=300,
        initial="Hoe werken wij samen?",
        help_text="Een vraag werkt het best. Je kunt dit later nog wijzigen.",
        error_messages={"required": "Geef het gesprek een titel."},
    )
