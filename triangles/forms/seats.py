"""A seat in a corner, and the step in which somebody else takes it."""

from datetime import timedelta

from django import forms

from triangles.changing import keep
from triangles.models import Corner, Seat
from triangles.seating import new_code, organisation_named, overlaps, replace_seat, same_person
from triangles.wording import corner_choices

from .fields import DayField, capitalised
from .storing import StoredForm

OFF = {"autocomplete": "off"}


class PersonForm(StoredForm):
    """Who sits there; the organisation is chosen from those known or typed anew. `known` are their names."""

    organisation = forms.CharField(
        label="Organisatie",
        max_length=300,
        widget=forms.TextInput(attrs=OFF | {"list": "organisaties"}),
        help_text="Kies uit de lijst terwijl je typt, of typ een nieuwe naam.",
        error_messages={"required": "Vul de organisatie in."},
    )

    class Meta:
        model = Seat
        fields = ["person", "function", "mandate", "function_level", "email", "coordinating"]
        labels = {
            "person": "Naam",
            "mandate": "Waarover mag deze persoon hier beslissen?",
            "coordinating": "Coördineert de opdrachtgevers",
        }
        help_texts = {
            "mandate": "Bijvoorbeeld: over de inzet van mensen, niet over extra geld.",
            "function_level": "Zo zie je straks of de hoeken gelijkwaardig aan tafel zitten.",
            "email": "Hier gaat later de persoonlijke link naartoe.",
            "coordinating": "Alleen bij meer dan één opdrachtgever. Coördineren is niet: beslissen voor de anderen.",
        }
        widgets = {name: forms.TextInput(attrs=OFF) for name in ("person", "function", "mandate")} | {
            "email": forms.EmailInput(attrs=OFF)
        }
        error_messages = {
            "person": {"required": "Vul de naam in."},
            "function": {"required": "Vul de functie in."},
            "function_level": {"invalid_choice": "Kies een niveau uit de lijst."},
        }

    def __init__(self, *args, known=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.organisation_names = known
        self.fields["function_level"].choices = [("", "Nog niet bekend"), *capitalised(Seat.Level.choices)]
        if self.over:
            self.fields["organisation"].initial = self.over.organisation.name

    def check_seat(self, corner, period, beside):
        """Add the errors of this person in `corner` during `period` next to the seats `beside`."""
        others = [seat for seat in beside if overlaps((seat.begins_on, seat.ends_on), period)]
        person = self.cleaned_data.get("person", "")
        if any(seat.corner == corner and same_person(seat.person, person) for seat in others):
            self.add_error("person", f"{person} zit in deze periode al in deze hoek.")
        if not self.cleaned_data.get("coordinating"):
            return
        if corner != Corner.OPDRACHTGEVER:
            self.add_error("coordinating", "Alleen een opdrachtgever kan coördineren.")
        elif first := next((seat for seat in others if seat.coordinating), None):
            self.add_error("coordinating", f"In deze periode coördineert {first.person} al.")

    def fill(self, seat, corner):
        """Give an unsaved or changed seat what stands beside its plain fields."""
        seat.organisation = organisation_named(self.cleaned_data["organisation"])
        if seat.pk is None:
            seat.triangle, seat.corner, seat.code = self.triangle, corner, new_code(self.triangle, corner)


class SeatForm(PersonForm):
    """A seat with its period. The corner is asked for a new one and stays as it is."""

    act = "bezetting gewijzigd"
    corner = forms.ChoiceField(
        label="In welke hoek?", widget=forms.RadioSelect, error_messages={"required": "Kies een hoek."}
    )
    begins_on = DayField(label="Eerste dag", required=False)
    ends_on = DayField(label="Laatste dag", required=False, help_text="Leeg zolang het nog niet bekend is.")
    field_order = ["corner", "person", "function", "organisation", "begins_on", "ends_on", "function_level", "mandate"]

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "begins_on", "ends_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.over:
            del self.fields["corner"]
            if self.over.corner != Corner.OPDRACHTGEVER:
                del self.fields["coordinating"]
        else:
            self.fields["corner"].choices = corner_choices(self.triangle.kind)

    def clean(self):
        cleaned = super().clean()
        corner = self.over.corner if self.over else self.cleaned_data.get("corner")
        period = self.cleaned_data.get("begins_on"), self.cleaned_data.get("ends_on")
        if all(period) and period[1] < period[0]:
            self.add_error("ends_on", "De laatste dag ligt voor de eerste dag.")
        elif corner:
            self.check_seat(corner, period, self.triangle.seats.exclude(pk=self.instance.pk))
        return cleaned

    def save(self, commit=True):
        self.fill(self.instance, self.cleaned_data.get("corner"))
        return super().save(commit)

    def keep_more(self, by):
        """Keep that the mail address changed of a seat that had one, or that somebody came to a table from."""
        if self.over and "email" in self.changed_data and (self.initial["email"] or self.over.participations.exists()):
            keep("mailadres van plaats gewijzigd", by=by, triangle=self.triangle, seat=self.instance.pk)


class ReplaceSeatForm(PersonForm):
    """Somebody else takes the seat `over`: it ends on a day, and the next begins the day after."""

    act = "plaats overgedragen"
    last_day = DayField(error_messages={"required": "Vul de laatste dag in."})
    field_order = ["last_day", "person", "function", "organisation", "function_level", "mandate", "email"]

    def __init__(self, *args, over, **kwargs):
        super().__init__(*args, over=over, **kwargs)
        self.fields["last_day"].label = f"Laatste dag van {over.person}"
        self.initial |= {"last_day": over.ends_on, "coordinating": over.coordinating}
        if over.corner != Corner.OPDRACHTGEVER:
            del self.fields["coordinating"]

    def clean(self):
        cleaned = super().clean()
        last_day = self.cleaned_data.get("last_day")
        if last_day is None:
            return cleaned
        if self.over.begins_on and last_day < self.over.begins_on:
            self.add_error("last_day", f"{self.over.person} zit hier pas sinds een latere dag.")
            return cleaned
        self.check_seat(self.over.corner, (last_day + timedelta(days=1), None), self.others())
        return cleaned

    def others(self):
        return self.triangle.seats.exclude(pk=self.over.pk)

    def reopened(self, current):
        return type(self)(triangle=self.triangle, over=current)

    def save(self, commit=True):
        self.fill(self.instance, self.over.corner)
        replace_seat(self.over, self.instance, self.cleaned_data["last_day"])
        return self.instance
