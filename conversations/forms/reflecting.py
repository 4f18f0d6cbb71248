"""An answer to a question beforehand."""

from conversations.forms.writing_by_link import TextForm


class ReflectionForm(TextForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["visibility"].label = "Wie mag uw antwoord lezen?"
        self.fields["text"].label = "Uw antwoord"
        self.fields["text"].help_text = "Een paar zinnen is genoeg. Overslaan mag."
