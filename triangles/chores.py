"""The work of this app that comes back every hour."""

from driehoek.chores import chore

from .reviewing import ask_for_review
from .sessions import forget_over

chore(forget_over)
chore(ask_for_review)
