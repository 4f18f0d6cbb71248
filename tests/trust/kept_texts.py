"""Every text that a model keeps, and of what class it is: a field without a class fails.

PRIVATE is encrypted. SHARED is read by a table, a team or everybody by design, and says why it may be plain. TECHNICAL
is a fixed word, a number, a digest or an address that the product itself needs.
"""

from django.apps import apps
from django.db import models

from driehoek.encryption import EncryptedTextField

PRIVATE = {
    "conversations.Reflection": "text typed",
    "conversations.Explanation": "text",
    "conversations.ReportRemark": "text answer",
    "conversations.Proposal": "text",
    "conversations.Availability": "remark",
    "conversations.GuideRequest": "line",
    "conversations.ErasureRequest": "reason",
}
SHARED = {
    "what the triangle tells of itself, on its page": {
        "triangles.Triangle": "name purpose contact_frequency recurring_topics agreements_place process_coordinator "
        "team_rhythm",
        "triangles.AgendaTopic": "title result",
        "triangles.TeamMember": "name",
        "triangles.Organisation": "name",
    },
    "who is asked to the table, and where they are reached": {
        "triangles.Seat": "person function mandate email",
        "conversations.Participant": "name function organisation email",
        "conversations.StandIn": "name function email",
        "conversations.Conversation": "facilitator_name facilitator_organisation facilitator_email",
        "conversations.Consent": "facilitator_name",
    },
    "the plan, that every participant gets": {
        "conversations.Conversation": "title shared_interest purpose outcomes embedded_in focus place ground_rules "
        "invitation_text classification",
        "conversations.Appointment": "place",
    },
    "notes of the advisers, whoever advises the triangle": {"conversations.TipNote": "note"},
    "what was said at the table, and the page says so": {
        "conversations.Insight": "text",
        "conversations.ParkedTopic": "text",
        "conversations.FollowUp": "contact_now contact_wanted account_team_rhythm note",
        "conversations.Agreement": "text owner_name sign",
        "conversations.AgreementStep": "note before",
        "conversations.EarlierText": "part value",
    },
    "the verslag: of private text what its author let be printed": {"conversations.Report": "content pdf reason"},
    "made to be read by everybody with an account": {
        "conversations.Example": "title why organisation content",
        "triangles.FacilitatorProfile": "organisation about",
    },
    "why something is kept longer, for whoever asks": {"conversations.LegalHold": "reason name lifted_by lift_reason"},
    "people with an account": {"triangles.User": "username name email", "account.EmailAddress": "email"},
}
TECHNICAL = {
    "admin.LogEntry": "object_id object_repr change_message",
    "auth.Permission": "name codename",
    "auth.Group": "name",
    "contenttypes.ContentType": "app_label model",
    "sessions.Session": "session_key session_data",  # a digest, and what is looked into in test_at_rest.py
    "account.EmailConfirmation": "key",
    "mfa.Authenticator": "type data",  # its secrets are under the same keys
    "socialaccount.SocialApp": "provider provider_id name client_id secret key settings",  # from the settings instead
    "socialaccount.SocialAccount": "provider uid extra_data",
    "socialaccount.SocialToken": "token token_secret",
    "usersessions.UserSession": "session_key user_agent data",
    "driehoek.Outbox": "kind to ref once message_id state error",
    "triangles.User": "password",
    "triangles.Triangle": "kind",
    "triangles.Seat": "code corner",
    "triangles.Membership": "corner",
    "triangles.AgendaTopic": "horizon lead",
    "triangles.TeamMember": "corner",
    "conversations.AuditEvent": "action actor_kind details prev_hash hash",
    "conversations.AuditHead": "hash",
    "conversations.Destruction": "rule counts",
    "conversations.ErasureRequest": "state counts kept",
    "conversations.Op": "part",
    "conversations.Participant": "corner attendance",
    "conversations.Availability": "answer",
    "conversations.Meeting": "step code",
    "conversations.Arrival": "key_digest kind state",
    "conversations.Conversation": "phase initiative rhythm form display",
    "conversations.Consent": "level source seal",
    "conversations.Reflection": "corner visibility typed_in",
    "conversations.Explanation": "corner visibility",
    "conversations.Score": "corner entry",
    "conversations.Guess": "corner about",
    "conversations.Insight": "applied shared_view",
    "conversations.RunSheetItem": "kind",
    "conversations.Agreement": "kind status",
    "conversations.AgreementStep": "what",
    "conversations.Verdict": "corner value",
    "conversations.Signal": "kind subject why",
    "conversations.Overseen": "folded rhythm stand empty signs",
    "conversations.Example": "kind digest",
    "conversations.GuideRequest": "nonce answer",
    "conversations.Link": "purpose nonce seal",
    "conversations.Visit": "key_digest nonce code_digest seal",
    "conversations.Report": "state pdf_sha256",
    "conversations.ReportResponse": "answer seen written_in",
    "conversations.ReportRemark": "section",
}
OF_EVERYBODY = "principles"  # the library: texts of the method, about nobody
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def text_fields():
    """Return {(model, field name): field} of everything that can hold text, the library left out."""
    kept = [model for model in apps.get_models() if model._meta.app_label != OF_EVERYBODY]
    return {
        (model._meta.label, field.name): field
        for model in kept
        for field in model._meta.local_fields
        if isinstance(field, TEXT)
    }


def named(table):
    return {(label, name) for label, names in table.items() for name in names.split()}


def classes():
    """Return [(private), (shared), (technical)], each a set of (model, field name)."""
    return [named(PRIVATE), {one for table in SHARED.values() for one in named(table)}, named(TECHNICAL)]


def encrypted():
    return {key for key, field in text_fields().items() if isinstance(field, EncryptedTextField)}
