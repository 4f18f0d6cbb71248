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
from triangles.models import AgendaTopic, Membership, Organisation, Seat, TeamMember, Triangle, User

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


def test_the_same_triangle_is_recognised_with_its_seats_agenda_and_team():
    read(case())
    before = {model: model.objects.count() for model in (Triangle, Seat, AgendaTopic, TeamMember, Organisation)}
    second = import_document(case())
    assert {model: model.objects.count() for model in before} == before
    assert Conversation.objects.filter(triangle=second.conversation.triangle).count() == 2
    assert second.differences == []


@pytest.mark.parametrize(("field", "value"), [("name", "Kustregister 2"), ("kind", "anders")])
def test_another_name_or_kind_is_another_triangle(field, value):
    read(case())
    document = case()
    document["triangle"][field] = value
    read(document)
    assert Triangle.objects.count() == 2


def test_a_rehearsal_is_never_recognised():
    triangle = read(case()).triangle
    Triangle.objects.filter(pk=triangle.pk).update(rehearsal_until=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    assert read(case()).triangle != triangle


def test_what_is_there_wins_and_the_difference_is_printed(tmp_path):
    read(case())
    document = case()
    document["triangle"]["purpose"] = "Iets anders."
    document["triangle"]["seats"][0] |= {"function": "directeur-generaal", "until": "2026-12-31"}
    document["triangle"]["agenda"][0]["horizon"] = "jaar"
    _, words = run_import(tmp_path, document)
    seat = Seat.objects.get(code="og1")
    assert (seat.function, seat.ends_on) == ("directeur Kustbeleid", None)
    assert Triangle.objects.get().purpose != "Iets anders."
    places = [line.split(": ")[1] for line in words.splitlines() if line.startswith("verschil")]
    assert places == [
        "/triangle/purpose",
        "/triangle/seats/0/function",
        "/triangle/seats/0/until",
        "/triangle/agenda/0/horizon",
    ]
    assert "‘directeur Kustbeleid’; dat blijft, ‘directeur-generaal’ is niet overgenomen" in words


def test_an_organisation_is_recognised_whatever_its_capitals():
    Organisation.objects.create(name="Dienst KUSTREGISTER")
    imported = import_document(case())
    assert Organisation.objects.filter(name__iexact="dienst kustregister").count() == 1
    assert imported.conversation.participants.get(name="Hilde Boersma").organisation == "Dienst KUSTREGISTER"
    assert [d.place for d in imported.differences] == [
        "/triangle/seats/2/organisation",
        "/triangle/seats/3/organisation",
    ]


def test_a_code_that_is_taken_gets_a_suffix():
    read(small())
    document = small()
    document["triangle"]["seats"][0]["person"] = "Opvolger"
    document["triangle"]["seats"].append({**document["triangle"]["seats"][0], "id": "a-2", "person": "Nog iemand"})
    read(document)
    assert list(Seat.objects.order_by("pk").values_list("code", "person")) == [
        ("a", "Noor Bakhuis"),
        ("a-3", "Opvolger"),
        ("a-2", "Nog iemand"),
    ]


def test_a_suffix_fits_a_code_of_full_length():
    document = small(participants=["b" * 40])
    document["triangle"]["seats"][0]["id"] = "b" * 40
    read(document)
    document["triangle"]["seats"][0]["person"] = "Opvolger"
    read(document)
    assert Seat.objects.get(person="Opvolger").code == "b" * 38 + "-2"


def test_somebody_who_comes_back_later_gets_a_second_seat():
    document = small(date="2019-05-01")
    document["triangle"]["seats"][0] |= {"from": "2018-01-01", "until": "2020-01-01"}
    read(document)
    document = small(date="2026-05-01")
    document["triangle"]["seats"][0] |= {"from": "2024-01-01"}
    read(document)
    assert list(Seat.objects.order_by("pk").values_list("code", flat=True)) == ["a", "a-2"]


def test_a_participant_whose_seat_here_has_ended_is_refused(tmp_path):
    read(case())
    Seat.objects.filter(code="og1").update(ends_on=dt.date(2026, 1, 1))
    before = row_counts()
    with pytest.raises(CommandError, match="/conversation/participants/0: deze plaats staat hier al") as refused:
        run_import(tmp_path, case())
    assert "pas hier eerst de bezetting aan" in str(refused.value)
    assert row_counts() == before


def test_who_coordinates_here_goes_on_doing_so():
    read(case())
    document = case()
    document["triangle"]["seats"][0]["coordinating"] = False
    document["triangle"]["seats"].append(
        {**document["triangle"]["seats"][0], "id": "og3", "person": "Nieuw Hier", "coordinating": True}
    )
    imported = import_document(document)
    assert [seat.code for seat in Seat.objects.filter(coordinating=True)] == ["og1"]
    assert "/triangle/seats/6/coordinating" in [difference.place for difference in imported.differences]


def test_an_agenda_names_a_topic_once():
    topic = {"title": "Zeespiegel", "horizon": "jaar"}
    document = small(follow_up={"agenda": [topic, topic]})
    document["triangle"]["agenda"] = [topic]
    conversation = read(document)
    assert AgendaTopic.objects.count() == conversation.follow_up.topics.count() == 1


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
