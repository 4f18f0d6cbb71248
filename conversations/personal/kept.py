"""What is kept of a person, part by part: which rows are theirs, and which fields of those they are told.

A model stands here, or in `elsewhere` with the reason why it is not about a person. Every field of a model here is told
unless it is named as `hidden`: a secret of the system, or about others.
"""

from dataclasses import dataclass, field
from functools import partial

from django.apps import apps
from django.db.models import Q

AUTHOR = ("participant",)
STANDING = ("plaatsen", "deelnames", "afspraken", "verslagen")  # what holds now, whenever it was written
MOMENTS = ("at", "changed_at", "typed_at", "created_at", "opened_at", "asked_at", "due", "confirmed_at")
OF_THE_SYSTEM = ("seal",)  # by which the database shows that a row was not tampered with


@dataclass(frozen=True)
class Kept:
    """One part. `participants`, `seats`, `users` and `addresses` are lookups by which a row is of somebody.

    `within` is the lookup of its triangle, '' for what only an account has. `shown` names the fields that are told;
    empty, it is all but `hidden`. `also` are (label, function of a row) that tell more; `shut` tells of a row whether
    its words stay closed since the mail address changed, and `words` are the fields that then stay empty. `limits` hold
    for every row; `raw` names the fields that stand in the file for machines alone. `find`, a function of a Person that
    returns a Q, takes the place of the lookups. `labels` are our Dutch words for fields of a library. `reach` are the
    relations that `also` and `shut` follow.
    """

    name: str
    title: str
    model_label: str
    participants: tuple = ()
    seats: tuple = ()
    users: tuple = ()
    addresses: tuple = ()
    within: str = ""
    shown: tuple = ()
    hidden: tuple = ()
    also: tuple = ()
    shut: object = None
    words: tuple = ()
    raw: tuple = ()
    limits: dict = field(default_factory=dict)
    find: object = None
    labels: dict = field(default_factory=dict)
    reach: tuple = ()

    @property
    def model(self):
        return apps.get_model(self.model_label)

    @property
    def fields(self):
        """Return the fields that are told, in the order of the model; relations of many to many last."""
        found = [*self.model._meta.concrete_fields, *self.model._meta.local_many_to_many]
        if self.shown:
            return [one for one in found if one.name in self.shown]
        return [one for one in found if one.name not in (*self.hidden, *OF_THE_SYSTEM)]

    def rows_of(self, person):
        """Return the rows that are about `person`, a Person, in the order in which they came."""
        mine = self.find(person) if self.find else self.own(person)
        there = self.model._default_manager.filter(mine, **self.limits)
        related = [one.name for one in self.fields if one.many_to_one or one.one_to_one]
        return there.select_related(*related, *self.reach).distinct().order_by("pk")

    def told_to(self, person):
        """Return the rows that `person` is told: not those from before their mail address changed."""
        rows = self.rows_of(person)
        if person.since is None or self.name in STANDING:
            return rows
        return [row for row in rows if is_after(row, person.since)]

    def own(self, person):
        """Return the condition (Q) that a row is about `person`."""
        mine = Q(pk__in=())
        for lookup in self.participants:
            mine |= Q(**{f"{lookup}__in": person.participants})
        for lookup in self.seats:
            mine |= Q(**{f"{lookup}__in": person.seats})
        for lookup in self.users if person.user else ():
            mine |= Q(**{lookup: person.user.pk})
        for lookup in self.addresses if person.address else ():
            mine |= self.at_address(lookup, person)
        return mine

    def at_address(self, lookup, person):
        at = Q(**{f"{lookup}__iexact": person.address})
        if person.shares:  # the name that stands beside it
            at &= Q(**{f"{lookup.replace('email', 'name')}__iexact": person.names[0]})
        if not person.triangle:
            return at
        return at & Q(**{self.within: person.triangle}) if self.within else Q(pk__in=())


def is_after(row, moment):
    """Whether a row came or changed after `moment`; one that does not say when did not."""
    moments = [getattr(row, name, None) for name in MOMENTS]
    return any(one > moment for one in moments if one)


def is_row_shut(row):
    """Whether a text, score or guess is from before the mail address of its author changed."""
    return row.is_shut


def is_remark_shut(remark):
    return remark.is_shut(remark.response.participant)


def in_triangle(row):
    return row.conversation.triangle.name


