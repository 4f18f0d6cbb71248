"""Whether a text names somebody: a look at the words, so that an adviser is warned. Pure."""

import re
import unicodedata

WORD = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"\S+@\S+\.\w+")
SMALL = {"aan", "bij", "den", "der", "het", "ten", "ter", "van", "von"}  # between a first name and a last one
SHORTEST, SURE = 3, 4  # letters; a shorter part of a name says nothing, a short one is found with its capital alone


def find_names(texts, people):
    """Return pairs (word as it stands in `texts`, name of the person it may mean), in the order of the texts.

    `people` are full names; each of their parts is looked for, also with an s behind it. A mail address is found with
    '' as name.
    """
    parts = parts_of(people)
    found = {}
    for text in texts:
        for address in ADDRESS.findall(text):
            found.setdefault(address, "")
        for word in WORD.findall(unicodedata.normalize("NFC", ADDRESS.sub(" ", text))):
            plain = folded(word)
            name = parts.get(plain) or parts.get(plain.removesuffix("s"))
            if name and (len(plain) >= SURE or word[0].isupper()):
                found.setdefault(word, name)
    return list(found.items())


def parts_of(people):
    """Return {part of a name, in plain small letters: the whole name}."""
    named = [(folded(part), name) for name in people for part in WORD.findall(unicodedata.normalize("NFC", name))]
    return {part: name for part, name in reversed(named) if len(part) >= SHORTEST and part not in SMALL}


def folded(word):
    """Return a word in small letters without accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
