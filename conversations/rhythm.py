"""When the next conversation could be: pure, from what the table agreed, and on a day that people work."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from driehoek.dates import spoken, spoken_in_full

from .signs import MONTHS, ONCE, add_months

CALENDARS = timedelta(days=42)  # what full calendars need: nobody can come sooner
FREE = {(1, 1), (4, 27), (12, 25), (12, 26)}  # (month, day) on which nobody works
FREE_AFTER_EASTER = (1, 39, 50)  # days: Easter Monday, Ascension Day and Whit Monday
SOON = "Dit is over ongeveer zes weken: dan is er ruimte in agenda’s."
AFTER = {"kwartaal": "Drie maanden", "halfjaar": "Een halfjaar", "jaar": "Een jaar"}


@dataclass(frozen=True)
class NextTalk:
    """A proposal for the next conversation: `day` is a working day, or None when nothing says when; `why` is Dutch."""

    day: date | None
    why: str

    @property
    def words(self):
        """Say which day it is, and why."""
        return f"Voorstel: {spoken_in_full(self.day)}. {self.why}" if self.day else self.why


def propose_next(last_on, rhythm, next_on, today):
    """Return the NextTalk after a conversation on `last_on`, a date or None, or None when one was all they agreed on.

    `rhythm` is a value of Conversation.Rhythm or '', `next_on` the date that the table wrote down, or None. A date
    that was agreed stands as it is, even soon; a reckoned one leaves people the time to find a day.
    """
    soonest = today + CALENDARS
    if next_on and next_on > today:
        day = working_day(next_on)
        moved = "" if day == next_on else f" Dat was {spoken(next_on)}; dit is de eerste werkdag daarna."
        return NextTalk(day, f"Deze dag spraken jullie de vorige keer af.{moved}")
    if next_on:
        return NextTalk(working_day(soonest), f"De afgesproken dag was {spoken(next_on)}. {SOON}")
    if rhythm == ONCE:
        return None
    if rhythm not in MONTHS or last_on is None:
        return NextTalk(None, "Er is geen ritme afgesproken. Kies zelf een dag, of gebruik straks de datumprikker.")
    due = add_months(last_on, MONTHS[rhythm])
    if due >= soonest:
        return NextTalk(working_day(due), f"{AFTER[rhythm]} na het gesprek van {spoken(last_on)}, zoals afgesproken.")
    verb = "is" if due >= today else "was"
    return NextTalk(working_day(soonest), f"{AFTER[rhythm]} na het vorige gesprek {verb} {spoken(due)}. {SOON}")


def working_day(day):
    """Return `day`, or the first day after it that is no weekend and no public holiday in the Netherlands."""
    while day.weekday() >= 5 or is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day):
    if (day.month, day.day) in FREE:
        return True
    return day in {easter(day.year) + timedelta(days=later) for later in FREE_AFTER_EASTER}
