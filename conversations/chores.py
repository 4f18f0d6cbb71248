"""The work of this app that comes back every hour."""

from driehoek.chores import chore

from .asking import ask_due
from .earlier import forget_earlier_texts
from .rehearsal import clear_rehearsals
from .reminding import remind_due, tell_complete
from .signalling import refresh_all

chore(clear_rehearsals)
chore(forget_earlier_texts)
chore(remind_due)
chore(tell_complete)
chore(ask_due)
chore(refresh_all)
