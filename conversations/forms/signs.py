"""What an adviser fills in about a sign that it is time to talk."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from conversations.signs import add_months

from .planning.step import DayField

LONGEST = 12  # months


class HideForm(forms.Form):
    """Until when a sign is not shown: from tomorrow to a year from now."""

    use_required_attribute = False
    until = DayField(
        label="Niet tonen tot",
        required=True,
        help_text="Hooguit een jaar. Schrijf dag-maand-jaar, bijvoorbeeld 12-03-2026.",
        error_messages={"required": "Vul in tot wanneer je dit niet wilt zien."},
    )

    def clean_until(self):
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today + timedelta(days=1) <= until <= add_months(today, LONGEST):
            raise forms.ValidationError("Kies een dag na vandaag, hooguit een jaar vooruit.")
        return until
