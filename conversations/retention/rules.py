"""When what goes: the rules of retention, pure. Days in, days out; `terms` are those of the installation (Terms).

A day is the day on which it goes. What private text is, and how it goes, says `texts`.
"""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

ESTABLISHED, MEETING, CANCELLED, UNDATED = "vastgesteld", "gesprek", "geannuleerd", "ongedateerd"


@dataclass(frozen=True)
class Moments:
    """The days in the life of a conversation that its terms run from; None for what did not happen.

    `changed_on` is when it, or anything private in it, changed last.
    """

    held_on: dt.date | None = None
    established_on: dt.date | None = None
    cancelled_on: dt.date | None = None
    changed_on: dt.date | None = None

    @property
    def over_on(self):
        """The last day that it was worked on with the table."""
        if self.cancelled_on:
            return self.cancelled_on
        days = [day for day in (self.held_on, self.established_on) if day]
        return max(days) if days else self.changed_on


def text_ends(moments, terms):
    """Return pairs (day, rule) for private text: every term that runs. Without a date only the last change counts."""
    ends = [
        (moments.established_on, terms.established, ESTABLISHED),
        (moments.held_on, terms.meeting, MEETING),
        (moments.cancelled_on, terms.cancelled, CANCELLED),
    ]
    found = [(day + dt.timedelta(days=term), rule) for day, term, rule in ends if day]
    return found or [(moments.changed_on + dt.timedelta(days=terms.undated), UNDATED)]


def text_end(moments, terms):
    """Return (day, rule) of the term of private text that is over first."""
    return min(text_ends(moments, terms))


def contact_end(over, closed, has_open, archived_on, terms):
    """Return the day on which the mail addresses of a driehoek go, or None as long as they are needed.

    `over` are days on which its conversations are over, also those still to come; `closed` those on which its
    agreements were closed; `has_open` says that one is not. An archived driehoek follows none any more.
    """
    if has_open and not archived_on:
        return None
    days = [*over, *closed, *([archived_on] if archived_on else [])]
    return max(days) + dt.timedelta(days=terms.contact) if days else None


def report_end(over_on, closed, has_open, terms):
    """Return the day on which a whole conversation goes, verslag and agreements too, or None when it is kept.

    An agreement that is open keeps it; after the last one is closed (`closed` are days) the years begin.
    """
    if terms.reports is None or has_open:
        return None
    return max([over_on, *closed]) + relativedelta(years=terms.reports)


def is_due(end, today):
    """Whether something goes on `today`: its day is there, or was missed."""
    return end is not None and end <= today
