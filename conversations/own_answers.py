"""What is kept of one participant, for that participant alone: every answer, who reads it, and who saw it when."""

from dataclasses import dataclass

from .models import Score, TextRead, Visibility
from .reflecting import asked_of
from .scoring import CORNERS
from .scoring_by_link import principles_of
from .visits import may_read_given


@dataclass(frozen=True)
class OwnText:
    """One answer or score. `page` and `code` lead to it; `readers` is '' without a text; `reads` are (name, moment).

    `typed` was not saved yet. `is_shut` and `is_score_shut`: something stands there, but it does not show.
    """

    title: str
    page: str
    code: str
    text: str = ""
    readers: str = ""
    in_report: bool = False
    is_released: bool = False
    score: str = ""
    is_shown: bool = False
    guesses: str = ""  # what they think that the other corners score, in words
    are_guesses_shown: bool = False
    reads: tuple = ()
    typed: str = ""
    is_skipped: bool = False
    is_shut: bool = False
    is_score_shut: bool = False


def build_own(participant, visit=None):
    """Return {'answers': OwnTexts to the questions, 'scores': those to the principles}; what is empty is left out.

    So is a score that somebody else gave and that does not show in `visit`.
    """
    reads = reads_of(participant)
    found = {text.question_id: text for text in participant.reflections.all()}
    texts = {key: text for key, text in found.items() if text.text or text.typed_here or text.skipped}
    answers = [
        OwnText(question.text, "conversations:reflect", question.code, **told_answer(text, reads))
        for question in asked_of(participant.conversation)
        if (text := texts.get(question.pk))
    ]
    return {"answers": answers, "scores": list(own_scores(participant, reads, visit))}


def own_scores(participant, reads, visit=None):
    """Yield an OwnText per principle with a score or an explanation, in the fixed order."""
    scores = {score.principle.code: score for score in participant.scores.select_related("principle")}
    given = [code for code, score in scores.items() if score.entry != Score.Entry.ZELF]
    if given and visit and not may_read_given(visit):
        scores = {code: score for code, score in scores.items() if code not in given}
    texts = {text.principle.code: text for text in participant.explanations.written().select_related("principle")}
    guesses = told_guesses(participant)
    for principle in principles_of(participant.conversation):
        code = principle["principle__code"]
        score, text = scores.get(code), texts.get(code)
        if score or text:
            given = told_score(score) if score else {}
            written = told(text, reads) if text else {}
            written |= guesses.get(code, {})
            yield OwnText(principle["name"], "conversations:score_by_link", code, **given, **written)


def told_guesses(participant):
    """Return {code of a principle: what an OwnText says of the guesses on it}; of those that stay shut nothing."""
    found = {}
    rows = participant.guesses.select_related("principle") if participant.conversation.mirror else []
    for row in sorted(rows, key=lambda row: CORNERS.index(row.about)):
        row.participant = participant
        if not row.is_shut:
            found.setdefault(row.principle.code, []).append(row)
    return {code: told_by(rows) for code, rows in found.items()}


def told_by(guesses):
    told = [f"{row.about} {'weet ik niet' if row.value is None else row.value}" for row in guesses]
    return {"guesses": ", ".join(told), "are_guesses_shown": guesses[0].shown_at is not None}


def told_answer(text, reads):
    """Return what an OwnText says of an answer beforehand: written, typed or skipped."""
    written = told(text, reads) if text.text else {}
    return written | {"typed": text.typed_here, "is_skipped": text.skipped}


def told_score(score):
    if score.is_shut:
        return {"is_score_shut": True}
    return {"score": words(score), "is_shown": score.shown_at is not None}


def words(score):
    return "geen beeld" if score.value is None else str(score.value)


def told(text, reads):
    """Return what an OwnText says of a written private text."""
    if text.is_shut:
        return {"is_shut": True}
    return {
        "text": text.text,
        "readers": Visibility(text.visibility).label,
        "in_report": text.in_report,
        "is_released": text.released_at is not None,
        "reads": tuple(reads.get((text._meta.model_name, text.pk), ())),
    }


def reads_of(participant):
    """Return {(name of the model, key): [(who read it, when)]} of all texts of `participant`."""
    rows = TextRead.objects.filter(conversation=participant.conversation_id).select_related("reader").order_by("at")
    own = rows.filter(reflection__participant=participant) | rows.filter(explanation__participant=participant)
    found = {}
    for read in own:
        key = ("reflection", read.reflection_id) if read.reflection_id else ("explanation", read.explanation_id)
        found.setdefault(key, []).append((str(read.reader), read.at))
    return found
