"""The work of this app that comes back every hour."""

from driehoek.chores import chore

from .asking import ask_due
from .erasure_mails import forget_told
from .models.audit_heads import keep_head
from .rehearsal import clear_rehearsals
from .reminding import remind_due, tell_complete
from .retention.nightly import clear_due
from .retention.traces import forget_earlier_texts, forget_traces
from .signalling import refresh_all

chore(clear_rehearsals)
chore(clear_due)
chore(forget_earlier_texts)
chore(forget_traces)
chore(forget_told)
chore(remind_due)
chore(tell_complete)
chore(ask_due)
chore(keep_head)
chore(refresh_all)
