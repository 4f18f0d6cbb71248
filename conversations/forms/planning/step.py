"""What the six steps of planning share: one form, its version, its tick and its note."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from conversations.inviting import plan_changed
from conversations.models import Conversation, record
from triangles.changing import changed
from triangles.models import Corner

YEARS = (timezone.datetime(2000, 1, 1).date(), timezone.datetime(2100, 12, 31).date())
LATE = {"data-late": "", "autocomplete": "off"}  # saved when the field is left: half a date is no date
NOT_A_CHANGE = "Dit is geen geldige wijziging."
CHANGED_MEANWHILE = "Iemand anders heeft deze tip intussen gewijzigd. Vergelijk hieronder, en kies wat blijft."


class DayField(forms.DateField):
    """A day as people type it here: 12-03-2026."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs=LATE)
        asked = {"help_text": "Dag-maand-jaar, bijvoorbeeld 12-03-2026.", "required": False, "widget": widget}
        super().__init__(**asked | kwargs)
        self.error_messages["invalid"] = "Dit is geen datum. Schrijf dag-maand-jaar, bijvoorbeeld 12-03-2026."
        between = "Kies een datum tussen 2000 en 2100."
        self.validators += [MinValueValidator(YEARS[0], between), MaxValueValidator(YEARS[1], between)]


class LongField(forms.CharField):
    """A text of some sentences."""

    def __init__(self, rows=3, attrs=None, **kwargs):
        widget = forms.Textarea({"rows": rows, **(attrs or {})})
        super().__init__(**{"required": False, "max_length": 20_000, "widget": widget} | kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def has_changed(self, initial, data):
        return super().has_changed(initial, (data or "").strip().replace("\r\n", "\n"))


class StepForm(forms.ModelForm):
    """One step on a conversation. `note` is its TipNote, unsaved with version 0 when it is not there yet.

    `base` is the version that the page was made with. When another one was saved meanwhile the form is not valid,
    `is_stale` is set and nothing that was typed is lost.
    """

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = LongField(label="Notitie", rows=2, help_text="Voor adviseurs en begeleider. Deelnemers zien dit niet.")
    done = forms.BooleanField(label="Deze tip is klaar", required=False)
    newcomers = ()  # Participants that came to the table by saving
    trust = ()  # fields whose change is a matter of trust, and what the log calls it

    class Meta:
        model = Conversation
        fields = []

    def __init__(self, data=None, *, instance, note):
        kept = {"base": note.version, "note": note.note, "done": note.done}
        super().__init__(data, instance=instance, initial=kept | self.kept(instance))
        self.tip_note = note
        self.is_stale = False

    def kept(self, conversation):
        """Return what stands there now for the fields that are no column of the conversation, {name: value}."""
        return {}

    def clean_base(self):
        base = self.cleaned_data["base"]
        self.is_stale = base is not None and base != self.tip_note.version
        if self.is_stale:
            self.data = self.data.copy()
            self.data["base"] = self.tip_note.version  # who saves again, saw the other version
            raise forms.ValidationError(CHANGED_MEANWHILE)
        return base

    def differences(self):
        """Return what was typed beside what stands there now, as (label, typed, there); both are texts."""
        changed = [self[name] for name in self.changed_data if name != "base"]
        return [(bound.label, spoken(bound), spoken(bound, bound.initial)) for bound in changed]

    def save(self, by, version=None):
        """Write the step, inside the caller's transaction with the conversation locked."""
        found, touched, self.saved_by = self.instance, {*self.changed_data}, by
        columns = [name for name in self._meta.fields if not found._meta.get_field(name).many_to_many]
        found.version += 1
        found.save(update_fields=[*columns, *self.write_rest(), "version", "changed_at"])
        if touched & {*self.trust}:
            record("opzet gewijzigd", by=by, conversation=found, what=sorted(touched & {*self.trust}))
        note = self.tip_note
        note.note, note.done = self.cleaned_data["note"], self.cleaned_data["done"]
        note.version = version or note.version + 1
        note.save()
        plan_changed(found, by, touched, self.newcomers)
        if touched & {"held_on", *Corner.values}:
            changed(found.triangle_id)

    def write_rest(self):
        """Write what belongs to other rows; return the names of columns that were set besides those of the form."""
        return []

    def as_value(self):
        """Return what stands there now as plain JSON: {name of the field: list of texts}."""
        return {name: listed(self[name]) for name in self.fields if name != "base"}

    @classmethod
    def data_from(cls, value):
        """Return form data from what `as_value` gives. Raises ValidationError for anything else."""
        if not isinstance(value, dict) or not all(map(is_texts, value.values())):
            raise forms.ValidationError(NOT_A_CHANGE)
        return MultiValueDict(value)

    def must_be_whole(self, value):
        """Raise ValidationError when `value` leaves a field out: an absent one would be emptied."""
        if {name for name, field in self.fields.items() if name != "base" and not field.disabled} - set(value):
            raise forms.ValidationError(NOT_A_CHANGE)


def is_texts(value):
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def listed(bound, value=None):
    """Return the value of a field as the list of texts that a browser would send."""
    value = bound.value() if value is None else value
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, forms.widgets.ChoiceWidget):
        return [text for text in widget.format_value(value) if text]
    return [str(widget.format_value(value) or "")]


def spoken(bound, value=None):
    """Return the value of a field in words: the labels of what was chosen, or the text itself."""
    texts = listed(bound, value)
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "ja" if texts else "nee"
    labels = {str(key): str(label) for key, label in getattr(bound.field, "choices", ())}
    return "\n".join(labels.get(text, text) for text in texts) or "niets"
