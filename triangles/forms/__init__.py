"""What people with an account fill in about a triangle."""

from .advisers import AdviserCornerForm, AdviserForm, ConfirmForm
from .seats import ReplaceSeatForm, SeatForm
from .storing import locked
from .team import TeamMemberForm, TeamMomentForm
from .topics import ResultForm, TopicForm
from .triangle import NewTriangleForm, TriangleForm

__all__ = [
    "AdviserCornerForm",
    "AdviserForm",
    "ConfirmForm",
    "NewTriangleForm",
    "ReplaceSeatForm",
    "ResultForm",
    "SeatForm",
    "TeamMemberForm",
    "TeamMomentForm",
    "TopicForm",
    "TriangleForm",
    "locked",
]
