"""What readers of the concept type, and what adviser and facilitator answer to it."""

from django import forms

LENGTH = 5000
TOO_LONG = f"Dit is te lang. Schrijf hooguit {LENGTH} tekens."


class SeenForm(forms.Form):
    """`seen` marks what stood on the screen of the reader, see Reading.seen; a link carries it too."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class AgreeForm(SeenForm):
    """`later` is the button of who does not answer yet."""

    later = forms.BooleanField(widget=forms.HiddenInput, required=False)


class AwayForm(forms.Form):
    """Valid when the button was pressed that takes a remark away."""

    away = forms.BooleanField()


class RemarkForm(SeenForm):
    """`version` is that of the remark on the screen, 0 without one; `is_away` when the remark goes."""

    text = forms.CharField(
        label="Uw opmerking",
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Schrijf uw opmerking op, of ga terug naar het verslag.", "max_length": TOO_LONG},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, is_away=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = not is_away
        self.is_away = is_away

    def clean_text(self):
        return "" if self.is_away else self.cleaned_data["text"]


class AnswerForm(forms.Form):
    """The answer to a remark; an empty one takes it back. `version` is that of the remark on the screen."""

    text = forms.CharField(
        label="Jouw antwoord",
        max_length=LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="De schrijver van de opmerking leest dit. De andere deelnemers niet.",
        error_messages={"max_length": TOO_LONG},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
