"""What must hold under each number of trust, in our own words, and how the name of a test carries its number."""

import re

NUMBER = re.compile(r"test_((?:(?:sec|priv)_\d\d_)+)")
WHAT = {
    "SEC-01": "Naar een persoonlijke link kijken verandert niets en laat niemand binnen, ook niet vijftig keer en ook "
    "niet in een browser die de scripts van de pagina draait. Pas de knop opent.",
    "SEC-02": "Een link bestaat uit minstens 128 toevallige bits met een handtekening, voor één doel, tot zijn datum. "
    "Ingetrokken is meteen dood. Hij staat in geen log, geen wachtrij voor mail en geen verwijzing naar buiten.",
    "SEC-03": "Onbekend, verlopen, ingetrokken of verminkt: het antwoord is steeds hetzelfde.",
    "SEC-04": "Wie in een andere browser terugleest wat zij eerder schreef, krijgt eerst een code per mail: zes "
    "cijfers, tien minuten, één keer, vijf pogingen.",
    "SEC-05": "Pogingen zijn begrensd per link en per postbus, en ruim per adres: dertig deelnemers achter één adres "
    "merken er niets van. Wie over de grens gaat, leest in het Nederlands wanneer het weer mag.",
    "SEC-06": "Een account vraagt buiten de demo een tweede stap of de eigen organisatie om in te loggen; wachtwoorden "
    "van minstens twaalf tekens, geen bekende; een sessie eindigt na 60 minuten stilte en na 12 uur, en is af te "
    "sluiten.",
    "SEC-07": "Voor elke pagina, elke bezoeker en elke methode staat vast wat het antwoord is. Een pagina zonder rij "
    "laat de toets falen.",
    "SEC-08": "Wat een deelnemer schreef staat alleen op de pagina's, in de bestanden en in de mails van wie het mag "
    "lezen, en nergens anders.",
    "SEC-09": "Elk antwoord, ook fouten en het beheer, draagt hetzelfde strenge beleid (CSP); er is nergens stijl of "
    "script in de pagina zelf.",
    "SEC-10": "Alleen https, geen raden van bestandstypen, geen delen met andere sites, cookies die alleen de server "
    "leest; minstens 135 punten in de tabel van de MDN HTTP Observatory.",
    "SEC-11": "Met een ontbrekende of zwakke instelling start de site niet; Django's controle voor productie is "
    "schoon.",
    "SEC-12": "Een vijandige tekst blijft tekst: in PDF en Word haalt zij niets op, in een tabel rekent zij niet.",
    "SEC-13": "Niets verandert zonder formulier van de site zelf; lezen schrijft niets; een vreemde naam van de site "
    "wordt geweigerd; geen regel te veel in een mail; links in mails wijzen naar het ingestelde adres.",
    "SEC-14": "Gaat er iets stuk, dan komt er een Nederlandse pagina met een kenmerk dat ook in het log staat, nooit "
    "code of tekst van een ander, en nooit een half opgeslagen stap. Bestanden neemt de site niet aan.",
    "SEC-15": "De bibliotheken liggen vast met hun vingerafdruk, worden nagegaan op bekende zwakke plekken en staan "
    "in een stuklijst (SBOM).",
    "PRIV-01": "Vóór het typen staat er wie dit leest, of het in het verslag kan komen, wanneer het verdwijnt en dat "
    "een verzoek op grond van de Woo of een plicht daartussen kan komen. Het woord anoniem staat nergens.",
    "PRIV-02": "Geen tussenstand: een score of tekst die niet getoond is, verandert niets aan een pagina, een volgorde "
    "of een advies. Een laat antwoord verandert een getoond cijfer niet stil.",
    "PRIV-03": "Wie wat leest bewaakt de database zelf, ook tegen directe SQL. Wat verder opengaat, heeft de "
    "toestemming van de schrijver.",
    "PRIV-04": "Wat privé is verdwijnt op tijd, contactgegevens ook; een bewaarplicht houdt dat tegen, met reden en "
    "naam. Gemiste nachten worden ingehaald; het log telt en citeert niet.",
    "PRIV-05": "Van een persoon is alles wat we hebben op te vragen en te wissen, met één pagina en één opdracht.",
    "PRIV-06": "Het logboek groeit alleen aan; wie er iets in wijzigt, weghaalt of verwisselt, wordt bij naam van de "
    "eerste regel gezien.",
    "PRIV-07": "Vastgesteld is bevroren: inhoud, PDF, vingerafdruk en versie. De database weigert een wijziging en "
    "wat iemand ophaalt, heeft dezelfde vingerafdruk.",
    "PRIV-08": "De schrijver ziet dat en wanneer de begeleider een privé-antwoord las.",
    "PRIV-09": "Geen enkele pagina vraagt iets aan een andere site.",
}
LIMITS = {  # what a test of this number does not say
    "SEC-06": "Een inlogdienst van een echte organisatie is hier niet geprobeerd, alleen een kleine eigen.",
    "SEC-10": "De punten zijn geteld met de gepubliceerde tabel, niet door de dienst zelf. De vijf punten voor een "
    "plek op de lijst van browsers (HSTS preload) tellen niet mee.",
    "SEC-12": "PDF en Word zijn met onze eigen lezers bekeken; Word zelf is niet gebruikt.",
    "SEC-15": "Of er bekende zwakke plekken zijn, weet alleen wie de gegevens daarover kan ophalen. Lukt dat niet, dan "
    "zegt de stap dat, en telt zij niet als goed.",
    "PRIV-06": "Wie de hele database beheert, kan ook de guards weghalen; dan laat de keten zien dát er iets is "
    "veranderd, niet wat er stond.",
}


def numbers_of(name):
    """Return the numbers that the name of a test carries, such as ['SEC-09', 'SEC-10']."""
    found = NUMBER.match(name)
    return re.sub(r"_(\d\d)_", r"-\1 ", found[1]).upper().split() if found else []
