"""The ledger as a spreadsheet: what the page shows, and nothing else."""

from triangles.models import Corner

from .spreadsheet import in_digits, write_sheet

HEAD = (
    *("Afspraak", "Belangrijkste", "Soort", "Stand", "Geparkeerd tot", "Van", "Wie", "Datum", "Over de datum"),
    *("Laatste stap", "Toelichting"),
    *("Gesprek", "Dag van het gesprek", "Oordeel van", *(f"Oordeel {corner}" for corner in Corner.values)),
)


def write_ledger(rows):
    """Return the file as text, a line per row of ledger.read_whole_ledger under a line of heads."""
    return write_sheet(HEAD, map(cells, rows))


def cells(row):
    """Return the texts of one line, in the order of HEAD."""
    said = dict(row["verdicts"])
    return [
        row["text"],
        "ja" if row["most_important"] else "",
        row["kind"],
        row["stand"],
        in_digits(row["parked_until"]),
        ", ".join(row["corners"]),
        row["owner_name"],
        in_digits(row["due_on"]),
        row["late"],
        row["last"],
        row["last_step__note"] or "",
        row["conversation__title"],
        in_digits(row["conversation__held_on"]),
        in_digits(row["judged_on"]),
        *(said.get(corner, "") for corner in Corner.values),
    ]
