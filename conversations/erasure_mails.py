"""The mails about a wish to be erased. A row with the last address of somebody who was erased goes once it was sent."""

from driehoek.mail import Outbox, compose, renders

from .letters import find_contact
from .models import ErasureRequest

State = Outbox.State
UNSENT = (State.WACHT, State.BEZIG)


@renders("gewist")
def erased(row):
    """Somebody was erased: ref `erasure`. What stays stands in it, because no link of theirs works any more."""
    found = ErasureRequest.objects.filter(pk=row.ref["erasure"], state=ErasureRequest.State.GEWIST)
    found = found.select_related("triangle").first()
    return found and compose(row, triangle=found.triangle.name, kept=found.kept)


@renders("wissen_geweigerd")
def refused(row):
    """A wish was refused: ref `erasure`. The reason stands in the mail, that is made when it is sent."""
    found = ErasureRequest.objects.filter(pk=row.ref["erasure"], state=ErasureRequest.State.GEWEIGERD)
    found = found.select_related("triangle", "participant__conversation").first()
    if found is None or found.participant is None or found.participant.email.lower() != row.to.lower():
        return None
    adviser = find_contact(row, found.participant.conversation)
    contact = f"{adviser} ({adviser.email})" if adviser else ""
    words = {"name": found.participant.name, "reason": found.reason, "contact": contact}
    return compose(row, triangle=found.triangle.name, **words)


def forget_told():
    """Remove the rows of mail about erasing that no longer wait, with the last address of who was erased.

    What failed goes too: nobody can mail them again. Return in Dutch how many, or ''.
    """
    gone, _ = Outbox.objects.filter(kind="gewist").exclude(state__in=UNSENT).delete()
    return f"Adressen van gewiste personen vergeten: {gone}." if gone else ""
