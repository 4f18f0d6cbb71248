"""SEC-08: each private text is met by exactly those who may read it in that phase, whatever address they try.

One conversation goes through its phases. Where something opens, those for whom it could open look at every address; in
every phase all at the table look at each place where anybody ever met a private word. Strangers, whom no phase lets in,
look at those places at the start and at the end, and everywhere while most is open.
"""

import pytest

from tests.access.in_phases import LEVELS, STEPS, WORDS, begun, nearest, now, readers, strangers
from tests.by_link import address
from tests.crawling import addresses, of_accounts, opens, read, text_of
from tests.trust.kept_texts import encrypted, text_fields

pytestmark = pytest.mark.django_db
OWN = {f"{kind} {level}" for kind in ("answer", "explanation") for level in LEVELS} | {"typed"}
OF_ANOTHER = {name for name in WORDS if name.startswith("of another")}
PRINTED = {"answer met_naam gedrukt", "explanation met_naam gedrukt"}
TABLE = {"answer naamloos", "answer met_naam", "of another naamloos", "of another met_naam"}
SAID = {"explanation naamloos", "explanation met_naam"}  # on the screen of who leads, at its principle
PLANNED = {"remark on a moment", "replacement"}
ADVISED = PLANNED | {"proposal", "line of who says no", "why not erased"}
ROUND = {"remark on the draft", "answer to it"}
LEADERS = ("facilitator", "second facilitator")


GIVEN = PLANNED | TABLE | PRINTED  # what who leads meets of what the table read
TO_READ = dict.fromkeys(("author, reading", "another reader"), PRINTED)
PLANNING = {
    "author": OWN | {"remark on a moment"},
    "author, elsewhere": {"remark on a moment"},  # as a secretary would: who answers for them sees what was answered
    "another author": OF_ANOTHER,
    "adviser": ADVISED,
    **dict.fromkeys(LEADERS, PLANNED),
}
MEETING = {"author": OWN, "another author": OF_ANOTHER, "adviser": ADVISED, **dict.fromkeys(LEADERS, PLANNED)}
SHOWN = MEETING | {"adviser": ADVISED | {"explanation met_naam gedrukt"}}
SHOWN |= dict.fromkeys(LEADERS, PLANNED | SAID | {"explanation met_naam gedrukt"})
READING = {
    "author": OWN | ROUND,
    "author, elsewhere": PRINTED,
    "another author": OF_ANOTHER | PRINTED,
    "adviser": ADVISED | GIVEN | ROUND,
    **dict.fromkeys(LEADERS, GIVEN | SAID | ROUND),
    **TO_READ,
}
NO_LONGER_LED = dict.fromkeys(LEADERS, GIVEN | ROUND | {"explanation naamloos"})
CLOSED = {"adviser": ADVISED | GIVEN | ROUND, **NO_LONGER_LED, **TO_READ}  # a link to take part opens nothing now
CLEARED = {"adviser": (ADVISED | GIVEN) - {"remark on a moment"}, **TO_READ}
CLEARED |= dict.fromkeys(LEADERS, (GIVEN | {"explanation naamloos"}) - {"remark on a moment"})
# Phase: {who: what they meet}; whoever is not named meets nothing at all.
PHASES = {
    "preparation": PLANNING,
    "preparation closed": PLANNING,
    "meeting": MEETING,
    "meeting, all shown": SHOWN,
    "reading round": READING,
    "vastgesteld": READING | {"author": OWN} | NO_LONGER_LED,
    "concluded": CLOSED,
    "cleared": CLEARED,
}
NEAREST = {"author", "author, elsewhere", "another author", "in the room", "big screen", "adviser", *LEADERS}
EVERYWHERE = {  # who looks at every address
    "preparation": NEAREST,
    "meeting, all shown": {"another author", "in the room", "big screen", "adviser", "facilitator"},
    "reading round": None,  # everybody, strangers as well
    "cancelled": None,
    "vastgesteld": {"another reader", "adviser"},
}
WITH_STRANGERS = {"preparation", "reading round", "cleared", "cancelled"}
NAMED = {"answer met_naam", "answer met_naam gedrukt", "of another met_naam"}
FOR_ONE = {"answer begeleider", "explanation begeleider", "of another begeleider"}
NAMELESS = {"answer naamloos", "of another naamloos"}
# What a facilitator meets who opens the answers as an act.
OPENED = {
    "preparation": {"facilitator": NAMED | FOR_ONE, "second facilitator": NAMED},
    "preparation closed": {"facilitator": NAMED | NAMELESS | FOR_ONE, "second facilitator": NAMED | NAMELESS},
}


