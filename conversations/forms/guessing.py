"""What somebody thinks that the other corners score, by personal link and in the room. Any of it may be left open."""

from django import forms

from conversations.forms.following import RoomAnswerForm
from conversations.forms.meeting import NO_VIEW
from conversations.forms.writing_by_link import STALE
from conversations.guessing import GivenGuess

GUESSES = [*((str(value), str(value)) for value in range(1, 6)), (NO_VIEW, "weet ik niet")]
NO_GUESS = "Kies 1 tot en met 5, of ‘weet ik niet’."


def guess_field(**more):
    """Return the field for what somebody thinks that one corner scores."""
    told = {"required": NO_GUESS, "invalid_choice": NO_GUESS}
    return forms.ChoiceField(choices=GUESSES, widget=forms.RadioSelect, error_messages=told, **more)


def as_value(sent):
    """Return a guess 1-5, or None for 'weet ik niet', as it stands in the database."""
    return None if sent == NO_VIEW else int(sent)


def as_sent(row):
    """Return what a form sends for a Guess that is there."""
    return NO_VIEW if row.value is None else str(row.value)


class GuessesForm(forms.Form):
    """One field per other corner, each with the version of what the page showed."""

    use_required_attribute = False

    def __init__(self, *args, rows, **kwargs):
        """`rows` are Guesses as they stand, unsaved where there is none."""
        super().__init__(*args, **kwargs)
        self.rows = rows
        wrong = {"invalid": STALE, "min_value": STALE}
        for row in rows:
            self.fields[row.about] = guess_field(label=row.about.capitalize(), required=False)
            self.fields[version_of(row)] = forms.IntegerField(
                required=False, min_value=0, widget=forms.HiddenInput, error_messages=wrong
            )
            if row.pk:
                self.initial[row.about] = as_sent(row)
        self.initial |= self.shown()

    def shown(self):
        """Return what the page shows of the state of things, by hidden field."""
        return {version_of(row): row.version for row in self.rows}

    def asked(self):
        return [self[row.about] for row in self.rows]

    @property
    def standing(self):
        """Say which guesses stand there now."""
        told = [f"{row.about} {'weet ik niet' if row.value is None else row.value}" for row in self.rows if row.pk]
        return f"Intussen is opgeslagen: {', '.join(told)}." if told else "Intussen is dit gewist."

    def renew(self, rows):
        """Keep what was chosen, over what stands in `rows` now: the next time it is saved it replaces that."""
        self.rows = rows
        self.data = self.data.copy()
        for name, value in self.shown().items():
            self.data[name] = str(value)

    def given(self):
        """Return a GivenGuess for each corner that was answered; of a valid form."""
        sent = self.cleaned_data
        answered = [row for row in self.rows if sent[row.about]]
        return [GivenGuess(row.about, as_value(sent[row.about]), sent[version_of(row)] or 0) for row in answered]


def version_of(row):
    """Return the name of the hidden field with the version of a Guess."""
    return f"{row.about}_version"


class RoomGuessForm(RoomAnswerForm):
    guess = guess_field()

    def given(self):
        return as_value(self.cleaned_data["guess"])
