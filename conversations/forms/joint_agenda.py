"""Moving a topic of the joint agenda to a conversation."""

from django import forms

from conversations.joint_agenda import conversations_ahead, move, planned_in
from driehoek.dates import spoken
from triangles.forms.storing import StoredForm
from triangles.models import AgendaTopic


class MoveForm(StoredForm):
    """Which conversation that is not held yet talks of the topic; empty is none."""

    conversation = forms.ChoiceField(label="In welk gesprek?", required=False, widget=forms.RadioSelect)

    class Meta:
        model = AgendaTopic
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ahead = {str(one.pk): one for one in conversations_ahead(self.triangle)}
        choices = [(key, f"{one.title}, {day_of(one)}") for key, one in self.ahead.items()]
        self.fields["conversation"].choices = [*choices, ("", "In geen gesprek")]
        self.fields["conversation"].initial = str(planned_in(self.over) or "")

    def save(self, commit=True):
        saved = super().save(commit)
        move(saved, self.ahead.get(self.cleaned_data["conversation"]))
        return saved


def day_of(conversation):
    return spoken(conversation.held_on) if conversation.held_on else "nog geen datum"
