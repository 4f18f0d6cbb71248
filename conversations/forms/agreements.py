"""Choosing what the ledger of a triangle shows, and changing an agreement outside a meeting."""

from django import forms
from django.utils import timezone

from conversations.chain import BEFORE, as_it_was
from conversations.looking_back import decide
from conversations.models import Agreement, AgreementStep, record
from triangles.forms.storing import StoredForm
from triangles.models import Corner

from .meeting import DateInput, DecisionForm
from .plain import PlainInput, PlainSelect, write_fields

LONGEST = 100
CHOICE = {"class": "utrecht-textbox dh-select"}


class ListField(forms.ChoiceField):
    """A choice from a list: forms share that, which is never changed in place, in place of each copying it."""

    __deepcopy__ = forms.Field.__deepcopy__


def choice(label, choices):
    return ListField(
        label=label,
        choices=[("", "Alle"), *choices],
        required=False,
        widget=PlainSelect(attrs=CHOICE),
        error_messages={"invalid_choice": "Kies iets uit de lijst."},
    )


class LedgerForm(forms.Form):
    """Its names stand in the address of the page; what is typed wrong limits nothing."""

    soort = choice("Soort", Agreement.Kind.choices)
    stand = choice("Stand", Agreement.Status.choices)
    hoek = choice("Hoek", Corner.choices)
    wie = choice("Wie", [])
    tekst = forms.CharField(
        label="Woorden in de afspraak",
        max_length=LONGEST,
        required=False,
        widget=PlainInput(
            attrs={"type": "search", "autocomplete": "off", "class": "utrecht-textbox utrecht-textbox--html-input"}
        ),
        error_messages={"max_length": f"Dit is te lang om te zoeken. Typ hooguit {LONGEST} tekens."},
    )

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wie"].choices = [("", "Alle"), *((name, name) for name in owners)]

    @property
    def fields_written(self):
        return write_fields(self)

    @property
    def wanted(self):
        """What is asked, by the names of ledger.limit."""
        names = {"soort": "kind", "stand": "status", "hoek": "corner", "wie": "owner", "tekst": "words"}
        return {name: self.cleaned_data[field] for field, name in names.items() if self.cleaned_data.get(field)}


class ChangeForm(StoredForm):
    """What an agreement says; a change of it becomes a link of its chain, signed by `by`, with how it was."""

    by = None
    field_order = ("text", "kind", "corners", "owner", "due_on", "sign")
    corners = forms.MultipleChoiceField(
        label="Van welke hoeken?",
        choices=Corner.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één hoek."},
    )

    class Meta:
        model = Agreement
        fields = ["text", "kind", "owner", "due_on", "sign"]
        labels = {
            "text": "Wat is de afspraak?",
            "kind": "Soort",
            "owner": "Wie zorgt ervoor?",
            "due_on": "Datum",
            "sign": "Waaraan merken we dat het werkt?",
        }
        help_texts = {"due_on": "Bij een actie: uiterlijk. Bij een werkafspraak: terugkijken op."}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "due_on": DateInput(),
            "sign": forms.Textarea(attrs={"rows": 2}),
        }
        error_messages = {
            "text": {"required": "Schrijf op wat jullie afspreken."},
            "kind": {"required": "Kies een soort."},
            "due_on": {"invalid": "Vul een datum in die bestaat."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was = as_it_was(self.instance)
        self.initial["corners"] = self.instance.corners
        self.fields["kind"].choices = Agreement.Kind.choices
        seats = self.triangle.seats.on(timezone.localdate()) | self.triangle.seats.filter(pk=self.instance.owner_id)
        self.fields["owner"].queryset = seats.order_by("corner", "pk")
        self.fields["owner"].label_from_instance = lambda seat: f"{seat.person}, {seat.corner}"

    def save(self, commit=True):
        """Save what differs with its link; nothing is written when nothing differs."""
        for corner in Corner.values:
            setattr(self.instance, f"of_{corner}", corner in self.cleaned_data["corners"])
        if "owner" in self.changed_data:
            self.instance.owner_name = self.instance.owner.person if self.instance.owner else ""
        now = as_it_was(self.instance)
        before = {name: self.was[name] for name in BEFORE if self.was[name] != now[name]}
        if not before:
            return self.instance
        self.instance.refresh_from_db(fields=["asked_on"])  # that is no change of what it says
        AgreementStep.objects.create(
            agreement=self.instance, what=AgreementStep.What.GEWIJZIGD, before=before, by_user=self.by
        )
        record("afspraak gewijzigd", by=self.by, conversation=self.instance.conversation, agreement=self.instance.pk)
        return super().save(commit)


class SettleForm(DecisionForm, StoredForm):
    """What is decided on an agreement outside a meeting, as at the table; signed by `by`."""

    by = None

    class Meta:
        model = Agreement
        fields = []

    def save(self, commit=True):
        self.instance.version = self.cleaned_data["version"] + 1
        decided = {name: self.cleaned_data[name] for name in ("what", "until", "note")}
        decide(self.instance, None, self.by, **decided)
        return self.instance

    def tell_conflict(self, current):
        super().tell_conflict(current)
        typed = dict(self.fields["what"].choices).get(self.typed("what"), "niets")
        self.conflicts = [("Afspraak", current.text, typed), ("Stand", current.get_status_display(), typed)]
