"""Export, import, export again: the same file, here and elsewhere, with whatever texts people write."""

import datetime as dt
import json
import string
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.models import Agreement, Conversation, Explanation, Reflection, Score
from conversations.portable import build_document, check, import_document
from principles.models import Principle, Question
from tests.factories import FacilitatorFactory, ParticipantFactory, ScoreFactory, at_visibility
from tests.portable_files import case, run_export, run_import, small
from triangles.models import AgendaTopic, Seat

pytestmark = pytest.mark.django_db
CASES = ("kustregister", "jeugdhulpregio", "warmtenet-in-voorbereiding")


@contextmanager
def elsewhere():
    """Work in a database that is left as it was: what is read in here is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def export_of(document, **options):
    return build_document(import_document(document).conversation, **options)


def with_defaults(document):
    """Return the file with the defaults that its schema names filled in."""
    for seat in document["triangle"]["seats"]:
        seat |= {"until": seat.get("until"), "coordinating": seat.get("coordinating", False)}
    found = document["conversation"]
    found.setdefault("self_facilitated", False)
    for agreement in found.get("agreements", []):
        agreement |= {"most_important": agreement.get("most_important", False), "status": "open"}
    for text in found.get("reflections", []) + [row for row in found.get("scores", []) if "explanation" in row]:
        text.setdefault("in_report", False)
    return document


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_out_as_it_went_in(name):
    assert export_of(case(name), include_confidential=True) == with_defaults(case(name))


@pytest.mark.parametrize("options", [[], ["--include-confidential"]])
@pytest.mark.parametrize("name", CASES)
def test_the_same_file_comes_out_again_here_and_elsewhere(tmp_path, name, options):
    with elsewhere():
        first, _ = run_export(run_import(tmp_path, case(name))[0], *options)
    with elsewhere():
        assert run_export(run_import(tmp_path, first.encode())[0], *options)[0] == first
    run_import(tmp_path, case(name))
    number, words = run_import(tmp_path, first.encode())
    assert run_export(number, *options)[0] == first
    assert "verschil:" not in words


def test_fields_stand_in_the_order_of_the_schema():
    document = export_of(case(), include_confidential=True)
    assert list(document) == ["format", "version", "triangle", "conversation"]
    assert list(document["conversation"])[:6] == ["title", "purpose", "date", "start", "duration_minutes", "form"]
    assert list(document["conversation"])[-4:] == ["insights", "parked", "follow_up", "agreements"]
    assert list(document["triangle"]["seats"][0])[-3:] == ["from", "until", "coordinating"]


def test_without_the_option_only_what_the_table_has_seen_goes_out():
    conversation = import_document(case()).conversation
    Score.objects.filter(principle__code="vertrouwen").update(shown_at=None)
    Reflection.objects.filter(question__code="dilemma").update(released_at=None)
    found = build_document(conversation)["conversation"]
    assert {row["visibility"] for row in found["reflections"]} == {"met_naam"}  # the file would name the author
    assert "dilemma" not in {row["question"] for row in found["reflections"]}
    assert "vertrouwen" not in {row["principle"] for row in found["scores"]}
    assert not [row for row in found["scores"] if "explanation" in row]
    found = build_document(conversation, include_confidential=True)["conversation"]
    assert (len(found["reflections"]), len(found["scores"])) == (6, 25)


def test_an_unshown_score_and_unread_text_of_the_product_itself_stay_in():
    participant = ParticipantFactory(conversation__title="Hier gemaakt")
    ScoreFactory(participant=participant, value=1)
    text = Explanation.objects.create(
        conversation=participant.conversation,
        participant=participant,
        corner=participant.corner,
        principle=Principle.objects.first(),
        text="Nog niet gelezen.",
    )
    at_visibility(text, "met_naam")
    assert "scores" not in build_document(participant.conversation)["conversation"]
    (score,) = build_document(participant.conversation, include_confidential=True)["conversation"]["scores"]
    assert (score["value"], score["explanation"]) == (1, "Nog niet gelezen.")


def test_what_the_product_knows_and_the_format_does_not_still_makes_a_file_that_can_be_read():
    conversation = import_document(case()).conversation
    Agreement.objects.filter(kind="actie").update(status="geparkeerd", parked_until=dt.date(2027, 1, 1))
    Seat.objects.filter(code="ei0").update(corner="opdrachtgever", coordinating=True)
    topic = conversation.triangle.topics.first()
    AgendaTopic.objects.create(triangle=conversation.triangle, title=topic.title, horizon="kwartaal")
    document = build_document(conversation, include_confidential=True)
    check(document)
    assert {row["status"] for row in document["conversation"]["agreements"]} == {"open"}
    assert [seat["id"] for seat in document["triangle"]["seats"] if seat["coordinating"]] == ["og1"]
    assert export_of(document, include_confidential=True) == document


def test_another_facilitator_chosen_here_goes_out_instead_of_the_one_in_the_file():
    conversation = import_document(case()).conversation
    Conversation.objects.filter(pk=conversation.pk).update(
        facilitator=FacilitatorFactory(name="Ander", email="x@y.example")
    )
    document = build_document(Conversation.objects.get(pk=conversation.pk))
    assert document["conversation"]["facilitator"] == {"name": "Ander", "email": "x@y.example"}


def test_a_file_that_cannot_be_read_back_yet_says_so_on_standard_error():
    conversation = import_document(small()).conversation
    conversation.participants.all().delete()
    text, words = run_export(conversation.pk)
    assert json.loads(text)["conversation"]["participants"] == []
    assert "/conversation/participants: deze lijst is leeg" in words


def test_who_passes_on_nameless_answers_is_told_that_the_file_names_their_authors():
    warned = "van wie naamloze antwoorden zijn"
    number = import_document(case()).conversation.pk
    assert warned in run_export(number, "--include-confidential")[1]
    assert warned not in run_export(number)[1]
    assert warned in run_export(import_document(case("jeugdhulpregio")).conversation.pk)[1]
    assert warned not in run_export(import_document(small()).conversation.pk)[1]


CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
LINES = st.text(CHARACTERS.filter(lambda c: c == "\t" or c >= " "), min_size=1, max_size=12)
TEXTS = st.text(CHARACTERS, max_size=20)
DATES = st.dates().map(dt.date.isoformat)
CORNERS = ["opdrachtgever", "opdrachtnemer", "eigenaar"]
PRINCIPLES = ["heldere-afspraken", "vertrouwen", "gelijkwaardigheid", "rolbewustzijn", "opgavegericht"]
IDS = st.text(string.ascii_lowercase + string.digits + "_-", min_size=1, max_size=40)
MAIL = st.from_regex(r"\A[A-Za-z]{1,8}@[a-z]{1,8}\.example\Z")


def fields(required, **optional):
    return st.fixed_dictionaries(required, optional=optional)


def one_of(*values):
    return st.sampled_from(values)


TOPICS = st.lists(
    fields({"title": LINES, "horizon": one_of("kwartaal", "jaar", "lange_termijn")}, lead=one_of(*CORNERS)), max_size=3
)
READER = st.one_of(
    fields({"visibility": one_of("zelf", "begeleider")}, in_report=st.just(False)),
    fields({"visibility": one_of("naamloos", "met_naam")}, in_report=st.booleans()),
)


@st.composite
def seats(draw, code):
    return draw(
        fields(
            {
                "id": st.just(code),
                "corner": one_of(*CORNERS),
                "organisation": LINES,
                "person": LINES.map(lambda name: f"{code} {name}"),
                "function": LINES,
            },
            mandate=LINES,
            function_level=st.integers(1, 5),
            email=MAIL,
            until=st.none(),
        )
    )


def plans(codes):
    member = fields({"corner": one_of(*CORNERS), "name": LINES})
    return fields(
        {
            "title": LINES,
            "purpose": TEXTS,
            "display": one_of("per_hoek", "naamloos"),
            "participants": st.permutations(codes),
        },
        date=DATES,
        start=one_of("00:00", "09:30", "23:59"),
        duration_minutes=st.integers(15, 960),
        form=one_of("samen", "hybride", "online"),
        place=LINES,
        shared_interest=TEXTS,
        outcomes=st.lists(one_of("verslag", "besluiten", "inbedding"), unique=True),
        self_facilitated=st.booleans(),
        facilitator=fields({"name": LINES}, organisation=LINES, email=MAIL),
        focus=st.lists(one_of(*PRINCIPLES), unique=True),
        tips=fields({}, tijd=fields({}, done=st.booleans(), note=TEXTS), setting=fields({}, note=TEXTS)),
        insights=st.lists(
            fields({"principle": one_of(*PRINCIPLES), "text": TEXTS}, applied=one_of("ja", "verdeeld")), max_size=3
        ),
        parked=st.lists(LINES, max_size=3),
        follow_up=fields(
            {},
            contact_now=LINES,
            next_on=DATES,
            agenda=TOPICS,
            account_team=st.booleans(),
            account_team_members=st.lists(member, max_size=3),
            note=TEXTS,
        ),
        agreements=st.lists(
            fields(
                {
                    "text": TEXTS,
                    "kind": one_of("actie", "werkafspraak", "besluit"),
                    "corners": st.lists(one_of(*CORNERS), min_size=1, unique=True),
                },
                owner=one_of(*codes),
                due=DATES,
                principle=one_of(*PRINCIPLES),
                sign=TEXTS,
                status=one_of("open", "gedaan", "vervallen"),
            ),
            max_size=3,
        ),
    )


@st.composite
def answers(draw, codes, subject, subjects, extra):
    """Draw at most one answer per participant and subject."""
    keys = draw(st.lists(st.tuples(one_of(*codes), one_of(*subjects)), unique=True, max_size=4))
    return [{"participant": who, subject: about, **draw(extra)} for who, about in keys]


@st.composite
def documents(draw):
    codes = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    triangle = draw(
        fields(
            {"name": LINES, "purpose": TEXTS, "kind": one_of("rijk", "verbonden_partij", "anders")},
            contact_frequency=LINES,
            recurring_topics=st.lists(LINES, max_size=3),
            process_coordinator=LINES,
            agenda=TOPICS,
        )
    )
    questions = ["goed-voorbeeld", "dilemma", "leeg-vel"]
    score = st.builds(
        lambda value, words: value | words,
        fields({"value": st.none() | st.integers(1, 5)}, entry=one_of("zelf", "namens", "samen")),
        st.just({}) | st.builds(lambda text, reader: {"explanation": text, **reader}, TEXTS, READER),
    )
    reflection = st.builds(lambda text, reader: {"text": text, **reader}, TEXTS, READER)
    conversation = draw(plans(codes))
    conversation["scores"] = draw(answers(codes, "principle", PRINCIPLES, score))
    conversation["reflections"] = draw(answers(codes, "question", questions, reflection))
    triangle["seats"] = [draw(seats(code)) for code in codes]
    return {"format": "driehoek/gesprek", "version": 1, "triangle": triangle, "conversation": conversation}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_whatever_people_write_comes_out_the_same(document):
    with elsewhere():
        first = export_of(document, include_confidential=True)
        assert export_of(first, include_confidential=True) == first
        table_only = export_of(document)
    check(first)
    for one, options in ((first, {"include_confidential": True}), (table_only, {})):
        with elsewhere():
            assert json.dumps(export_of(one, **options)) == json.dumps(one)
    written = [row["text"] for row in document["conversation"]["reflections"]]
    assert [row["text"] for row in first["conversation"].get("reflections", [])] == written


def test_questions_and_principles_of_the_strategies_exist():
    assert set(PRINCIPLES) == set(Principle.objects.values_list("code", flat=True))
    assert Question.objects.filter(code__in=["goed-voorbeeld", "dilemma", "leeg-vel"]).count() == 3
