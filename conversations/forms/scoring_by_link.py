"""A score on one principle, with an explanation beside it."""

from django import forms

from conversations.forms.meeting import NO_VIEW, VALUES
from conversations.forms.writing_by_link import STALE, TextForm
from conversations.scoring_by_link import GivenScore

NO_SCORE = "Kies een score van 1 tot en met 5, of geen beeld."


class ScoreByLinkForm(TextForm):
    score = forms.ChoiceField(
        label="Welke zin past het best bij deze driehoek?",
        choices=VALUES,
        widget=forms.RadioSelect,
        error_messages={"required": NO_SCORE, "invalid_choice": NO_SCORE},
    )
    score_version = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput, error_messages={"invalid": STALE, "min_value": STALE}
    )
    field_order = ["score", "visibility"]

    def __init__(self, *args, score, **kwargs):
        """`score` is the Score as it stands, unsaved when there is none."""
        self.score = score
        super().__init__(*args, **kwargs)
        self.fields["visibility"].label = "Wie mag uw toelichting lezen?"
        self.fields["text"].label = "Uw toelichting"
        self.fields["text"].widget.attrs["rows"] = 3
        if score.pk:
            self.initial["score"] = NO_VIEW if score.value is None else str(score.value)

    def shown(self):
        return super().shown() | {"score_version": self.score.version}

    @property
    def standing(self):
        """Say which score stands there now."""
        if self.score.pk is None:
            return "Intussen is uw score gewist."
        words = "geen beeld" if self.score.value is None else self.score.value
        return f"Intussen is als score opgeslagen: {words}."

    def renew(self, row, score):
        self.score = score
        super().renew(row)

    def given(self):
        value = self.cleaned_data["score"]
        return GivenScore(
            value=None if value == NO_VIEW else int(value),
            version=self.cleaned_data["score_version"] or 0,
            explanation=super().given(),
        )
