from django.db import models

from principles.lines import LinesField
from principles.versions import Subject, Text, text_constraints


class Audience(models.TextChoices):
    """Whom a question on a card is for: one corner, its adviser, or the whole table."""

    OPDRACHTGEVER = "opdrachtgever", "Opdrachtgever"
    OPDRACHTNEMER = "opdrachtnemer", "Opdrachtnemer"
    EIGENAAR = "eigenaar", "Eigenaar"
    ADVISEUR = "adviseur", "Adviseur"
    ALLE = "alle", "De hele tafel"


class Principle(Subject):
    class Meta(Subject.Meta):
        verbose_name = "samenwerkingsprincipe"
        verbose_name_plural = "samenwerkingsprincipes"


class PrincipleText(Text):
    subject_field = "principle"

    principle = models.ForeignKey(Principle, models.PROTECT, related_name="texts", verbose_name="principe")
    name = models.CharField("naam", max_length=100)
    explanation = models.TextField("uitleg")
    core_question = models.TextField("kernvraag")
    scale_low = models.TextField("betekenis van 1")
    scale_middle = models.TextField("betekenis van 3")
    scale_high = models.TextField("betekenis van 5")
    pole_low = models.CharField("kort, bij 1", max_length=100)
    pole_high = models.CharField("kort, bij 5", max_length=100)
    follow_ups = LinesField("vragen om door te vragen")

    class Meta:
        verbose_name = "tekst van een principe"
        verbose_name_plural = "teksten van principes"
        constraints = text_constraints("principle")

    @property
    def scale(self):
        """The words at 1, 3 and 5, as (value, words)."""
        return [(1, self.scale_low), (3, self.scale_middle), (5, self.scale_high)]


class Tip(Subject):
    class Meta(Subject.Meta):
        verbose_name = "tip"
        verbose_name_plural = "tips"


class TipText(Text):
    subject_field = "tip"

    tip = models.ForeignKey(Tip, models.PROTECT, related_name="texts", verbose_name="tip")
    name = models.CharField("naam", max_length=100)
    reason = models.TextField("waarom")
    fields = LinesField("velden", help_text="Wat de adviseur invult.")
    signs = LinesField("signalen", help_text="Wat het product zelf ziet en meldt.")

    class Meta:
        verbose_name = "tekst van een tip"
        verbose_name_plural = "teksten van tips"
        constraints = text_constraints("tip")


class QuestionKind(models.TextChoices):
    PREPARATION = "voorbereiding", "vooraf"
    PRINCIPLE = "principe", "bij elk principe"
    FOLLOW_UP = "vervolg", "over het vervolg"


class Question(Subject):
    kind = models.CharField("soort", max_length=20, choices=QuestionKind)

    class Meta(Subject.Meta):
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=QuestionKind.values), name="question_kind_known")
        ]


class QuestionText(Text):
    subject_field = "question"

    question = models.ForeignKey(Question, models.PROTECT, related_name="texts", verbose_name="vraag")
    text = models.TextField("vraag")
    topic = models.CharField("onderwerp", max_length=100, blank=True)
    answers = LinesField("antwoorden", help_text="Waaruit men kiest; leeg is een open vraag.")
    consider = LinesField("denk aan")
    records = LinesField("vastleggen", help_text="Wat er wordt vastgelegd.")

    class Meta:
        verbose_name = "tekst van een vraag"
        verbose_name_plural = "teksten van vragen"
        constraints = text_constraints("question")


class CardSource(Subject):
    class Meta(Subject.Meta):
        verbose_name = "bron van kaarten"
        verbose_name_plural = "bronnen van kaarten"

    def __str__(self):
        return self.code.replace("-", " ").capitalize()


class CardSourceText(Text):
    subject_field = "source"

    source = models.ForeignKey(CardSource, models.PROTECT, related_name="texts", verbose_name="bron")
    text = models.TextField("omschrijving")

    class Meta:
        verbose_name = "omschrijving van een bron"
        verbose_name_plural = "omschrijvingen van bronnen"
        constraints = text_constraints("source")


class Card(Subject):
    """A prompt with a question; its code is its own address."""

    source = models.ForeignKey(CardSource, models.PROTECT, related_name="cards", verbose_name="bron")
    principles = models.ManyToManyField(Principle, related_name="cards", verbose_name="principes")

    class Meta(Subject.Meta):
        verbose_name = "gesprekskaart"
        verbose_name_plural = "gesprekskaarten"


class CardText(Text):
    """A card has a question for the whole table, one per corner, or both."""

    subject_field = "card"

    card = models.ForeignKey(Card, models.PROTECT, related_name="texts", verbose_name="kaart")
    title = models.CharField("titel", max_length=100)
    core = models.TextField("kern", blank=True)
    question = models.TextField("vraag voor de hele tafel", blank=True)
    question_opdrachtgever = models.TextField("vraag voor de opdrachtgever", blank=True)
    question_opdrachtnemer = models.TextField("vraag voor de opdrachtnemer", blank=True)
    question_eigenaar = models.TextField("vraag voor de eigenaar", blank=True)
    question_adviseur = models.TextField("vraag voor de adviseur", blank=True)

    class Meta:
        verbose_name = "tekst van een kaart"
        verbose_name_plural = "teksten van kaarten"
        constraints = text_constraints("card")

    @property
    def questions(self):
        """The questions that are there, as (audience, question), the corners first."""
        names = [(audience, self.question_field(audience)) for audience in Audience]
        return [(audience, getattr(self, name)) for audience, name in names if getattr(self, name)]

    @staticmethod
    def question_field(audience):
        """Return the name of the field with the question for `audience`, an Audience or its value."""
        return "question" if audience == Audience.ALLE else f"question_{Audience(audience).value}"


class ExampleAgreement(Subject):
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="examples", verbose_name="principe")

    class Meta(Subject.Meta):
        verbose_name = "voorbeeldafspraak"
        verbose_name_plural = "voorbeeldafspraken"


class ExampleAgreementText(Text):
    subject_field = "example"

    example = models.ForeignKey(ExampleAgreement, models.PROTECT, related_name="texts", verbose_name="voorbeeld")
    text = models.TextField("afspraak")

    class Meta:
        verbose_name = "tekst van een voorbeeldafspraak"
        verbose_name_plural = "teksten van voorbeeldafspraken"
        constraints = text_constraints("example")
