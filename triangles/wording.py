"""What each corner is called and looks at, by kind of triangle. Pure."""

from dataclasses import dataclass

from .models import Corner, Triangle


@dataclass(frozen=True)
class CornerWords:
    """`label` starts with a small letter; `hint` is a whole sentence."""

    corner: str
    label: str
    hint: str

    @property
    def heading(self):
        return self.label[:1].upper() + self.label[1:]


HINTS = {
    Corner.OPDRACHTGEVER: "Maakt het beleid, geeft de opdracht en kijkt naar wat de opgave vraagt.",
    Corner.OPDRACHTNEMER: "Voert uit en laat zien wat in de praktijk kan.",
    Corner.EIGENAAR: "Let op de continuïteit van de uitvoerder en op de sturing: is het vol te houden?",
}
OF_A_CONNECTED_PARTY = {
    Corner.OPDRACHTGEVER: (
        "opdrachtgever: college, beleid",
        "Het college, als maker van het beleid en gever van de opdracht.",
    ),
    Corner.OPDRACHTNEMER: ("opdrachtnemer: verbonden partij", "De organisatie die het werk uitvoert."),
    Corner.EIGENAAR: (
        "eigenaar: college, aandeelhouder",
        "Hetzelfde college, maar nu als aandeelhouder of bestuurder van de verbonden partij.",
    ),
}
NO_CORNER = "De raad stelt kaders en controleert. De raad is geen hoek."


def corner_words(kind):
    """Return a CornerWords for each corner of a triangle of this kind, in the order of every list."""
    if kind == Triangle.Kind.VERBONDEN_PARTIJ:
        return [CornerWords(corner.value, *OF_A_CONNECTED_PARTY[corner]) for corner in Corner]
    return [CornerWords(corner.value, corner.label, HINTS[corner]) for corner in Corner]


def corner_choices(kind, nobody=""):
    """Return the choices of a field for a corner; with `nobody` a first choice for none of them."""
    choices = [(words.corner, words.heading) for words in corner_words(kind)]
    return [("", nobody), *choices] if nobody else choices
