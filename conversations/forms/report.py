"""What is filled in on the way from a draft to a report that is vastgesteld, and for a correction of it."""

from itertools import groupby

from django import forms
from django.db import transaction
from django.utils import timezone

from conversations.correcting import corrected, differences, parts_of
from conversations.models import Conversation, Phase, PhaseError, record
from conversations.report import OTHER_VERSION, what_is_read
from triangles.forms.fields import DayField

READING = 14  # days of the reading round that are proposed
TEXT_LENGTH, NAME_LENGTH, REASON_LENGTH = 20_000, 300, 1000


class ReleaseForm(forms.Form):
    until = DayField(
        label="Tot en met wanneer kan iedereen reageren?",
        error_messages={"required": "Vul de laatste dag van de leesronde in."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + timezone.timedelta(days=READING)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError("Deze dag is al voorbij. Kies vandaag of later.")
        return until


class EstablishForm(forms.Form):
    """`seen` is what_is_read of the content that was on the page with the question."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ConfirmForm(forms.Form):
    """A question with one answer: go on."""


class ClassificationForm(forms.Form):
    """The rubricering; `before` is what stood there when the page was opened."""

    classification = forms.CharField(
        label="Rubricering",
        max_length=300,
        help_text="Staat onder aan elke pagina. Bijvoorbeeld: Voor de deelnemers van dit gesprek en hun adviseurs.",
        error_messages={"required": "Vul in voor wie dit verslag is."},
    )
    before = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False, strip=False)

    def __init__(self, *args, conversation, **kwargs):
        self.conversation = conversation
        now = conversation.classification
        super().__init__(*args, initial={"classification": now, "before": now}, **kwargs)

    def store(self, by):
        """Save over what was on the page; False, with nothing written, when something is wrong. Raises PhaseError.

        `by` is the User who does it.
        """
        if not self.is_valid():
            return False
        with transaction.atomic():
            locked = Conversation.objects.select_for_update(of=("self",)).get(pk=self.conversation.pk)
            if locked.phase != Phase.VERSLAG:
                raise PhaseError("De rubricering ligt vast. Er is nu geen concept om te wijzigen.")
            if locked.classification != self.cleaned_data["before"]:
                return self.refuse(locked.classification)
            locked._save(classification=self.cleaned_data["classification"])
            record("rubricering gewijzigd", by=by, conversation=locked)
        return True

    def refuse(self, now):
        self.data = self.data.copy()
        self.data["before"] = now
        self.add_error(
            "classification",
            f"Iemand anders wijzigde dit intussen. Nu staat er: ‘{now}’. Met opslaan bewaar je jouw tekst.",
        )
        return False


class CorrectionForm(forms.Form):
    """One field per text of the newest version that may be corrected, and a box per quote that may go.

    `content` is that of the newest version. `seen` tells which version was on the page when the form was opened.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label="Waarom corrigeer je het verslag?",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Iedereen leest deze reden in de nieuwe versie.",
        error_messages={"required": "Zeg waarom je het verslag corrigeert."},
    )

    def __init__(self, *args, content, **kwargs):
        super().__init__(*args, initial={"seen": what_is_read(content)}, **kwargs)
        self.content, self.parts = content, parts_of(content)
        for part in self.parts:
            self.fields[part.key] = part_field(part)
        for place, quote in enumerate(content["given"]):
            self.fields[f"drop-{place}"] = forms.BooleanField(label=f"Laat weg: “{quote['text']}”", required=False)

    @property
    def groups(self):
        """Return [(heading, bound fields)] of the texts, in the order of the report."""
        return [
            (heading, [self[part.key] for part in group]) for heading, group in groupby(self.parts, lambda p: p.group)
        ]

    @property
    def quotes(self):
        return [self[name] for name in self.fields if name.startswith("drop-")]

    def clean_seen(self):
        """Keep what was typed when there is a newer version; what is sent next is compared with that one."""
        now = what_is_read(self.content)
        if self.cleaned_data["seen"] != now:
            self.data = self.data.copy()
            self.data["seen"] = now
            raise forms.ValidationError(f"{OTHER_VERSION} Wat je typte, staat er nog.")
        return now

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.differences:
            raise forms.ValidationError("Je hebt nog niets veranderd.")
        return cleaned

    @property
    def texts(self):
        """{key: text} as typed; a text that differs in space around it only is left as it was."""
        typed = {part: self.cleaned_data[part.key].replace("\r\n", "\n") for part in self.parts}
        return {part.key: part.text if text == plain(part.text) else text for part, text in typed.items()}

    @property
    def dropped(self):
        return {place for place in range(len(self.content["given"])) if self.cleaned_data.get(f"drop-{place}")}

    @property
    def differences(self):
        return differences(self.content, self.texts, self.dropped)

    @property
    def corrected(self):
        """The content of the next version."""
        return corrected(self.content, self.texts, self.dropped)


def plain(text):
    return text.replace("\r\n", "\n").strip()


def part_field(part):
    """Return the field for a Part: one line for a name, more for a sentence."""
    is_name = part.name == "name"
    rows = min(12, 2 + len(part.text) // 80)
    return forms.CharField(
        label=part.label,
        initial=part.text,
        required=part.is_needed,
        max_length=NAME_LENGTH if is_name else TEXT_LENGTH,
        widget=forms.TextInput if is_name else forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Dit kan niet leeg zijn."},
    )
