"""The acts that the audit log knows, what it may hold of each, and how the logbook says them: pure.

An act that is not here is refused, and so is a detail that could hold content: only numbers, days and the fixed words
below come through. A new act gets its row here first.
"""

import re
from dataclasses import dataclass

BOTH, ADVISERS, NOBODY = "adviseur en begeleider", "adviseur", "niemand"  # who reads the line in the logbook


@dataclass(frozen=True)
class Act:
    """`words` are those of the logbook; `readers` says whose it is there; `is_named`: a participant stands by name."""

    words: str
    readers: str = BOTH
    is_named: bool = False


ACTS = {
    # a conversation, from concept to afgerond
    "gesprek gemaakt": Act("Gesprek gemaakt"),
    "ingelezen": Act("Gesprek ingelezen uit een bestand"),
    "oefening begonnen": Act("Oefening begonnen"),
    "opzet gewijzigd": Act("Opzet gewijzigd"),
    "uitgenodigd": Act("Deelnemers uitgenodigd"),
    "voorbereiding gesloten": Act("Voorbereiding gesloten"),
    "begonnen": Act("Gesprek begonnen"),
    "overgenomen": Act("Leiding van het gesprek overgenomen"),
    "beëindigd": Act("Gesprek beëindigd"),
    "concept vrijgegeven": Act("Concept van het verslag vrijgegeven"),
    "rubricering gewijzigd": Act("Rubricering van het verslag gewijzigd"),
    "vastgesteld": Act("Verslag vastgesteld"),
    "verslag gecorrigeerd": Act("Verslag gecorrigeerd"),
    "afgerond": Act("Opvolging afgerond"),
    "geannuleerd": Act("Gesprek geannuleerd"),
    "vernietigd": Act("Gegevens van het gesprek vernietigd"),
    "bewaarplicht opgelegd": Act("Bewaarplicht opgelegd"),
    "bewaarplicht opgeheven": Act("Bewaarplicht opgeheven"),
    # its date, its people, their links
    "momenten voorgesteld": Act("Momenten voorgesteld"),
    "moment weggehaald": Act("Voorgesteld moment weggehaald"),
    "datum gekozen": Act("Datum gekozen"),
    "begeleider gevraagd": Act("Begeleider gevraagd"),
    "begeleider zegt ja": Act("Ja gezegd op de vraag om te begeleiden"),
    "begeleider zegt nee": Act("Nee gezegd op de vraag om te begeleiden", ADVISERS),
    "vraag aan begeleider ingetrokken": Act("Vraag aan een begeleider ingetrokken", ADVISERS),
    "wie namens wie spreekt gewijzigd": Act("Gewijzigd wie namens wie spreekt"),
    "verhindering gemeld": Act("Gemeld niet te kunnen komen", BOTH, is_named=True),
    "verhindering teruggenomen": Act("Gemeld toch te komen", BOTH, is_named=True),
    "verhindering bevestigd": Act("Verhindering van een deelnemer bevestigd"),
    "verhindering niet bevestigd": Act("Verhindering van een deelnemer niet bevestigd"),
    "gesprek voorgesteld": Act("Een gesprek voorgesteld", ADVISERS, is_named=True),
    "voorstel afgehandeld": Act("Voorstel van een deelnemer afgehandeld", ADVISERS),
    "herinnerd": Act("Herinnering verstuurd"),
    "alles binnen gemeld": Act("Alle antwoorden binnen, adviseurs ingelicht", ADVISERS),
    "link gemaakt": Act("Link gemaakt"),
    "link gegeven": Act("Persoonlijke link uitgegeven"),
    "link opnieuw verstuurd": Act("Persoonlijke link opnieuw verstuurd"),
    "link ingetrokken": Act("Link ingetrokken"),
    "mailadres gewijzigd": Act("Mailadres van een deelnemer gewijzigd"),
    "toegelaten": Act("Iemand binnengelaten in de zaal"),
    "geweigerd": Act("Iemand niet binnengelaten in de zaal"),
    # private answers, scores and what is shown
    "antwoorden gelezen": Act("Antwoorden vooraf gelezen"),
    "scores getoond": Act("Scores op een principe getoond"),
    "getoonde score hersteld": Act("Getoonde score hersteld"),
    "inschattingen getoond": Act("Inschattingen op een principe getoond"),
    "toelichting namens deelnemer": Act("Toelichting ingevoerd namens een deelnemer"),
    "oordelen getoond": Act("Oordelen over een afspraak getoond"),
    "getoond oordeel hersteld": Act("Getoond oordeel hersteld"),
    # agreements
    "afspraak gewijzigd": Act("Afspraak gewijzigd"),
    "over afspraak besloten": Act("Over een afspraak besloten"),
    "gevraagd hoe het staat": Act("Gevraagd hoe het met een afspraak staat"),
    # a driehoek and who may see it
    "driehoek gemaakt": Act("Driehoek gemaakt"),
    "driehoek gearchiveerd": Act("Driehoek gearchiveerd"),
    "driehoek teruggehaald": Act("Driehoek teruggehaald"),
    "adviseur toegevoegd": Act("Adviseur toegevoegd"),
    "adviseur gewijzigd": Act("Hoek van een adviseur gewijzigd"),
    "adviseur verwijderd": Act("Adviseur verwijderd"),
    "bezetting gewijzigd": Act("Bezetting gewijzigd"),
    "mailadres van plaats gewijzigd": Act("Mailadres van een plaats gewijzigd"),
    "plaats overgedragen": Act("Plaats aan iemand anders overgedragen"),
    "plaats verwijderd": Act("Plaats verwijderd"),
    "teken verborgen": Act("Teken verborgen"),
    "teken weer getoond": Act("Teken weer getoond"),
    "voorbeeld gedeeld": Act("Voorbeeld gedeeld"),
    "voorbeeld ingetrokken": Act("Voorbeeld ingetrokken"),
    "voorbeelden ingelezen": Act("Voorbeelden ingelezen"),
    # the rights of a person
    "wissen gevraagd": Act("Gevraagd om te wissen", ADVISERS, is_named=True),
    "wissen akkoord": Act("Akkoord gegeven om een persoon te wissen", ADVISERS),
    "wissen geweigerd": Act("Geweigerd om een persoon te wissen", ADVISERS),
    "persoon gewist": Act("Een persoon gewist", ADVISERS),
    "gegevens gegeven": Act("Een persoon gegeven wat er van hem bewaard wordt", NOBODY),
    "account gewist": Act("Account gewist"),
    # accounts and roles
    "account geopend": Act("Account geopend"),
    "account gewijzigd": Act("Account gewijzigd"),
    "mailadres van account gewijzigd": Act("Mailadres van een account gewijzigd"),
    "account afgesloten": Act("Account afgesloten"),
    "account heropend": Act("Account weer geopend"),
    "functioneel beheer gegeven": Act("Functioneel beheer gegeven"),
    "functioneel beheer ingetrokken": Act("Functioneel beheer ingetrokken"),
    "tweede stap weggehaald": Act("Tweede stap van een account weggehaald"),
    "inlogdienst gekoppeld": Act("Account gekoppeld aan de inlogdienst van de organisatie"),
    "koppeling weggehaald": Act("Koppeling van een account met de inlogdienst weggehaald"),
    "sessies beëindigd": Act("Sessies van een account beëindigd"),
    "toegang nagelopen": Act("Nagelopen wie toegang heeft"),
    "in de poule": Act("In de poule gezet"),
    "uit de poule": Act("Uit de poule gehaald"),
    "overzicht gegeven": Act("Overzicht gegeven"),
    "overzicht ingetrokken": Act("Overzicht ingetrokken"),
    "poulebeheer gegeven": Act("Beheer van de poule gegeven"),
    "poulebeheer ingetrokken": Act("Beheer van de poule ingetrokken"),
    # what an administrator does from the command line
    "geëxporteerd": Act("Gesprek als bestand geschreven"),
    "verslag geschreven": Act("Verslag als bestand geschreven"),
    "archief gemaakt": Act("Archiefbestand gemaakt"),
    "voorbeelden geëxporteerd": Act("Voorbeelden als bestand geschreven"),
    "tekst op de verkeerde plek": Act("Een tekst stond op de verkeerde plek en ging niet open"),
    "sleutels gewisseld": Act("Privétekst onder een nieuwe sleutel gezet"),
}

