"""The work of this app that comes back every hour."""

from driehoek.chores import chore

from .rehearsal import clear_rehearsals

chore(clear_rehearsals)
