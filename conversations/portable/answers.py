"""Reading in what participants gave: scores and private texts, each text with the consent that it needs."""

from dataclasses import dataclass

from django.utils import timezone

from conversations.models import Consent, Conversation, Explanation, Reflection, Score, Showing, Visibility

from .rules import Subjects


def write_answers(found, conversation, participants, subjects):
    """Write the scores, reflections and explanations in the file; none is shown or released yet.

    `participants` are those of the conversation by their id in the file.
    """
    scores, reflections = found.get("scores", []), found.get("reflections", [])
    explained = [row for row in scores if row.get("explanation")]
    answers = Answers(conversation, participants, subjects)
    Score.objects.bulk_create(answers.score(row) for row in scores)
    write_texts(Reflection, [answers.reflection(row) for row in reflections], reflections)
    write_texts(Explanation, [answers.explanation(row) for row in explained], explained)


@dataclass
class Answers:
    """Makes unsaved answers of rows in the file."""

    conversation: Conversation
    participants: dict
    subjects: Subjects

    def score(self, row):
        return Score(**self.about(row), value=row["value"], entry=row.get("entry", Score.Entry.ZELF))

    def explanation(self, row):
        return Explanation(**self.about(row), text=row["explanation"])

    def reflection(self, row):
        return Reflection(**self.by(row), question=self.subjects.questions[row["question"]], text=row["text"])

    def about(self, row):
        return {**self.by(row), "principle": self.subjects.principles[row["principle"]]}

    def by(self, row):
        participant = self.participants[row["participant"]]
        return {"conversation": self.conversation, "participant": participant, "corner": participant.corner}


def write_texts(model, texts, rows):
    """Write private texts, born `zelf`, and raise each to the reader that its author chose in the file."""
    model.objects.bulk_create(texts)
    for text, row in zip(texts, rows, strict=True):
        level = row.get("visibility", Visibility.ZELF)
        if level != Visibility.ZELF:
            text.set_visibility(
                level,
                in_report=bool(row.get("in_report")),
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
