"""The conversations and the seats on the page of a triangle as HTML: there can be too many for a template."""

from driehoek.dates import spoken_in_full, spoken_month
from driehoek.html import fill, together
from driehoek.templatetags.dutch import in_words

from .attention import address
from .ledger_rows import capitalised, marked

ROW = """
<li{}>
<p class="dh-small dh-soft">{} · {}</p>
<h3 class="nl-heading nl-heading--level-3"><a class="nl-link" href="{}">{}</a></h3>
<p class="dh-small">{}</p>
</li>"""
BAR = """
<li>
<span class="dh-corner">{} <span>{}<span class="dh-hidden">, {},</span>
<span class="dh-small dh-soft dh-nowrap">{}</span></span></span>
<svg height="22" aria-hidden="true">
<line class="dh-bar__line" x1="0" x2="100%" y1="11" y2="11"/>
<rect class="dh-bar dh-bar--{}{}" x="{}" y="5" width="{}" height="12"/>{}
</svg>
</li>"""
MOMENT = '<line class="dh-bar__moment" x1="{0}" x2="{0}" y1="0" y2="22"/>'
NEXT = fill(' class="is-next"')
SEAT = "\n<li><strong>{}{}</strong><span>{}, {}</span>{}</li>"
COORDINATES = fill(' <span class="dh-tag">coördineert</span>')
SINCE = "<span>sinds {}</span>"


def write_seats(seats):
    """Return who sits in a corner now as HTML; `seats` are those of triangles.seating.CornerSeats."""
    return together(write_seat(seat) for seat in seats)


def write_seat(seat):
    since = fill(SINCE, spoken_month(seat.begins_on)) if seat.begins_on else ""
    lead = COORDINATES if seat.coordinating else ""
    return fill(SEAT, seat.person, lead, seat.function, seat.organisation.name, since)


def write_moments(rows):
    """Return `rows` of triangle_page.read_conversations as HTML."""
    return together(write(row) for row in rows)


def write_bars(chart):
    """Return who sat where over the years, a bar for each, with a line for each conversation."""
    moments = together(fill(MOMENT, place) for place in chart.moments)
    return together(write_bar(bar, moments) for bar in chart.bars)


def write_bar(bar, moments):
    mark, then = marked(bar.corner, 22), "" if bar.is_now else " dh-bar--then"
    return fill(BAR, mark, bar.person, bar.corner, bar.years, bar.corner, then, bar.x, bar.width, moments)


def write(row):
    held_on = row["held_on"]
    return fill(
        ROW,
        NEXT if row["is_ahead"] else "",
        capitalised(spoken_in_full(held_on)) if held_on else "Nog geen datum",
        row["state"],
        address("conversations:conversation", row["pk"]),
        row["title"],
        tell_ahead(row) if row["is_ahead"] else tell_held(row),
    )


def tell_ahead(row):
    """Say who comes: 'Vijf deelnemers, nog geen begeleider.'"""
    people = say_people(row["participants"]) if row["participants"] else "Nog geen deelnemers"
    return f"{people}, {'begeleider gekozen' if row['is_guided'] else 'nog geen begeleider'}."


def tell_held(row):
    """Say what came of it: 'Vijf deelnemers, drie afspraken.'"""
    number = row["agreements"]
    made = f"{in_words(number)} {'afspraak' if number == 1 else 'afspraken'}" if number else "geen afspraken"
    widest = f" Grootste verschil: {row['widest']}." if row["widest"] else ""
    return f"{say_people(row['participants'])}, {made}.{widest}"


def say_people(number):
    return f"{capitalised(in_words(number))} deelnemer{'' if number == 1 else 's'}"
