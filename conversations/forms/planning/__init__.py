"""The forms of planning: one per tip, by its code, and those that begin a conversation."""

from .new import NewForm, OccasionForm
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

__all__ = ["STEPS", "NewForm", "OccasionForm", "StepForm"]
