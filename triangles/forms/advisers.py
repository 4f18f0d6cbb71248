"""Who may open a triangle."""

from django import forms

from triangles.models import User
from triangles.wording import corner_choices

ANY_CORNER = "Geen hoek in het bijzonder"


class AdviserForm(forms.Form):
    """A colleague to give access, by mail address. `user` is the account of that address, or None."""

    email = forms.EmailField(
        label="Mailadres van je collega",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Vul het mailadres in."},
    )
    name = forms.CharField(
        label="Naam",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Heeft je collega al een account? Dan blijft de naam van dat account staan.",
        error_messages={"required": "Vul de naam in."},
    )
    corner = forms.ChoiceField(label="Welke hoek adviseert je collega?", required=False)

    def __init__(self, *args, triangle, **kwargs):
        super().__init__(*args, **kwargs)
        self.triangle, self.user = triangle, None
        self.fields["corner"].choices = corner_choices(triangle.kind, nobody=ANY_CORNER)

    def clean_email(self):
        email = self.cleaned_data["email"]
        self.user = User.objects.filter(email__iexact=email).first()
        if self.user and not self.user.is_active:
            raise forms.ValidationError("Dit account is afgesloten. De functioneel beheerder kan het weer openen.")
        if self.user and self.triangle.memberships.filter(user=self.user).exists():
            raise forms.ValidationError(f"{self.user} is al adviseur van deze driehoek.")
        return email


class AdviserCornerForm(forms.Form):
    corner = forms.ChoiceField(label="Welke hoek?", required=False)

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, initial={"corner": membership.corner}, **kwargs)
        self.fields["corner"].choices = corner_choices(membership.triangle.kind, nobody=ANY_CORNER)


class ConfirmForm(forms.Form):
    """A question with one answer: go on."""
