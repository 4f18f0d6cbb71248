"""Reading in a conversation file: what it becomes, what is recognised, who sees it, and what is printed."""

import datetime as dt

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from conversations.models import AgreementStep, AuditEvent, Consent, Conversation, Phase, Reflection
from conversations.portable import import_document
from tests.factories import FacilitatorFactory, MembershipFactory, UserFactory
from tests.portable_files import case, row_counts, run_export, run_import, small
from triangles.models import Membership, Triangle, User

pytestmark = pytest.mark.django_db


def read(document, **options):
    return import_document(document, **options).conversation


def test_a_held_conversation_is_in_verslag_with_its_results_shown():
    conversation = read(case())
    assert conversation.phase == Phase.VERSLAG
    assert conversation.scores.count() == conversation.scores.shown().count() == 25
    assert conversation.showings.count() == 5
    assert conversation.principle_texts.count() == 5
    assert conversation.reflections.released().count() == 4
    assert conversation.explanations.released().count() == 2
    assert not conversation.reflections.filter(visibility__in=["zelf", "begeleider"], released_at__isnull=False)
    assert set(conversation.participants.values_list("attendance", flat=True)) == {""}


@pytest.mark.parametrize("part", ["scores", "insights", "agreements"])
def test_each_kind_of_result_makes_it_a_verslag(part):
    document = case()
    kept = document["conversation"][part]
    for name in ("scores", "insights", "agreements"):
        document["conversation"].pop(name)
    assert read(document).phase == Phase.CONCEPT
    document["conversation"][part] = kept
    assert read(document).phase == Phase.VERSLAG


def test_a_planned_conversation_stays_a_concept_with_nothing_released():
    document = case()
    for name in ("scores", "insights", "agreements"):
        del document["conversation"][name]
    conversation = read(document)
    assert conversation.reflections.count() == 6
    assert not conversation.reflections.released().exists()
    assert conversation.pinned_at is None


def test_what_was_written_becomes_what_it_was():
    conversation = read(case())
    assert (conversation.held_on, conversation.start) == (dt.date(2026, 3, 12), dt.time(9, 30))
    assert conversation.facilitator_label == "Yara Nijland"
    assert [person.name for person in conversation.participants.all()][:2] == ["Marijke Verwoerd", "Fouad el Amrani"]
    assert conversation.participants.filter(coordinating=True).get().name == "Marijke Verwoerd"
    planned = conversation.agreements.get(most_important=False, kind="actie", of_eigenaar=True)
    assert (planned.owner_name, planned.due_on) == ("Renske Admiraal", dt.date(2026, 6, 15))
    steps = AgreementStep.objects.filter(conversation=conversation)
    assert [step.what for step in steps] == ["gemaakt"] * 4
    assert conversation.follow_up.account_team is True
    assert [topic.title for topic in conversation.follow_up.topics.all()] == ["Capaciteit buiten het seizoen"]
    assert conversation.tip_notes.filter(done=True).count() == 5


def test_every_raised_text_has_a_consent_from_the_file_and_names_the_facilitator_that_its_author_saw():
    yara = FacilitatorFactory(email="Yara@Voorbeeld.example")
    conversation = read(case())
    assert conversation.facilitator == yara
    consents = Consent.objects.filter(conversation=conversation)
    assert set(consents.values_list("source", "facilitator", "facilitator_name")) == {
        ("bestand", yara.pk, "Yara Nijland")
    }
    for text in [*conversation.reflections.all(), *conversation.explanations.all()]:
        given = text.consents.values_list("level", "in_report")
        assert list(given) == ([] if text.visibility == "zelf" else [(text.visibility, text.in_report)])
    assert Reflection.objects.visible_to(yara).filter(visibility="begeleider").count() == 1


@pytest.mark.parametrize("make", [UserFactory, lambda email: FacilitatorFactory(email=email, is_active=False)])
def test_only_somebody_who_facilitates_here_is_linked_and_nobody_gets_an_account(make):
    make(email="yara@voorbeeld.example")
    before = User.objects.count()
    conversation = read(case())
    assert conversation.facilitator is None
    assert conversation.facilitator_email == "yara@voorbeeld.example"
    assert User.objects.count() == before


