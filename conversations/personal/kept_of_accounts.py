"""What is kept of somebody with an account, and what stands in the log and the queue of mail about anybody."""

from django.db.models import Q

from conversations.models import Visit
from triangles.sessions import device_of

from .kept import OF_PEOPLE, Kept


def device(session):
    return device_of(session.user_agent)


def in_queue(person):
    """Mail to the address; of one triangle, or of an address that more have, only the mail about its participants."""
    visits = Visit.objects.filter(link__participant__in=person.participants)
    about = Q(ref__participant__in=list(person.participants))
    about |= Q(ref__visit__in=list(visits.values_list("pk", flat=True)))
    return about if person.triangle or person.shares or not person.address else about | Q(to__iexact=person.address)


def in_log(person):
    """Acts of the person, and acts on them by their number."""
    own = Q(actor_kind="deelnemer", actor_id__in=person.participants)
    own |= Q(details__participant__in=list(person.participants))
    if person.user:
        own |= Q(actor_kind="gebruiker", actor_id=person.user.pk) | Q(details__user=person.user.pk)
    return own


def in_admin(person):
    """What was done in the beheer by the account, and to it."""
    if person.user is None:
        return Q(pk__in=())
    return Q(user=person.user.pk) | Q(content_type__model="user", object_id=str(person.user.pk))


def of_account(name, title, label, *users, **rest):
    return Kept(name, title, label, users=users, **rest)


