"""The invented conversations of `cases/`, with their dates moved to where they are wanted."""

import datetime as dt
import json
from pathlib import Path

CASES = Path(__file__).parent / "cases"
DATED = {"date", "from", "until", "due", "next_on"}


def load_case(name):
    """Return the document of a case, as it stands in its file."""
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


def move(value, distance):
    """Return the JSON `value` with every date in it moved by `distance` (timedelta)."""
    if isinstance(value, dict):
        return {
            key: (dt.date.fromisoformat(part) + distance).isoformat() if key in DATED and part else move(part, distance)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [move(part, distance) for part in value]
    return value
