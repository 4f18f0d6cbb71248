"""Tells of each numbered fault in one line how it went: `pytest -p tests.faults.telling`, as `make faults` does."""

import re

WORDS = {
    "F01": "twee wijzigen hetzelfde onderdeel: één wint, de ander ziet beide teksten",
    "F01-F07": "500 willekeurige reeksen: wat als opgeslagen is getoond, staat er of staat in de geschiedenis",
    "F02": "tien minuten geen wifi: de balk telt wat wacht, daarna gaat alles op volgorde",
    "F03": "verlies, vertraging en een kwijt antwoord: elke wijziging staat er één keer",
    "F04": "tabblad gesloten zonder net: de tekst is terug",
    "F05": "sessie verlopen tijdens het typen: opnieuw inloggen, de tekst staat er nog",
    "F06": "een wifi-portaal antwoordt 200 met HTML: dat telt niet als opgeslagen",
    "F07": "proces gedood (-9) vlak voor of na COMMIT: niets half, herhalen geeft één rij",
    "F08": "PostgreSQL gedood (-9): wat bevestigd is, staat er; daarna werkt alles weer zonder herstart",
    "F09": "database weg of zwijgend: 503 binnen 3 seconden, geen proces blijft hangen",
    "F10": "schijf vol: niet opgeslagen, de tekst blijft, geen half bestand, het verslag blijft concept",
    "F11": "mailserver weg, traag of weigerend: de handeling lukt, geen mail dubbel",
    "F12": "de PDF lukt niet of blijft hangen: 503, de rest werkt, bewaarde verslagen ook",
    "F13": "terugkerend werk gemist of dubbel gestart: alles één keer gedaan",
    "F14": "klok verzet, schrikkeldag, jaarwissel: de tijden kloppen",
    "F15": "nieuwe versie tijdens het gesprek: niets kwijt, hooguit 5 seconden opnieuw proberen",
    "F16": "migratie van 10.000 gesprekken onder verkeer: geen slot van 2 seconden, geen 5xx (SQLite: eerst stoppen)",
    "F17": "terugzetten in een lege database: aantallen, hashes en auditlog gelijk, wat gewist is blijft gewist",
    "F18": "twintig schrijvers tegelijk: nooit een vergrendelde database",
    "F19": "helemaal geen net: het papieren pakket, later ingevoerd",
    "F20": "persoonlijke link ingetrokken tijdens het invullen: meteen dood, andere links werken",
}
NUMBER = re.compile(r"::test_(f\d\d)(?:_to_(f\d\d))?_")
counts, failed = {}, {}


def number_of(nodeid):
    """Return the number of the fault that a test proves, such as 'F07', or ''."""
    found = NUMBER.search(nodeid)
    return "-".join(part.upper() for part in found.groups() if part) if found else ""


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if number_of(item.nodeid)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_runtest_logreport(report):
    number = number_of(report.nodeid)
    if report.when == "call":
        counts[number] = counts.get(number, 0) + 1
    if report.failed:
        failed.setdefault(number, f"{report.nodeid.split('::')[1]}: {reason(report)}")


def reason(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    return crash.message.splitlines()[0] if crash else str(report.longrepr).splitlines()[-1]


def pytest_terminal_summary(terminalreporter):
    for number in sorted({*counts, *failed}):
        many = counts.get(number, 0)
        how = "FOUT" if number in failed else "ok"
        what = failed.get(number) or f"{WORDS.get(number, '')} ({many} {'proef' if many == 1 else 'proeven'})"
        terminalreporter.write_line(f"{number:<8}{how:<6}{what}")
