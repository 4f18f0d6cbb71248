"""The conversation itself: its plan, who may see it, and its phases."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from principles.models import PrincipleText, Question, QuestionText
from triangles.changing import changed
from triangles.models import Corner, Membership, Triangle

from .audit import record
from .participation import replaced
from .phases import BEFORE, ESTABLISHED, HELD, Phase, PhaseError
from .room import Meeting


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user, known=None):
        """Limit to what `user` may open: of triangles they advise (`known` are those, once read), or that they lead."""
        if not user.is_authenticated:
            return self.none()
        advised = Membership.objects.filter(user=user.pk).values("triangle") if known is None else known
        return self.filter(Q(triangle__in=advised) | Q(facilitator=user.pk) | Q(second_facilitator=user.pk))

    def editable_by(self, user):
        """Limit to what `user` plans, corrects and vaststelt: conversations of triangles they advise."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(triangle__in=Triangle.objects.editable_by(user))

    def led_by(self, user):
        """Limit to what `user` shows, records and ends: as facilitator, or as adviser of a table that guides itself."""
        if not user.is_authenticated:
            return self.none()
        advised = Membership.objects.filter(user=user.pk).values("triangle")
        unguided = Q(self_facilitated=True, facilitator=None, triangle__in=advised)
        return self.filter(Q(facilitator=user) | Q(second_facilitator=user) | unguided)


