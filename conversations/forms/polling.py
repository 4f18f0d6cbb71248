"""The date poll: moments that an adviser proposes, the answers of a participant, and the mail to their secretary."""

import datetime as dt

from django import forms
from django.utils import timezone

from conversations.models import Availability
from conversations.polling import MOST_MOMENTS, word

from .meeting import DateInput
from .planning.step import DayField

ROWS = 4  # moments that can be added at once
ANSWERS = [*((value, label.capitalize()) for value, label in Availability.Answer.choices), ("", "Weet ik nog niet")]
NO_SUCH_TIME = "Deze tijd bestaat niet: de klok gaat dan een uur vooruit."
MEANWHILE = "Intussen is er al geantwoord, misschien door uw secretariaat. Kijk het na en bewaar het opnieuw."
REMARK_ALONE = "Kies ook een antwoord bij dit moment. Alleen een opmerking kunnen we niet bewaren."


class TimeInput(forms.TimeInput):
    """The browser's own choice of a time."""

    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


class MomentsForm(forms.Form):
    """New moments, a day and a time per row; rows may stay empty. `there` are the moments (aware) of the poll."""

    def __init__(self, *args, there=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.there = {*there}
        self.moments = []
        for nr in range(1, ROWS + 1):
            self.fields[f"day_{nr}"] = DayField(label="Datum", help_text="", widget=DateInput())
            self.fields[f"start_{nr}"] = forms.TimeField(
                label="Begin",
                required=False,
                widget=TimeInput(),
                error_messages={"invalid": "Dit is geen tijd. Schrijf bijvoorbeeld 9.30."},
            )

    @property
    def rows(self):
        """Return (number, field of the day, field of the time) per row."""
        return [(nr, self[f"day_{nr}"], self[f"start_{nr}"]) for nr in range(1, ROWS + 1)]

    def clean(self):
        for nr in range(1, ROWS + 1):
            self.clean_row(f"day_{nr}", f"start_{nr}")
        if not self.moments and not self.errors:
            self.add_error("day_1", "Vul bij minstens één moment een datum en een tijd in.")
        return self.cleaned_data

    def clean_row(self, day, start):
        """Add the moment of one row, or say at the field what is wrong with it."""
        if day in self.errors or start in self.errors:
            return
        date, time = self.cleaned_data[day], self.cleaned_data[start]
        if bool(date) != bool(time):
            self.add_error(start if date else day, "Vul ook een tijd in." if date else "Vul ook een datum in.")
        elif date:
            moment = timezone.make_aware(dt.datetime.combine(date, time))
            if wrong := self.wrong_with(moment, time):
                self.add_error(*((start, wrong) if wrong == NO_SUCH_TIME else (day, wrong)))
            else:
                self.moments.append(moment)

    def wrong_with(self, moment, time):
        """Return in Dutch why a moment cannot be proposed, or ''."""
        known = self.there | {*self.moments}
        if timezone.localtime(moment.astimezone(dt.UTC)).time() != time:
            return NO_SUCH_TIME
        if moment <= timezone.now():
            return "Dit moment is al voorbij. Kies een moment dat nog komt."
        if moment in known:
            return "Dit moment staat er al."
        return f"Stel hooguit {MOST_MOMENTS} momenten voor." if len(known) >= MOST_MOMENTS else ""


class DatesForm(forms.Form):
    """What a participant answers to each moment; `answers` is what stands there, {key of a moment: Availability}."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, options, answers, minutes=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = options
        for option in options:
            row = answers.get(option.pk)
            self.fields[f"antwoord_{option.pk}"] = forms.ChoiceField(
                label=word(option.starts_at, minutes),
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                initial=row.answer if row else "",
                error_messages={"invalid_choice": "Kies ja, liever niet, nee, of weet ik nog niet."},
            )
            self.fields[f"opmerking_{option.pk}"] = forms.CharField(
                label="Opmerking", required=False, max_length=300, initial=row.remark if row else ""
            )

    @property
    def rows(self):
        """Return (field of the answer, field of the remark) per moment."""
        return [(self[f"antwoord_{option.pk}"], self[f"opmerking_{option.pk}"]) for option in self.options]

    def clean(self):
        for option in self.options:
            answer, remark = f"antwoord_{option.pk}", f"opmerking_{option.pk}"
            if self.cleaned_data.get(remark) and self.cleaned_data.get(answer) == "":
                self.add_error(answer, REMARK_ALONE)
        return self.cleaned_data

    def given(self):
        """Return {key of a moment: (answer or '', remark)}."""
        sent = self.cleaned_data
        return {option.pk: (sent[f"antwoord_{option.pk}"], sent[f"opmerking_{option.pk}"]) for option in self.options}

    def send_back(self, seen):
        """Say that somebody else answered meanwhile; who saves again, saw it."""
        self.data = self.data.copy()
        self.data["seen"] = seen
        self.add_error(None, MEANWHILE)


class SecretaryForm(forms.Form):
    email = forms.EmailField(
        label="E-mailadres van uw secretariaat",
        max_length=254,
        help_text="We gebruiken dit adres alleen voor deze ene mail.",
        error_messages={
            "required": "Vul het e-mailadres van uw secretariaat in.",
            "invalid": "Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@organisatie.nl.",
        },
    )
