"""docs/snelheid.md, written from bench/result.json: `python -m bench.paper`; the bench does so itself."""

import json
from pathlib import Path

from bench.limits import BESIDE, LIMITS, WHY

RESULT, PAPER = Path("bench/result.json"), Path("docs/snelheid.md")
ABOUT = "about"  # the one key of the result that is no measure
UNMEASURED = "niet gemeten"
METHOD = """# Snelheid

Wat Driehoek kost, naast waar het op staat. `scripts/bench` meet het en schrijft deze bladzijde.

## Hoe we meten
- Alles is een verhouding, in één run op één machine. Een getal in seconden zegt weinig op een andere machine.
- We tellen processortijd (CPU), niet hoe lang iemand wacht. Dat blijft ook op een drukke machine redelijk gelijk.
- Een kale pagina is Django zonder middleware, database en sjabloon, achter dezelfde webserver.
- Wat we vergelijken, wisselt elkaar af. Zo raakt een druk moment beide. We nemen de middelste van de ronden.
- Waar een database meedoet, meten we op SQLite en op PostgreSQL. Het hoogste getal telt, behalve bij de pagina's: hun \
grens is gesteld op SQLite, en wat zij op PostgreSQL kosten, staat er zonder grens onder.
- SQLite draait in ons proces. De server van PostgreSQL is een ander proces en telt alleen mee waar dat staat, en bij \
het inlezen.
- PDF naast LibreOffice en Chromium: zij beginnen per PDF een nieuw proces, met alles wat het zelf start en inleest. \
Wij maken haar in een werker van de webserver, die alles al heeft ingelezen. Zo gaat het in het product.
- De maat met `cold` is ook bij ons een nieuw proces. Dan tellen Python, Django en WeasyPrint inlezen mee; de andere \
twee staan klaar als programma in machinetaal. Elk programma draaide één keer vooraf.
- De grootte van de PDF is die van het hele bestand. Een deel daarvan zijn de letters; dat deel is bij elk aantal \
bladzijden bijna even groot. Reken dus niet zomaar naar minder bladzijden om.
- Inlezen: tien gesprekken per driehoek, elk uit een eigen bestand. De kale rijen gaan in de tabel van sessies van \
Django, per gesprek in één keer.
"""


def write(result):
    """Return the paper, as text, of a result: {key: number or None} with under "about" how it was measured."""
    about = result[ABOUT]
    parts = [METHOD, "## Waarop", when(about), rows_of(about["machine"]), "## De uitkomst", table(result)]
    return "\n\n".join(part.strip() for part in [*parts, *exceptions(result)]) + "\n"


def when(about):
    """Say on which day was measured, and what was measured while the machine did other work."""
    days = sorted({part["date"] for part in about["parts"].values()})
    busy = [f"`{name}`" for name, part in about["parts"].items() if part["busy"]]
    told = f"Gemeten op {' en '.join(days)}." if days else "Nog niet gemeten."
    if busy:
        told += f" **Op een drukke machine gemeten**, en dus minder nauwkeurig: {', '.join(busy)}."
    return told


def rows_of(machine):
    return "\n".join(["| | |", "| --- | --- |", *(f"| {what} | {words} |" for what, words in machine.items())])


def table(result):
    """Return the table of all measures, those with a limit first."""
    lines = ["| maat | gemeten | grens | wat het is |", "| --- | ---: | ---: | --- |"]
    for key, (limit, words) in LIMITS.items():
        lines.append(f"| `{key}` | {spoken(result[key])} | {spoken(limit)} | {words} |")
    return "\n".join(lines + [f"| `{key}` | {spoken(result[key])} | | {words} |" for key, words in BESIDE.items()])


def spoken(value):
    """Return a number as Dutch writes it."""
    return UNMEASURED if value is None else str(value).replace(".", ",")


def exceptions(result):
    """Yield the parts about what is above its limit, and about what was not measured."""
    above = [key for key, (limit, _) in LIMITS.items() if result[key] is not None and result[key] > limit]
    yield "## Boven de grens"
    yield "\n".join(f"- `{key}`: {WHY.get(key, 'nog niet uitgezocht.')}" for key in above) or "Niets."
    yield "## Niet gemeten"
    missed = [f"- `{name}`: {part['missed']}" for name, part in result[ABOUT]["parts"].items() if part["missed"]]
    missed += [f"- `{name}`: nog niet gedraaid" for name in result[ABOUT]["waiting"]]
    yield "\n".join(missed) or "Niets."


def main():
    PAPER.write_text(write(json.loads(RESULT.read_text())))


if __name__ == "__main__":
    main()
