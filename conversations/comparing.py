"""What two conversations have in common, and what makes it hard to lay them beside each other. Pure: no Django.

People are pairs (corner, name): who was at the table. A day is a date, or None when it was never written down.
"""

from driehoek.dates import spoken

NUMBERS = ("nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
CAREFULLY = "Vergelijk voorzichtig."


def told(people):
    """Return people such that capitals and spaces in a name make no difference."""
    return {(corner, " ".join(name.split()).casefold()) for corner, name in people}


def moment(day):
    """Say when a conversation was: 'op 12 maart 2026'."""
    return f"op {spoken(day)}" if day else "toen er geen datum bij stond"


def number(people):
    count = len(people)
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def upper_first(words):
    return words[:1].upper() + words[1:]


def table_words(before, then, after, now):
    """Say that another table scored: `before` and `after` are people, `then` and `now` their days; '' when it did not.

    That the number differs is said first, for then the strips differ by it alone.
    """
    if len(before) != len(after):
        people = "zat er één mens" if len(before) == 1 else f"zaten er {number(before)} mensen"
        return f"{upper_first(moment(then))} {people} aan tafel, {moment(now)} {number(after)}. {CAREFULLY}"
    if told(before) == told(after):
        return ""
    others = "deels andere" if told(before) & told(after) else "andere"
    return f"Aan tafel zaten {moment(now)} {others} mensen dan {moment(then)}. {CAREFULLY}"


def is_succeeded(before, after):
    """Whether in some corner somebody left and somebody else came, who then would read a predecessor's score."""
    gone, new = told(before) - told(after), told(after) - told(before)
    return bool({corner for corner, _ in gone} & {corner for corner, _ in new})


def wording_words(then):
    """Say that the text of a principle is another one than it was; `then` is the day of the earlier conversation."""
    return f"De tekst van dit principe is veranderd sinds {spoken(then) if then else 'toen'}. {CAREFULLY}"
