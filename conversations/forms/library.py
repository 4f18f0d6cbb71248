"""Choosing the conversation that a card goes to."""

from django import forms
from django.db.models import F
from django.utils.formats import date_format

from conversations.models import AHEAD, Conversation


def conversations_ahead(user):
    """Return the conversations still to be held that `user` prepares or leads, those with a date first."""
    mine = Conversation.objects.editable_by(user) | Conversation.objects.led_by(user)
    return mine.filter(phase__in=AHEAD).select_related("triangle").order_by(F("held_on").asc(nulls_last=True), "pk")


class ConversationField(forms.ModelChoiceField):
    def label_from_instance(self, conversation):
        day = date_format(conversation.held_on, "j F Y") if conversation.held_on else "nog geen datum"
        return f"{conversation.triangle.name}, {day}: {conversation.title}"


class OnAgendaForm(forms.Form):
    conversation = ConversationField(
        label="Gesprek",
        queryset=Conversation.objects.none(),
        empty_label=None,
        error_messages={"required": "Kies een gesprek.", "invalid_choice": "Kies een gesprek uit de lijst."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["conversation"].queryset = conversations_ahead(user)
        self.fields["conversation"].widget.attrs["class"] = "utrecht-textbox dh-select"
