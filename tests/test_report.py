"""What the report says: released text only, in the right words; and vaststellen."""

import datetime as dt
import json
import re
from itertools import product

import pytest
import time_machine

from conversations.models import Phase, ReportResponse, Visibility
from conversations.report import (
    build_content,
    render_html,
    render_pdf,
)
from principles.models import Principle, Question
from tests.factories import (
    ConversationFactory,
    ExplanationFactory,
    ParticipantFactory,
    ReflectionFactory,
    ScoreFactory,
    UserFactory,
    at_visibility,
)
from tests.held import hold, read_case
from tests.pdf_reading import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def kust():
    return hold(read_case("kustregister"))


def change_case(name, **changes):
    case = read_case(name)
    case["conversation"] |= changes
    return hold(case)


def squeezed(text):
    return " ".join(text.split())


def everything(content):
    """Return all that leaves the product for one content: JSON, page and PDF, as one text without white space."""
    pages = " ".join(texts(render_pdf(content)))
    return "".join(f"{json.dumps(content, ensure_ascii=False)} {render_html(content)} {pages}".split())


@pytest.mark.drawn
def test_only_released_text_with_a_tick_reaches_the_report():
    conversation = ConversationFactory(phase=Phase.VERSLAG)
    printed, kept = [], []
    cases = product(Visibility.values, [False, True], [False, True])
    questions = list(Question.objects.filter(kind="voorbereiding"))
    for nr, (level, in_report, released) in enumerate(cases):
        author = ParticipantFactory(conversation=conversation, corner="eigenaar")
        for make, about in ((ReflectionFactory, questions[0]), (ExplanationFactory, Principle.objects.first())):
            canary = f"kanarie{nr}{make.__name__}"
            key = "question" if make is ReflectionFactory else "principle"
            text = make(participant=author, text=canary, **{key: about})
            may = level in ("naamloos", "met_naam")
            facilitator = UserFactory() if level == "begeleider" else None
            at_visibility(text, level, in_report=in_report and may, released=released, facilitator=facilitator)
            (printed if may and in_report and released else kept).append(canary)
    told = everything(build_content(conversation))
    assert [canary for canary in printed if canary not in told] == []
    assert [canary for canary in kept if canary in told] == []
    assert (len(printed), len(kept)) == (4, 28)


@pytest.mark.drawn
def test_closed_texts_of_the_cases_never_reach_the_report():
    for name in ("kustregister", "jeugdhulpregio"):
        case = read_case(name)["conversation"]
        told = everything(build_content(change_case(name)))
        texts_of_case = [(raw["text"], raw) for raw in case["reflections"]]
        texts_of_case += [(raw["explanation"], raw) for raw in case["scores"] if "explanation" in raw]
        for text, raw in texts_of_case:
            assert ("".join(text.split()) in told) is raw.get("in_report", False), text


def test_a_naamloos_explanation_tells_neither_who_nor_where_nor_what_about():
    author = ParticipantFactory(corner="eigenaar", name="Renske Unieknaam")
    explanation = ExplanationFactory(participant=author, text="Ik durf dit niet te zeggen.")
    at_visibility(explanation, "naamloos", in_report=True, released=True)
    content = build_content(author.conversation)
    assert content["given"] == [
        {"kind": "score", "about": "", "text": "Ik durf dit niet te zeggen.", "name": "", "corner": ""}
    ]
    html = render_html(content)
    assert "Bij een score<" in html
    assert "Iemand aan tafel" in html


def test_naamloos_texts_stand_in_an_order_that_does_not_follow_the_authors():
    orders = []
    for names in ("abcdef", "fedcba"):
        conversation = ConversationFactory()
        for name in names:
            author = ParticipantFactory(conversation=conversation)
            at_visibility(ReflectionFactory(participant=author, text=name), "naamloos", in_report=True, released=True)
        orders.append([quote["text"] for quote in build_content(conversation)["given"]])
    assert orders[0] == orders[1]
    assert orders[0] != sorted(orders[0])


