"""Taking one participant out of a conversation while its Destruction is open (see `destroying`), at their own wish.

More goes than when a term is over (`retention.texts`): also what the table read. Shown scores keep the corner alone.
"""

from collections import Counter

from django.db.models import F, Q

from .models import (
    AHEAD,
    AgreementStep,
    Arrival,
    Availability,
    Consent,
    Explanation,
    Guess,
    Op,
    Participant,
    Reflection,
    ReportResponse,
    Score,
    StandIn,
    TextRead,
)
from .retention.texts import loosen_shown

GONE = "gewist"  # what stands in place of an account
NAME_GONE, FUNCTION_GONE = "Naam gewist", "functie gewist"


def drop_texts(texts):
    """Remove private texts (a queryset of one model) with their consents and reads; return a Counter."""
    field, keys = texts.model._meta.model_name, list(texts.values_list("pk", flat=True))
    counts = Counter()
    for model in (TextRead, Consent):
        counts += remove(model.objects.filter(**{f"{field}__in": keys}))
    return counts + remove(texts.model.objects.filter(pk__in=keys))


def loosen_scores(participant):
    """Let the scores that the table saw keep the corner alone, and remove the others; return a Counter."""
    gone, loosened = loosen_shown(Score.objects.filter(participant=participant))
    return Counter(score=gone, score_zonder_naam=loosened)


def remove(rows):
    """Delete rows and what hangs on them; return a Counter by the name of the model."""
    _, gone = rows.delete()
    return Counter({label.split(".")[1].lower(): number for label, number in gone.items()})


def strip(participant, *, keeps_name):
    """Remove what is of `participant` in their conversation; return a Counter of what went.

    Shown scores stay without name. `keeps_name`: a vastgesteld verslag holds their name, so it stays here as well. Who
    was still to come to the table is taken off it.
    """
    counts = Counter()
    for model in (Reflection, Explanation):
        counts += drop_texts(model.objects.filter(participant=participant))
    counts += loosen_scores(participant)
    for model in (Guess, Availability, ReportResponse, Arrival, Op):
        counts += remove(model.objects.filter(participant=participant))
    counts += remove(participant.proposals.all()) + remove(participant.links.all())
    counts += forget_steps(participant) + forget_stand_in(participant)
    Participant.objects.filter(speaker=participant).update(speaker=None)
    if participant.conversation.phase in AHEAD:
        return counts + remove(Participant.objects.filter(pk=participant.pk))
    forget_name(participant, keeps_name)
    return counts + Counter(participant=1)


def forget_steps(participant):
    """Let what they said of agreements stay as a step without words and without whose it was."""
    steps = AgreementStep.objects.filter(by_participant=participant)
    steps.exclude(what=AgreementStep.What.VERVALLEN).update(note="")
    return Counter(agreementstep=steps.update(by_participant=None))


def forget_stand_in(participant):
    """Take the name out of what was said about standing in: for them, or by them for another."""
    about = StandIn.objects.filter(Q(participant=participant) | Q(person=participant))
    counts = remove(about.filter(confirmed_at=None))
    return counts + Counter(standin=about.update(name="", function="", email=""))


def forget_name(participant, keeps_name):
    """Leave of the participant the corner and the organisation."""
    changes = {"email": "", "texts_closed_at": None, "version": F("version") + 1}
    if not keeps_name:
        changes |= {"name": NAME_GONE, "function": FUNCTION_GONE, "coordinating": False}
    Participant.objects.filter(pk=participant.pk).update(**changes)
