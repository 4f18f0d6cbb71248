"""What makes a password easy to guess here, besides what Django knows: the words of the work itself."""

import re

from django.core.exceptions import ValidationError

WORDS = (
    "adviseur",
    "begeleider",
    "driehoek",
    "eigenaar",
    "gesprek",
    "opdrachtgever",
    "opdrachtnemer",
    "organisatie",
    "rijksoverheid",
    "samenwerking",
    "verslag",
    "wachtwoord",
    "welkom",
)
KNOWN = re.compile("|".join(f"{word}(?:en|s)?" for word in WORDS), re.I)
REST = 8  # characters that must be left when the known words are taken out


class NotOnlyKnownWords:
    """Refuse a password that is little more than words which everybody here knows, with a year behind them."""

    def validate(self, password, user=None):
        rest = KNOWN.sub("", password)
        if rest != password and len(rest) < REST:
            raise ValidationError(self.get_help_text(), code="password_known_words")

    def get_help_text(self):
        return "Dit wachtwoord is te raden: het bestaat vooral uit woorden die hier iedereen kent. Kies een andere zin."
