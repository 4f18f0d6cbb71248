"""The code of the room, who somebody is, and what the facilitator answers."""

from django import forms

from conversations.joining import tidy
from conversations.models import Arrival

WRONG_CODE = "Deze code klopt niet, of werkt niet meer. Kijk op het grote scherm, of vraag het de begeleider."
TAKEN = "Deze naam is net gekozen op een ander toestel. Kies uw eigen naam, of vraag het de begeleider."
TABLET, SCREEN = Arrival.Kind.TABLET, Arrival.Kind.SCHERM
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "20"}


class RoomCodeForm(forms.Form):
    code = forms.CharField(
        label="De code",
        help_text="Zes letters en cijfers, van het grote scherm.",
        max_length=20,
        widget=forms.TextInput(attrs=TYPED),
        error_messages={"required": "Vul de code van het grote scherm in.", "max_length": WRONG_CODE},
    )

    def clean_code(self):
        return tidy(self.cleaned_data["code"])


class WhoForm(forms.Form):
    """Who holds this browser: the key of one of `people`, or what kind of device it is."""

    who = forms.ChoiceField(
        label="Wie bent u?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies uw naam, of wat voor toestel dit is.", "invalid_choice": TAKEN},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        devices = [(TABLET, "Dit is een tablet die rondgaat"), (SCREEN, "Dit is het grote scherm")]
        self.fields["who"].choices = [*((key, person.name) for key, person in self.people.items()), *devices]

    def chosen(self):
        """Return (kind of Arrival, Participant or None); of a valid form."""
        who = self.cleaned_data["who"]
        return (Arrival.Kind.DEELNEMER, self.people[who]) if who in self.people else (who, None)

    def options(self):
        """Return (button, person or None) of everything to choose from."""
        return [(button, self.people.get(button.data["value"])) for button in self["who"]]


class AnswerForm(forms.Form):
    """Whom to let in, refuse or put out: keys of arrivals that stood on the page, and where to go afterwards."""

    ACTS = ("binnen", "weg")
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    arrival = forms.TypedMultipleChoiceField(coerce=int)
    terug = forms.CharField(max_length=120, required=False)

    def __init__(self, *args, arrivals, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["arrival"].choices = [(str(one.pk), str(one.pk)) for one in arrivals]

    def way_back(self):
        """Return the key of the part that the facilitator came from, or ''; the rest need not be valid."""
        self.is_valid()
        return self.cleaned_data.get("terug", "")
