"""What happens at the table: scores, showing, insights, parked content, follow-up."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from principles.models import Card, Principle, Tip
from triangles.models import AgendaTopic, Corner, TeamMember

from .audit import record
from .conversation import Phase, PhaseError
from .participation import Participant, replaced
from .private_texts import Visibility


class ScoreQuerySet(models.QuerySet):
    def counted(self):
        """Limit to the scores that count at the table: those of whoever is replaced are theirs alone."""
        return self.filter(~replaced("participant"))

    def shown(self):
        """Limit to the scores that the facilitator has shown; no page, poll or export may start from anything else."""
        return self.counted().filter(shown_at__isnull=False)


class Score(models.Model):
    """One judgement: 1-5 in whole points, or None for 'geen beeld'. Hidden until shown."""

    class Entry(models.TextChoices):
        ZELF = "zelf", "zelf ingevuld"
        NAMENS = "namens", "ingevuld namens de deelnemer"
        SAMEN = "samen", "samen ingevuld"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="scores", verbose_name="gesprek")
    participant = models.ForeignKey(
        Participant, models.RESTRICT, null=True, related_name="scores", verbose_name="deelnemer"
    )
    corner = models.CharField("hoek", max_length=20, choices=Corner)
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="+", verbose_name="principe")
    value = models.PositiveSmallIntegerField("score", null=True)
    entry = models.CharField("hoe ingevuld", max_length=10, choices=Entry, default=Entry.ZELF)
    from_paper = models.BooleanField("achteraf ingevoerd van papier", default=False)
    shown_at = models.DateTimeField("getoond", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = "score"
        verbose_name_plural = "scores"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "principle"], name="score_once"),
            models.CheckConstraint(
                condition=Q(value__range=(1, 5)) | Q(value__isnull=True), name="score_1_to_5_or_none"
            ),
            models.CheckConstraint(condition=Q(entry__in=["zelf", "namens", "samen"]), name="score_entry_known"),
            models.CheckConstraint(
                condition=Q(from_paper=False) | Q(entry="namens"), name="score_from_paper_is_on_behalf"
            ),
            models.CheckConstraint(condition=Q(corner__in=Corner.values), name="score_corner_known"),
        ]

    def __str__(self):
        return f"score {self.pk}"  # never the value, never who

    @property
    def is_shut(self):
        """Whether it was given before the mail address of the participant changed: by link it does not show."""
        closed_at = self.participant.texts_closed_at if self.pk and self.participant else None
        return closed_at is not None and self.changed_at <= closed_at


class Showing(models.Model):
    """That the scores on one principle were shown, and when first."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="showings", verbose_name="gesprek")
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="+", verbose_name="principe")
    shown_at = models.DateTimeField("getoond", default=timezone.now)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="getoond door"
    )

    class Meta:
        verbose_name = "getoond principe"
        verbose_name_plural = "getoonde principes"
        constraints = [models.UniqueConstraint(fields=["conversation", "principle"], name="showing_once")]

    def __str__(self):
        return f"{self.principle} getoond"


def show_scores(conversation, principles, by):
    """Show what is answered on `principles` (a list) to everyone at once; again shows what came late.

    Explanations 'met naam' open with their principle, those 'naamloos' together once all five are shown, so that the
    count never tells to which score they belong. Raises PhaseError outside the meeting and its draft.
    """
    with transaction.atomic():
        conversation._lock()
        if conversation.phase not in {Phase.GESPREK, Phase.VERSLAG}:
            raise PhaseError("Scores tonen kan tijdens het gesprek, of daarna in het concept.")
        now = timezone.now()
        for principle in principles:
            Showing.objects.get_or_create(
                conversation=conversation, principle=principle, defaults={"shown_at": now, "shown_by": by}
            )
            record("scores getoond", by=by, conversation=conversation, principle=principle.code)
        conversation.scores.counted().filter(principle__in=principles, shown_at__isnull=True).update(shown_at=now)
        _release_explanations(conversation, principles, now)


def _release_explanations(conversation, principles, now):
    waiting = conversation.explanations.filter(~replaced("participant"), released_at__isnull=True)
    waiting.filter(visibility=Visibility.MET_NAAM, principle__in=principles).update(released_at=now)
    if conversation.showings.count() == Principle.objects.filter(retired_at__isnull=True).count():
        waiting.filter(visibility=Visibility.NAAMLOOS).update(released_at=now)