def test_quotes_with_a_name_come_first_in_the_order_of_the_corners(kust):
    quotes = build_content(kust)["given"]
    assert [(quote["name"], quote["corner"]) for quote in quotes] == [
        ("Marijke Verwoerd", "opdrachtgever"),
        ("Hilde Boersma", "opdrachtnemer"),
        ("", ""),
    ]


def test_hidden_scores_are_in_no_figure_and_no_sentence(kust):
    late = ParticipantFactory(conversation=kust, corner="eigenaar")
    before = render_html(build_content(kust))
    for principle in Principle.objects.all():
        ScoreFactory(participant=late, principle=principle, value=1, entry="samen")
    after = build_content(kust)
    assert after["entry"] == {"ways": {"zelf": 25}, "people": 5}
    figures = '<table class="r-summary"'
    assert render_html(after).split(figures)[1].split("</table>")[0] == before.split(figures)[1].split("</table>")[0]


def test_kustregister_says_what_matters(kust):
    html = squeezed(render_html(build_content(kust)))
    for sentence in (
        "<h1>Hoe werken wij samen na het drukste seizoen ooit?</h1>",
        "Donderdag 12 maart 2026<br>9.30 tot 12.00 uur",
        "Het verst uit elkaar liggen gelijkwaardigheid en rolbewustzijn.</strong> Bij beide is het verschil 3 punten.",
        "Het dichtst bij elkaar ligt heldere afspraken.</strong> De afspraken zijn er, maar staan op drie plekken.",
        "Scores: 3 punten uit elkaar. Na het gesprek: een verschillend beeld. Toegepast: verdeeld.",
        "Uiterlijk 15 juni 2026",
        "Terugkijken op 17 september 2026",
        "Het werkt als: niemand leest nog iets voor het eerst in de krant.",
        "Ja, elke zes weken: Noor Bakhuis (opdrachtgever), Teun Slagter (opdrachtnemer) en Aylin Demir (eigenaar).",
        "Nu: elk kwartaal. Voortaan: elke maand een half uur, zonder agenda.",
        "Donderdag 17 september 2026. Het gesprek komt elk halfjaar terug",
        "en krijgt een vaste plek: Kwartaaloverleg kust.",
        "Capaciteit buiten het seizoen. Termijn: dit jaar. Trekker: opdrachtnemer.",
        "Planning release 4 van het meldportaal",
        "Alle vijf de deelnemers gaven hun scores zelf. Ze staan per hoek, zonder naam.",
        "Voor de deelnemers van dit gesprek en hun adviseurs",
        "We toetsen elke grote keuze aan wat die betekent voor de mensen om wie het gaat.",
    ):
        assert sentence in html, sentence


def test_the_most_important_agreement_comes_first(kust):
    kust.agreements.update(most_important=False)
    kust.agreements.filter(text__startswith="Eén plek").update(most_important=True)
    agreements = build_content(kust)["agreements"]
    assert [row["text"][:8] for row in agreements] == ["Eén plek", "Wie ziet", "De jaarp", "Marijke "]


@pytest.mark.drawn
def test_no_mean_decimal_or_percentage_stands_anywhere(kust):
    words = squeezed(" ".join(texts(render_pdf(build_content(kust)))))
    assert "%" not in words
    assert not re.search(r"\d,\d", words)
    assert words.count("gemiddelde") == words.count("Er is geen gemiddelde: het gaat om het verschil.") == 1


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        (["zelf"] * 5, "Alle vijf de deelnemers gaven hun scores zelf."),
        (["namens"] * 5, "Alle scores zijn namens de deelnemers ingevoerd."),
        (["samen"] * 5, "Alle scores zijn met de deelnemers samen ingevuld."),
        (
            ["zelf", "namens", "samen", "zelf", "zelf"],
            "Van de 25 scores zijn er 15 zelf gegeven, 5 namens een deelnemer ingevoerd en 5 samen ingevuld.",
        ),
    ],
)
def test_how_the_scores_were_entered_is_counted_and_said(kust, entries, sentence):
    for participant, entry in zip(kust.participants.all(), entries, strict=True):
        participant.scores.update(entry=entry)
    assert sentence in render_html(build_content(kust))


