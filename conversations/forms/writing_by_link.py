"""A private text with its readers, as its author types it by personal link."""

from django import forms
from django.core.validators import MaxLengthValidator

from conversations.models import Visibility
from conversations.models.private_texts import TABLE
from conversations.writing_by_link import Given, lower_choices, needs_name

LENGTH = 20_000  # no limit in the browser: that would cut off without a word what somebody pastes
LABELS = {
    Visibility.ZELF: "Alleen ik",
    Visibility.BEGELEIDER: "Alleen de begeleider",
    Visibility.NAAMLOOS: "De tafel, zonder mijn naam",
    Visibility.MET_NAAM: "De tafel, met mijn naam",
}
OTHER_READER = "De begeleider is nu {}. Kies opnieuw wie dit mag lezen."
NO_READER = "Dit gesprek heeft nu geen begeleider. Kies opnieuw wie dit mag lezen."
LONG = MaxLengthValidator(LENGTH, "Dit is te lang. Schrijf hooguit 20.000 tekens.")
STALE = "Deze pagina klopt niet meer. Open de pagina opnieuw."


class TextForm(forms.Form):
    """Words and who may read them. The hidden fields tell what the page showed: its version, and which facilitator."""

    use_required_attribute = False

    visibility = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie dit mag lezen.", "invalid_choice": "Kies wie dit mag lezen."},
    )
    in_report = forms.BooleanField(label="Dit mag ook in het verslag", required=False)
    text = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[LONG],
    )
    version = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput, error_messages={"invalid": STALE, "min_value": STALE}
    )
    facilitator = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput, error_messages={"invalid": STALE, "min_value": STALE}
    )

    def __init__(self, *args, row, **kwargs):
        """`row` is the text as it stands, unsaved when there is none yet."""
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["visibility"].choices = [(level, LABELS[level]) for level in readers(row)]
        chosen = "" if needs_name(row, row.visibility) else row.visibility
        self.initial |= {"visibility": chosen, "in_report": row.in_report, "text": row.text, **self.shown()}

    def shown(self):
        """Return what the page shows of the state of things, by hidden field."""
        row = self.row
        return {"version": row.version if row.pk else 0, "facilitator": row.conversation.facilitator_id or ""}

    def given(self):
        """Return what was Given; of a valid form."""
        cleaned = self.cleaned_data
        return Given(
            text=cleaned["text"],
            level=cleaned["visibility"],
            in_report=cleaned["in_report"],
            version=cleaned["version"] or 0,
            facilitator=cleaned["facilitator"],
        )

    def renew(self, row):
        """Keep what was typed, over what stands in `row` now: the next time it is saved it replaces that."""
        self.row = row
        self.data = self.data.copy()
        for name, value in self.shown().items():
            self.data[self.add_prefix(name)] = str(value)

    def refuse_reader(self):
        """Ask again who may read this: the facilitator is another than the page named."""
        facilitator = self.row.conversation.facilitator
        self.add_error("visibility", OTHER_READER.format(facilitator) if facilitator else NO_READER)
        self.data = self.data.copy()
        self.data.pop(self.add_prefix("visibility"), None)

    @property
    def preview(self):
        """Return the words as the table would see them: those just typed, else those saved."""
        return (self["text"].value() or "").strip()

    @property
    def offers_facilitator(self):
        return Visibility.BEGELEIDER in dict(self.fields["visibility"].choices)


def readers(row):
    """Return the levels to choose from; the facilitator only when there is one who could read it."""
    has_reader = row.conversation.facilitator_id or row.visibility == Visibility.BEGELEIDER
    return [level for level in Visibility if has_reader or level != Visibility.BEGELEIDER]


class LowerForm(forms.Form):
    """Fewer readers for a text that cannot be changed any more."""

    use_required_attribute = False

    visibility = forms.ChoiceField(
        label="Wie mag dit lezen?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie dit mag lezen.", "invalid_choice": "Opener maken kan niet meer."},
    )
    in_report = forms.BooleanField(label="Dit mag ook in het verslag", required=False)

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, **kwargs)
        levels = lower_choices(row)
        self.fields["visibility"].choices = [(level, LABELS[level]) for level in levels]
        self.initial |= {"visibility": row.visibility, "in_report": row.in_report}
        if not row.in_report:
            del self.fields["in_report"]

    @property
    def changes_something(self):
        """Whether there is anything to choose."""
        return len(self.fields["visibility"].choices) > 1 or "in_report" in self.fields

    def given(self):
        """Return (level, whether it may still be printed); of a valid form."""
        level = self.cleaned_data["visibility"]
        return level, bool(self.cleaned_data.get("in_report")) and level in TABLE
