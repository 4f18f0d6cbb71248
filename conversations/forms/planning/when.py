"""Tip 1: when, and what for."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from conversations.models import Conversation, DateOption
from triangles.models import Corner

from .step import LATE, DayField, LongField, StepForm

MOMENT = "%d-%m-%Y %H.%M"
MOST_MOMENTS = 12
NOT_CHOSEN = ("", "Nog niet gekozen")


class MomentsField(LongField):
    """Moments, one a line: 12-03-2026 9.30. Gives a sorted list of aware datetimes."""

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        moments = sorted({parse_moment(nr, line) for nr, line in enumerate(lines, 1)})
        if len(moments) > MOST_MOMENTS:
            raise ValidationError(f"Stel hooguit {MOST_MOMENTS} momenten voor. Nu zijn het er {len(moments)}.")
        return moments


def parse_moment(nr, line):
    try:
        found = timezone.datetime.strptime(line.replace(":", ".").removesuffix(" uur"), MOMENT)
    except ValueError:
        text = f"Regel {nr} is geen dag met een tijd: ‘{line[:40]}’. Schrijf bijvoorbeeld 12-03-2026 9.30."
        raise ValidationError(text) from None
    if not 2000 <= found.year <= 2100:
        raise ValidationError(f"Regel {nr}: kies een datum tussen 2000 en 2100.")
    return timezone.make_aware(found)


def write_moment(moment):
    return timezone.localtime(moment).strftime("%d-%m-%Y %-H.%M")


class TimeForm(StepForm):
    moments = MomentsField(
        label="Momenten om uit te kiezen",
        attrs=LATE,
        help_text="Nog geen datum? Zet elk voorstel op een eigen regel, bijvoorbeeld 12-03-2026 9.30.",
    )
    held_on = DayField(label="Datum van het gesprek")
    start = forms.TimeField(
        label="Begin",
        required=False,
        help_text="Bijvoorbeeld 9.30.",
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "dh-input-date", **LATE}),
        error_messages={"invalid": "Dit is geen tijd. Schrijf bijvoorbeeld 9.30."},
    )
    duration_minutes = forms.IntegerField(
        label="Duur in minuten",
        required=False,
        help_text="Twee uur is 120 minuten.",
        widget=forms.TextInput(attrs={"class": "dh-input-date", "inputmode": "numeric", **LATE}),
        error_messages={"invalid": "Schrijf de duur in hele minuten, bijvoorbeeld 120."},
    )
    shared_interest = LongField(
        label="Gezamenlijk belang, in één zin",
        rows=2,
        help_text="Waarom is dit gesprek goed voor alle drie? Deelnemers lezen dit.",
    )
    initiative = forms.ChoiceField(
        label="Wie stelt het gesprek voor?", required=False, choices=[NOT_CHOSEN, *Corner.choices]
    )
    field_order = ["moments", "held_on", "start", "duration_minutes", "shared_interest", "initiative"]

    class Meta:
        model = Conversation
        fields = ["held_on", "start", "duration_minutes", "shared_interest", "initiative"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_before = self.initial.get("held_on")

    def kept(self, conversation):
        return {"moments": "\n".join(write_moment(option.starts_at) for option in conversation.date_options.all())}

    def clean_duration_minutes(self):
        minutes = self.cleaned_data["duration_minutes"]
        if minutes is not None and not 15 <= minutes <= 960:
            raise ValidationError("Een gesprek duurt tussen 15 en 960 minuten.")
        return minutes

    def clean_moments(self):
        wanted = {write_moment(moment) for moment in self.cleaned_data["moments"]}
        answered = self.instance.date_options.filter(answers__isnull=False).distinct()
        for option in answered:
            if write_moment(option.starts_at) not in wanted:
                text = "Er is al geantwoord op {}. Laat dat moment staan."
                raise ValidationError(text.format(write_moment(option.starts_at)))
        return self.cleaned_data["moments"]

    def write_rest(self):
        wanted = {write_moment(moment): moment for moment in self.cleaned_data["moments"]}
        for option in self.instance.date_options.all():
            if wanted.pop(write_moment(option.starts_at), None) is None:
                option.delete()
        new = (DateOption(conversation=self.instance, starts_at=moment) for moment in wanted.values())
        DateOption.objects.bulk_create(new)
        if self.set_before and self.set_before != self.cleaned_data["held_on"]:
            self.instance.date_moves += 1
        return ["date_moves"]