def test_attendance_is_said_and_that_an_absent_one_scored(kust):
    kust.participants.filter(name="Fouad el Amrani").update(attendance="afwezig")
    ParticipantFactory(conversation=kust, corner="eigenaar", name="Zonder Score", attendance="afwezig")
    html = squeezed(render_html(build_content(kust)))
    assert 'Fouad el Amrani<br><span class="r-soft">afwezig, wel gescoord</span>' in html
    assert 'Zonder Score<br><span class="r-soft">afwezig</span>' in html
    assert "5 van de 6 deelnemers gaven hun scores zelf." in html


def test_naamloos_report_shows_no_corner_with_a_score_and_not_who_scored():
    conversation = change_case("jeugdhulpregio")
    conversation.participants.update(attendance="afwezig")
    content = build_content(conversation)
    html = render_html(content)
    assert "wel gescoord" not in html
    assert "Waar de beelden verschillen" in html
    assert "Ze staan zonder hoek en zonder naam." in html
    for picture in html.split('<svg class="dh-strip"')[1:]:
        assert not any(word in picture.split("</svg></svg>")[0] for word in ("opdracht", "eigenaar"))
    assert {corner for row in content["board"]["rows"] for corner, _ in row["scores"]} == {None}


def test_answers_are_named_once_there_was_a_reading_round_and_remarks_are_not(kust):
    adviser = UserFactory()
    assert build_content(kust)["responses"] is None
    people = list(kust.participants.order_by("pk"))
    with time_machine.travel(dt.datetime(2026, 3, 16, 10, tzinfo=dt.UTC), tick=False):
        kust.release_draft(adviser, until=dt.date(2026, 3, 24))
    ReportResponse.objects.create(conversation=kust, participant=people[0], answer="akkoord")
    remarked = ReportResponse.objects.create(conversation=kust, participant=people[1], answer="opmerking")
    remarked.remarks.create(section="afspraken", text="kanarie-opmerking")
    html = squeezed(render_html(build_content(kust)))
    assert "Akkoord: 1. Met een opmerking: 1. Geen reactie: 3." in html
    assert "Akkoord: Marijke Verwoerd." in html
    assert "Geen reactie: Hilde Boersma, Sjoerd Vlietstra en Renske Admiraal." in html
    assert "kanarie-opmerking" not in html
    assert "reageren kan tot en met 24 maart 2026" in html


@pytest.mark.drawn
def test_a_planned_conversation_gives_a_short_document_without_empty_parts():
    content = build_content(hold(read_case("warmtenet-in-voorbereiding")))
    html = squeezed(render_html(content))
    assert "Opzet van het gesprek" in html
    assert "Nog geen datum" in html
    assert '<tbody role="rowgroup"> </tbody>' not in html
    for absent in ("In het kort", "Meegegeven", "Afspraken<", "Vervolg<", "Geparkeerd", "Over dit verslag", "dh-strip"):
        assert absent not in html, absent
    assert len(texts(render_pdf(content))) <= 2


@pytest.mark.drawn
def test_a_conversation_with_nothing_but_a_title_still_renders():
    content = build_content(ConversationFactory(held_on=None, purpose=""))
    assert "Gesprek" in texts(render_pdf(content))[0]


def test_what_was_not_spoken_of_is_named_beside_what_was():
    conversation = change_case("kustregister", scores=[], agreements=[])
    conversation.insights.filter(principle__code="vertrouwen").delete()
    html = squeezed(render_html(build_content(conversation)))
    assert "Niet besproken: Vertrouwen." in html
    assert "dh-strip" not in html
    assert "Alle scores" not in html


def test_unprintable_characters_do_not_reach_a_document():
    conversation = ConversationFactory(title="Begin\x07 einde", purpose="a\u202eb\u2066c\ufffed\x0be\r\nf\tg")
    content = build_content(conversation)
    assert content["conversation"]["title"] == "Begin einde"
    assert content["conversation"]["purpose"] == "abcde\nf\tg"
