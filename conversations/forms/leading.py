"""What the pages of a meeting send along: which part, what to show, the run sheet, and the matrix of scores."""

from dataclasses import replace

from django import forms
from django.utils.html import format_html

from .meeting import NO_SCORE, NOTHING, SCORES, WAYS


class RunSheetForm(forms.Form):
    """One act on the run sheet: on the part `key`, or on the whole."""

    ACTS = ("omhoog", "omlaag", "vervalt", "terug", "berekend")
    key = forms.CharField(max_length=120)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])


class MinutesForm(forms.Form):
    """How long each part takes, one field per part; an empty one is computed."""

    prefix = "minuten"
    TYPED = {"form": "minuten", "inputmode": "numeric", "autocomplete": "off"}
    WHOLE = "Vul bij ‘{}’ een heel getal in, van 1 tot en met 180."

    def __init__(self, *args, steps, **kwargs):
        """`steps` are those of the run sheet, the welcome and what is dropped left out."""
        super().__init__(*args, **kwargs)
        for step in steps:
            self.fields[step.key] = forms.IntegerField(
                label=format_html('Minuten<span class="dh-hidden"> voor {}</span>', step.name),
                required=False,
                min_value=1,
                max_value=180,
                initial=step.minutes if step.is_by_hand else None,
                widget=forms.TextInput(attrs=self.TYPED | {"placeholder": step.minutes}),
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), self.WHOLE.format(step.name)),
            )


class CardForm(forms.Form):
    card = forms.ChoiceField(label="Kaart", error_messages={"invalid_choice": "Deze kaart is er niet."})

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["card"].choices = [(text.card.code, text.title) for text in texts]


class BackForm(forms.Form):
    """Where to go after saving: the key of a part of the meeting, 'scores', 'draaiboek' or 'verslag'.

    `voorbeeld` is the number of the example to begin with, from 1.
    """

    terug = forms.SlugField(required=False)
    voorbeeld = forms.IntegerField(required=False, min_value=1)


class PartForm(BackForm):
    """What a part that is saved by its button sends along with its own fields."""

    version = forms.IntegerField(min_value=0)


class StepForm(forms.Form):
    """The part of the meeting that somebody asks for, or is done with; `getoond` is whether they see its scores."""

    deel = forms.CharField(max_length=120, required=False)
    getoond = forms.BooleanField(required=False)


class PollForm(forms.Form):
    """What a polled region already shows: its version, since when, and how often it asks; see `live.Poll`."""

    versie = forms.CharField(max_length=40)
    sinds = forms.IntegerField(min_value=0)
    elke = forms.IntegerField(min_value=1, max_value=60)

    def known(self):
        """Return the fields of a Poll; of a valid form."""
        sent = self.cleaned_data
        return {"version": sent["versie"], "since": sent["sinds"], "every": sent["elke"]}


class ShowForm(StepForm):
    """Which principle to show, or all that are left."""

    ALL = "alle"
    principle = forms.ChoiceField()

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["principle"].choices = [(code, code) for code in (*codes, self.ALL)]

    def chosen(self):
        """Return the codes to show, in order."""
        code = self.cleaned_data["principle"]
        codes = [value for value, _ in self.fields["principle"].choices if value != self.ALL]
        return codes if code == self.ALL else [code]


class MatrixForm(forms.Form):
    """All scores that the facilitator may enter, one field and one version per cell, and how they are entered."""

    entry = forms.ChoiceField(
        label="Hoe vul je in?",
        choices=WAYS,
        widget=forms.RadioSelect,
        initial=WAYS[0][0],
        error_messages={"required": "Kies hoe je de scores invult."},
    )

    def __init__(self, *args, matrix, **kwargs):
        super().__init__(*args, **kwargs)
        asked = [(row.person, cell) for row in matrix for cell in row.cells if cell.state != "zelf"]
        self.cells = [cell for _, cell in asked]
        for person, cell in asked:
            self.fields[cell.part] = forms.ChoiceField(
                label=f"{person.name}, {cell.name}",
                choices=SCORES,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NO_SCORE},
            )
            self.fields[f"{cell.part}:version"] = forms.IntegerField(
                min_value=0, required=False, widget=forms.HiddenInput
            )

    def sent_back(self, matrix):
        """Return the rows of the matrix with what was sent, and at each cell what is wrong with it."""
        return [replace(row, cells=[self.cell_sent_back(cell) for cell in row.cells]) for row in matrix]

    def cell_sent_back(self, cell):
        if cell.part not in self.fields:
            return cell
        return replace(cell, value=self.data.get(cell.part, ""), error=" ".join(self.errors.get(cell.part, [])))

    def changes(self):
        """Return (part, version it was typed over, value) of each cell that is not as it was."""
        sent = self.cleaned_data
        return [
            (cell.part, sent[f"{cell.part}:version"] or 0, {"score": sent[cell.part], "entry": sent["entry"]})
            for cell in self.cells
            if sent[cell.part] not in {"", NOTHING if cell.state == "leeg" else cell.value}
        ]
