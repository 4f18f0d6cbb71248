"""Tips 2 and 4: who sits at the table, and who guides."""

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conversations.guiding import described, let_go, take_back_place
from conversations.inviting import leave_table
from conversations.models import (
    MOST_OPDRACHTGEVERS,
    Conversation,
    Explanation,
    GuideRequest,
    Participant,
    Reflection,
    ReportResponse,
    Score,
    replaced,
)
from conversations.planning import copy_seats
from conversations.speaking import release, shown_scorers
from driehoek.templatetags.dutch import in_words
from triangles.models import Corner, User

from .step import LongField, StepForm

LINE = {"required": False, "max_length": 300}
TOO_MANY = "Er kunnen hooguit {} opdrachtgevers aan tafel. Je koos er {}. Kies wie namens de anderen komen."
WROTE = "{} heeft al iets ingevuld en blijft daarom bij dit gesprek. Komt iemand niet? Noteer dat bij aanwezigheid."
SPOKE = "{} spreekt namens iemand van wie al een score is getoond, en blijft daarom bij dit gesprek."


class SeatsField(forms.MultipleChoiceField):
    """The seats of one corner at the table."""

    def __init__(self, corner):
        super().__init__(label=corner.label.capitalize(), required=False, widget=forms.CheckboxSelectMultiple)


class TableForm(StepForm):
    opdrachtgever = SeatsField(Corner.OPDRACHTGEVER)
    opdrachtnemer = SeatsField(Corner.OPDRACHTNEMER)
    eigenaar = SeatsField(Corner.EIGENAAR)
    process_coordinator = forms.CharField(
        label="Wie leidt het proces als opdrachtgevers samen besluiten?",
        help_text="Alleen nodig bij meer dan één opdrachtgever. Dit geldt voor de hele driehoek.",
        **LINE,
    )
    field_order = [*Corner.values, "process_coordinator"]
    trust = tuple(Corner.values)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.seats = offered_seats(self.instance)
        for corner in Corner.values:
            here = [seat for seat in self.seats.values() if seat.corner == corner]
            self.fields[corner].choices = [(str(seat.pk), describe_seat(seat)) for seat in here]
            self.fields[corner].help_text = "" if here else "Deze hoek is leeg. Vul eerst de bezetting van de driehoek."

    @property
    def has_company(self):
        """Whether a corner has more than one participant, so that one can speak for another."""
        return any(len(keys or ()) > 1 for keys in (self.initial.get(corner) for corner in Corner.values))

    def kept(self, conversation):
        people = list(conversation.participants.values_list("corner", "seat_id"))
        chosen = {corner: [str(seat) for where, seat in people if where == corner] for corner in Corner.values}
        return chosen | {"process_coordinator": conversation.triangle.process_coordinator}

    def clean(self):
        cleaned = super().clean()
        chosen = {int(key) for corner in Corner.values for key in cleaned.get(corner, ())}
        self.check_opdrachtgevers(cleaned.get(Corner.OPDRACHTGEVER, ()))
        for person in writers(self.instance):
            if person.seat_id not in chosen and person.corner not in self.errors:
                self.add_error(person.corner, WROTE.format(person.name))
        self.check_speakers(chosen)
        return cleaned

    def check_speakers(self, chosen):
        """Keep at the table who speaks for somebody of whom a score is shown; `chosen` are the keys of seats."""
        going = self.instance.participants.exclude(seat_id__in=chosen)
        spoken_for = Participant.objects.filter(speaker__in=going)
        for person in going.filter(speaks_for__in=shown_scorers(spoken_for)).distinct():
            self.add_error(person.corner, SPOKE.format(person.name))

    def check_opdrachtgevers(self, keys):
        """Refuse more opdrachtgevers than fit at a table; whoever is replaced by another of them does not count."""
        away = self.instance.participants.filter(replaced("pk")).values_list("seat_id", flat=True)
        count = len({int(key) for key in keys} - set(away))
        if count > MOST_OPDRACHTGEVERS:
            most = in_words(MOST_OPDRACHTGEVERS)
            self.add_error(Corner.OPDRACHTGEVER, TOO_MANY.format(most, in_words(count)))

    def write_rest(self):
        chosen = {int(key) for corner in Corner.values for key in self.cleaned_data[corner]}
        for person in self.instance.participants.exclude(seat_id__in=chosen).select_related("conversation__triangle"):
            leave_table(person, self.saved_by)
            release(person)
            person.delete()
        there = set(self.instance.participants.values_list("seat_id", flat=True))
        new = [seat for key, seat in self.seats.items() if key in chosen - there]
        self.newcomers = [Participant.from_seat(self.instance, seat) for seat in new]
        Participant.objects.bulk_create(self.newcomers)
        copy_seats(self.instance)
        write_triangle(self, "process_coordinator")
        return []


def offered_seats(conversation):
    """Return {key: Seat} of who holds a corner on the day of the conversation (else today), and who takes part."""
    triangle, day = conversation.triangle, conversation.held_on or timezone.localdate()
    filled = triangle.seats.on(day).values("pk")
    taking_part = conversation.participants.values("seat")
    seats = triangle.seats.filter(Q(pk__in=filled) | Q(pk__in=taking_part)).select_related("organisation")
    return {seat.pk: mark_away(seat, day) for seat in seats.order_by("-coordinating", "pk")}


def mark_away(seat, day):
    begins, ends = seat.begins_on or day, seat.ends_on or day
    seat.is_away = not begins <= day <= ends
    return seat


