"""What is filled in about the pool: a search, a profile, somebody new, a question and its answer."""

from django import forms
from django.db import transaction

from conversations.models import GuideRequest
from triangles.forms.storing import StoredForm
from triangles.models import FacilitatorProfile, User

OFF = {"autocomplete": "off"}
SEARCH = {"type": "search", "class": "utrecht-textbox utrecht-textbox--html-input", **OFF}
KEEPERS = "De poulebeheerder en de functioneel beheerder lezen het ook, en kunnen het wijzigen."


class PoolSearchForm(forms.Form):
    q = forms.CharField(
        label="Zoek op naam, organisatie of een woord",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=SEARCH),
        error_messages={"max_length": "Dit is te lang om te zoeken. Typ hooguit 100 tekens."},
    )
    beschikbaar = forms.BooleanField(label="Alleen wie beschikbaar is", required=False)


class ProfileForm(StoredForm):
    """A profile; it is of no triangle, so its own row is what is locked."""

    class Meta:
        model = FacilitatorProfile
        fields = ["organisation", "about", "is_available"]
        labels = {"about": "Over deze begeleider", "is_available": "Is te vragen voor een gesprek"}
        widgets = {"organisation": forms.TextInput(attrs=OFF), "about": forms.Textarea({"rows": 5})}
        help_texts = {"about": f"Ervaring, werkwijze, regio. Adviseurs van alle driehoeken lezen dit. {KEEPERS}"}

    def __init__(self, *args, triangle=None, **kwargs):
        super().__init__(*args, triangle=triangle, **kwargs)

    def store(self):
        if not self.is_bound:
            return False
        with transaction.atomic():
            if not self.is_valid():
                return False
            self.save()
        return True


class OwnProfileForm(ProfileForm):
    """One's own profile, with the triangles whose content one knows; `known` are those that can be ticked."""

    involved_in = forms.ModelMultipleChoiceField(
        None,
        label="Bij welke driehoeken ben je inhoudelijk betrokken?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Alleen de adviseurs van die driehoek zien dit. Je mag er ook dan gevraagd worden.",
    )

    class Meta(ProfileForm.Meta):
        fields = [*ProfileForm.Meta.fields, "involved_in"]
        labels = {"about": "Over jou", "is_available": "Ik ben te vragen voor een gesprek"}

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["involved_in"].queryset = known
        if not known:
            del self.fields["involved_in"]

    def reopened(self, current):
        return type(self)(instance=current, over=current, known=self.known.none())


class NewMemberForm(forms.Form):
    email = forms.EmailField(
        label="Mailadres",
        max_length=254,
        widget=forms.EmailInput(attrs=OFF),
        error_messages={"required": "Vul het mailadres in."},
    )
    name = forms.CharField(
        label="Naam",
        max_length=150,
        widget=forms.TextInput(attrs=OFF),
        help_text="Is er al een account met dit mailadres? Dan blijft de naam van dat account staan.",
        error_messages={"required": "Vul de naam in."},
    )
    organisation = forms.CharField(
        label="Organisatie", required=False, max_length=300, widget=forms.TextInput(attrs=OFF)
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        user = User.objects.filter(email__iexact=email).select_related("facilitator").first()
        if user and not user.is_active:
            raise forms.ValidationError("Dit account is afgesloten. De functioneel beheerder kan het weer openen.")
        if user and hasattr(user, "facilitator"):
            raise forms.ValidationError(f"{user} staat al in de poule.")
        return email


class AskForm(forms.Form):
    """For which place somebody is asked."""

    place = forms.ChoiceField(
        label="Waarvoor vraag je?",
        choices=[("eerste", "Als begeleider"), ("tweede", "Als tweede begeleider")],
        initial="eerste",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarvoor je vraagt."},
    )


class AnswerForm(forms.Form):
    """Yes or no to a question, and what helps the advisers on."""

    answer = forms.ChoiceField(
        label="Begeleid je dit gesprek?",
        choices=[(GuideRequest.Answer.JA, "Ja, ik begeleid het"), (GuideRequest.Answer.NEE, "Nee, dat lukt niet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies ja of nee."},
    )
    line = forms.CharField(
        label="Wil je er iets bij zeggen?",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=OFF),
        help_text="Dat hoeft niet. Alleen de adviseurs van deze driehoek lezen het.",
    )
    is_involved = forms.BooleanField(
        label="Ik ben inhoudelijk betrokken bij deze driehoek",
        required=False,
        help_text="Dat mag. De adviseurs van deze driehoek zien het.",
    )
