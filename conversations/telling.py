"""What somebody who sees to an agreement says of it between two conversations: it goes on, is done, or needs help.

It is a link of the chain of that agreement. Where the agreement stands stays for the table, or an adviser, to decide.
"""

from django.utils import timezone

from triangles.changing import changed
from triangles.forms.storing import locked

from .alerting import help_asked
from .asking import agreements_of
from .forms.telling import TellingForm
from .models import AgreementStep

What = AgreementStep.What


def tell(participant, sent):
    """Save what a participant typed about their agreements; return the form, invalid when nothing was saved.

    `sent` is the data of a request. It is checked over the agreements as they are now, under the lock of the triangle.
    """
    triangle = participant.conversation.triangle
    with locked(triangle):
        form = TellingForm(sent, agreements=agreements_of(participant, timezone.localdate()))
        if form.is_valid():
            for agreement, what, note in form.given():
                say(agreement, participant, what, note)
            changed(triangle.pk)
    return form


def say(agreement, participant, what, note):
    """Add a word to the chain of an agreement, unless it is the very same as the last one: a button pressed twice."""
    last = agreement.last_step
    if last and (last.by_participant_id, last.what, last.note) == (participant.pk, what, note):
        return
    AgreementStep.objects.create(agreement=agreement, what=what, note=note, by_participant=participant)
    if what == What.HULP:
        help_asked(participant, agreement)
