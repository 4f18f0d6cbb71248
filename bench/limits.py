"""What is measured: by key its limit and what it is, in Dutch for the paper."""

LIMITS = {
    "pdf_vs_bare": (1.2, "CPU van het verslag als PDF, gedeeld door WeasyPrint alleen op dezelfde HTML"),
    "pdf_memory_mb": (40, "MB boven het ingelezen proces bij het maken van de PDF"),
    "pdf_kb": (120, "kB (duizend bytes) van de PDF, het hele bestand"),
    "pdf_vs_libreoffice": (
        1,
        "CPU van het verslag als PDF in een werker die draait, gedeeld door die van LibreOffice op ons Word-bestand, "
        "vanaf de start",
    ),
    "pdf_vs_chromium": (1, "net zo, gedeeld door die van Chromium op dezelfde HTML, vanaf de start"),
    "stored_vs_static": (
        3,
        "CPU van de webserver voor een bewaarde PDF, gedeeld door die voor hetzelfde bestand als vast bestand; "
        "het meeste van SQLite en PostgreSQL",
    ),
    "home_vs_hello": (
        12,
        "CPU van de beginpagina, gedeeld door een kale pagina; op SQLite, dat in ons proces draait",
    ),
    "ledger_vs_hello": (12, "het grootboek van een driehoek net zo, een volle bladzijde"),
    "overview_vs_hello": (12, "het overzicht van een organisatie in dertig driehoeken net zo"),
    "conversation_vs_hello": (15, "de gesprekspagina net zo"),
    "triangle_vs_hello": (15, "de pagina van een driehoek met dertig gesprekken net zo"),
    "home_queries": (7, "vragen aan de database voor de beginpagina"),
    "conversation_queries": (11, "vragen aan de database voor de gesprekspagina"),
    "save_vs_hello": (
        60,
        "CPU van het opslaan van één score, gedeeld door een kale pagina; het meeste van met de link en op het "
        "scherm van de begeleider, op SQLite en PostgreSQL",
    ),
    "import_1000": (
        30,
        "CPU per gesprek bij duizend gespreksbestanden inlezen, gedeeld door evenveel kale rijen met bulk_create; "
        "het meeste van beide",
    ),
    "import_flat": (1.3, "CPU per gesprek aan het eind daarvan, gedeeld door die aan het begin"),
    "import_growth_mb": (5, "MB die het proces groeit tussen het honderdste en het duizendste gesprek"),
    "poll_vs_hello": (4, "CPU van een vraag om nieuws zonder nieuws, de duurste van drie schermen, gedeeld door kaal"),
    "poll_queries": (3, "vragen aan de database daarvoor, sessie en bezoek meegeteld"),
    "poll_cpu_60": (0.60, "deel van één kern bij 60 schermen die vragen, 5 keer opslaan per seconde"),
    "poll_cpu_300": (
        0.60,
        "deel van één kern bij 300 schermen; de hoogste van SQLite en PostgreSQL (zonder de server van die laatste)",
    ),
    "home_flat": (
        1.3,
        "CPU van de beginpagina bij 100.000 gesprekken, gedeeld door die bij honderd; het meeste van beide",
    ),
    "ledger_flat": (1.3, "het grootboek net zo, ook waar het verdergaat; op PostgreSQL telt de server daarvan mee"),
    "overview_flat": (
        1.3,
        "het overzicht net zo, van wie alle driehoeken overziet; bij honderd gesprekken zijn dat er honderd",
    ),
    "participant_first_kb": (
        60,
        "kB (duizend bytes, ingepakt, met de koppen) van een eerste bezoek van een deelnemer; de zwaarste van drie",
    ),
    "staff_first_kb": (90, "net zo van een adviseur; de zwaarste van beginpagina, gesprek, tips en verslag"),
    "meeting_first_kb": (100, "net zo van het scherm van de begeleider"),
    "participant_requests": (6, "bestanden waar een eerste bezoek van een deelnemer om vraagt"),
    "staff_requests": (6, "net zo van een adviseur of begeleider, het scherm in het gesprek meegeteld"),
    "participant_repeat_kb": (5, "kB van dezelfde bladzijde nog eens"),
    "staff_repeat_kb": (5, "net zo van een adviseur of begeleider; de langste bladzijde telt"),
    "repeat_requests": (1, "bestanden waar een volgend bezoek om vraagt; het meeste van alle bladzijden"),
    "script_kb": (20, "kB script van een eerste bezoek; het meeste van alle bladzijden"),
    "layout_shift": (0, "hoeveel een bladzijde verspringt (CLS), hier en op een trage telefoon; het meeste van alle"),
    "lcp_vs_reference": (
        1.3,
        "hoe lang een trage telefoon op de grootste tekst wacht, gedeeld door een stilstaande kopie van de bladzijde",
    ),
    "lighthouse_accessibility_lost": (
        0,
        "punten van 100 die Lighthouse afhaalt voor toegankelijkheid, op zes pagina's",
    ),
    "lighthouse_best_practices_lost": (0, "net zo voor goed gebruik; steeds de middelste van drie bezoeken"),
    "crowd_errors": (0, "verzoeken die misgaan bij honderd gesprekken tegelijk: 300 browsers die vragen en opslaan"),
    "crowd_p95_ms": (300, "milliseconden waarbinnen 95 van de 100 verzoeken daarvan klaar zijn, op deze machine"),
    "soak_growth_percent": (10, "procent dat een werker groeit in twintig minuten met een derde van die drukte"),
    "soak_errors": (0, "verzoeken die daarin misgaan"),
    "demo_minutes": (3, "minuten van een verse kloon tot de demo staat; pakketten van Debian staan er al"),
    "suite_minutes": (15, "minuten van een verse kloon tot alles is getest: SQLite, PostgreSQL en Chromium na elkaar"),
    "suite_failed": (0, "toetsen die daarin misgaan"),
    "restore_drill_minutes": (10, "minuten om een kopie van 10.000 gesprekken terug te zetten en na te gaan"),
}
BESIDE = {  # no limit: what belongs to a number above
    "pdf_pages": "bladzijden van die PDF",
    "pdf_cold_vs_libreoffice": "onze PDF met een nieuw proces, vanaf de start, gedeeld door LibreOffice vanaf de start",
    "pdf_cold_vs_chromium": "onze PDF met een nieuw proces, gedeeld door Chromium vanaf de start",
    "stored_with_database": "de bewaarde PDF, met de CPU van PostgreSQL erbij",
    "home_vs_hello_postgresql": "de beginpagina op PostgreSQL, zonder de server daarvan: elke vraag gaat heen en weer",
    "ledger_vs_hello_postgresql": "het grootboek net zo",
    "overview_vs_hello_postgresql": "het overzicht net zo",
    "conversation_vs_hello_postgresql": "de gesprekspagina net zo",
    "triangle_vs_hello_postgresql": "de pagina van een driehoek net zo",
    "save_with_database": "een score opslaan, met de CPU van PostgreSQL erbij",
    "home_repeat_kb": "kB van de beginpagina nog eens",
    "meeting_repeat_kb": "kB van het scherm van de begeleider nog eens",
    "lighthouse_performance": "punten van Lighthouse voor snelheid, de laagste; hangt af van hoe druk de machine is",
    "import_rows": "rijen die één gesprek toevoegt aan alle tabellen samen",
}
WHY = {  # why it is above its limit, where that is known
    "staff_repeat_kb": "Het verslag is zo lang als wat het vertelt. Niets van een gesprek blijft in de browser "
    "(`no-store`), dus komt een bladzijde elke keer heel. De beginpagina en het scherm van de begeleider blijven "
    "onder de grens.",
    "suite_minutes": "Alle toetsen draaien op twee databases, en de pagina's daarna in Chromium. Elk daarvan blijft "
    "onder de grens: ongeveer 8, 10 en 7 minuten. Er wordt bijna niet gewacht: beide kernen zijn steeds bezig.",
}
