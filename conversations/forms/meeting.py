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
from conversations.speaking import shown_scorers
from principles.models import Principle
from triangles.models import AgendaTopic, Corner, Seat, TeamMember

NO_VIEW, NOTHING = "geen", "leeg"  # 'geen beeld', and no score (any more)
LENGTH = 20_000
VALUES = [*((str(value), str(value)) for value in range(1, 6)), (NO_VIEW, "geen beeld")]
SCORES = [*VALUES, (NOTHING, "nog niets")]
NO_SCORE = "Een score is 1 tot en met 5, of geen beeld."
PAPER = "papier"  # on behalf too: typed in afterwards from a card that the participant filled in
WAYS = [
    (Score.Entry.NAMENS, "namens de deelnemer"),
    (Score.Entry.SAMEN, "samen met de deelnemer"),
    (PAPER, "achteraf ingevoerd van papier"),
]


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

    def save(self, commit=True):
        """Write who is there; whoever is there speaks for themselves, and whoever is not speaks for nobody.

        Of whom a score is shown already, it stays who speaks for them.
        """
        if self.instance.attendance == Participant.Attendance.AFWEZIG:
            spoken_for = self.instance.speaks_for
            spoken_for.exclude(pk__in=shown_scorers(spoken_for.all())).update(speaker=None)
        else:
            self.instance.speaker = None
        return super().save(commit)


class ScoreForm(forms.Form):
    score = forms.ChoiceField(
        label="Score",
        choices=SCORES,
        error_messages={"required": "Kies een score, of geen beeld.", "invalid_choice": NO_SCORE},
    )
    entry = forms.ChoiceField(label="Hoe vul je in", choices=WAYS)


class ExplanationForm(PartModelForm):
    text = words("Toelichting", 4, help_text="In de woorden van de deelnemer.")
    visibility = forms.ChoiceField(
        label="Wie mag dit lezen?",
        choices=[
            (Visibility.BEGELEIDER, "alleen ik, als begeleider"),
            (Visibility.NAAMLOOS, "de tafel, zonder naam"),
            (Visibility.MET_NAAM, "de tafel, met naam"),
        ],
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
    horizon = forms.ChoiceField(
        label="Termijn", choices=AgendaTopic.Horizon.choices, error_messages={"required": "Kies een termijn."}
    )
    lead = forms.ChoiceField(label="Trekker", choices=[("", "nog niemand"), *Corner.choices], required=False)

    class Meta:
        model = AgendaTopic
        fields = ["title", "horizon", "lead"]


class MemberForm(PartModelForm):
    name = forms.CharField(label="Naam", max_length=300, error_messages={"required": "Vul een naam in."})
    corner = forms.ChoiceField(label="Hoek", choices=Corner.choices, error_messages={"required": "Kies een hoek."})

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
            (What.GEDAAN, "De afspraak is klaar"),
            (What.GEPARKEERD, "We parkeren de afspraak"),
            (What.VERVALLEN, "De afspraak vervalt"),
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