class Insight(models.Model):
    """What was said at the table on one principle; not private, and the page says so."""

    class Applied(models.TextChoices):
        JA = "ja", "ja"
        DEELS = "deels", "deels"
        NEE = "nee", "nee"
        VERDEELD = "verdeeld", "verdeeld"
        NIET_BESPROKEN = "niet_besproken", "niet besproken"

    class SharedView(models.TextChoices):
        GEDEELD = "gedeeld", "een gedeeld beeld"
        VERSCHILLEND = "verschillend", "een verschillend beeld"
        NIET_BESPROKEN = "niet_besproken", "niet besproken"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="insights", verbose_name="gesprek")
    principle = models.ForeignKey(Principle, models.PROTECT, related_name="+", verbose_name="principe")
    text = models.TextField("wat is er gezegd", max_length=20_000, blank=True)
    applied = models.CharField("passen we dit genoeg toe", max_length=20, choices=Applied, blank=True)
    shared_view = models.CharField("kijken we er hetzelfde naar", max_length=20, choices=SharedView, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "inzicht"
        verbose_name_plural = "inzichten"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied__in=["", "ja", "deels", "nee", "verdeeld", "niet_besproken"]),
                name="insight_applied_known",
            ),
            models.CheckConstraint(
                condition=Q(shared_view__in=["", "gedeeld", "verschillend", "niet_besproken"]),
                name="insight_view_known",
            ),
        ]

    def __str__(self):
        return f"inzicht over {self.principle}"


class ParkedTopic(models.Model):
    """Content that drifted in and was set aside for the regular meeting."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="parked", verbose_name="gesprek")
    text = models.CharField("onderwerp", max_length=300)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "geparkeerd onderwerp"
        verbose_name_plural = "geparkeerde onderwerpen"
        ordering = ["pk"]

    def __str__(self):
        return self.text


class FollowUp(models.Model):
    """How the table goes on: contact, joint agenda, account team, next date."""

    conversation = models.OneToOneField(
        "Conversation", models.CASCADE, related_name="follow_up", verbose_name="gesprek"
    )
    contact_now = models.CharField("hoe vaak spreken we elkaar nu", max_length=300, blank=True)
    contact_wanted = models.CharField("hoe vaak voortaan", max_length=300, blank=True)
    next_on = models.DateField("volgend gesprek", null=True, blank=True)
    account_team = models.BooleanField("accountteam", null=True, blank=True)
    account_team_rhythm = models.CharField("ritme van het accountteam", max_length=300, blank=True)
    note = models.TextField("notitie", max_length=20_000, blank=True)
    topics = models.ManyToManyField(AgendaTopic, blank=True, verbose_name="nieuw op de gezamenlijke agenda")
    team = models.ManyToManyField(TeamMember, blank=True, verbose_name="leden van het accountteam")
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "vervolg"
        verbose_name_plural = "vervolg"

    def __str__(self):
        return f"vervolg van {self.conversation}"


class TipNote(models.Model):
    """How far the adviser is with one of the six tips."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="tip_notes", verbose_name="gesprek")
    tip = models.ForeignKey(Tip, models.PROTECT, related_name="+", verbose_name="tip")
    done = models.BooleanField("klaar", default=False)
    note = models.TextField("notitie", max_length=20_000, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "stand bij een tip"
        verbose_name_plural = "stand bij de tips"
        ordering = ["tip__position"]
        constraints = [models.UniqueConstraint(fields=["conversation", "tip"], name="tip_note_once")]

    def __str__(self):
        return f"{self.tip}: {'klaar' if self.done else 'nog niet klaar'}"


def about(*names):
    """Return the lookups by which a part of the run sheet is about these, and about nothing else."""
    return {f"{name}__isnull": name not in names for name in ("principle", "card", "topic")}


class RunSheetItem(models.Model):
    """One part of the meeting, in order."""

    class Kind(models.TextChoices):
        TERUGBLIK = "terugblik", "afspraken van vorige keer"
        PRINCIPE = "principe", "principe"
        KAART = "kaart", "gesprekskaart"
        ONDERWERP = "onderwerp", "onderwerp van de werkagenda"
        PAUZE = "pauze", "pauze"
        VERVOLG = "vervolg", "vervolg"
        AFSLUITING = "afsluiting", "afsluiting"

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="run_sheet", verbose_name="gesprek")
    position = models.PositiveSmallIntegerField("volgorde")
    kind = models.CharField("soort", max_length=12, choices=Kind)
    principle = models.ForeignKey(
        Principle, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="principe"
    )
    card = models.ForeignKey(Card, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kaart")
    topic = models.ForeignKey(
        AgendaTopic, models.CASCADE, null=True, blank=True, related_name="placed", verbose_name="onderwerp"
    )
    minutes = models.PositiveSmallIntegerField("minuten", default=10)
    by_hand = models.BooleanField("minuten zelf gekozen", default=False)
    dropped = models.BooleanField("vervalt", default=False)
    done_at = models.DateTimeField("klaar", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        verbose_name = "onderdeel van het draaiboek"
        verbose_name_plural = "draaiboek"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["terugblik", "pauze", "vervolg", "afsluiting"], **about())
                | Q(kind="principe", **about("principle"))
                | Q(kind="kaart", **about("card"))
                | Q(kind="onderwerp", **about("topic")),
                name="run_sheet_item_fits_its_kind",
            )
        ]

    def __str__(self):
        return str(self.principle or self.card or self.topic or self.get_kind_display())
