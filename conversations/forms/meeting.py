"""What the facilitator fills in during the meeting: one form per part, the same with and without JavaScript."""

from django import forms

from conversations.models import (
    Agreement,
    AgreementStep,
    Explanation,
    FollowUp,
    Insight,
    ParkedTopic,
    Participant,
    Score,
    Verdict,
    Visibility,
)
from principles.models import Principle
from triangles.models import AgendaTopic, Corner, Seat, TeamMember

NO_VIEW = "geen"
LENGTH = 20_000
VALUES = [*((str(value), str(value)) for value in range(1, 6)), (NO_VIEW, "geen beeld")]
WAYS = [(Score.Entry.NAMENS, "namens de deelnemer"), (Score.Entry.SAMEN, "samen met de deelnemer")]


class DateInput(forms.DateInput):
    """The browser's own calendar, which writes dates as 2026-03-12."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def choose_one(label, choices, **options):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False, **options)


def day(label, **options):
    options = {"required": False, "widget": DateInput()} | options
    return forms.DateField(label=label, error_messages={"invalid": "Vul een datum in die bestaat."}, **options)


def words(label, rows=3, **options):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LENGTH, required=False, widget=widget, **options)


class PartModelForm(forms.ModelForm):
    """A part that is kept in a row; what is missing is said after saving, in our own words."""

    use_required_attribute = False


class AttendanceForm(PartModelForm):
    attendance = choose_one("Aanwezigheid", [("aanwezig", "Is er"), ("afwezig", "Is er niet")])

    class Meta:
        model = Participant
        fields = ["attendance"]


class ScoreForm(forms.Form):
    score = forms.ChoiceField(
        label="Score", choices=VALUES, error_messages={"invalid_choice": "Een score is 1 tot en met 5, of geen beeld."}
    )
    entry = forms.ChoiceField(label="Hoe vul je in", choices=WAYS)


class ExplanationForm(PartModelForm):
    text = words("Toelichting", 4, help_text="In de woorden van de deelnemer.")
    visibility = forms.ChoiceField(
        label="Wie mag dit lezen?",
        choices=[choice for choice in Visibility.choices if choice[0] != Visibility.ZELF],
        widget=forms.RadioSelect,
        help_text="Vraag het aan de deelnemer. Die kan het later nog beperken.",
        error_messages={"required": "Vraag wie dit mag lezen, en kies dat hier."},
    )
    in_report = forms.BooleanField(
        label="Dit mag ook in het verslag",
        required=False,
        help_text="Alleen als de tafel het mag lezen.",
    )

    class Meta:
        model = Explanation
        fields = ["text"]


class InsightForm(PartModelForm):
    text = words("Wat horen we?", 3, help_text="Schrijf alleen op wat aan tafel is gezegd.")
    applied = choose_one("Passen we dit genoeg toe?", Insight.Applied.choices)
    shared_view = choose_one("Kijken we er hetzelfde naar?", Insight.SharedView.choices)

    class Meta:
        model = Insight
        fields = ["text", "applied", "shared_view"]


class AgreementForm(PartModelForm):
    field_order = ("text", "kind", "corners", "owner", "due_on", "principle", "sign", "most_important")
    text = forms.CharField(
        label="Wat spreken we af?",
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat jullie afspreken."},
    )
    kind = forms.ChoiceField(
        label="Soort",
        choices=Agreement.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een soort."},
    )
    corners = forms.MultipleChoiceField(
        label="Van welke hoeken?",
        choices=Corner.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één hoek."},
    )
    owner = forms.ModelChoiceField(Seat.objects.none(), label="Wie zorgt ervoor?", required=False)
    due_on = day("Datum", help_text="Bij een actie: uiterlijk. Bij een werkafspraak: terugkijken op.")
    principle = forms.ModelChoiceField(
        Principle.objects.none(), label="Bij welk principe?", required=False, to_field_name="code"
    )
    sign = words("Waaraan merken we dat het werkt?", 2)
    most_important = forms.BooleanField(label="Dit is de belangrijkste afspraak", required=False)

    class Meta:
        model = Agreement
        fields = ["text", "kind", "owner", "due_on", "principle", "sign", "most_important"]

    def __init__(self, *args, seats, names, **kwargs):
        """`seats` are those to choose from, `names` are {code: name} of the principles."""
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = seats
        self.fields["owner"].label_from_instance = lambda seat: f"{seat.person}, {seat.corner}"
        self.fields["principle"].queryset = Principle.objects.filter(code__in=names)
        self.fields["principle"].label_from_instance = lambda principle: names[principle.code]
        if self.instance.pk:
            self.initial["corners"] = self.instance.corners
        if self.instance.principle:
            self.initial["principle"] = self.instance.principle.code


class ParkedForm(PartModelForm):
    text = forms.CharField(
        label="Iets parkeren", max_length=300, error_messages={"required": "Schrijf op wat je parkeert."}
    )

    class Meta:
        model = ParkedTopic
        fields = ["text"]


class FollowUpForm(PartModelForm):
    contact_now = forms.CharField(label="Hoe vaak spreken jullie elkaar nu?", max_length=300, required=False)
    contact_wanted = forms.CharField(label="Hoe vaak voortaan?", max_length=300, required=False)
    next_on = day("Wanneer is het volgende gesprek?")
    account_team = forms.TypedChoiceField(
        label="Komt er een accountteam van adviseurs?",
        choices=[("True", "ja"), ("False", "nee")],
        widget=forms.RadioSelect,
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
    )
    account_team_rhythm = forms.CharField(label="In welk ritme?", max_length=300, required=False)
    note = words("Wat spreken jullie nog af over het vervolg?")

    class Meta:
        model = FollowUp
        fields = ["contact_now", "contact_wanted", "next_on", "account_team", "account_team_rhythm", "note"]


class TopicForm(PartModelForm):
    title = forms.CharField(label="Onderwerp", max_length=300, error_messages={"required": "Schrijf het onderwerp op."})
    horizon = forms.ChoiceField(label="Termijn", choices=AgendaTopic.Horizon.choices)
    lead = forms.ChoiceField(label="Trekker", choices=[("", "nog niemand"), *Corner.choices], required=False)

    class Meta:
        model = AgendaTopic
        fields = ["title", "horizon", "lead"]


class MemberForm(PartModelForm):
    name = forms.CharField(label="Naam", max_length=300, error_messages={"required": "Vul een naam in."})
    corner = forms.ChoiceField(label="Hoek", choices=Corner.choices)

    class Meta:
        model = TeamMember
        fields = ["name", "corner"]


class VerdictForm(PartModelForm):
    value = forms.ChoiceField(
        label="Is deze afspraak nagekomen?",
        choices=Verdict.Value.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een oordeel."},
    )

    class Meta:
        model = Verdict
        fields = ["value"]


class DecisionForm(forms.Form):
    """What the table does with an earlier agreement."""

    use_required_attribute = False

    What = AgreementStep.What
    what = forms.ChoiceField(
        label="Wat doen jullie ermee?",
        choices=[
            (What.BEHOUDEN, "We houden deze afspraak"),
            (What.GEDAAN, "Hij is klaar"),
            (What.GEPARKEERD, "We parkeren hem"),
            (What.VERVALLEN, "Hij vervalt"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat jullie ermee doen."},
    )
    until = day("Geparkeerd tot")
    note = words("Waarom?", 2, help_text="Nodig als de afspraak vervalt.")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == self.What.GEPARKEERD and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Tot wanneer parkeren jullie deze afspraak?")
        if cleaned.get("what") == self.What.VERVALLEN and not cleaned.get("note"):
            self.add_error("note", "Zeg waarom deze afspraak vervalt.")
        return cleaned


class RunSheetForm(forms.Form):
    """One act on the run sheet: on the part `key`, or on the whole."""

    ACTS = ("omhoog", "omlaag", "vervalt", "terug")
    key = forms.CharField(max_length=120)
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])


class CardForm(forms.Form):
    card = forms.ChoiceField(label="Kaart", error_messages={"invalid_choice": "Deze kaart is er niet."})

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["card"].choices = [(text.card.code, text.title) for text in texts]


class BackForm(forms.Form):
    """Where to go after saving: the key of a part of the meeting, 'scores', 'draaiboek' or 'verslag'.

    `voorbeeld` is the number of the example to begin with, from 1.
    """

    terug = forms.SlugField(required=False)
    voorbeeld = forms.IntegerField(required=False, min_value=1)


class PartForm(BackForm):
    """What a part that is saved by its button sends along with its own fields."""

    version = forms.IntegerField(min_value=0)


class StepForm(forms.Form):
    """The part of the meeting that somebody asks for, or is done with."""

    deel = forms.CharField(max_length=120, required=False)


class VersionForm(forms.Form):
    """What the page that asks again already shows."""

    versie = forms.CharField(max_length=40, required=False)


class ShowForm(StepForm):
    """Which principle to show, or all that are left."""

    ALL = "alle"
    principle = forms.ChoiceField()

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["principle"].choices = [(code, code) for code in (*codes, self.ALL)]

    def chosen(self):
        """Return the codes to show, in order."""
        code = self.cleaned_data["principle"]
        codes = [value for value, _ in self.fields["principle"].choices if value != self.ALL]
        return codes if code == self.ALL else [code]


class MatrixForm(forms.Form):
    """All scores that the facilitator may enter, one field and one version per cell, and how they are entered."""

    entry = forms.ChoiceField(label="Hoe vul je in?", choices=WAYS, widget=forms.RadioSelect, initial=WAYS[0][0])

    def __init__(self, *args, matrix, **kwargs):
        super().__init__(*args, **kwargs)
        self.cells = [cell for row in matrix for cell in row.cells if cell.state != "zelf"]
        for cell in self.cells:
            self.fields[cell.part] = forms.ChoiceField(choices=VALUES, required=False)
            self.fields[f"{cell.part}:version"] = forms.IntegerField(min_value=0, required=False)

    def changes(self):
        """Return (part, version it was typed over, value) of each cell that is filled in and not the same as it was."""
        sent = self.cleaned_data
        return [
            (cell.part, sent[f"{cell.part}:version"] or 0, {"score": sent[cell.part], "entry": sent["entry"]})
            for cell in self.cells
            if sent[cell.part] and sent[cell.part] != cell.value
        ]
