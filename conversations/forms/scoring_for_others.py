"""The scores on one principle for those whom somebody speaks for."""

from django import forms

from conversations.forms.meeting import NO_VIEW, VALUES
from conversations.models import Score


class OthersForm(forms.Form):
    """One choice for each of `people` who did not score themselves; `entries` is that of `entries_of`."""

    use_required_attribute = False

    def __init__(self, *args, people, entries, **kwargs):
        super().__init__(*args, **kwargs)
        self.people, self.entries = people, entries
        for person in self.asked:
            self.fields[name_of(person)] = forms.ChoiceField(
                label=f"Namens {person.name}",
                choices=VALUES,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": "Kies een score van 1 tot en met 5, of geen beeld."},
            )

    @property
    def asked(self):
        return [person for person in self.people if self.entries.get(person.pk) != Score.Entry.ZELF]

    @property
    def rows(self):
        """Return (person, bound field or None for who scored themselves, whether there is a score)."""
        asked = self.asked
        return [
            (person, self[name_of(person)] if person in asked else None, person.pk in self.entries)
            for person in self.people
        ]

    def given(self):
        """Return {key of a Participant: 1-5, or None for 'geen beeld'} of what was chosen; of a valid form."""
        chosen = {person.pk: self.cleaned_data[name_of(person)] for person in self.asked}
        return {key: None if value == NO_VIEW else int(value) for key, value in chosen.items() if value}


def name_of(person):
    return f"score_{person.pk}"