def met(pages):
    """Return {words: paths on which they stand} of {path: text}, in one look at each page."""
    found = {}
    for path, text in pages.items():
        for name in [name for name, words in WORDS.items() if words in text] if "anarie" in text else []:
            found.setdefault(name, set()).add(path)
    return found


class Crawl:
    """Everybody who looks, with what they opened when they came in, and the places where a word was ever met."""

    def __init__(self, found):
        self.found, self.tabs, self.doors, self.places, self.strangers = found, {}, {}, {}, strangers(found)
        self.let_in(nearest(found) | self.strangers)

    def let_in(self, tabs):
        self.tabs |= tabs
        self.doors |= {who: opens(tab) for who, tab in tabs.items()}

    def look(self, who, known):
        heard = met(read(self.tabs[who], known, self.doors[who]))
        self.places |= {path: known[path] for paths in heard.values() for path in paths}
        return set(heard)

    def addresses(self):
        """Return the addresses to look at; the files of one's own account say what their page says."""
        found = addresses(now(self.found), [self.found.author, self.found.other])
        return {path: door for path, door in found.items() if not path.startswith("/account/mijn-gegevens.")}

    def everybody(self, phase):
        """Return {who: the words that they met} in a phase, who met none left out."""
        known = self.addresses() if phase in EVERYWHERE else {}
        widely = EVERYWHERE.get(phase, set())
        away, seen = set() if phase in WITH_STRANGERS else self.strangers.keys(), {}
        for who in [one for one in self.tabs if one not in away]:  # those at the table first: they find the places
            seen[who] = self.look(who, known if widely is None or who in widely else self.places)
        return {who: words for who, words in seen.items() if words}

    def opened(self):
        """Return {who leads: what they meet on opening the answers}."""
        path = f"/gesprekken/{self.found.meeting.pk}/antwoorden/"
        return {who: set(met({path: text_of(self.tabs[who].post(path))})) for who in LEADERS}


def sung():
    """Return the (model, field) of what is private and holds a canary."""
    rows = {model: list(model.objects.all()) for model in {text_fields()[key].model for key in encrypted()}}
    words = set(WORDS.values())
    kept = {(label, name): rows[text_fields()[label, name].model] for label, name in encrypted()}
    return {(label, name) for (label, name), found in kept.items() if words & {getattr(row, name) for row in found}}


def test_sec_08_in_every_phase_each_text_is_met_by_exactly_those_who_may_read_it():
    found, seen, opened = begun(), {}, {}
    crawl = Crawl(found)
    assert WORDS["address of the replacement"] in text_of(found.absent_tab.get(address(found.absent, "verhinderd/")))
    for phase, step in STEPS.items():
        step(found)
        crawl.let_in(readers(found) if phase == "reading round" else {})
        seen[phase] = crawl.everybody(phase)
        opened |= {phase: crawl.opened()} if phase in OPENED else {}
        if phase == "reading round":
            assert encrypted() == sung()
    assert seen == PHASES
    assert opened == OPENED
    assert WORDS.keys() - set().union(*seen["preparation"].values(), *seen["reading round"].values()) == {
        "address of the replacement",
        "address of the secretary",
    }


def test_sec_08_once_cancelled_no_link_opens_and_no_reader_is_added():
    crawl = Crawl(begun())
    now(crawl.found).cancel(crawl.found.adviser)
    assert crawl.everybody("cancelled") == {"adviser": ADVISED, **dict.fromkeys(LEADERS, PLANNED)}


def test_sec_08_the_pages_of_an_account_hold_no_text_of_a_conversation():
    crawl, known = Crawl(begun()), of_accounts()
    pages = {who: read(tab, known) for who, tab in crawl.tabs.items()}
    assert {who: met(found) for who, found in pages.items()} == {who: {} for who in pages}
    assert all(found.keys() == known.keys() for found in pages.values())
    assert sum(1 for text in pages["adviser"].values() if "<h1" in text) > len(known) / 3
