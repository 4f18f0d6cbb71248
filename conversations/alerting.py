"""What advisers hear by mail. Each is called inside the transaction of the act itself, and says nothing private.

Of a rehearsal nobody hears. Who did it, why, and what they wrote is read after logging in.
"""

from django.utils import timezone

from driehoek.mail import queue
from triangles.models import User


def tell_advisers(triangle, kind, occasion, *, due=None, **ref):
    """Queue one mail to each adviser of a triangle, once per `occasion`."""
    if triangle.rehearsal_until:
        return
    for user in User.objects.filter(is_active=True, memberships__triangle=triangle).exclude(email=""):
        queue(kind, user.email, once=f"{kind}:{occasion}:{user.pk}", due=due, user=user.pk, **ref)


def proposed(proposal):
    """Tell that a participant proposes to talk."""
    tell_advisers(proposal.triangle, "voorstel", proposal.pk, proposal=proposal.pk)


def help_asked(participant, agreement):
    """Tell that somebody asks for help with an agreement, once a day for each person and agreement."""
    occasion = f"{participant.pk}:{agreement.pk}:{timezone.localdate()}"
    tell_advisers(participant.conversation.triangle, "hulp_nodig", occasion, agreement=agreement.pk)


def prevented(stand_in, conversation):
    """Tell that a participant cannot come; what they change about it the same day is no news."""
    occasion = f"{stand_in.pk}:{timezone.localdate()}"
    tell_advisers(conversation.triangle, "verhinderd", occasion, stand_in=stand_in.pk)
