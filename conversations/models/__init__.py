from .agenda import TopicSource
from .agreements import Agreement, AgreementStep, Signal, SignalRound, Verdict
from .audit import AuditEvent, Destruction, HeldError, LegalHold, Op, destroying, record
from .conversation import Conversation
from .examples import Example
from .guesses import Guess, show_guesses
from .guiding import GuideRequest
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
    Link,
    Participant,
    Proposal,
    StandIn,
    Visit,
    replaced,
)
from .phases import AHEAD, ESTABLISHED, HELD, UNOPENED, Phase, PhaseError
from .private_texts import (
    Consent,
    Explanation,
    PrivateText,
    Reflection,
    StaleTextError,
    TextRead,
    Visibility,
)
from .report import Report, ReportRemark, ReportResponse
from .room import Arrival, EarlierText, Meeting

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
    "Availability",
    "Consent",
    "Conversation",
    "DateOption",
    "Destruction",
    "EarlierText",
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
