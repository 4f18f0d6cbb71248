"""How long things are kept: choices of the installation, refused at start when they make no sense."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

VARIABLES = {  # per term its variable, and the shortest and longest that it may be
    "established": ("KEEP_AFTER_ESTABLISHED_DAYS", 1, 90),
    "meeting": ("KEEP_AFTER_MEETING_DAYS", 31, 366),  # a personal link works for 30 days after the conversation
    "cancelled": ("KEEP_AFTER_CANCELLED_DAYS", 1, 90),
    "undated": ("KEEP_UNDATED_DAYS", 30, 366),
    "contact": ("KEEP_CONTACT_DAYS", 30, 366),
    "rehearsal": ("KEEP_REHEARSAL_DAYS", 1, 7),
    "traces": ("KEEP_TRACES_DAYS", 7, 90),
    "reports": ("KEEP_REPORTS_YEARS", 1, 100),
}


@dataclass(frozen=True)
class Terms:
    """Days, as design and privacy page promise them; `reports` in years, None to keep reports and agreements.

    The first four are of private text: from vaststellen, from the conversation, from calling it off, and from the last
    change while there is no date. `contact` runs from the day on which the last agreement of a driehoek was closed.
    `traces`: earlier versions, saved operations, mail that is done, links and visits that are over.
    """

    established: int = 14
    meeting: int = 90
    cancelled: int = 14
    undated: int = 90
    contact: int = 90
    rehearsal: int = 7
    traces: int = 30
    reports: int | None = None


def read_terms(env):
    """Return the Terms in `env`, an environ.Env. Raises ImproperlyConfigured, in Dutch, naming the variable."""
    found = {}
    for name, (variable, least, most) in VARIABLES.items():
        typed = env.str(variable, default="")
        if typed:
            found[name] = number_in(variable, typed, least, most)
    return Terms(**found)


def number_in(variable, typed, least, most):
    try:
        number = int(typed)
    except ValueError:
        number = 0
    if not least <= number <= most:
        raise ImproperlyConfigured(
            f"{variable} moet een heel getal van {least} tot en met {most} zijn, niet {typed!r}."
        )
    return number
