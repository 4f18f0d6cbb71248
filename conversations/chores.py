"""The work of this app that comes back every hour."""

from driehoek.chores import chore

from .rehearsal import clear_rehearsals
from .reminding import remind_due, tell_complete

chore(clear_rehearsals)
chore(remind_due)
chore(tell_complete)