HELD = ("id", "title", "phase", "held_on", "place")
OF_ACCOUNTS = (
    of_account(
        "account",
        "Je account",
        "triangles.User",
        "pk",
        hidden=("password", "groups", "user_permissions"),
        labels={
            "username": "gebruikersnaam",
            "last_login": "laatst ingelogd",
            "is_superuser": "alle rechten",
            "is_staff": "functioneel beheerder",
            "is_active": "in gebruik",
            "date_joined": "sinds",
        },
    ),
    of_account("adviseur", "Driehoeken die je adviseert", "triangles.Membership", "user", hidden=("user",)),
    of_account(
        "overzicht", "Organisaties waarvan je het overzicht hebt", "triangles.Overseer", "user", hidden=("user",)
    ),
    of_account(
        "profiel", "Je profiel als begeleider", "triangles.FacilitatorProfile", "user", hidden=("user", "version")
    ),
    of_account("poule", "Dat je de poule beheert", "triangles.PoolManager", "user", hidden=("user",)),
    of_account(
        "vragen_om_te_begeleiden",
        "Vragen aan jou om te begeleiden",
        "conversations.GuideRequest",
        "user",
        hidden=("user", "nonce"),
    ),
    of_account(
        "gevraagd_door_u",
        "Vragen die je aan begeleiders stelde",
        "conversations.GuideRequest",
        "asked_by",
        shown=("id", "conversation", "asked_at"),
    ),
    of_account(
        "begeleid",
        "Gesprekken die je begeleidt",
        "conversations.Conversation",
        "facilitator",
        "second_facilitator",
        shown=HELD,
    ),
    Kept(
        "genoemd_als_begeleider",
        "Gesprekken waarbij dit adres als begeleider staat",
        "conversations.Conversation",
        addresses=("facilitator_email",),
        within="triangle",
        shown=(*HELD, "facilitator_name", "facilitator_organisation", "facilitator_email"),
    ),
    of_account(
        "toestemmingen_aan_u",
        "Toestemmingen die jou noemen, of die je invoerde",
        "conversations.Consent",
        "entered_by",
        "facilitator",
        shown=("id", "conversation", "level", "source", "facilitator_name", "at"),
    ),
    of_account(
        "gelezen_door_u", "Dat je teksten las", "conversations.TextRead", "reader", shown=("id", "conversation", "at")
    ),
    of_account("getoond_door_u", "Principes die je toonde", "conversations.Showing", "shown_by", hidden=("shown_by",)),
    of_account(
        "bijeenkomsten",
        "Bijeenkomsten die je leidde",
        "conversations.Meeting",
        "leader",
        shown=("id", "conversation", "step", "step_at"),
    ),
    of_account(
        "beantwoord_door_u",
        "Opmerkingen die je beantwoordde",
        "conversations.ReportRemark",
        "answered_by",
        shown=("id", "answer", "answered_at"),
    ),
    of_account(
        "vastgesteld_door_u",
        "Verslagen die je vaststelde",
        "conversations.Report",
        "established_by",
        shown=("id", "conversation", "version", "state", "established_at"),
    ),
    of_account(
        "stappen_door_u",
        "Wat je bij afspraken opschreef",
        "conversations.AgreementStep",
        "by_user",
        hidden=("by_user", "by_participant", "before"),
    ),
    of_account(
        "vervangen_door_u",
        "Dat je een gedeelde tekst wijzigde",
        "conversations.EarlierText",
        "replaced_by",
        shown=("id", "conversation", "part", "version", "replaced_at"),
    ),
    of_account(
        "voorbeelden",
        "Voorbeelden die je deelde",
        "conversations.Example",
        "published_by",
        hidden=("published_by", "digest"),
    ),
    of_account("nagelopen", "Dat je de lijst van accounts naliep", "triangles.AccessReview", "by", hidden=("by",)),
    of_account("agenda", "Je agenda als link", "conversations.Link", "user", shown=("id", "until", "created_at")),
    of_account(
        "opgeslagen_door_u",
        "Dat je iets opsloeg, zonder de tekst",
        "conversations.Op",
        "user",
        hidden=("user", "participant", "made"),
    ),
    of_account(
        "beslist_over_wissen",
        "Verzoeken om te wissen waarover je besliste",
        "conversations.ErasureRequest",
        "approved_by",
        "confirmed_by",
        "refused_by",
        shown=("id", "state", "approved_at", "decided_at"),
    ),
    Kept("mail", "Mail, verstuurd of nog niet", "driehoek.Outbox", find=in_queue, hidden=("once", "message_id", "ref")),
    Kept(
        "auditregels",
        "Wat u deed, volgens het logboek",
        "conversations.AuditEvent",
        find=in_log,
        shown=("id", "at", "action", "actor_kind", "conversation_id", "triangle_id"),
        raw=("actor_kind",),
    ),
    Kept(
        "beheer",
        "Wat in het beheer gebeurde",
        "admin.LogEntry",
        find=in_admin,
        shown=("id", "action_time", "content_type", "action_flag"),
        labels={"action_time": "moment", "content_type": "soort", "action_flag": "handeling"},
    ),
    of_account(
        "mailadressen",
        "Mailadressen van je account",
        "account.EmailAddress",
        "user",
        hidden=("user",),
        labels={"email": "mailadres", "verified": "bevestigd", "primary": "hoofdadres"},
    ),
    of_account(
        "tweede_stap",
        "Je tweede stap bij het inloggen, zonder de sleutel",
        "mfa.Authenticator",
        "user",
        shown=("id", "type", "created_at", "last_used_at"),
        labels={"type": "soort", "created_at": "sinds", "last_used_at": "laatst gebruikt"},
    ),
    of_account(
        "inloggen_bij_een_ander",
        "Je account bij de aanbieder waarmee je inlogt",
        "socialaccount.SocialAccount",
        "user",
        hidden=("user",),
        labels={
            "provider": "aanbieder",
            "uid": "nummer daar",
            "last_login": "laatst ingelogd",
            "date_joined": "sinds",
            "extra_data": "wat de aanbieder meldde",
        },
    ),
    of_account(
        "sessies",
        "Waar je bent ingelogd",
        "usersessions.UserSession",
        "user",
        hidden=("user", "session_key", "data", "ip"),  # no address is kept, see triangles.sessions
        also=(("apparaat", device),),
        raw=("user_agent",),
        labels={
            "created_at": "sinds",
            "last_seen_at": "laatst gezien",
            "user_agent": "browser",
        },
    ),
)
PARTS = OF_PEOPLE + OF_ACCOUNTS
