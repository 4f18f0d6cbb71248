"""Everything that is written down during a meeting, as parts of the save contract."""

from . import looking_back, outcome, table
from .kinds import FormKind, may_record, remove_part

__all__ = ["FormKind", "looking_back", "may_record", "outcome", "remove_part", "table"]