NUMBER, DAY, FLAG, HASH = object(), object(), object(), object()
NUMBERS = """
    participant user adviser organisation agreement request example seat count version versions dates changed
    participants reflections scores agreements examples accounts row
"""
WORDS = {
    "principle": "heldere-afspraken vertrouwen gelijkwaardigheid rolbewustzijn opgavegericht",
    "purpose": "deelnemen datum lezen voortgang scherm agenda zaal",
    "rule": "vastgesteld gesprek geannuleerd ongedateerd oefening concept persoon bewaartermijn contact",
    "step": "gedaan behouden geparkeerd vervallen",
    "table": "reflection explanation availability proposal guiderequest reportremark erasurerequest",
    "what": "opdrachtgever opdrachtnemer eigenaar facilitator second_facilitator self_facilitated display mirror",
    # of an example, of who asks to come in, of a sign
    "kind": "werkafspraak vragen draaiboek deelnemer tablet scherm lang-geleden lege-hoek nieuw-gezicht "
    "nieuwe-opdrachtgever over-de-datum niet-nagekomen verder-uiteen geen-datum",
}
DETAILS = {
    **dict.fromkeys(NUMBERS.split(), NUMBER),
    "until": DAY,
    "confidential": FLAG,
    "pdf": HASH,
    "content": HASH,
    **{name: set(words.split()) for name, words in WORDS.items()},
}
PATTERNS = {DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), HASH: re.compile(r"[0-9a-f]{64}")}


class UnknownActError(ValueError):
    """An act or a detail that the log may not hold. It says which, and never what was in it."""


def check(action, details):
    """Raise UnknownActError unless the act is known and each of its details ({name: value}) holds no content."""
    if action not in ACTS:
        raise UnknownActError("Deze handeling staat niet in conversations/acts.py.")
    for name, value in details.items():
        if name not in DETAILS:
            raise UnknownActError("Een bijzonderheid bij deze handeling staat niet in conversations/acts.py.")
        values = value if isinstance(value, (list, tuple)) else [value]
        if not all(is_plain(DETAILS[name], each) for each in values):
            raise UnknownActError(f"De bijzonderheid {name} is geen getal, dag of vast woord.")


def is_plain(kind, value):
    """Whether a value is what its detail may hold; None, for nobody or nothing, always is."""
    if value is None:
        return True
    if kind is FLAG:
        return isinstance(value, bool)
    if kind is NUMBER:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind in (DAY, HASH):
        return isinstance(value, str) and PATTERNS[kind].fullmatch(value) is not None
    return isinstance(value, str) and value in kind
