from .agenda import TopicSource
from .agreements import Agreement, AgreementStep, Signal, SignalRound, Verdict
from .audit import AuditEvent, Destruction, HeldError, LegalHold, Op, destroying, record
from .audit_heads import AuditHead
from .consents import Consent, TextRead
from .conversation import Conversation
from .erasure import ErasureRequest
from .examples import Example
from .guesses import Guess, show_guesses
from .guiding import GuideRequest
from .links import Link, Visit
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
from .oversight import Overseen
from .participation import (
    MOST_OPDRACHTGEVERS,
    Appointment,
    Availability,
    DateOption,
    Participant,
    Proposal,
    StandIn,
    replaced,
)
from .phases import AHEAD, ESTABLISHED, HELD, UNOPENED, Phase, PhaseError
from .private_texts import Explanation, PrivateText, Reflection, StaleTextError
from .report import Report, ReportRemark, ReportResponse
from .room import Arrival, EarlierText, Meeting
from .visibility import Visibility

__all__ = [
    "AHEAD",
    "ESTABLISHED",
    "HELD",
    "MOST_OPDRACHTGEVERS",
    "UNOPENED",
    "Agreement",
    "AgreementStep",
    "Appointment",
    "Arrival",
    "AuditEvent",
    "AuditHead",
    "Availability",
    "Consent",
    "Conversation",
    "DateOption",
    "Destruction",
    "EarlierText",
    "ErasureRequest",
    "Example",
    "Explanation",
    "FollowUp",
    "Guess",
    "GuideRequest",
    "HeldError",
    "Insight",
    "LegalHold",
    "Link",
    "Meeting",
    "Op",
    "Overseen",
    "ParkedTopic",
    "Participant",
    "Phase",
    "PhaseError",
    "PrivateText",
    "Proposal",
    "Reflection",
    "Report",
    "ReportRemark",
    "ReportResponse",
    "RunSheetItem",
    "Score",
    "Showing",
    "Signal",
    "SignalRound",
    "StaleTextError",
    "StandIn",
    "TextRead",
    "TipNote",
    "TopicSource",
    "Verdict",
    "Visibility",
    "Visit",
    "destroying",
    "record",
    "replaced",
    "show_guesses",
    "show_scores",
]
