from django import forms
from django.utils import timezone

from triangles.models import AgendaTopic
from triangles.wording import corner_choices

from .fields import capitalised
from .storing import StoredForm


class TopicForm(StoredForm):
    """A topic on the joint agenda; one that is there already can be closed and opened again."""

    is_closed = forms.BooleanField(
        label="Dit onderwerp is afgesloten", required=False, help_text="Het blijft bewaard onder de agenda."
    )

    class Meta:
        model = AgendaTopic
        fields = ["title", "horizon", "lead"]
        labels = {"horizon": "Wanneer speelt het?", "lead": "Welke hoek trekt het?"}
        widgets = {"title": forms.TextInput(attrs={"autocomplete": "off"}), "horizon": forms.RadioSelect}
        error_messages = {
            "title": {"required": "Vul het onderwerp in."},
            "horizon": {"required": "Kies wanneer het speelt."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["horizon"].choices = capitalised(AgendaTopic.Horizon.choices)
        self.fields["lead"].choices = corner_choices(self.triangle.kind, nobody="Nog niet afgesproken")
        if self.over:
            self.fields["is_closed"].initial = self.over.closed_at is not None
        else:
            del self.fields["is_closed"]

    def save(self, commit=True):
        self.instance.triangle = self.triangle
        if not self.cleaned_data.get("is_closed"):
            self.instance.closed_at = None
        elif self.instance.closed_at is None:
            self.instance.closed_at = timezone.now()
        return super().save(commit)
