"""Erasing private text once its term is over: what nobody but its author may know goes, the rest loses its author.

What the table read or saw keeps its corner. Each act is one transaction with its Destruction row, safe to do twice or
at once, and leaves alone what a legal hold keeps.
"""

from collections import Counter

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from conversations.models import (
    Availability,
    Consent,
    Conversation,
    Explanation,
    Guess,
    Op,
    Reflection,
    ReportRemark,
    Score,
    TextRead,
    destroying,
)
from driehoek.encryption import sealed

from .holds import held

TEXTS, GIVEN = (Reflection, Explanation), (Score, Guess)
OF_A_PERSON = Q(participant__isnull=False)


def with_private():
    """Limit to conversations in which something private stands, or is known by whom it is; held ones left out."""
    kept = [Exists(model.objects.filter(OF_A_PERSON, conversation=OuterRef("pk"))) for model in (*TEXTS, *GIVEN)]
    kept.append(Exists(Availability.objects.filter(option__conversation=OuterRef("pk"))))
    kept.append(Exists(ReportRemark.objects.filter(response__conversation=OuterRef("pk"))))
    found = Q(*kept, _connector=Q.OR)
    return Conversation.objects.filter(found).exclude(pk__in=held())


def clear_texts(conversation, rule):
    """Erase what is private in a Conversation; return how many rows of each kind as {word: number}, {} for nothing.

    `rule` is a Destruction.Rule. Raises HeldError when a legal hold came meanwhile.
    """
    with transaction.atomic():
        Conversation.objects.select_for_update(of=("self",)).filter(pk=conversation.pk).first()
        if not with_private().filter(pk=conversation.pk).exists():
            return {}
        with destroying(conversation, rule) as counts:
            counts.update(clear_answers(conversation.pk) | clear_given(conversation.pk) | clear_round(conversation.pk))
    return counts


def clear_answers(pk):
    """Erase the answers and explanations that the table did not read, and loosen the others from who wrote them."""
    Consent.objects.filter(conversation=pk).delete()  # they name the author of what stays
    TextRead.objects.filter(conversation=pk).delete()
    counts = {"losgemaakt": 0}
    for model, word in zip(TEXTS, ("antwoorden", "toelichtingen"), strict=True):
        mine = model.objects.filter(OF_A_PERSON, conversation=pk)
        read = [row for row in mine.released() if row.text]
        counts[word], _ = mine.exclude(pk__in=[row.pk for row in read]).delete()
        counts["losgemaakt"] += sum(loosen(row) for row in read)
    return counts


def loosen(text):
    """Take the author from a text that the table read, also from what it is encrypted along with; return 1."""
    words = text.text
    text.participant = None
    bare = {"typed": "", "typed_at": None, "typed_in": ""} if isinstance(text, Reflection) else {}
    return type(text).objects.filter(pk=text.pk).update(participant=None, text=sealed(text, "text", words), **bare)


def clear_given(pk):
    """Erase the scores and guesses that the table did not see, and loosen the others from who gave them.

    Those of whoever is replaced count for nobody; without their author that would not show any more, so they go.
    """
    counts = {}
    for model, word in zip(GIVEN, ("scores", "inschattingen"), strict=True):
        counts[word], counts[f"{word} losgemaakt"] = loosen_shown(model.objects.filter(OF_A_PERSON, conversation=pk))
    return counts


def loosen_shown(given):
    """Let what the table saw of `given` (scores or guesses) keep the corner alone, and remove the others.

    Return two numbers: removed and loosened.
    """
    shown = list(given.shown().values_list("pk", flat=True))
    gone, _ = given.exclude(pk__in=shown).delete()
    return gone, given.model.objects.filter(pk__in=shown).update(participant=None)


def clear_round(pk):
    """Erase what was said around the table: about dates, about the draft, and the proof of who saved what."""
    dates, _ = Availability.objects.filter(option__conversation=pk).delete()
    remarks, _ = ReportRemark.objects.filter(response__conversation=pk).delete()
    Op.objects.filter(conversation=pk, participant__isnull=False).delete()
    return {"datumantwoorden": dates, "opmerkingen": remarks}


def are_loosened(conversation):
    """Whether the scores lost their names, because private text was erased before the verslag was vastgesteld."""
    return conversation.scores.filter(participant=None).exists()


def most_on_one(scores):
    """Return how many scores stand on one principle, at most: so many people scored where the names are gone."""
    return max(Counter(scores.values_list("principle", flat=True)).values(), default=0)
