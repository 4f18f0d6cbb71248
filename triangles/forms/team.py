"""The account team: who is in it for which corner, how often it meets, and when next."""

from django import forms

from triangles.models import TeamMember, Triangle
from triangles.wording import corner_choices

from .fields import DayField
from .storing import StoredForm

LINE = forms.TextInput(attrs={"autocomplete": "off"})


class TeamMemberForm(StoredForm):
    """A member; one that is there already can be said to have left, and then stays to be read."""

    left_on = DayField(label="Weg sinds", required=False, help_text="Leeg zolang deze persoon in het team zit.")

    class Meta:
        model = TeamMember
        fields = ["name", "corner", "left_on"]
        labels = {"corner": "Voor welke hoek?"}
        widgets = {"name": LINE, "corner": forms.RadioSelect}
        error_messages = {"name": {"required": "Vul de naam in."}, "corner": {"required": "Kies een hoek."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["corner"].choices = corner_choices(self.triangle.kind)
        if not self.over:
            del self.fields["left_on"]

    def save(self, commit=True):
        self.instance.triangle = self.triangle
        return super().save(commit)


class TeamMomentForm(StoredForm):
    """The rhythm of the team and its next moment."""

    team_next_on = DayField(label="Wanneer is de volgende keer?", required=False)

    class Meta:
        model = Triangle
        fields = ["team_rhythm", "team_next_on"]
        labels = {"team_rhythm": "Hoe vaak komt het accountteam bij elkaar?"}
        help_texts = {"team_rhythm": "Bijvoorbeeld: elke twee weken een half uur."}
        widgets = {"team_rhythm": LINE}