def test_the_adviser_who_is_named_sees_it_and_nobody_else(tmp_path):
    ada, other = UserFactory(email="ada@voorbeeld.example"), UserFactory()
    number, words = run_import(tmp_path, case(), "--adviser", "Ada@Voorbeeld.example")
    assert "nog niemand ziet dit gesprek" not in words
    assert Conversation.objects.visible_to(ada).get().pk == number
    assert not Conversation.objects.visible_to(other).exists()


def test_without_an_adviser_it_says_that_nobody_sees_it_when_nobody_does(tmp_path):
    _, words = run_import(tmp_path, case())
    assert "nog niemand ziet dit gesprek" in words
    MembershipFactory(triangle=Triangle.objects.get())
    _, words = run_import(tmp_path, case())
    assert "nog niemand ziet dit gesprek" not in words


def test_a_facilitator_who_is_linked_sees_it_too(tmp_path):
    FacilitatorFactory(email="yara@voorbeeld.example")
    _, words = run_import(tmp_path, case())
    assert "nog niemand ziet dit gesprek" not in words


def test_one_audit_event_with_numbers_only():
    conversation = read(case(), adviser=UserFactory())
    event = AuditEvent.objects.get()
    assert (event.action, event.conversation_id, event.actor_kind) == ("ingelezen", conversation.pk, "systeem")
    assert event.details == {"participants": 5, "reflections": 6, "scores": 25, "agreements": 4}


def test_advice_is_printed_and_the_file_is_read_all_the_same(tmp_path):
    number, words = run_import(tmp_path, case("warmtenet-in-voorbereiding"))
    assert Conversation.objects.get().pk == number
    assert "advies: Er zit geen eigenaar aan tafel." in words
    assert "advies: Het functieniveau verschilt twee treden of meer." in words


def test_a_reader_without_an_explanation_is_passed_over_and_said():
    score = {"participant": "a", "principle": "vertrouwen", "value": 3, "visibility": "met_naam", "in_report": True}
    imported = import_document(small(scores=[score]))
    assert not imported.conversation.explanations.exists()
    assert [difference.place for difference in imported.differences] == ["/conversation/scores/0/visibility"]


def test_a_whole_number_may_be_written_with_a_point_and_the_file_may_have_a_byte_order_mark(tmp_path):
    content = b'\xef\xbb\xbf{"format": "driehoek/gesprek", "version": 1.0,'
    number, _ = run_import(tmp_path, content + run_export(read(small()).pk)[0].split('"version": 1,')[1].encode())
    assert Conversation.objects.filter(pk=number).exists()


def test_when_the_database_refuses_nothing_stays_and_its_words_are_not_repeated(tmp_path):
    def refuse(execute, sql, *rest):
        if "INTO" in sql and "auditevent" in sql:
            raise DatabaseError("rij bevat: geheim")
        return execute(sql, *rest)

    before = row_counts()
    refusal = pytest.raises(CommandError, match="Er is niets ingelezen: de database")
    with connection.execute_wrapper(refuse), refusal as refused:
        run_import(tmp_path, case())
    assert "geheim" not in str(refused.value)
    assert row_counts() == before


def queries_of(document):
    with CaptureQueriesContext(connection) as queries:
        import_document(document)
    return len(queries)


def test_only_a_text_that_is_raised_costs_queries_of_its_own():
    read(case())
    once = queries_of(case())
    assert once <= 76
    document = case()
    document["conversation"]["agreements"] *= 10
    for agreement in document["conversation"]["agreements"][1:]:
        agreement["most_important"] = False
    document["conversation"]["parked"] *= 10
    assert queries_of(document) == once
    document["conversation"]["reflections"][4]["visibility"] = "met_naam"
    assert queries_of(document) == once + 4


@pytest.mark.parametrize("number", ["7", "0", "-1", "drie", "9" * 30])
def test_an_unknown_number_is_refused(number):
    with pytest.raises(CommandError, match="Er is geen gesprek met nummer"):
        run_export(number)


def test_membership_is_given_once(tmp_path):
    UserFactory(email="ada@voorbeeld.example")
    for _ in range(2):
        run_import(tmp_path, case(), "--adviser", "ada@voorbeeld.example")
    assert Membership.objects.count() == 1
