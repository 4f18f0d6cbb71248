"""The mails to participants; each is made from its row when it is sent, so that no link or code waits in the queue."""

from driehoek.mail import compose, renders

from .models import Visit
from .visits import new_code


@renders("code")
def code(row):
    """Somebody wants to read back what they wrote, in another browser: ref `visit`."""
    visit = Visit.objects.filter(pk=row.ref["visit"], ended_at=None).select_related("link__participant").first()
    if visit is None or visit.link.participant.email != row.to:
        return None
    return compose(row, name=visit.link.participant.name, code=new_code(visit))