CONVERSATION = partial(Kept, within="conversation__triangle")
TEXT = {"participants": AUTHOR, "hidden": ("participant", "version"), "shut": is_row_shut, "reach": AUTHOR}
OF_PEOPLE = (
    Kept(
        "plaatsen",
        "Uw plaats in de driehoek",
        "triangles.Seat",
        seats=("pk",),
        hidden=("version",),
        raw=("code",),
    ),
    CONVERSATION(
        "deelnames",
        "Gesprekken waaraan u deelneemt",
        "conversations.Participant",
        participants=("pk",),
        hidden=("version",),
        also=(("driehoek", in_triangle),),
        reach=("conversation__triangle",),
    ),
    CONVERSATION(
        "antwoorden",
        "Antwoorden op de vragen vooraf",
        "conversations.Reflection",
        **TEXT | {"hidden": ("participant", "version", "typed_in")},
        words=("text", "typed"),
    ),
    CONVERSATION("scores", "Scores", "conversations.Score", **TEXT, words=("value",)),
    CONVERSATION("toelichtingen", "Toelichtingen bij scores", "conversations.Explanation", **TEXT, words=("text",)),
    CONVERSATION("inschattingen", "Wat u dacht dat anderen scoorden", "conversations.Guess", **TEXT, words=("value",)),
    CONVERSATION(
        "toestemmingen",
        "Wie u toestemming gaf om te lezen",
        "conversations.Consent",
        participants=AUTHOR,
        hidden=("participant", "reflection", "explanation"),
    ),
    CONVERSATION(
        "gelezen",
        "Wie uw teksten las",
        "conversations.TextRead",
        participants=("reflection__participant", "explanation__participant"),
        hidden=("reflection", "explanation"),
    ),
    Kept(
        "data",
        "Antwoorden op voorgestelde data",
        "conversations.Availability",
        participants=AUTHOR,
        hidden=("participant", "version"),
    ),
    CONVERSATION(
        "vervanging",
        "Dat u niet kunt, en wie u noemde",
        "conversations.StandIn",
        participants=AUTHOR,
        hidden=("participant", "email", "person"),
    ),
    Kept(
        "als_vervanger",
        "Dat iemand u als vervanger noemde",
        "conversations.StandIn",
        participants=("person",),
        addresses=("email",),
        within="participant__conversation__triangle",
        hidden=("participant", "person"),
    ),
    Kept(
        "voorstellen",
        "Voorstellen voor een gesprek",
        "conversations.Proposal",
        participants=AUTHOR,
        hidden=("participant",),
    ),
    CONVERSATION(
        "reacties",
        "Uw reactie op het concept van het verslag",
        "conversations.ReportResponse",
        participants=AUTHOR,
        hidden=("participant", "seen", "written_in", "version"),
    ),
    Kept(
        "opmerkingen",
        "Uw opmerkingen bij het concept, met het antwoord",
        "conversations.ReportRemark",
        participants=("response__participant",),
        hidden=("response", "version"),
        shut=is_remark_shut,
        reach=("response__participant",),
        words=("text", "answer"),
    ),
    CONVERSATION(
        "afspraken",
        "Afspraken waar u voor zorgt",
        "conversations.Agreement",
        seats=("owner",),
        hidden=("version", "last_step"),
    ),
    Kept(
        "voortgang",
        "Wat u meldde over afspraken",
        "conversations.AgreementStep",
        participants=("by_participant",),
        hidden=("by_user", "by_participant", "before"),
    ),
    CONVERSATION(
        "verslagen",
        "Vastgestelde verslagen waar uw naam in staat",
        "conversations.Report",
        participants=("conversation__participants",),
        shown=("id", "conversation", "version", "state", "established_at", "pdf_sha256"),
        limits={"state": "vastgesteld"},
    ),
    Kept(
        "links",
        "Persoonlijke links",
        "conversations.Link",
        participants=AUTHOR,
        hidden=("participant", "conversation", "user", "nonce"),
    ),
    Kept(
        "bezoeken",
        "Browsers waarin u een link opende",
        "conversations.Visit",
        participants=("link__participant",),
        hidden=("link", "key_digest", "nonce", "code_digest"),
    ),
    CONVERSATION(
        "aanmeldingen",
        "Aanmeldingen in de zaal",
        "conversations.Arrival",
        participants=AUTHOR,
        hidden=("participant", "key_digest"),
    ),
    CONVERSATION(
        "opgeslagen",
        "Dat u iets opsloeg, zonder de tekst",
        "conversations.Op",
        participants=AUTHOR,
        hidden=("user", "participant", "made"),
    ),
    CONVERSATION(
        "wisverzoeken",
        "Verzoeken om te wissen",
        "conversations.ErasureRequest",
        participants=AUTHOR,
        hidden=("participant", "approved_by", "confirmed_by", "refused_by"),  # names of advisers
    ),
)
