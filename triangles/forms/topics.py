from django import forms
from django.utils import timezone

from triangles.models import AgendaTopic
from triangles.wording import corner_choices

from .fields import capitalised
from .storing import StoredForm


class TopicForm(StoredForm):
    """A topic on the joint agenda."""

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

    def save(self, commit=True):
        self.instance.triangle = self.triangle
        return super().save(commit)


class ResultForm(StoredForm):
    """How a topic ended; saving it closes the topic, and keeps the day of one that was closed already."""

    class Meta:
        model = AgendaTopic
        fields = ["result"]
        labels = {"result": "Resultaat"}
        widgets = {"result": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"result": "Ook als het anders liep: schrijf op waarom het onderwerp klaar is."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result"].required = True
        self.fields["result"].error_messages["required"] = "Schrijf op wat het is geworden."

    def save(self, commit=True):
        self.instance.closed_at = self.instance.closed_at or timezone.now()
        return super().save(commit)
