"""What an adviser fills in to begin a conversation, out of the blue or with an occasion for it."""

from django import forms

from triangles.models import Corner

from .step import DayField, LongField
from .when import MinutesField

INITIATIVE = "De adviseur van de eigenaar neemt meestal het initiatief. Elke hoek mag."


class NewForm(forms.Form):
    title = forms.CharField(
        label="Waar gaat het gesprek over?",
        max_length=300,
        initial="Hoe werken wij samen?",
        help_text="Een vraag werkt het best. Je kunt dit later nog wijzigen.",
        error_messages={"required": "Geef het gesprek een titel."},
    )


class OccasionForm(NewForm):
    """The beginning of a conversation with the Occasion filled in; `promises` is how many agreements are open."""

    use_required_attribute = False
    held_on = DayField(label="Datum van het gesprek")
    duration_minutes = MinutesField()
    purpose = LongField(label="Doel", rows=4, help_text="Wat willen jullie na afloop weten of besloten hebben?")
    initiative = forms.ChoiceField(
        label="Wie stelt het gesprek voor?",
        required=False,
        choices=[("", "Nog niet gekozen"), *Corner.choices],
        help_text=INITIATIVE,
    )
    look_back = forms.BooleanField(required=False, initial=True)

    def __init__(self, data=None, *, occasion, corner, promises):
        kept = {"title": occasion.title, "held_on": occasion.held_on, "duration_minutes": occasion.minutes}
        super().__init__(data, initial=kept | {"purpose": occasion.purpose, "initiative": corner or Corner.EIGENAAR})
        if occasion.day_why:
            self.fields["held_on"].help_text = f"{occasion.day_why} Dag-maand-jaar, bijvoorbeeld 12-03-2026."
        if promises:
            self.fields["look_back"].label = label_of(promises)
        else:
            del self.fields["look_back"]


def label_of(promises):
    """Return what stands beside the tick that puts so many open agreements on the agenda."""
    one = promises == 1
    return f"Begin met {'de open afspraak' if one else f'de {promises} open afspraken'} van eerder"
