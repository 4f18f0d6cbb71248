"""What happens on a tablet that is passed round: a turn is taken, given up, or an answer is saved."""

from django import forms

from .following import NO_SCORE, NO_VERDICT, RoomScoreForm, RoomVerdictForm
from .guessing import as_value, guess_field

NOT_FREE = "Deze naam heeft al geantwoord. Kies een andere naam."


class ActForm(forms.Form):
    """Which act a button of the tablet asks for."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("ik", "bewaar", "stop")])


class TurnForm(forms.Form):
    who = forms.ChoiceField(
        label="Wie heeft de tablet?",
        error_messages={"required": "Kies een naam.", "invalid_choice": NOT_FREE},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["who"].choices = [(key, person.name) for key, person in self.people.items()]

    def chosen(self):
        """Return the Participant; of a valid form."""
        return self.people[self.cleaned_data["who"]]


class HolderForm(forms.Form):
    """Whose turn a page was made for, and on which principle, so that nobody's answer is taken for another's."""

    holder = forms.IntegerField(widget=forms.HiddenInput)


class TabletScoreForm(HolderForm):
    code = forms.SlugField(widget=forms.HiddenInput)
    score = forms.ChoiceField(
        label="Welke zin past het best bij deze driehoek?",
        choices=RoomScoreForm.base_fields["score"].choices,
        widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
        error_messages={"required": NO_SCORE, "invalid_choice": NO_SCORE},
    )

    given = RoomScoreForm.given

    def __init__(self, *args, asked=(), **kwargs):
        """`asked` are the other corners about which the mirror question is asked; each may be left open."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        for about in asked:
            self.fields[about] = guess_field(label=about.capitalize(), required=False)
            self.fields[about].widget.attrs["autocomplete"] = "off"

    def guesses(self):
        return [self[about] for about in self.asked]

    def guessed(self):
        """Return {corner: 1-5, or None for 'weet ik niet'} of what was answered; of a valid form."""
        return {about: as_value(self.cleaned_data[about]) for about in self.asked if self.cleaned_data[about]}


class TabletVerdictsForm(HolderForm):
    """One field per earlier agreement; whoever does not know one leaves it open."""

    def __init__(self, *args, agreements, **kwargs):
        super().__init__(*args, **kwargs)
        for agreement in agreements:
            self.fields[f"a{agreement.pk}"] = forms.ChoiceField(
                label=agreement.text,
                choices=RoomVerdictForm.base_fields["value"].choices,
                widget=forms.RadioSelect(attrs={"autocomplete": "off"}),
                required=False,
                error_messages={"invalid_choice": NO_VERDICT},
            )

    def asked(self):
        return [self[name] for name in self.fields if name != "holder"]

    def given(self):
        """Return {key of an agreement: value} of what was answered; of a valid form."""
        found = ((name, value) for name, value in self.cleaned_data.items() if name != "holder")
        return {int(name[1:]): value for name, value in found if value}
