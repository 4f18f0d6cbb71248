"""The overview as a spreadsheet, in the form of the ledger: what the page shows, and nothing else."""

from triangles.models import Corner

from .spreadsheet import in_digits, write_sheet

HEAD = (
    *("Driehoek", *(corner.capitalize() for corner in Corner.values), "Ritme", "Laatste gesprek", "Volgend gesprek"),
    *("Voorbereiding", "Afspraken over de datum", "Lege hoeken", "Vraagt aandacht"),
)


def write_oversight(rows):
    """Return the file as text, a line per row of oversight.read_whole_oversight under a line of heads."""
    return write_sheet(HEAD, map(cells, rows))


def cells(row):
    """Return the texts of one line, in the order of HEAD."""
    return [
        row["triangle__name"],
        *(", ".join(name for _, name in names) for _, names in row["sides"]),
        row["rhythm_words"],
        in_digits(row["last_day"]),
        in_digits(row["next_day"]),
        row["stand_words"],
        str(row["late"]),
        ", ".join(row["empty_corners"]),
        ", ".join(row["sign_words"]),
    ]
