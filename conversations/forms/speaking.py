"""Who speaks for whom at the table: one choice for everybody in whose corner there is somebody else."""

from django import forms

from conversations.speaking import can_be_spoken_for

NOBODY = "niemand"
NOT_THERE = "{} is zelf afwezig. Kies iemand die er wel is."
MEANWHILE = "Iemand anders wijzigde dit intussen. Kijk het na en sla dan opnieuw op."


class SpeakingForm(forms.Form):
    """`people` are all who count at the table. `seen` is which state of them the page was made with."""

    use_required_attribute = False
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.now = sum(person.version for person in people)
        self.fields["seen"].initial = self.now
        self.asked = can_be_spoken_for(people)
        for person in self.asked:
            others = [(str(one.pk), one.name) for one in people if one.corner == person.corner and one != person]
            self.fields[name_of(person)] = forms.ChoiceField(
                label=f"Wie spreekt namens {person.name}?",
                choices=[(NOBODY, NOBODY.capitalize()), *others],
                initial=str(person.speaker_id or NOBODY),
                error_messages={
                    "invalid_choice": "Kies iemand uit dezelfde hoek.",
                    "required": "Kies wie namens deze deelnemer spreekt, of niemand.",
                },
            )

    @property
    def corners(self):
        """Return (corner, [bound field]) for every corner that is asked about."""
        told = {}
        for person in self.asked:
            told.setdefault(person.corner, []).append(self[name_of(person)])
        return list(told.items())

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") not in (None, self.now):
            self.data = self.data.copy()
            self.data["seen"] = self.now  # who saves again, saw the other state
            raise forms.ValidationError(MEANWHILE)
        chosen = self.chosen()
        for person, speaker in chosen.items():
            is_new = speaker and person.speaker_id != speaker.pk
            is_away = speaker and (chosen.get(speaker) or (is_new and is_absent(speaker)))
            if is_away:
                self.add_error(name_of(person), NOT_THERE.format(speaker.name))
        return cleaned

    def chosen(self):
        """Return {Participant: who speaks for them, or None}."""
        return {person: self.people.get(self.cleaned_data.get(name_of(person), "")) for person in self.asked}


def is_absent(person):
    """Whether somebody is away without anybody speaking for them: that choice is not made here."""
    return person.attendance == person.Attendance.AFWEZIG and person.speaker_id is None


def name_of(person):
    return f"namens_{person.pk}"
