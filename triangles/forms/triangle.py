from django import forms

from triangles.models import Corner, Triangle

from .fields import LinesField, capitalised
from .storing import StoredForm

LINE = forms.TextInput(attrs={"autocomplete": "off"})


class TriangleForm(StoredForm):
    recurring_topics = LinesField(
        label="Onderwerpen die steeds terugkeren",
        required=False,
        help_text="Eén onderwerp per regel.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Triangle
        fields = [
            "name",
            "purpose",
            "kind",
            "contact_frequency",
            "recurring_topics",
            "agreements_place",
            "process_coordinator",
        ]
        labels = {
            "name": "Naam van de driehoek",
            "purpose": "De opgave",
            "kind": "Wat voor driehoek is het?",
            "contact_frequency": "Hoe vaak spreken de hoeken elkaar?",
            "agreements_place": "Waar staan de werkafspraken?",
            "process_coordinator": "Wie leidt het proces als opdrachtgevers samen moeten besluiten?",
        }
        help_texts = {
            "name": "Zo herkennen collega’s de driehoek.",
            "purpose": "Waar doen jullie het samen voor? Eén zin is genoeg.",
            "kind": "Bij een verbonden partij is het college opdrachtgever én eigenaar. De raad is geen hoek.",
            "contact_frequency": "Bijvoorbeeld: elke maand een half uur.",
            "agreements_place": "Eén plek die alle hoeken kunnen openen.",
            "process_coordinator": "Alleen nodig bij meer dan één opdrachtgever.",
        }
        widgets = {
            "name": LINE,
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "contact_frequency": LINE,
            "agreements_place": LINE,
            "process_coordinator": LINE,
        }
        error_messages = {
            "name": {"required": "Geef de driehoek een naam."},
            "purpose": {"required": "Schrijf op waar jullie het samen voor doen."},
            "kind": {"required": "Kies wat voor driehoek het is."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = capitalised(Triangle.Kind.choices)


class NewTriangleForm(TriangleForm):
    """The same, with the corner that the maker advises."""

    my_corner = forms.ChoiceField(
        label="Welke hoek adviseer je zelf?",
        required=False,
        choices=[("", "Geen hoek in het bijzonder"), *capitalised(Corner.choices)],
        help_text="Je bent straks adviseur van deze driehoek. Collega’s voeg je daarna toe.",
    )

    class Meta(TriangleForm.Meta):
        fields = ["name", "purpose", "kind"]

    recurring_topics = None
    field_order = ["name", "purpose", "kind", "my_corner"]
