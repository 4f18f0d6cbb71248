"""What readers of the concept type, and what adviser and facilitator answer to it."""

from django import forms
from django.core.validators import MaxLengthValidator

LENGTH = 5000  # no limit in the browser: that would cut off without a word what somebody pastes
TOO_LONG = f"Dit is te lang. Schrijf hooguit {LENGTH} tekens."


class SeenForm(forms.Form):
    """`seen` marks what stood on the screen of the reader, see Reading.seen; a link carries it too."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class AgreeForm(SeenForm):
    """`later` is the button of who does not answer yet."""

    later = forms.BooleanField(widget=forms.HiddenInput, required=False)


class AwayForm(forms.Form):
    """Valid when the button was pressed that takes a remark or an answer away."""

    away = forms.BooleanField()


class WordsForm(forms.Form):
    """Words that somebody writes, or takes away with a button (`is_away`); `version` is that of what they saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, is_away=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not is_away
        self.is_away = is_away

    def clean_text(self):
        return "" if self.is_away else self.cleaned_data["text"]


class RemarkForm(WordsForm, SeenForm):
    """The version is 0 without a remark."""

    text = forms.CharField(
        label="Uw opmerking",
        validators=[MaxLengthValidator(LENGTH, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf uw opmerking op, of ga terug naar het verslag."},
    )


class AnswerForm(WordsForm):
    """What adviser or facilitator answers."""

    text = forms.CharField(
        label="Jouw antwoord",
        validators=[MaxLengthValidator(LENGTH, TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="De schrijver van de opmerking leest dit. De andere deelnemers niet.",
        error_messages={"required": "Schrijf je antwoord op, of ga terug naar het verslag."},
    )
