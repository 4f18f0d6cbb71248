"""Tips 3, 5 and 6: what it should bring, how to prepare for it, and the setting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from conversations.board import held_with
from conversations.models import Conversation
from principles.models import Question, QuestionKind, QuestionText

from .step import DayField, LongField, StepForm
from .when import NOT_CHOSEN

LEAST_FOCUS = 2
MIRROR = (
    "Na de eigen score: ‘Hoe denkt u dat de andere hoeken scoren?’ De begeleider toont dat apart, na de scores. "
    "Alleen bij scores per hoek."
)
NO_CORNERS = (
    "Dit kan niet bij naamloze scores. De antwoorden gaan over hoeken. Kies ‘Per hoek’, of haal het vinkje weg."
)


class OutcomeForm(StepForm):
    title = forms.CharField(
        label="Titel",
        max_length=300,
        help_text="Een vraag werkt het best. Deelnemers lezen dit.",
        error_messages={"required": "Geef het gesprek een titel."},
    )
    purpose = LongField(label="Doel", help_text="Wat wil je na afloop weten of besloten hebben?")
    outcomes = forms.MultipleChoiceField(
        label="Wat levert het op?",
        required=False,
        choices=Conversation.Outcome.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Meer dan één mag.",
    )
    embedded_in = forms.CharField(
        label="In welk overleg krijgt het een vaste plek?",
        required=False,
        max_length=300,
        help_text="Alleen als je voor een vaste plek koos.",
    )
    rhythm = forms.ChoiceField(
        label="Hoe vaak komt dit gesprek terug?",
        required=False,
        choices=[NOT_CHOSEN, *Conversation.Rhythm.choices],
    )

    class Meta:
        model = Conversation
        fields = ["title", "purpose", "outcomes", "embedded_in", "rhythm"]


class PreparationForm(StepForm):
    questions = forms.MultipleChoiceField(
        label="Welke vragen gaan uit?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies er drie tot vijf. Deelnemers lezen ze letterlijk zo. Overslaan mag.",
    )
    preparation_closes_on = DayField(label="Uiterste datum om te antwoorden")

    class Meta:
        model = Conversation
        fields = ["preparation_closes_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = asked(self.instance)
        names = {row["principle__code"]: row["name"] for row in held_with(self.instance)}
        names |= {code: code for code in self.instance.focus if code not in names}
        places = min(len(names), max(LEAST_FOCUS, len(self.instance.focus)))
        self.places = [f"focus_{nr}" for nr in range(1, places + 1)]
        for nr, name in enumerate(self.places):
            self.fields[name] = forms.ChoiceField(
                label="En dan" if nr else "Waar ligt de nadruk?",
                required=False,
                choices=[NOT_CHOSEN, *names.items()],
                help_text="" if nr else "Kies één of twee principes, liefst samen met de begeleider.",
            )
            self.initial[name] = self.instance.focus[nr] if nr < len(self.instance.focus) else ""
        self.order_fields(["questions", "preparation_closes_on", *self.places, "note", "done"])

    def kept(self, conversation):
        return {"questions": list(conversation.questions.values_list("code", flat=True))}

    def clean_preparation_closes_on(self):
        closes_on, held_on = self.cleaned_data["preparation_closes_on"], self.instance.held_on
        if closes_on and held_on and closes_on > held_on:
            day = date_format(held_on, "j F Y")
            raise ValidationError(f"Deze datum ligt na het gesprek van {day}. Kies een eerdere dag.")
        return closes_on

    def clean_questions(self):
        codes = self.cleaned_data["questions"]
        gone = {*self.initial["questions"]} - {*codes}
        if gone and self.instance.reflections.exists():
            raise ValidationError("Er zijn al antwoorden. Vragen toevoegen kan nog, weghalen niet meer.")
        return codes

    def clean(self):
        cleaned = super().clean()
        chosen = []
        for name in self.places:
            code = cleaned.get(name)
            if code in chosen:
                self.add_error(name, "Dit principe koos je al.")
            elif code:
                chosen.append(code)
        cleaned["focus"] = chosen
        return cleaned

    def write_rest(self):
        self.instance.questions.set(Question.objects.filter(code__in=self.cleaned_data["questions"]))
        self.instance.focus = self.cleaned_data["focus"]
        return ["focus"]


def asked(conversation):
    """Return the questions to choose from as (code, text), in the wording that the participants get."""
    texts = conversation.question_texts.all() if conversation.pinned_at else QuestionText.objects.current()
    rows = texts.filter(question__kind=QuestionKind.PREPARATION).order_by("question__position", "question__code")
    return list(rows.values_list("question__code", "text"))


class SettingForm(StepForm):
    form = forms.ChoiceField(label="Vorm", required=False, choices=Conversation.Form.choices, widget=forms.RadioSelect)
    place = forms.CharField(label="Plek", required=False, max_length=300)
    ground_rules = LongField(
        label="Spelregels",
        help_text="Bijvoorbeeld: wie wat zei, blijft hier. Wat we afspreken, komt in het verslag.",
    )
    invitation_text = LongField(
        label="Boodschap in de uitnodiging",
        rows=5,
        help_text="Bijvoorbeeld: u praat open en in vertrouwen. Het gaat over hoe u samenwerkt, niet over dossiers.",
    )
    display = forms.ChoiceField(
        label="Hoe ziet de tafel de scores?",
        choices=[("per_hoek", "Per hoek"), ("naamloos", "Naamloos, zonder hoek")],
        widget=forms.RadioSelect,
        help_text="Na de eerste score ligt dit vast. Een kleine tafel kan altijd raden.",
        error_messages={"required": "Kies hoe de tafel de scores ziet."},
    )
    classification = forms.CharField(
        label="Rubricering", required=False, max_length=300, help_text="Staat onder elke bladzijde van het verslag."
    )
    mirror = forms.BooleanField(label="Stel ook de spiegelvraag", required=False, help_text=MIRROR)
    trust = ("display", "mirror")

    class Meta:
        model = Conversation
        fields = ["form", "place", "ground_rules", "invitation_text", "display", "mirror", "classification"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.scores.exists():
            for name in self.trust:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Er zijn al scores. Daarom ligt dit vast."

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("mirror") and cleaned.get("display") == Conversation.Display.NAAMLOOS:
            self.add_error("mirror", NO_CORNERS)
        return cleaned
