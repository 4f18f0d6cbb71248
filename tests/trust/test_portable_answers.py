"""What participants gave in a file: whose it is, who may read it, and the consent that this needs."""

import pytest

from conversations.models import Score
from conversations.portable import import_document
from tests.factories import FacilitatorFactory
from tests.portable_files import small
from tests.trust.whole_file import whole

pytestmark = pytest.mark.django_db


def read(document):
    return import_document(document).conversation


def test_each_score_keeps_its_participant_its_corner_and_how_it_was_entered():
    conversation = read(whole())
    names = ("participant__seat__code", "corner", "principle__code", "value", "entry")
    assert list(Score.objects.order_by("pk").values_list(*names)) == [
        ("og1", "opdrachtgever", "vertrouwen", 4, "namens"),
        ("on1", "opdrachtnemer", "vertrouwen", 2, "samen"),
        ("on1", "opdrachtnemer", "rolbewustzijn", None, "zelf"),
        ("ei1", "eigenaar", "rolbewustzijn", 1, "zelf"),
        ("ei1", "eigenaar", "vertrouwen", 5, "zelf"),
    ]
    assert set(Score.objects.values_list("conversation", flat=True)) == {conversation.pk}


def test_a_score_without_more_is_given_by_its_participant_and_has_no_explanation():
    score = {"participant": "a", "principle": "vertrouwen", "value": 3}
    empty = {"participant": "a", "principle": "rolbewustzijn", "value": 3, "explanation": ""}
    conversation = read(small(scores=[score, empty]))
    assert [row.entry for row in conversation.scores.all()] == ["zelf", "zelf"]
    assert not conversation.explanations.exists()


def test_priv_03_a_text_has_the_reader_that_its_author_chose_and_else_nobody():
    """Without a word on who reads it, a text of a file is for its author alone and not for the report."""
    conversation = read(whole())
    names = ("participant__seat__code", "corner", "visibility", "in_report")
    texts = [*conversation.reflections.all(), *conversation.explanations.all()]
    rows = [*conversation.reflections.values_list(*names), *conversation.explanations.values_list(*names)]
    assert dict(zip((text.text for text in texts), rows, strict=True)) == {
        "R1": ("og1", "opdrachtgever", "met_naam", True),
        "R2": ("on1", "opdrachtnemer", "naamloos", False),
        "R3": ("on1", "opdrachtnemer", "begeleider", False),
        "R4": ("ei1", "eigenaar", "zelf", False),
        "E1": ("og1", "opdrachtgever", "met_naam", True),
        "E2": ("on1", "opdrachtnemer", "naamloos", True),
        "E3": ("on1", "opdrachtnemer", "begeleider", False),
        "E4": ("ei1", "eigenaar", "zelf", False),
    }
    assert [row.question.code for row in conversation.reflections.all()] == [*["dilemma"] * 2, "leeg-vel", "dilemma"]
    assert [row.principle.code for row in conversation.explanations.all()] == ["vertrouwen"] * 2 + ["rolbewustzijn"] * 2


def test_priv_03_a_text_for_the_table_is_not_printed_unless_the_file_says_so():
    """That the table may read a text is no consent to print it in the report."""
    score = {"participant": "a", "principle": "vertrouwen", "value": 3, "explanation": "E", "visibility": "met_naam"}
    silent = {"participant": "a", "principle": "rolbewustzijn", "value": 3, "explanation": "F"}
    conversation = read(small(scores=[score, silent]))
    found = conversation.explanations.values_list("visibility", "in_report")
    assert list(found) == [("met_naam", False), ("zelf", False)]


def test_priv_03_each_raised_text_has_one_consent_that_names_the_facilitator_of_the_file():
    """A text that somebody else may read always has the consent that was given for it, with its source."""
    yara = FacilitatorFactory(email="yara@voorbeeld.example")
    conversation = read(whole())
    assert conversation.facilitator == yara
    for text in [*conversation.reflections.all(), *conversation.explanations.all()]:
        given = text.consents.values_list(
            "level", "in_report", "source", "facilitator", "facilitator_name", "participant", "entered_by"
        )
        expected = (text.visibility, text.in_report, "bestand", yara.pk, "Yara Nijland", text.participant_id, None)
        assert list(given) == ([] if text.visibility == "zelf" else [expected])
