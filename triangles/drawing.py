"""Who sat where over the years, as places on a line from 0 % to 100 %. Pure; the template draws it."""

from dataclasses import dataclass
from datetime import date, timedelta

YEARS_SHOWN = 12
MARGIN = timedelta(days=120)


@dataclass(frozen=True)
class Bar:
    """One seat: where its bar begins and how wide it is, as SVG lengths, and its years in words."""

    person: str
    corner: str
    years: str
    x: str
    width: str
    is_now: bool


@dataclass(frozen=True)
class Chart:
    """`moments` are places of conversations; `ticks` (place, year, anchor) stand below the bars."""

    bars: list
    moments: list
    ticks: list


def draw_seats(seats, moments, today):
    """Return the Chart of `seats` (with person, corner, begins_on, ends_on) and the days of conversations `moments`."""
    first, last = span(seats, moments, today)

    def place(day):
        return max(0.0, min(100.0, 100 * (day - first).days / (last - first).days))

    def bar(seat):
        begin, end = place(seat.begins_on or first), place(seat.ends_on or max(today, seat.begins_on or today))
        is_now = (seat.begins_on or today) <= today <= (seat.ends_on or today)
        return Bar(seat.person, seat.corner, years(seat, today), length(begin), length(max(end - begin, 0.8)), is_now)

    step = 1 if last.year - first.year <= 5 else 2
    ticks = [
        (length(place(date(year, 1, 1))), year, "start" if year == first.year else "middle")
        for year in range(first.year, last.year + 1, step)
    ]
    return Chart(
        [bar(seat) for seat in seats],
        [length(place(day)) for day in moments if first <= day <= last],
        [tick for tick in ticks if float(tick[0].rstrip("%")) <= 96],
    )


def span(seats, moments, today):
    """Return the first and the last day on the line: at least two years, at most YEARS_SHOWN back."""
    known = [day for seat in seats for day in (seat.begins_on, seat.ends_on) if day] + list(moments)
    first = max(min([today - timedelta(days=365), *known]).year, today.year - YEARS_SHOWN)
    last = min(max([today, *known]), today + timedelta(days=730))
    return date(min(first, today.year), 1, 1), last + MARGIN


def years(seat, today):
    """Say from when until when, in years: '2024 – nu', 'tot 2022', 'vanaf 2027'."""
    begin, end = seat.begins_on, seat.ends_on
    if end and end < today:
        return f"{begin.year} – {end.year}" if begin else f"tot {end.year}"
    if begin and begin > today:
        return f"vanaf {begin.year}"
    return f"{begin.year} – nu" if begin else "nu"


def length(share):
    return f"{share:.2f}%"
