"""What is measured: by key its limit and what it is, in Dutch for the paper."""

LIMITS = {
    "pdf_vs_bare": (1.2, "CPU van het verslag als PDF, gedeeld door WeasyPrint alleen op dezelfde HTML"),
    "pdf_memory_mb": (40, "MB boven het ingelezen proces bij het maken van de PDF"),
    "pdf_kb": (120, "kB (duizend bytes) van de PDF, het hele bestand"),
    "pdf_vs_libreoffice": (
        1,
        "CPU van een proces dat het verslag als PDF maakt, vanaf de start, gedeeld door die van LibreOffice op "
        "ons Word-bestand, ook vanaf de start",
    ),
    "pdf_vs_chromium": (1, "net zo, gedeeld door die van Chromium op dezelfde HTML"),
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
        "CPU van de beginpagina bij 10.000 driehoeken, gedeeld door die bij honderd; het meeste van beide",
    ),
    "ledger_flat": (1.3, "het grootboek net zo, ook waar het verdergaat; op PostgreSQL telt de server daarvan mee"),
    "overview_flat": (1.3, "het overzicht net zo, van een organisatie die in alle driehoeken zit"),
    "restore_drill_minutes": (10, "minuten om een kopie van 10.000 gesprekken terug te zetten en na te gaan"),
}
BESIDE = {  # no limit: what belongs to a number above
    "pdf_pages": "bladzijden van die PDF",
    "pdf_warm_vs_libreoffice": "onze PDF in een proces dat al draait, gedeeld door LibreOffice vanaf de start",
    "pdf_warm_vs_chromium": "onze PDF in een proces dat al draait, gedeeld door Chromium vanaf de start",
    "stored_with_database": "de bewaarde PDF, met de CPU van PostgreSQL erbij",
    "home_vs_hello_postgresql": "de beginpagina op PostgreSQL, zonder de server daarvan: elke vraag gaat heen en weer",
    "ledger_vs_hello_postgresql": "het grootboek net zo",
    "overview_vs_hello_postgresql": "het overzicht net zo",
    "conversation_vs_hello_postgresql": "de gesprekspagina net zo",
    "triangle_vs_hello_postgresql": "de pagina van een driehoek net zo",
    "save_with_database": "een score opslaan, met de CPU van PostgreSQL erbij",
    "import_rows": "rijen die één gesprek toevoegt aan alle tabellen samen",
}
COLD = (
    "Ons proces leest eerst Python, Django en WeasyPrint in. LibreOffice en Chromium staan klaar als programma in "
    "machinetaal. In het product gebeurt dat inlezen één keer per werker; zie de maat met `warm`."
)
WHY = {  # why it is above its limit, where that is known
    "pdf_vs_libreoffice": COLD,
    "pdf_vs_chromium": COLD,
    "stored_vs_static": "Op PostgreSQL gaat elke vraag naar een ander proces en terug, en komt het bestand daar als "
    "cijfers vandaan, twee voor elke byte. Op SQLite blijft het onder de grens.",
}