class Conversation(models.Model):
    class Display(models.TextChoices):
        PER_HOEK = "per_hoek", "per hoek"
        NAAMLOOS = "naamloos", "naamloos"

    class Form(models.TextChoices):
        SAMEN = "samen", "bij elkaar"
        HYBRIDE = "hybride", "deels online"
        ONLINE = "online", "online"

    class Rhythm(models.TextChoices):
        EENMALIG = "eenmalig", "eenmalig"
        KWARTAAL = "kwartaal", "elk kwartaal"
        HALFJAAR = "halfjaar", "elk halfjaar"
        JAAR = "jaar", "elk jaar"

    class Outcome(models.TextChoices):
        VERSLAG = "verslag", "een verslag"
        BESLUITEN = "besluiten", "besluiten"
        INBEDDING = "inbedding", "een vaste plek in het gewone overleg"

    triangle = models.ForeignKey(Triangle, models.PROTECT, related_name="conversations", verbose_name="driehoek")
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="next", verbose_name="vorig gesprek"
    )
    phase = models.CharField("fase", max_length=20, choices=Phase, default=Phase.CONCEPT)
    title = models.CharField("titel", max_length=300)
    # tip 1, 3: time and purpose
    held_on = models.DateField("datum", null=True, blank=True)
    start = models.TimeField("begin", null=True, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("duur in minuten", null=True, blank=True)
    date_moves = models.PositiveSmallIntegerField("keren verzet", default=0)
    shared_interest = models.TextField("gezamenlijk belang in één zin", max_length=20_000, blank=True)
    initiative = models.CharField("voorgesteld door", max_length=20, choices=Corner, blank=True)
    purpose = models.TextField("doel", max_length=20_000, blank=True)
    outcomes = models.JSONField("opbrengsten", default=list, blank=True)
    embedded_in = models.CharField("vaste plek in welk overleg", max_length=300, blank=True)
    rhythm = models.CharField("ritme van het vervolg", max_length=20, choices=Rhythm, blank=True)
    # tip 4: guidance. The name stands beside the account, because a file may name somebody without one.
    self_facilitated = models.BooleanField("wij begeleiden zelf", default=False)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilitates",
        verbose_name="begeleider",
    )
    second_facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tweede begeleider",
    )
    facilitator_name = models.CharField("naam van de begeleider", max_length=300, blank=True)
    facilitator_organisation = models.CharField("organisatie van de begeleider", max_length=300, blank=True)
    facilitator_email = models.EmailField("e-mailadres van de begeleider", blank=True)
    briefing_read_at = models.DateTimeField("briefing gelezen", null=True, blank=True)
    # tip 5: preparation
    questions = models.ManyToManyField(Question, blank=True, verbose_name="vragen vooraf")
    focus = models.JSONField("focus", default=list, blank=True)
    preparation_closes_on = models.DateField("uiterste datum voor de vragen", null=True, blank=True)
    preparation_closed_at = models.DateTimeField("voorbereiding gesloten", null=True, blank=True)
    # tip 6: setting
    form = models.CharField("vorm", max_length=20, choices=Form, blank=True)
    place = models.CharField("plek", max_length=300, blank=True)
    ground_rules = models.TextField("spelregels", max_length=20_000, blank=True)
    invitation_text = models.TextField("tekst in de uitnodiging", max_length=20_000, blank=True)
    display = models.CharField("hoe scores te zien zijn", max_length=20, choices=Display, default=Display.PER_HOEK)
    mirror = models.BooleanField("vraag wat men van de andere hoeken denkt", default=False)  # the mirror question
    classification = models.CharField(
        "rubricering", max_length=300, default="Voor de deelnemers van dit gesprek en hun adviseurs"
    )
    # the wording this conversation is held with
    principle_texts = models.ManyToManyField(PrincipleText, blank=True, verbose_name="teksten van de principes")
    question_texts = models.ManyToManyField(QuestionText, blank=True, verbose_name="teksten van de vragen")
    pinned_at = models.DateTimeField("teksten vastgezet", null=True, editable=False)
    # the moments of its life
    invited_at = models.DateTimeField("uitgenodigd", null=True, editable=False)
    begun_at = models.DateTimeField("begonnen", null=True, editable=False)
    ended_at = models.DateTimeField("beëindigd", null=True, editable=False)
    draft_released_at = models.DateTimeField("concept vrijgegeven", null=True, editable=False)
    responses_until = models.DateField("reageren tot en met", null=True, blank=True)
    established_at = models.DateTimeField("vastgesteld", null=True, editable=False)
    concluded_at = models.DateTimeField("afgerond op", null=True, editable=False)
    cancelled_at = models.DateTimeField("geannuleerd op", null=True, editable=False)
    created_at = models.DateTimeField("aangemaakt", default=timezone.now, editable=False)
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["triangle", "-held_on"], name="conversation_of_triangle")]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="conversation_phase_known"),
            models.CheckConstraint(
                condition=Q(display__in=["per_hoek", "naamloos"]), name="conversation_display_known"
            ),
            models.CheckConstraint(
                condition=Q(mirror=False) | Q(display="per_hoek"), name="conversation_mirror_names_corners"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["", "samen", "hybride", "online"]), name="conversation_form_known"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=["", "eenmalig", "kwartaal", "halfjaar", "jaar"]),
                name="conversation_rhythm_known",
            ),
            models.CheckConstraint(
                condition=Q(initiative__in=["", *Corner.values]), name="conversation_initiative_known"
            ),
            models.CheckConstraint(
                condition=Q(duration_minutes__range=(15, 960)), name="conversation_15_to_960_minutes"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_rehearsal(self):
        return self.triangle.rehearsal_until is not None

    @property
    def is_over(self):
        """Whether the meeting itself is behind us, so that a verslag makes sense."""
        return self.phase in HELD

    @property
    def facilitator_label(self):
        """Return the name to show: of the account, else of the file, else the choice to do it themselves, else ''."""
        if self.facilitator_id:
            return str(self.facilitator)
        return self.facilitator_name or ("de driehoek zelf" if self.self_facilitated else "")

    def pin_texts(self):
        """Keep the wording of this moment for good; done at the first invitation or score. Safe to call again."""
        if self.pinned_at:
            return
        self.principle_texts.set(PrincipleText.objects.current())
        self.question_texts.set(QuestionText.objects.current())
        self.pinned_at = timezone.now()
        self.save(update_fields=["pinned_at"])

    def invite(self, by):
        """Leave the concept: from here on participants may know. Needs at least one participant."""
        with transaction.atomic():
            if not self.participants.exists():
                raise PhaseError("Kies eerst wie er aan tafel zitten.")
            self.pin_texts()
            self._move_to(Phase.VOORBEREIDING, "uitgenodigd", by, invited_at=timezone.now())

    def close_preparation(self, by):
        """Close the preparation: from here on the facilitator may read what is naamloos, all of it together."""
        with transaction.atomic():
            self._lock()
            if self.phase not in {Phase.VOORBEREIDING, Phase.GESPREK}:
                raise PhaseError("De voorbereiding sluiten kan tussen de uitnodiging en het verslag.")
            if self.preparation_closed_at:
                raise PhaseError("De voorbereiding is al gesloten.")
            self._save(preparation_closed_at=timezone.now())
            record("voorbereiding gesloten", by=by, conversation=self)

    def mark_briefing_read(self):
        """Note the moment that the facilitator read the briefing; the first time counts."""
        if self.briefing_read_at is None:
            self._save(briefing_read_at=timezone.now())

    def begin(self, by):
        """Open the meeting, with `by` as the one who leads it."""
        with transaction.atomic():
            self._move_to(Phase.GESPREK, "begonnen", by, begun_at=timezone.now())
            Meeting.objects.get_or_create(conversation=self, defaults={"leader": by})

    def end(self, by):
        """End the meeting. Nothing is sent or released by it."""
        self._move_to(Phase.VERSLAG, "beëindigd", by, ended_at=timezone.now())

    def conclude(self, by):
        """Close the follow-up: its agreements live on in the triangle."""
        self._move_to(Phase.AFGEROND, "afgerond", by, concluded_at=timezone.now())

    def cancel(self, by):
        """Call the conversation off. Nothing half-written is lost by it."""
        self._move_to(Phase.GEANNULEERD, "geannuleerd", by, cancelled_at=timezone.now())

    def release_draft(self, by, until=None):
        """Open the reading round and release the texts that the table may read. `until` is a date or None."""
        with transaction.atomic():
            self._lock()
            if self.phase != Phase.VERSLAG:
                raise PhaseError("Er is nu geen conceptverslag om te laten lezen.")
            if self.draft_released_at:
                raise PhaseError("Het concept is al vrijgegeven.")
            now = timezone.now()
            self.reflections.for_table().filter(released_at__isnull=True).update(released_at=now)
            self.explanations.for_table().filter(~replaced("participant"), released_at=None).update(released_at=now)
            self._save(draft_released_at=now, responses_until=until)
            record("concept vrijgegeven", by=by, conversation=self)

    def mark_established(self, by, report):
        """Move to the follow-up once `report` (a stored version) holds the outcome; a correction leaves the phase."""
        with transaction.atomic():
            self._lock()
            if self.phase == Phase.VERSLAG:
                moments = {"established_at": report.established_at}
                self._move_to(Phase.OPVOLGING, "vastgesteld", by, proof=report.proof(), **moments)
            elif self.phase in ESTABLISHED and report.version > 1:
                record("verslag gecorrigeerd", by=by, conversation=self, **report.proof())
            else:
                raise PhaseError("Vaststellen kan pas als het gesprek is beëindigd.")

    def _lock(self):
        """Lock the row and read its phase and moments again; inside a transaction."""
        fresh = Conversation.objects.select_for_update(of=("self",)).get(pk=self.pk)
        for name in ("phase", "version", "draft_released_at", "preparation_closed_at"):
            setattr(self, name, getattr(fresh, name))

    def _move_to(self, phase, action, by, proof=None, **moments):
        """Take one step in one transaction with its one audit event; raises PhaseError when it cannot be taken now."""
        with transaction.atomic():
            self._lock()
            if self.phase not in BEFORE[phase]:
                raise PhaseError(f"Dit gesprek is {self.get_phase_display()}: deze stap kan nu niet.")
            self._save(phase=phase, **moments)
            if phase in {Phase.VERSLAG, Phase.GEANNULEERD}:
                Meeting.close(self)
            record(action, by=by, conversation=self, **(proof or {}))

    def _save(self, **changes):
        for name, value in changes.items():
            setattr(self, name, value)
        self.version += 1
        self.save(update_fields=[*changes, "version", "changed_at"])
        changed(self.triangle_id)