def describe_seat(seat):
    """Return name and function, and below it what says whether the table is even."""
    known = [seat.get_function_level_display()] if seat.function_level else []
    known += [f"beslist over: {seat.mandate}"] if seat.mandate else []
    parts = ["zit hier niet op deze datum"] * seat.is_away + ["coördineert"] * seat.coordinating
    parts += known or ["functieniveau en mandaat nog niet ingevuld"]
    return format_html(
        '<span>{}, {}, {}<br><span class="dh-small dh-soft">{}</span></span>',
        seat.person,
        seat.function,
        seat.organisation.name,
        " · ".join(parts),
    )


def writers(conversation):
    """Return the participants who scored, wrote or answered: they cannot be taken off the table any more."""
    rows = [model.objects.filter(participant=OuterRef("pk")) for model in (Score, Reflection, Explanation)]
    rows.append(ReportResponse.objects.filter(participant=OuterRef("pk")))
    wrote = Q()
    for found in rows:
        wrote |= Exists(found)
    return conversation.participants.filter(wrote)


def write_triangle(form, *names):
    """Write the fields of the triangle that a step holds, only when they were changed."""
    changed = [name for name in names if name in form.changed_data]
    triangle = form.instance.triangle
    for name in changed:
        setattr(triangle, name, form.cleaned_data[name])
    if changed:
        triangle.version += 1
        triangle.save(update_fields=[*changed, "version"])


class LinesField(LongField):
    """Short texts, one a line; gives a list."""

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return split_lines(super().clean(value))

    def has_changed(self, initial, data):
        return (initial or []) != split_lines(data or "")


def split_lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


class GuidanceForm(StepForm):
    facilitator = forms.ModelChoiceField(
        None,
        label="Wie begeleidt het gesprek?",
        required=False,
        empty_label="Nog niet gekozen",
    )
    self_facilitated = forms.BooleanField(
        label="Wij begeleiden zelf",
        required=False,
        help_text="Kies dan hierboven wie van jullie het gesprek op het scherm leidt.",
    )
    second_facilitator = forms.ModelChoiceField(None, label="Tweede begeleider", required=False, empty_label="Niemand")
    note = LongField(
        label="Wie er spelen, en wat de begeleider nog meer helpt",
        help_text="Staat in de briefing. Deelnemers zien dit niet.",
    )
    contact_frequency = forms.CharField(label="Hoe vaak is er contact?", **LINE)
    recurring_topics = LinesField(
        label="Wat komt op de bestuurlijke agenda terug?", help_text="Eén onderwerp per regel."
    )
    field_order = ["facilitator", "self_facilitated", "second_facilitator", "contact_frequency", "recurring_topics"]
    trust = ("facilitator", "second_facilitator", "self_facilitated")

    class Meta:
        model = Conversation
        fields = ["facilitator", "self_facilitated", "second_facilitator"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = guides(self.instance)
        self.fields["facilitator"].queryset = self.fields["second_facilitator"].queryset = people
        self.fields["facilitator"].help_text = format_html(
            '{} <a class="nl-link" href="{}">Vraag iemand uit de poule, of zie wie er is gevraagd</a>',
            who_stands_there(self.instance),
            reverse("conversations:guides", args=[self.instance.pk]),
        )

    def kept(self, conversation):
        triangle = conversation.triangle
        return {"contact_frequency": triangle.contact_frequency, "recurring_topics": triangle.recurring_topics}

    def clean(self):
        cleaned = super().clean()
        guide, second = cleaned.get("facilitator"), cleaned.get("second_facilitator")
        if guide and guide == second:
            self.add_error("second_facilitator", "Kies iemand anders dan de eerste begeleider.")
        advises = guide and guide.memberships.filter(triangle=self.instance.triangle).exists()
        if guide and cleaned.get("self_facilitated") and not advises:
            text = "{} is geen adviseur van deze driehoek. Haal het vinkje weg, of kies een van jullie."
            self.add_error("self_facilitated", text.format(guide))
        return cleaned

    def write_rest(self):
        write_triangle(self, "contact_frequency", "recurring_topics")
        self.release_places()
        if not {"facilitator", "self_facilitated"} & {*self.changed_data}:
            return []
        columns = described(self.cleaned_data["facilitator"])
        for name, value in columns.items():
            setattr(self.instance, name, value)
        return [*columns]

    def release_places(self):
        """Tell who guides no longer, and take back the question for a place that is filled now."""
        places = {"facilitator", "second_facilitator"}
        before = {self.initial[name] for name in places} - {getattr(self.instance, f"{name}_id") for name in places}
        for user in User.objects.filter(pk__in=before - {None}):
            let_go(self.instance, user, patiently=True)
        is_self = "self_facilitated" in self.changed_data and self.cleaned_data["self_facilitated"]
        if is_self or self.chose("facilitator"):
            take_back_place(self.instance, is_second=False)
        if self.chose("second_facilitator"):
            take_back_place(self.instance, is_second=True)

    def chose(self, name):
        return name in self.changed_data and self.cleaned_data[name] is not None


def who_stands_there(conversation):
    """Say who can be chosen without asking."""
    if conversation.facilitator_name and not conversation.facilitator_id:
        return f"Nu staat er alleen een naam, zonder account: {conversation.facilitator_name}."
    return "Hier staan jullie zelf, en wie ja heeft gezegd."


def guides(conversation):
    """Return the users who can be chosen without asking: the advisers, who said yes to this, and who guides now."""
    chosen = [conversation.facilitator_id, conversation.second_facilitator_id]
    said_yes = conversation.guide_requests.filter(answer=GuideRequest.Answer.JA).order_by().values("user")
    wanted = Q(memberships__triangle=conversation.triangle_id) | Q(pk__in=said_yes)
    return User.objects.filter(Q(is_active=True) & wanted | Q(pk__in=chosen)).distinct().order_by("name", "pk")
