from .agreements import Agreement, AgreementStep, Signal, Verdict
from .audit import AuditEvent, Destruction, HeldError, LegalHold, Op, destroying, record
from .conversation import Conversation, Phase, PhaseError
from .meeting import (
    FollowUp,
    Insight,
    ParkedTopic,
    RunSheetItem,
    Score,
    Showing,
    TipNote,
    show_scores,
)
from .participation import Appointment, Availability, DateOption, Link, Participant, Visit
from .private_texts import (
    Consent,
    Explanation,
    PrivateText,
    Reflection,
    StaleTextError,
    TextRead,
    Visibility,
)
from .report import Report, ReportResponse

__all__ = [
    "Agreement",
    "AgreementStep",
    "Appointment",
    "AuditEvent",
    "Availability",
    "Consent",
    "Conversation",
    "DateOption",
    "Destruction",
    "Explanation",
    "FollowUp",
    "HeldError",
    "Insight",
    "LegalHold",
    "Link",
    "Op",
    "ParkedTopic",
    "Participant",
    "Phase",
    "PhaseError",
    "PrivateText",
    "Reflection",
    "Report",
    "ReportResponse",
    "RunSheetItem",
    "Score",
    "Showing",
    "Signal",
    "StaleTextError",
    "TextRead",
    "TipNote",
    "Verdict",
    "Visibility",
    "Visit",
    "destroying",
    "record",
    "show_scores",
]
