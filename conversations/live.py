"""What the screens of a meeting ask every two seconds: did anything change that this screen may show?

One statement answers it, from counts and versions of the rows themselves, so that no write can forget to raise a
counter. Nothing in it follows from the value of a score, a verdict or a text that is not shown.
"""

import hashlib
from dataclasses import dataclass
from functools import partial

from django.db.models import F, Func, TextField
from django.utils import timezone

from driehoek.prepared import Prepared
from triangles.models import User

from .models import Conversation, Phase

FAST, SLOW = 2, 10  # seconds between two questions
QUIET = 5 * 60  # seconds without a change after which a screen asks less often
OF = "%(expressions)s"  # the key of the conversation, in the SQL below
SHOWN = "CASE WHEN shown_at IS NULL THEN 0 ELSE {} END"


def figure(table, sql):
    """Return SQL for one whole number over the rows of a conversation in `table`; 0 without any."""
    return "".join(("(SELECT COALESCE(", sql, ", 0) FROM conversations_", table, " WHERE conversation_id = ", OF, ")"))


STEP = (
    "(SELECT own.phase FROM conversations_conversation own WHERE own.id = %(expressions)s)",
    "COALESCE((SELECT step FROM conversations_meeting WHERE conversation_id = %(expressions)s), '')",
    figure("showing", "COUNT(*)"),
    figure("score", f"SUM({SHOWN.format('version')})"),
    figure("guess", f"SUM({SHOWN.format('version')})"),
    figure("verdict", f"SUM({SHOWN.format('version')})"),
    figure("agreementstep", "COUNT(*)"),
)
LEADING = (
    *STEP,
    "COALESCE((SELECT CAST(step_at AS TEXT) FROM conversations_meeting WHERE conversation_id = %(expressions)s), '')",
    "COALESCE((SELECT leader_id FROM conversations_meeting WHERE conversation_id = %(expressions)s), 0)",
    figure("score", "COUNT(*)"),
    figure("participant", "SUM(version)"),
    figure("arrival", "SUM(CASE state WHEN 'wacht' THEN 1 WHEN 'binnen' THEN 1000 ELSE 1000000 END)"),
)
ROOM = (
    *LEADING,
    figure("verdict", "COUNT(*)"),
    figure("agreement", "SUM(version) + MAX(id) * 1000 + COUNT(*) * 1000003"),
    figure("insight", "SUM(version)"),
    figure("parkedtopic", "SUM(version) + MAX(id) * 1000 + COUNT(*) * 1000003"),
)


class State(Func):
    """The figures of one conversation as one text."""

    output_field = TextField()

    def __init__(self, figures, of="pk"):
        super().__init__(F(of), template=" || ' ' || ".join(figures))


STATE_OF_STEP, STATE_OF_LEADING, STATE_OF_ROOM = State(STEP), State(LEADING), State(ROOM)


def read_version(conversations, pk, state):
    """Return a short text that changes with what `state` tells of the conversation `pk`, or None when it is not there.

    `conversations` is a queryset that begins at what the asker may see; it takes one statement.
    """
    return shorten(conversations.filter(pk=pk).order_by().values_list(state))


def read_version_for(user, pk, asked):
    """Return the version of the conversation `pk` for one who leads it; None when `user` does not.

    `asked` is LED for the page of the facilitator, whose own typing is no news to it, or SEEN for the big screen.
    """
    return shorten(asked.ask(user=user.pk, pk=pk))


def is_leading_now(user, pk):
    """Whether `user` leads the conversation `pk` and it is being held: their session then stays open."""
    return Conversation.objects.led_by(user).filter(pk=pk, phase=Phase.GESPREK).exists()


def shorten(rows):
    """Return the one figure of at most one row as a short text, None without a row."""
    return next((hashlib.sha256(found.encode()).hexdigest()[:16] for (found,) in rows), None)


def ask_as_leader(state, user, pk):
    led = Conversation.objects.led_by(User(pk=user))
    return led.filter(pk=pk).order_by().values_list(state)


LED = Prepared(partial(ask_as_leader, STATE_OF_LEADING), user=-9001, pk=-9002)
SEEN = Prepared(partial(ask_as_leader, STATE_OF_ROOM), user=-9001, pk=-9002)


@dataclass(frozen=True)
class Poll:
    """What a polled region knows: the version that it shows, since when (whole seconds), and how often it asks."""

    version: str = ""
    since: int = 0
    every: int = FAST

    @property
    def query(self):
        """The end of the address of the next question."""
        return f"versie={self.version}&sinds={self.since}&elke={self.every}"


def first_poll(version):
    """Return the Poll of a page that was just made."""
    return Poll(version, int(timezone.now().timestamp()))


def next_poll(asked, version):
    """Return the Poll that the region goes on with, or None when it stays as it is: nothing changed, nor its pace."""
    now = int(timezone.now().timestamp())
    if asked.version != version:
        return Poll(version, now)
    every = SLOW if now - asked.since >= QUIET else FAST
    return None if every == asked.every else Poll(version, asked.since, every)
