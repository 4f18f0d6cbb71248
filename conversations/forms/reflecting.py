"""An answer to a question beforehand, and what is typed before it is saved."""

from uuid import uuid4

from django import forms

from conversations.forms.writing_by_link import LONG, TextForm
from conversations.typing_by_link import Typed

PAGE = 36  # characters of a UUID


class TypedForm(forms.Form):
    """What stands in the field now; `page` and `base` as in Typed."""

    text = forms.CharField(required=False, validators=[LONG])
    page = forms.CharField(required=False, max_length=PAGE, widget=forms.HiddenInput)
    base = forms.CharField(required=False, max_length=PAGE, widget=forms.HiddenInput)

    def given(self):
        """Return what was Typed; of a valid form."""
        return Typed(**self.cleaned_data)


class ReflectionForm(TextForm):
    """An answer; it begins with what its author typed and did not save."""

    page = forms.CharField(required=False, max_length=PAGE, widget=forms.HiddenInput)
    base = forms.CharField(required=False, max_length=PAGE, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visibility"].label = "Wie mag uw antwoord lezen?"
        self.fields["text"].label = "Uw antwoord"
        self.fields["text"].help_text = "Een paar zinnen is genoeg. Overslaan mag."
        typed = self.row.typed_here
        self.initial |= {"text": typed or self.row.text, "page": str(uuid4()), "base": self.row.typed_in}

    @property
    def pages(self):
        """Return the pages whose typed words these are; of a valid form."""
        return {self.cleaned_data["page"], self.cleaned_data["base"]} - {""}
