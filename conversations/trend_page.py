"""The page that lays the conversations of a triangle under one another: per principle, with what was agreed between."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThanOrEqual
from django.db.models.functions import Coalesce

from driehoek.dates import spoken
from principles.models import PrincipleText

from .board import Row, arrange, order
from .comparing import table_words, wording_words
from .models import ESTABLISHED, Agreement, Conversation, Participant, Score
from .paging import as_day, as_number, read_place, write_place
from .scoring import CORNERS
from .trend import SHOWN, read_scores

PAGE = 6  # conversations
parse_place = partial(read_place, kinds=(as_day, as_number))
NO_DAY = date.min  # where a conversation without a date stands among those with one
PLACE = ("made_on", "pk")
TALKS = (
    Conversation.objects.filter(
        Exists(Score.objects.shown().filter(conversation=OuterRef("pk"))), phase__in=ESTABLISHED
    )
    .annotate(made_on=Coalesce("held_on", Value(NO_DAY)))
    .order_by(*(f"-{name}" for name in PLACE))
    .values(*PLACE, "title", "held_on", "display", "focus")
)
TEXTS = PrincipleText.objects.newest().values("principle__code", "name", "core_question", "pole_low", "pole_high")
PEOPLE = (
    Participant.objects.exclude(attendance=Participant.Attendance.AFWEZIG)
    .order_by("pk")
    .values_list("conversation", "corner", "name")
)
WORDINGS = Conversation.principle_texts.through.objects.order_by().values_list(
    "conversation", "principletext__principle__code", "principletext__number"
)
AGREED = (
    Agreement.objects.filter(conversation__phase__in=ESTABLISHED)
    .annotate(made_on=Coalesce("conversation__held_on", Value(NO_DAY)))
    .order_by("-most_important", "pk")
    .values("pk", "made_on", "conversation_id", "text", "status", "principle__code")
)


@dataclass(frozen=True)
class Moment:
    """One conversation at one principle. `caution` is a sentence or ''; `agreed` was made since the Moment below it."""

    day: date | None
    row: Row
    caution: str
    agreed: list


@dataclass(frozen=True)
class Line:
    """One principle: its `text` (a dict of TEXTS) and its Moments, the newest first."""

    text: dict
    moments: list


@dataclass(frozen=True)
class TrendPage:
    """`talks` are dicts of TALKS with their words, the newest first; `older` continues the page as text, or ''."""

    talks: list
    lines: list
    older: str

    @property
    def legend(self):
        """The corners to explain: none when no conversation on the page tells them."""
        return list(CORNERS) if self.shows(Conversation.Display.PER_HOEK) else []

    @property
    def columns(self):
        """The heads of the columns with numbers."""
        nameless = ["Zonder hoek"] if self.shows(Conversation.Display.NAAMLOOS) else []
        return [corner.capitalize() for corner in self.legend] + nameless

    def shows(self, display):
        return any(talk["display"] == display for talk in self.talks)

    @property
    def numbers(self):
        """The same as a table: (name, day, numbers as texts, distance in words)."""
        places = self.legend + [None] * self.shows(Conversation.Display.NAAMLOOS)
        return [
            (line.text["name"], moment.day, moment.row.cells(places), moment.row.distance_words)
            for line in self.lines
            for moment in line.moments
        ]


def build_trend_page(triangle, place=None):
    """Return the TrendPage of `triangle` from `place` back, as read by `parse_place`; six queries, or fewer.

    An older page begins with the conversation that the newer one ended with, so that no two are left uncompared.
    """
    rows = TALKS.filter(triangle=triangle.pk)
    if place:
        rows = rows.filter(TupleLessThanOrEqual(Tuple(*map(F, PLACE)), place))
    rows = list(rows[: PAGE + 1])
    talks = rows[:PAGE]
    if not talks:
        return TrendPage([], [], "")
    keys = [talk["pk"] for talk in talks]
    tell_tables(talks, keys)
    agreed = between(AGREED.filter(conversation__triangle=triangle.pk), talks)
    lines = build_lines(talks, read_scores(SHOWN.filter(conversation__in=keys)), read_wordings(keys), agreed)
    on_a_line = {row["pk"] for line in lines for each in line.moments for row in each.agreed}
    for talk in talks:
        talk["agreed"] = [row for row in agreed[talk["pk"]] if row["pk"] not in on_a_line]
    return TrendPage(talks, lines, write_place(talks[-1]["made_on"], talks[-1]["pk"]) if len(rows) > PAGE else "")


def tell_tables(talks, keys):
    """Add to each of `talks` how many people were at the table, and whether it was another one than the time before."""
    people = {key: [] for key in keys}
    for key, corner, name in PEOPLE.filter(conversation__in=keys):
        people[key].append((corner, name))
    for talk in talks:
        talk["people"], talk["caution"] = len(people[talk["pk"]]), ""
    for talk, before in pairwise(talks):
        days = before["held_on"], talk["held_on"]
        talk["caution"] = table_words(people[before["pk"]], days[0], people[talk["pk"]], days[1])


def between(rows, talks):
    """Return {conversation: agreements made from the one below it in `talks` until it}; below the last is nothing."""
    found = {talk["pk"]: [] for talk in talks}
    rows = rows.filter(made_on__gte=talks[-1]["made_on"], made_on__lte=talks[0]["made_on"])
    for row in rows if len(talks) > 1 else ():
        made = row["made_on"], row["conversation_id"]
        for talk, before in pairwise(talks):
            if place_of(before) <= made < place_of(talk):
                found[talk["pk"]].append(row)
    return found


def place_of(talk):
    return tuple(talk[name] for name in PLACE)


def read_wordings(keys):
    """Return {conversation: {code of principle: number of the text it was held with}}."""
    found = {key: {} for key in keys}
    for key, code, number in WORDINGS.filter(conversation__in=keys):
        found[key][code] = number
    return found


def build_lines(talks, scores, wordings, agreed):
    """Return the Lines: in the order of the newest conversation, what was not scored in it last."""
    texts = {text["principle__code"]: text for text in TEXTS.all()}
    scored = {code for found in scores.values() for code in found}
    newest = [row_of(text, talks[0], scores.get(talks[0]["pk"], {})) for code, text in texts.items() if code in scored]
    return [
        Line(texts[row.code], list(moments(texts[row.code], talks, scores, wordings, agreed)))
        for row in order(newest, talks[0]["focus"])
    ]


def row_of(text, talk, scores):
    """Return the Row of one principle in one conversation; its name holds the day, for who hears the strip."""
    code, poles = text["principle__code"], (text["pole_low"], text["pole_high"])
    name = f"{text['name']}, {spoken(talk['held_on']) if talk['held_on'] else talk['title']}"
    return Row(code, name, "", poles, (), shown=code in scores, scores=arrange(scores.get(code, ())))


def moments(text, talks, scores, wordings, agreed):
    """Yield the Moments of one principle, leaving out the conversations in which it was not scored."""
    code = text["principle__code"]
    places = [place for place, talk in enumerate(talks) if code in scores.get(talk["pk"], {})]
    for place, following in pairwise([*places, len(talks)]):
        talk, before = talks[place], talks[following] if following < len(talks) else None
        since = [row for each in talks[place:following] for row in agreed[each["pk"]]]
        yield Moment(
            day=talk["held_on"],
            row=row_of(text, talk, scores[talk["pk"]]),
            caution=reworded(code, talk, before, wordings),
            agreed=[row for row in since if row["principle__code"] == code],
        )


def reworded(code, talk, before, wordings):
    """Return the sentence that the text is another one than in `before`; '' when it is the same or not known."""
    now, then = wordings[talk["pk"]].get(code), before and wordings[before["pk"]].get(code)
    return wording_words(before["held_on"]) if now and then and now != then else ""
