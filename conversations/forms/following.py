"""What somebody answers in the room, on their own device or on the tablet."""

from uuid import uuid4

from django import forms

from conversations.forms.meeting import NO_VIEW, VALUES

NO_SCORE = "Kies een score van 1 tot en met 5, of geen beeld."
NO_VERDICT = "Kies nagekomen, deels of niet."
VERDICTS = [("nagekomen", "nagekomen"), ("deels", "deels"), ("niet", "niet")]


class RoomAnswerForm(forms.Form):
    """One answer with its number `op`, by which the same answer that arrives twice is known."""

    op = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class RoomScoreForm(RoomAnswerForm):
    score = forms.ChoiceField(
        label="Welke zin past het best bij deze driehoek?",
        choices=VALUES,
        widget=forms.RadioSelect,
        error_messages={"required": NO_SCORE, "invalid_choice": NO_SCORE},
    )

    def given(self):
        """Return the score 1-5, or None for 'geen beeld'; of a valid form."""
        score = self.cleaned_data["score"]
        return None if score == NO_VIEW else int(score)


class RoomVerdictForm(RoomAnswerForm):
    value = forms.ChoiceField(
        label="Is deze afspraak nagekomen?",
        choices=VERDICTS,
        widget=forms.RadioSelect,
        error_messages={"required": NO_VERDICT, "invalid_choice": NO_VERDICT},
    )

    def given(self):
        return self.cleaned_data["value"]
