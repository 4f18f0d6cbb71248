"""Reading in what participants gave: scores and private texts, each text with the consent that it needs."""

from django.utils import timezone

from conversations.models import Consent, Explanation, Reflection, Score, Showing, Visibility


def write_answers(found, conversation, participants, subjects):
    """Write the scores, reflections and explanations in the file; none is shown or released yet.

    `participants` are those of the conversation by their id in the file.
    """
    scores = found.get("scores", [])
    Score.objects.bulk_create(
        Score(
            **answer(row, conversation, participants),
            principle=subjects.principles[row["principle"]],
            value=row["value"],
            entry=row.get("entry", Score.Entry.ZELF),
        )
        for row in scores
    )
    reflections = [
        Reflection(
            **answer(row, conversation, participants), question=subjects.questions[row["question"]], text=row["text"]
        )
        for row in found.get("reflections", [])
    ]
    explained = [row for row in scores if row.get("explanation")]
    explanations = [
        Explanation(
            **answer(row, conversation, participants),
            principle=subjects.principles[row["principle"]],
            text=row["explanation"],
        )
        for row in explained
    ]
    write_texts(Reflection, reflections, found.get("reflections", []))
    write_texts(Explanation, explanations, explained)


def answer(row, conversation, participants):
    participant = participants[row["participant"]]
    return {"conversation": conversation, "participant": participant, "corner": participant.corner}


def write_texts(model, texts, rows):
    """Write private texts, born `zelf`, and raise each to the reader that its author chose in the file."""
    model.objects.bulk_create(texts)
    for text, row in zip(texts, rows, strict=True):
        level = row.get("visibility", Visibility.ZELF)
        if level != Visibility.ZELF:
            text.set_visibility(
                level,
                in_report=row.get("in_report", False),
                source=Consent.Source.BESTAND,
                facilitator=text.conversation.facilitator,
                facilitator_name=text.conversation.facilitator_name,
            )


def show_answers(conversation):
    """Show all scores and release every text that the table may read: the meeting lies behind."""
    now = timezone.now()
    principles = conversation.scores.values_list("principle", flat=True).distinct().order_by()
    Showing.objects.bulk_create(
        Showing(conversation=conversation, principle_id=principle, shown_at=now) for principle in principles
    )
    conversation.scores.update(shown_at=now)
    conversation.reflections.for_table().update(released_at=now)
    conversation.explanations.for_table().update(released_at=now)
